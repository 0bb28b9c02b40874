"""Residual networks (Miyato et al. 2018, arXiv 1802.05957, table 4; Brock et al. 2019, arXiv 1809.11096, figure 15).

Each block adds what two convolutions find to what it was given, resized. G's batch norms take their gain and shift from
the class where there is one, as in BigGAN. `width` is the number of channels at full size.
"""

from torch import nn
from torch.nn import functional as F

from playground.networks.conditioning import ClassNorm
from playground.networks.layers import FanIn, MinibatchStd, fan_in, linear
from playground.networks.pictures import SMALLEST, doublings, half, twice, widths


class Up(nn.Module):
    """[n, before, h, w] to [n, after, 2 h, 2 w]; `norm` makes a layer that normalises so many channels."""

    def __init__(self, before, after, norm):
        super().__init__()
        self.norms = nn.ModuleList([norm(before), norm(after)])
        self.convs = nn.ModuleList([FanIn(before, after, 3, padding=1), FanIn(after, after, 3, padding=1)])
        self.shortcut = FanIn(before, after, 1, gain=1)

    def forward(self, x, c=None):
        first, second = self.norms
        y = self.convs[0](twice(F.relu(first(x, c))))
        y = self.convs[1](F.relu(second(y, c)))
        return y + twice(self.shortcut(x))  # a 1 x 1 convolution and resizing commute, and this way round is cheaper


class Down(nn.Module):
    """[n, before, h, w] to [n, after, h / 2, w / 2], or with `resize` False to the same size.

    The first block of D does not cut negative numbers off the picture that it is given.
    """

    def __init__(self, before, after, spectral_norm, first=False, resize=True):
        super().__init__()
        Conv = fan_in(spectral_norm)
        self.first, self.resize = first, half if resize else nn.Identity()
        self.convs = nn.ModuleList([Conv(before, after, 3, padding=1), Conv(after, after, 3, padding=1)])
        self.shortcut = Conv(before, after, 1) if before != after else nn.Identity()

    def forward(self, x):
        y = self.convs[0](x if self.first else F.relu(x))
        return self.resize(self.convs[1](F.relu(y))) + self.shortcut(self.resize(x))


class Generator(nn.Module):
    """[n, latent_dim] to pictures [n, channels, size, size] in [-1, 1]; with `modulated` also of classes c [n, k].

    `between` {pixels a side: layer} are put in where the picture has that size.
    """

    def __init__(self, latent_dim, channels, wide, norm, between):
        super().__init__()
        self.start = nn.Sequential(nn.Linear(latent_dim, wide[0] * SMALLEST ** 2),
                                   nn.Unflatten(1, (wide[0], SMALLEST, SMALLEST)))
        self.blocks = nn.ModuleList([Up(before, after, norm) for before, after in zip(wide, wide[1:])])
        self.between = nn.ModuleDict({str(size): layer for size, layer in between.items()})
        self.norm, self.end = norm(wide[-1]), FanIn(wide[-1], channels, 3, padding=1, gain=1)

    @property
    def modulated(self):
        """Whether it takes classes by itself."""
        return isinstance(self.norm, ClassNorm)

    def forward(self, z, c=None):
        x = self.start(z)
        for block in self.blocks:
            x = block(x, c)
            size = str(int(x.shape[2]))  # while a graph is exported, a size is a tensor
            x = self.between[size](x) if size in self.between else x
        return self.end(F.relu(self.norm(x, c))).tanh()


class Plain(nn.BatchNorm2d):
    """Batch normalisation that does not ask for a class."""

    def forward(self, x, c=None):
        return super().forward(x)


class Unchanged(nn.Module):
    """In the place of a normalisation where there is none. Takes its channels."""

    def __init__(self, channels):
        super().__init__()

    def forward(self, x, c=None):
        return x


class Total(nn.Module):
    """The sum of each channel over the picture, of what is positive: [n, c, h, w] to [n, c]."""

    def forward(self, x):
        return F.relu(x).sum((2, 3))


def generator(config, data, attention=None):
    """`attention(channels)` makes the layer of the family with attention, None in this one."""
    wide = widths(config.generator_width, doublings(data.shape, "A residual network"))
    norm = Unchanged if not config.generator_batch_norm else Plain if config.conditioning == "none" else ClassNorm
    between = {}
    if attention:
        at = attended(data.shape)
        between[at] = attention(wide[(at // SMALLEST).bit_length() - 1])
    return Generator(config.latent_dim, data.shape[0], wide, norm, between)


def discriminator(config, shape, attention=None):
    """Pictures [n, channels, size, size] to raw scores [n]. It has no batch norm: the paper's D is normalised spectrally."""
    wide = widths(config.discriminator_width, doublings(shape, "A residual network"))[::-1]
    layers, before, size = [], shape[0], shape[1]
    for after in wide[1:]:
        layers.append(Down(before, after, config.spectral_norm, first=not layers))
        before, size = after, size // 2
        if attention and size == attended(shape):
            layers.append(attention(after))
    layers += [Down(before, before, config.spectral_norm, resize=False), Total()]
    features = before
    if config.minibatch_std:
        layers, features = [*layers, MinibatchStd()], features + 1
    return nn.Sequential(*layers, linear(config.spectral_norm)(features, 1), nn.Flatten(0))


def attended(shape):
    """The size at which a family with attention attends: half of the picture's, 16 pixels at most."""
    return min(16, shape[1] // 2)


def label(width, depth):
    return f"residual, width {width}"
