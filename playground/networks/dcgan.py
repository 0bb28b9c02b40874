"""DCGAN (Radford et al. 2015, arXiv 1511.06434): strided convolutions all the way, for 16, 32 or 64 pixels.

G projects z to a 4 x 4 picture of many channels and doubles it up to full size; D mirrors it. `width` is the number of
channels beside the picture; each halving of the size doubles it.
"""

from torch import nn

from playground.networks.layers import MinibatchStd, conv, linear
from playground.networks.pictures import doublings

LARGEST = 64
"""Pixels a side."""


def generator(config, data):
    """[n, latent_dim] to pictures [n, channels, size, size] in [-1, 1]."""
    shape, norm = data.shape, config.generator_batch_norm
    n = doublings(shape, "DCGAN", LARGEST)
    widths = [config.generator_width * 2 ** i for i in reversed(range(n))]
    layers = [nn.Linear(config.latent_dim, widths[0] * 16, bias=not norm), nn.Unflatten(1, (widths[0], 4, 4))]
    for before, after in zip(widths, [*widths[1:], None]):
        layers += [nn.BatchNorm2d(before)] if norm else []
        last = after is None
        layers += [nn.ReLU(), nn.ConvTranspose2d(before, shape[0] if last else after, 4, 2, 1, bias=last or not norm)]
    return nn.Sequential(*layers, nn.Tanh())


def discriminator(config, shape):
    """Pictures [n, channels, size, size] to raw scores [n]; no batch norm on the first layer, as in the paper."""
    n, norm, Conv = doublings(shape, "DCGAN", LARGEST), config.discriminator_batch_norm, conv(config.spectral_norm)
    layers, before = [], shape[0]
    for i in range(n):
        after = config.discriminator_width * 2 ** i
        normed = norm and i > 0
        layers.append(Conv(before, after, 4, 2, 1, bias=not normed))
        layers += [nn.BatchNorm2d(after)] if normed else []
        layers.append(nn.LeakyReLU(0.2))
        before = after
    layers.append(nn.Flatten(1))
    features = before * 16
    if config.minibatch_std:
        layers, features = [*layers, MinibatchStd()], features + 1
    return nn.Sequential(*layers, linear(config.spectral_norm)(features, 1), nn.Flatten(0))


def label(width, depth):
    return f"DCGAN, width {width}"
