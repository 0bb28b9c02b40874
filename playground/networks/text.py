"""Character-level text: residual 1-D convolutions over one-hot columns (Gulrajani et al. 2017, arXiv 1704.00028, section on
character-level language), with few channels.

G ends in a head that makes each column a character. `width` is the number of channels, `depth` that of the residual blocks;
a convolution sees five characters at once, as in the paper.
"""

from torch import nn
from torch.nn import functional as F

from playground.networks.heads import HEADS
from playground.networks.layers import FanIn1d, MinibatchStd, conv1d, linear

REACH = 3
"""Characters that a convolution sees at once."""
CORRECTION = 0.3
"""How much a block adds to what it was given."""


class Block(nn.Module):
    """[n, c, l] plus a correction by two convolutions."""

    def __init__(self, channels, Conv):
        super().__init__()
        self.first, self.second = (Conv(channels, channels, REACH, padding=REACH // 2) for _ in range(2))

    def forward(self, x):
        return x + CORRECTION * self.second(F.relu(self.first(F.relu(x))))


class Writer(nn.Module):
    """[n, latent_dim] to samples [n, characters, length]; `noise` [n, noise_inputs], standard normal, is the head's.

    Of several `voices` each has an equal part of the characters, and one of them in each column.
    """

    def __init__(self, config, shape, voices=1):
        super().__init__()
        characters, length = shape
        self.voices = voices
        width = config.generator_width
        self.start = nn.Sequential(nn.Linear(config.latent_dim, width * length), nn.Unflatten(1, (width, length)))
        self.blocks = nn.Sequential(*(Block(width, FanIn1d) for _ in range(config.generator_depth)))
        self.end = FanIn1d(width, characters, 1, gain=1)
        self.head = HEADS[config.head](config.temperature)
        self.noise_inputs = characters * length if self.head.noisy else 0

    def forward(self, z, noise=None):
        logits = self.end(F.relu(self.blocks(self.start(z))))
        each = logits.unflatten(1, (self.voices, -1)).flatten(0, 1)
        made = self.head(each, noise if noise is None else noise.view_as(each))
        return made.unflatten(0, (-1, self.voices)).flatten(1, 2)


def generator(config, data):
    """[n, latent_dim] to samples [n, characters, length]."""
    return Writer(config, data.shape)


def discriminator(config, shape):
    """Samples [n, characters, length] to raw scores [n]."""
    width, Conv = config.discriminator_width, conv1d(config.spectral_norm)
    layers = [Conv(shape[0], width, 1), *(Block(width, Conv) for _ in range(config.discriminator_depth)), nn.Flatten(1)]
    features = width * shape[1]
    if config.minibatch_std:
        layers, features = [*layers, MinibatchStd()], features + 1
    return nn.Sequential(*layers, linear(config.spectral_norm)(features, 1), nn.Flatten(0))


def label(width, depth):
    return f"{depth} blocks, width {width}"
