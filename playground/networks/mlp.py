"""Multi-layer perceptrons: G with ReLU, D with leaky ReLU (slope 0.2), for data of any shape."""

from math import prod

from torch import nn

from playground.networks.layers import MinibatchStd, linear


def generator(config, data):
    """[n, latent_dim] to [n, *data.shape]; pictures end in tanh, points in the identity."""
    shape, width, depth = data.shape, config.generator_width, config.generator_depth
    layers, before = [], config.latent_dim
    for _ in range(depth):
        layers.append(nn.Linear(before, width, bias=not config.generator_batch_norm))
        layers += [nn.BatchNorm1d(width)] if config.generator_batch_norm else []
        layers.append(nn.Tanh() if config.activation == "tanh" else nn.ReLU())
        before = width
    layers.append(nn.Linear(before, prod(shape)))
    if len(shape) == 3:
        layers += [nn.Tanh(), nn.Unflatten(1, shape)]
    return nn.Sequential(*layers)


def discriminator(config, shape):
    """[n, *shape] to raw scores [n]."""
    width, depth, Linear = config.discriminator_width, config.discriminator_depth, linear(config.spectral_norm)
    layers, before = [nn.Flatten(1)], prod(shape)
    for _ in range(depth):
        layers.append(Linear(before, width, bias=not config.discriminator_batch_norm))
        layers += [nn.BatchNorm1d(width)] if config.discriminator_batch_norm else []
        layers.append(nn.Tanh() if config.activation == "tanh" else nn.LeakyReLU(0.2))
        before = width
    if config.minibatch_std:
        layers, before = [*layers, MinibatchStd()], before + 1
    return nn.Sequential(*layers, Linear(before, 1), nn.Flatten(0))


def label(width, depth):
    return f"{depth} × {width}"
