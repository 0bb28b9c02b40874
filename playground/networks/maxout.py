"""A discriminator of maxout layers (Goodfellow et al. 2013, arXiv 1302.4389): each unit is the largest of five linear ones."""

from math import prod

from torch import nn

from playground.networks.layers import linear

PIECES = 5


class Largest(nn.Module):
    """[n, PIECES * width] to the largest of each unit's pieces, [n, width]."""

    def forward(self, x):
        return x.view(len(x), PIECES, -1).amax(1)


def discriminator(config, shape):
    """[n, *shape] to raw scores [n]."""
    width, Linear = config.discriminator_width, linear(config.spectral_norm)
    layers, before = [nn.Flatten(1)], prod(shape)
    for _ in range(config.discriminator_depth):
        layers += [Linear(before, PIECES * width), Largest()]
        before = width
    return nn.Sequential(*layers, Linear(before, 1), nn.Flatten(0))


def label(width, depth):
    return f"{depth} × {width} maxout"
