"""Pictures of two domains, X and Y, for a G that translates one into the other."""

from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor
from torch.nn import functional

from .base import Data
from .emoji import emoji
from .landscapes import FACTORS
from .landscapes import drawn as landscape
from .parameters import Pixels


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Pairs(Data):
    """A sample is float32 [2 channels, size, size] in [-1, 1]: a picture of X, and behind its channels one of Y.

    x [n, channels, size, size], y [m, channels, size, size]: the pictures to train on, as such numbers or as bytes
    matched: whether each of X has the true answer in its own place of Y; where not, nobody knows one
    domains: what X and Y are called
    unseen [k, 2 channels, size, size]: as in Data; where `matched`, with the true answers
    """

    x: Tensor
    y: Tensor
    domains: tuple[str, str]
    matched: bool = True
    unseen: Tensor | None = None

    scale = 1.0

    @property
    def shape(self) -> tuple[int, int, int]:
        channels, height, width = self.x.shape[1:]
        return 2 * channels, height, width

    @property
    def centre(self) -> Tensor:
        return torch.zeros(())

    def sample(self, n: int, generator: torch.Generator) -> Tensor:
        x, y = self._on(generator.device, "x", "y")
        i = torch.randint(len(x), (n,), generator=generator, device=x.device)
        j = i if self.matched else torch.randint(len(y), (n,), generator=generator, device=x.device)
        return torch.cat([numbers(x[i]), numbers(y[j])], 1)

    def to_translate(self, n: int, generator: torch.Generator) -> Tensor:
        """n pairs that nobody trains on, each of them once before one comes again; or of those that are trained on, where none are
        kept apart.
        """
        if self.unseen is None:
            return self.sample(n, generator)
        (unseen,) = self._on(generator.device, "unseen")
        order = torch.randperm(len(unseen), generator=generator, device=unseen.device)
        return unseen[order.repeat(-(-n // len(unseen)))[:n]]


def numbers(pictures: Tensor) -> Tensor:
    """Bytes as numbers in [-1, 1]; numbers as they are."""
    return pictures if pictures.is_floating_point() else pictures.float() / 127.5 - 1


def paired(x: Tensor, y: Tensor, unseen: Tensor, domains: tuple[str, str]) -> Pairs:
    """Pictures x and y [n, channels, size, size] that belong together, those where `unseen` [n] is true kept apart."""
    return Pairs(x=x[~unseen], y=y[~unseen], unseen=torch.cat([x, y], 1)[unseen], domains=domains)


DAYS, UNSEEN = 1600, 256
"""Landscapes, and how many of them are kept apart."""


@lru_cache
def night(size: Pixels = 32):
    """1,600 landscapes by day, and the same by night: the sun as far below the horizon as it was above, and the moon in its place."""
    factors = 2 * torch.rand(DAYS, len(FACTORS), generator=torch.Generator().manual_seed(1)) - 1
    factors[:, 0] = factors[:, 0].abs()
    other = factors * torch.tensor([-1.0, 1, 1, 1, 1])
    day, dark = (torch.cat([landscape(some, size) for some in each.split(200)]) for each in (factors, other))
    return paired(day, dark, torch.arange(DAYS) >= DAYS - UNSEEN, ("day", "night"))


EVERY = 8
"""One emoji in so many is kept apart."""


@lru_cache
def emoji_outline(size: Pixels = 32):
    """The 474 emoji, and the outlines of their colours."""
    coloured = emoji(32).tensor
    outline = outlines(coloured)
    if size < 32:
        coloured, outline = (functional.avg_pool2d(each, 32 // size) for each in (coloured, outline))
    return paired(outline, coloured, torch.arange(len(coloured)) % EVERY == EVERY - 1, ("outline", "emoji"))


def outlines(pictures: Tensor) -> Tensor:
    """Pictures [n, 3, h, w] in [-1, 1] as ink on paper, darker where the colours of neighbours differ more; of the same shape."""
    wide = functional.pad(pictures, (0, 1, 0, 1), mode="replicate")
    here = wide[..., :-1, :-1]
    steps = torch.maximum((wide[..., 1:, :-1] - here).abs(), (wide[..., :-1, 1:] - here).abs()).amax(1, keepdim=True)
    return (1 - 2 * (1.5 * steps).clamp(0, 1)).expand_as(pictures).contiguous()
