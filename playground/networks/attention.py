"""Self-attention GAN (Zhang et al. 2019, arXiv 1805.08318): the residual family with one layer that compares all places.

It attends where pictures have half their size, 16 pixels a side at most.
"""

import torch
from torch import nn
from torch.nn import functional as F

from playground.networks import residual
from playground.networks.layers import FanIn, Given, fan_in


class Gate(Given):
    """A number that begins at 0, so that nothing is attended to at first."""

    def __init__(self):
        super().__init__()
        self.gamma = nn.Parameter(torch.empty(()))

    def begin(self):
        self.gamma.zero_()

    def forward(self, x):
        return self.gamma * x


class SelfAttention(nn.Module):
    """[n, c, h, w] plus, at each place, a mean of all places weighted by how well they answer its query (section 3).

    Keys and values are taken at half the size, as in the authors' code.
    """

    def __init__(self, channels, Conv=FanIn):
        super().__init__()
        inner = max(1, channels // 8)
        self.query, self.key = (Conv(channels, inner, 1, bias=False) for _ in range(2))
        self.value = Conv(channels, max(1, channels // 2), 1, bias=False)
        self.out = Conv(max(1, channels // 2), channels, 1, bias=False)
        self.gate = Gate()

    def forward(self, x):
        query = self.query(x).flatten(2)
        key, value = (F.max_pool2d(part(x), 2).flatten(2) for part in (self.key, self.value))
        weights = (query.transpose(1, 2) @ key).softmax(2)  # [n, places, quarter of the places]
        seen = (value @ weights.transpose(1, 2)).unflatten(2, x.shape[2:])
        return x + self.gate(self.out(seen))


def generator(config, data):
    """[n, latent_dim] to pictures [n, channels, size, size] in [-1, 1]."""
    return residual.generator(config, data, SelfAttention)


def discriminator(config, shape):
    """Pictures [n, channels, size, size] to raw scores [n]."""
    Conv = fan_in(config.spectral_norm)
    return residual.discriminator(config, shape, lambda channels: SelfAttention(channels, Conv))


def label(width, depth):
    return f"attention, width {width}"
