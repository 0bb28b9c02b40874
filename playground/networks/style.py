"""A style-based generator (Karras et al. 2020, arXiv 1912.04958) and its residual discriminator.

G's picture grows from a constant; what it becomes is said by w, which a small MLP makes of z, in the strength of every
layer's channels. Noise gives what w does not say. `depth` is that of the MLP, `width` the channels at full size.
"""

import torch
from torch import nn
from torch.nn import functional as F

from playground.networks.layers import Drawn, FanInLinear, Given, MinibatchStd, fan_in, linear
from playground.networks.pictures import SMALLEST, doublings, half, twice, widths

STYLE = 64
"""Numbers in w."""
FOLLOW = 0.005
"""How fast the mean of w follows the batches of training."""
PALE = 0.3
"""How strong the first pictures are, so that tanh does not cut off the sum of all sizes."""
GAIN = 2 ** 0.5
"""What a leaky ReLU takes away of the size, given back."""


class Modulated(Drawn):
    """A convolution whose input channels a style strengthens or weakens, and whose outputs have unit variance again.

    The paper scales the weights of each sample (eq. 1 to 3). Here the input is scaled by the style and the output by
    1 / |style · weight|, which is the same, for one convolution of the whole batch.
    """

    def __init__(self, before, after, size, gain=1.0, demodulate=True):
        super().__init__()
        self.gain, self.demodulate = gain, demodulate
        self.weight = nn.Parameter(torch.empty(after, before, size, size))
        self.bias = nn.Parameter(torch.empty(after))
        self.style = FanInLinear(STYLE, before, gain=1, bias=False)

    def draw(self, generator):
        self.weight.normal_(0, self.gain * self.weight[0].numel() ** -0.5, generator=generator)
        self.bias.zero_()

    def forward(self, x, w):
        """x [n, before, h, w] and styles w [n, STYLE] to [n, after, h, w]."""
        s = 1 + self.style(w)
        y = F.conv2d(x * s[:, :, None, None], self.weight, padding=self.weight.shape[2] // 2)
        if self.demodulate:
            variance = s.square() @ self.weight.square().sum((2, 3)).t()
            y = y * (variance + 1e-8).rsqrt()[:, :, None, None]
        return y + self.bias[:, None, None]


class Noise(Drawn):
    """Adds noise [n, h, w], or [1, h, w] for all, in a strength that begins at 0; without any given, always the same."""

    def __init__(self, size):
        super().__init__()
        self.size = size
        self.strength = nn.Parameter(torch.empty(()))
        self.register_buffer("usual", torch.empty(size, size))

    def draw(self, generator):
        self.strength.zero_()
        self.usual.normal_(generator=generator)

    def forward(self, x, noise=None):
        noise = self.usual.expand(len(x), -1, -1) if noise is None else noise
        return x + self.strength * noise[:, None]


class Constant(Drawn):
    """The picture that every sample begins from, [n, channels, 4, 4]."""

    def __init__(self, channels):
        super().__init__()
        self.picture = nn.Parameter(torch.empty(channels, SMALLEST, SMALLEST))

    def draw(self, generator):
        self.picture.normal_(generator=generator)

    def forward(self, n):
        return self.picture.expand(n, -1, -1, -1)


class Mapping(nn.Module):
    """z [n, k] to w [n, STYLE]; remembers the mean of w in training, to which truncation returns."""

    def __init__(self, latent_dim, depth):
        super().__init__()
        self.layers = nn.ModuleList([FanInLinear(latent_dim if i == 0 else STYLE, STYLE) for i in range(depth)])
        self.mean = MeanStyle()

    def forward(self, z, truncation=1.0):
        w = z * (z.square().mean(1, keepdim=True) + 1e-8).rsqrt()
        for layer in self.layers:
            w = F.leaky_relu(layer(w), 0.2)
        return self.mean(w, truncation)


class MeanStyle(Given):
    """Takes w [n, STYLE] towards its mean in training: truncation 1 leaves it, 0 is the mean itself."""

    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.empty(STYLE))

    def begin(self):
        self.mean.zero_()

    def forward(self, w, truncation):
        if self.training:
            with torch.no_grad():
                self.mean.lerp_(w.mean(0).to(self.mean.dtype), FOLLOW)
        return w if truncation == 1 else self.mean + truncation * (w - self.mean)


class Generator(nn.Module):
    """[n, latent_dim] to pictures [n, channels, size, size] in [-1, 1].

    `noise` [n, noise_inputs] are the numbers of all its noise inputs, standard normal, one layer after the other.
    """

    def __init__(self, latent_dim, depth, channels, wide):
        super().__init__()
        self.mapping, self.constant = Mapping(latent_dim, depth), Constant(wide[0])
        pairs = [(wide[0], wide[0]), *(pair for a, b in zip(wide, wide[1:]) for pair in ((a, b), (b, b)))]
        self.sizes = [SMALLEST, *(SMALLEST * 2 ** i for i in range(1, len(wide)) for _ in range(2))]
        self.convs = nn.ModuleList([Modulated(a, b, 3) for a, b in pairs])
        self.noises = nn.ModuleList([Noise(size) for size in self.sizes])
        self.pictures = nn.ModuleList([Modulated(before, channels, 1, PALE, demodulate=False) for before in wide])

    @property
    def noise_inputs(self):
        """How many numbers of noise it takes for each sample."""
        return sum(size ** 2 for size in self.sizes)

    def forward(self, z, noise=None, truncation=1.0):
        return self.paint(self.mapping(z, truncation), noise)

    def paint(self, w, noise=None):
        """Styles w [n, STYLE], or one for each layer [n, layers, STYLE], to pictures."""
        w = w if w.dim() == 3 else w[:, None].expand(-1, len(self.convs), -1)
        noise = noise.split([size ** 2 for size in self.sizes], 1) if noise is not None else [None] * len(self.sizes)
        x, picture = self.constant(w.shape[0]), 0  # a length would be fixed in an exported graph
        for i, (conv, add, size) in enumerate(zip(self.convs, self.noises, self.sizes)):
            x = twice(x) if size > x.shape[2] else x
            x = add(conv(x, w[:, i]), noise[i] if noise[i] is None else noise[i].unflatten(1, (size, size)))
            x = GAIN * F.leaky_relu(x, 0.2)
            if i % 2 == 0:  # the last layer of a size: outputs of all sizes are summed (figure 7b)
                picture = (twice(picture) if i else 0) + self.pictures[i // 2](x, w[:, i])
        return picture.tanh()


class Block(nn.Module):
    """[n, before, h, w] to [n, after, h / 2, w / 2], in the residual form of figure 7c."""

    def __init__(self, before, after, spectral_norm):
        super().__init__()
        Conv = fan_in(spectral_norm)
        self.convs = nn.ModuleList([Conv(before, before, 3, padding=1), Conv(before, after, 3, padding=1)])
        self.shortcut = Conv(before, after, 1, bias=False)

    def forward(self, x):
        y = F.leaky_relu(self.convs[0](x), 0.2)
        y = F.leaky_relu(self.convs[1](half(y)), 0.2)
        return (y + self.shortcut(half(x))) * 0.5 ** 0.5


def generator(config, data):
    wide = widths(config.generator_width, doublings(data.shape, "A style-based network"))
    return Generator(config.latent_dim, config.generator_depth, data.shape[0], wide)


def discriminator(config, shape):
    """Pictures [n, channels, size, size] to raw scores [n]."""
    wide = widths(config.discriminator_width, doublings(shape, "A style-based network"))[::-1]
    Conv, Linear = fan_in(config.spectral_norm), linear(config.spectral_norm)
    layers = [Conv(shape[0], wide[0], 1), nn.LeakyReLU(0.2),
              *(Block(before, after, config.spectral_norm) for before, after in zip(wide, wide[1:])),
              Conv(wide[-1], wide[-1], 3, padding=1), nn.LeakyReLU(0.2), nn.Flatten(1),
              Linear(wide[-1] * SMALLEST ** 2, wide[-1]), nn.LeakyReLU(0.2)]
    features = wide[-1]
    if config.minibatch_std:
        layers, features = [*layers, MinibatchStd()], features + 1
    return nn.Sequential(*layers, Linear(features, 1), nn.Flatten(0))


def label(width, depth):
    return f"style, width {width}"
