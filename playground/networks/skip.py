"""All sizes at once, in place of progressive growing (Karnewar and Wang 2020, arXiv 1903.06048, MSG-GAN, in the form that
arXiv 1912.04958, figure 7b, gives it).

G paints a picture at every size and sums them; D is shown the picture at every size. `width` is the channels at full size.
"""

from torch import nn
from torch.nn import functional as F

from playground.networks.layers import FanIn, MinibatchStd, fan_in, linear
from playground.networks.pictures import SMALLEST, doublings, half, twice, widths


def unit(x):
    """Each pixel's channels scaled to unit size (Karras et al. 2018, arXiv 1710.10196, section 4.2)."""
    return x * (x.square().mean(1, keepdim=True) + 1e-8).rsqrt()


class Generator(nn.Module):
    """[n, latent_dim] to pictures [n, channels, size, size] in [-1, 1]."""

    def __init__(self, latent_dim, channels, wide):
        super().__init__()
        self.start = nn.Sequential(nn.Linear(latent_dim, wide[0] * SMALLEST ** 2),
                                   nn.Unflatten(1, (wide[0], SMALLEST, SMALLEST)))
        self.convs = nn.ModuleList([nn.ModuleList([FanIn(before, after, 3, padding=1), FanIn(after, after, 3, padding=1)])
                                    for before, after in zip([wide[0], *wide], wide)])
        self.pictures = nn.ModuleList([FanIn(w, channels, 1, gain=1) for w in wide])

    def forward(self, z):
        x, picture = self.start(unit(z)), 0
        for i, (convs, paint) in enumerate(zip(self.convs, self.pictures)):
            x = twice(x) if i else x
            for conv in convs:
                x = unit(F.leaky_relu(conv(x), 0.2))
            picture = (twice(picture) if i else 0) + paint(x)
        return picture.tanh()


class Look(nn.Module):
    """Pictures at every size to features [n, channels, 4, 4]: each halving adds the picture of that size."""

    def __init__(self, channels, wide, spectral_norm):
        super().__init__()
        Conv = fan_in(spectral_norm)
        self.looks = nn.ModuleList([Conv(channels, w, 1) for w in wide])
        self.convs = nn.ModuleList([nn.ModuleList([Conv(before, before, 3, padding=1), Conv(before, after, 3, padding=1)])
                                    for before, after in zip(wide, wide[1:])])

    def forward(self, picture):
        x = F.leaky_relu(self.looks[0](picture), 0.2)
        for (first, second), look in zip(self.convs, self.looks[1:]):
            picture = half(picture)
            x = F.leaky_relu(second(half(F.leaky_relu(first(x), 0.2))), 0.2) + F.leaky_relu(look(picture), 0.2)
        return x


def generator(config, data):
    wide = widths(config.generator_width, doublings(data.shape, "A network of all sizes"))
    return Generator(config.latent_dim, data.shape[0], wide)


def discriminator(config, shape):
    """Pictures [n, channels, size, size] to raw scores [n]."""
    wide = widths(config.discriminator_width, doublings(shape, "A network of all sizes"))[::-1]
    layers = [Look(shape[0], wide, config.spectral_norm),
              fan_in(config.spectral_norm)(wide[-1], wide[-1], 3, padding=1), nn.LeakyReLU(0.2), nn.Flatten(1)]
    features = wide[-1] * SMALLEST ** 2
    if config.minibatch_std:
        layers, features = [*layers, MinibatchStd()], features + 1
    return nn.Sequential(*layers, linear(config.spectral_norm)(features, 1), nn.Flatten(0))


def label(width, depth):
    return f"all sizes, width {width}"
