"""Networks that translate pictures: they take pairs [n, 2 channels, size, size], a picture x and behind its channels a picture y.

"cycle" is two translators and two judges as one player each, for CycleGAN (Zhu et al. 2017, arXiv 1703.10593); "unet" a U-Net and
a judge of pairs, for pix2pix (Isola et al. 2017, arXiv 1611.07004). Both are far smaller than the papers', for small pictures. A
judge gives a raw score to each patch of a picture, [n, k, height, width] (PatchGAN, arXiv 1611.07004, section 3.2.2).
"""

import torch
from torch import nn
from torch.nn import functional as F

from playground.errors import PlaygroundError
from playground.networks.layers import FanIn, conv, fan_in
from playground.networks.pictures import twice, widths

SLOPE = 0.2
SMALL = 0.1
"""Gain of a last layer whose sum is added to something that is nearly right by itself."""


class Block(nn.Module):
    """[n, c, h, w] plus a correction by two convolutions."""

    def __init__(self, channels):
        super().__init__()
        self.first, self.second = FanIn(channels, channels, 3, padding=1), FanIn(channels, channels, 3, padding=1, gain=SMALL)

    def forward(self, x):
        return x + self.second(F.leaky_relu(self.first(x), SLOPE))


class Translator(nn.Module):
    """Pictures [n, c, size, size] in [-1, 1] to pictures: each is the picture itself and what is added to it, at first little.

    It works at half the size, where four pixels are one with four times the channels, so that a picture passes through whole.
    """

    def __init__(self, channels, width, depth):
        super().__init__()
        self.start = FanIn(4 * channels, width, 3, padding=1)
        self.blocks = nn.Sequential(*(Block(width) for _ in range(depth)))
        self.end = FanIn(width, 4 * channels, 3, padding=1, gain=SMALL)

    def forward(self, x):
        inside = self.blocks(F.leaky_relu(self.start(F.pixel_unshuffle(x, 2)), SLOPE))
        return x + F.pixel_shuffle(self.end(F.leaky_relu(inside, SLOPE)), 2)


class ThereAndBack(nn.Module):
    """Pairs (x, y) to (F(y), G(x)), with a translator for each direction."""

    def __init__(self, there, back):
        super().__init__()
        self.there, self.back = there, back

    def forward(self, pairs):
        x, y = pairs.chunk(2, 1)
        return shown(torch.cat([self.back(y), self.there(x)], 1), self.training)


class There(nn.Module):
    """Pairs (x, y) to (x, G(x)); y is not looked at."""

    def __init__(self, there):
        super().__init__()
        self.there = there

    def forward(self, pairs):
        x, _ = pairs.chunk(2, 1)
        return shown(torch.cat([x, self.there(x)], 1), self.training)


def shown(pairs, training):
    """What is looked at is in [-1, 1]; in training a sum may go beyond, because on flat ends nothing would bring it back."""
    return pairs if training else pairs.clamp(-1, 1)


class UNet(nn.Module):
    """Pictures [n, c, size, size] in [-1, 1] to pictures; at each size the way up also sees what the way down saw.

    (Ronneberger et al. 2015, arXiv 1505.04597, as pix2pix has it in section 3.2.1, without its dropout.) Its last connection is a sum
    with the picture itself, as in a Translator, so that it neither begins nor ends on the flat ends of a tanh.
    """

    def __init__(self, channels, wide):
        super().__init__()
        self.start = FanIn(channels, wide[0], 3, padding=1)
        self.down = nn.ModuleList([FanIn(a, b, 4, stride=2, padding=1) for a, b in zip(wide, wide[1:])])
        self.up = nn.ModuleList([FanIn(a + b, a, 3, padding=1) for a, b in zip(wide, wide[1:])])
        self.end = FanIn(wide[0], channels, 3, padding=1, gain=SMALL)

    def forward(self, x):
        seen = [F.leaky_relu(self.start(x), SLOPE)]
        for layer in self.down:
            seen.append(F.leaky_relu(layer(seen[-1]), SLOPE))
        y = seen[-1]
        for layer, beside in zip(reversed(self.up), reversed(seen[:-1])):
            y = F.leaky_relu(layer(torch.cat([twice(y), beside], 1)), SLOPE)
        return x + self.end(y)


class Judges(nn.Module):
    """Pairs (x, y), or several `packed` together, to the scores of each kind by a judge of its own, [n, 2, h, w]."""

    def __init__(self, of_x, of_y, packed):
        super().__init__()
        self.of_x, self.of_y, self.packed = of_x, of_y, packed

    def forward(self, pairs):
        x, y = pairs.unflatten(1, (self.packed, 2, -1)).unbind(2)
        return torch.cat([self.of_x(x.flatten(1, 2)), self.of_y(y.flatten(1, 2))], 1)


def cycle_generator(config, data):
    """Pairs (x, y) to pairs (F(y), G(x))."""
    channels = data.shape[0] // 2
    return ThereAndBack(*(Translator(channels, config.generator_width, config.generator_depth) for _ in range(2)))


def cycle_discriminator(config, shape):
    """Pairs to raw scores of patches of x and of y, [n, 2, h, w]."""
    return Judges(*(patches(shape[0] // 2, shape[1], config) for _ in range(2)), config.packing)


def unet_generator(config, data):
    """Pairs (x, y) to pairs (x, G(x))."""
    _check_depth(config.generator_depth, data.shape[1], "generator_depth")
    return There(UNet(data.shape[0] // 2, widths(config.generator_width, config.generator_depth)[::-1]))


def unet_discriminator(config, shape):
    """Pairs, both pictures at once, to raw scores of patches [n, 1, h, w]."""
    return patches(shape[0], shape[1], config)


def patches(channels, size, config):
    """A judge: pictures [n, channels, size, size] to raw scores [n, 1, size / 2^depth, size / 2^depth]."""
    _check_depth(config.discriminator_depth, size, "discriminator_depth")
    wide, Conv = widths(config.discriminator_width, config.discriminator_depth - 1)[::-1], fan_in(config.spectral_norm)
    layers, before = [], channels
    for after in wide:
        layers += [Conv(before, after, 4, stride=2, padding=1), nn.LeakyReLU(SLOPE)]
        before = after
    return nn.Sequential(*layers, conv(config.spectral_norm)(before, 1, 3, padding=1))


def _check_depth(depth, size, setting):
    """Raises PlaygroundError where pictures cannot be halved so often."""
    if 2 ** depth > size:
        raise PlaygroundError(f"{setting}={depth} halves a picture {depth} times, and these have {size} pixels a side: set "
                              f"{setting}={size.bit_length() - 1} or less.")


def label(width, depth):
    return f"width {width}, depth {depth}"
