"""The networks of R3GAN (Huang et al. 2024, arXiv 2501.05441, section 4 and appendix): how little a modern GAN needs.

Residual blocks of a wide grouped convolution between two of one pixel, leaky ReLU, bilinear resampling, no normalisation;
fix-up initialisation (Zhang et al. 2019, arXiv 1901.09321) keeps them stable. `depth` is the number of blocks at each
size, `width` the channels at full size.
"""

from torch import nn
from torch.nn import functional as F

from playground.networks.layers import FanIn, MinibatchStd
from playground.networks.pictures import SMALLEST, Twice, doublings, widths

WIDER = 2
"""How much wider a block is inside."""
GROUP = 16
"""Channels that a grouped convolution looks at together."""


class Block(nn.Module):
    """[n, c, h, w] plus a correction that begins at 0. `blocks` is how many there are in the network.

    Of its three convolutions the first two begin blocks^(-1/4) as strong as usual and the last one at 0 (fix-up).
    """

    def __init__(self, channels, blocks):
        super().__init__()
        inner, gain = WIDER * channels, 2 ** 0.5 * blocks ** -0.25
        groups = inner // GROUP if inner % GROUP == 0 else 1
        self.wide = FanIn(channels, inner, 1, gain=gain)
        self.grouped = FanIn(inner, inner, 3, padding=1, groups=groups, gain=gain)
        self.narrow = FanIn(inner, channels, 1, gain=0, bias=False)

    def forward(self, x):
        y = F.leaky_relu(self.wide(x), 0.2)
        return x + self.narrow(F.leaky_relu(self.grouped(y), 0.2))


def stage(channels, depth, blocks):
    """The layers of one size."""
    return [Block(channels, blocks) for _ in range(depth)]


def generator(config, data):
    """[n, latent_dim] to pictures [n, channels, size, size] in [-1, 1]."""
    wide, depth = widths(config.generator_width, doublings(data.shape, "R3GAN")), config.generator_depth
    blocks = depth * len(wide)
    layers = [nn.Linear(config.latent_dim, wide[0] * SMALLEST ** 2), nn.Unflatten(1, (wide[0], SMALLEST, SMALLEST)),
              *stage(wide[0], depth, blocks)]
    for before, after in zip(wide, wide[1:]):
        change = [FanIn(before, after, 1, gain=1, bias=False)] if before != after else []
        layers += [*change, Twice(), *stage(after, depth, blocks)]
    return nn.Sequential(*layers, FanIn(wide[-1], data.shape[0], 1, gain=1), nn.Tanh())


def discriminator(config, shape):
    """Pictures [n, channels, size, size] to raw scores [n]."""
    wide, depth = widths(config.discriminator_width, doublings(shape, "R3GAN"))[::-1], config.discriminator_depth
    blocks = depth * len(wide)
    layers = [FanIn(shape[0], wide[0], 1, gain=1), *stage(wide[0], depth, blocks)]
    for before, after in zip(wide, wide[1:]):
        change = [FanIn(before, after, 1, gain=1, bias=False)] if before != after else []
        layers += [nn.AvgPool2d(2), *change, *stage(after, depth, blocks)]
    layers += [FanIn(wide[-1], wide[-1], SMALLEST, groups=wide[-1], bias=False), nn.Flatten(1)]  # one look a channel
    features = wide[-1]
    if config.minibatch_std:
        layers, features = [*layers, MinibatchStd()], features + 1
    return nn.Sequential(*layers, nn.Linear(features, 1), nn.Flatten(0))


def label(width, depth):
    return f"R3, {depth} a size, width {width}"
