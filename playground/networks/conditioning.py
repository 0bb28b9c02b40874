"""Players that are told the class of a sample, made from those of any family.

G takes the class as a vector beside its latent, or, where its family can, in the gain and shift of its normalisations.
D takes it as one more picture (concatenation), in a score of its own for each class (projection), or names it (auxiliary).
"""

from dataclasses import replace
from math import prod

import torch
from torch import nn
from torch.nn import functional as F

from playground.config import suggestion
from playground.errors import PlaygroundError
from playground.networks.layers import Drawn, linear

VECTOR = 32
"""Numbers that stand for a class in G."""


class Classes(Drawn):
    """A vector [size] for each class, learnt; begins standard normal."""

    def __init__(self, classes, size):
        super().__init__()
        self.vectors = nn.Parameter(torch.empty(classes, size))

    def draw(self, generator):
        self.vectors.normal_(generator=generator)

    def forward(self, label):
        """Labels [n] (long) to vectors [n, size]."""
        return F.embedding(label, self.vectors)


class ClassNorm(nn.Module):
    """Batch normalisation whose gain and shift depend on a class's vector c [n, VECTOR] (arXiv 1707.00683, 1809.11096)."""

    def __init__(self, channels):
        super().__init__()
        self.norm = nn.BatchNorm2d(channels)
        self.gain, self.shift = (nn.Linear(VECTOR, channels, bias=False) for _ in range(2))

    def forward(self, x, c):
        return self.norm(x) * (1 + self.gain(c))[:, :, None, None] + self.shift(c)[:, :, None, None]


class Told(nn.Module):
    """A G that is told classes: latents [n, latent_dim] and labels [n] to samples."""

    def __init__(self, inner, classes):
        super().__init__()
        self.classes, self.inner = Classes(classes, VECTOR), inner
        self.modulated = getattr(inner, "modulated", False)

    @property
    def noise_inputs(self):
        return getattr(self.inner, "noise_inputs", 0)

    def forward(self, z, label, **more):
        c = self.classes(label)
        return self.inner(z, c, **more) if self.modulated else self.inner(torch.cat([z, c], 1), **more)


class Concatenated(nn.Module):
    """Conditional GAN (Mirza and Osindero 2014, arXiv 1411.1784): D sees each picture beside one that stands for its class."""

    def __init__(self, inner, shape, classes):
        super().__init__()
        self.inner, self.shape, self.classes = inner, shape, Classes(classes, prod(shape[1:]))

    def forward(self, x, label):
        return self.inner(torch.cat([x, self.classes(label).unflatten(1, (1, *self.shape[1:]))], 1))


class Split(nn.Module):
    """A D, which is features and one linear layer, with another linear layer of a number for each class."""

    def __init__(self, inner, classes, spectral_norm):
        super().__init__()
        *layers, self.head, _ = inner
        self.features = nn.Sequential(*layers)
        self.by_class = linear(spectral_norm)(self.head.in_features, classes, bias=False)


class Projected(Split):
    """Projection discriminator (Miyato and Koyama 2018, arXiv 1802.05637, eq. 4): psi(phi(x)) + <e_y, phi(x)>."""

    def forward(self, x, label):
        phi = self.features(x)
        return self.head(phi).squeeze(1) + self.by_class(phi).gather(1, label[:, None]).squeeze(1)


class Naming(Split):
    """Auxiliary classifier (Odena et al. 2017, arXiv 1610.09585): D's score does not depend on the class, which it names."""

    def forward(self, x, label=None, classify=False):
        """Raw scores [n]; or, with `classify`, the logits of the classes [n, classes]."""
        phi = self.features(x)
        return self.by_class(phi) if classify else self.head(phi).squeeze(1)


def class_names(config, data):
    """The classes that the players of a configuration are told, as texts; none in a run without."""
    if config.conditioning == "codes":
        return tuple(map(str, range(config.codes)))
    return data.classes if config.conditioning != "none" else ()


def said_classes(config, names):
    """The classes as one says them: a code is called so, since nobody knows what it stands for."""
    return [f"code {name}" for name in names] if config.conditioning == "codes" else list(names)


def labels(label, n, classes, device="cpu"):
    """n labels [n] (long) from the name or number of one of `classes`, or from the numbers of n of them.

    Raises PlaygroundError where there are no such classes.
    """
    if not classes:
        raise PlaygroundError("This run knows no classes: begin one with conditioning=projection on digits or glyphs.")
    if isinstance(label, str):
        if label not in classes:
            raise PlaygroundError(f"There is no class '{label}'.{suggestion(label, classes)}")
        label = classes.index(label)
    found = torch.as_tensor(label, dtype=torch.long, device=device).expand(n)
    if found.min() < 0 or found.max() >= len(classes):
        raise PlaygroundError(f"There are {len(classes)} classes here, numbered from 0.")
    return found


def labels_in_rows(n, classes, device="cpu"):
    """n labels [n] in which classes stand together, in their order; None where there are none."""
    return torch.arange(n, device=device) * len(classes) // n if classes else None


def told_g(build, config, data, classes):
    inner = build(config, data)
    if not getattr(inner, "modulated", False):
        inner = build(replace(config, latent_dim=config.latent_dim + VECTOR), data)
    return Told(inner, classes)


def told_d(build, config, shape, classes):
    if config.conditioning == "concat":
        return Concatenated(build(config, (shape[0] + 1, *shape[1:])), shape, classes)
    kind = Projected if config.conditioning == "projection" else Naming
    return kind(build(config, shape), classes, config.spectral_norm)
