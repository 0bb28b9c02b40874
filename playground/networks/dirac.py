"""The players of the Dirac-GAN (Mescheder et al. 2018, arXiv 1801.04406, definition 2.1): one number each."""

import torch
from torch import nn

from playground.networks.layers import Given


class Place(Given):
    """G: every latent becomes the fake θ."""

    def __init__(self):
        super().__init__()
        self.theta = nn.Parameter(torch.empty(1))

    def begin(self):
        self.theta.fill_(1)

    def forward(self, z):
        return self.theta.expand(len(z), 1)


class Slope(Given):
    """D(x) = ψ x, a logit that is high on real data; of several samples packed together, the mean."""

    def __init__(self):
        super().__init__()
        self.psi = nn.Parameter(torch.empty(1))

    def begin(self):
        self.psi.fill_(1)

    def forward(self, x):
        return self.psi * x.mean(1)


def generator(config, data):
    """[n, latent_dim] to [n, 1]."""
    return Place()


def discriminator(config, shape):
    """[n, k] to raw scores [n]."""
    return Slope()


def label(width, depth):
    return "one number"
