"""Data that somebody drew: strokes of a brush in a square, as text short enough for a link."""

import math
import re
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from ..errors import PlaygroundError
from .gaussians import Gaussians, Mixture
from .parameters import Brush, Strokes

REACH = 2
"""A drawing lies in the square from -REACH to REACH, and so does the picture of it."""
LONGEST = 100.0
"""All strokes together, in data units: 25 times across the square."""
STRETCH, FAR = 32, 6.0
"""Neighbouring Gaussians whose density is asked for together, and after how many std it is nothing: 2e-8 of its peak."""
STEPS = 4096
"""Places on each axis: two characters of base64url each, so a point of a stroke takes four."""
DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
SMILE = "WFp7.p7p7.MdWzPzRuUbNxZ-LQgAKamCLQrlNxwNRuzjWz"


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Drawing(Gaussians):
    """Strokes with Gaussian noise: even along each of them, as a row of Gaussians no more than one std apart.

    strokes: the text they were read from
    """

    strokes: str

    extent = (-REACH, REACH, -REACH, REACH)

    def density(self, x: Tensor) -> Tensor:
        """p(x) at x [n, 2], as [n], per unit of area; a stretch of the drawing counts for places near it only."""
        p = torch.zeros(len(x), device=x.device)
        for share, stretch in self._stretches:
            low, high = (stretch.centres.aminmax(dim=0)[side].to(x.device) for side in (0, 1))
            near = ((x > low - FAR * self.noise) & (x < high + FAR * self.noise)).all(1)
            p[near] += share * stretch.density(x[near])
        return p

    @cached_property
    def _stretches(self):
        """The drawing in parts of neighbours: [(share, Gaussians)]."""
        parts = zip(self.centres.split(STRETCH), self.shares.split(STRETCH))
        return [(float(shares.sum()), Gaussians(centres=centres, shares=shares / shares.sum(), noise=self.noise))
                for centres, shares in parts]


class Dots(Drawing, Mixture):
    """A drawing of separate dots: they are its modes."""


def drawn(strokes: Strokes = SMILE, std: Brush = 0.08):
    """The brush is four std wide. A stroke gets its share by its ink, so a dot counts as one of π std length."""
    paths = read_strokes(strokes)
    lengths = [float(path.diff(dim=0).norm(dim=1).sum()) for path in paths]
    if sum(lengths) > LONGEST:
        raise PlaygroundError(f"This drawing is too long: its strokes are {sum(lengths):.0f} units in all, and "
                              f"{LONGEST:.0f} are allowed; the square is {2 * REACH} wide.")
    rows = [row(path, length, std) for path, length in zip(paths, lengths)]
    ink = torch.tensor(lengths, dtype=torch.float64) + math.pi * std
    shares = torch.cat([(share / len(each)).expand(len(each)) for each, share in zip(rows, ink / ink.sum())])
    made = Dots if _separate(paths, std) else Drawing
    return made(centres=torch.cat(rows).float(), shares=shares.float(), noise=std, strokes=strokes)


def read_strokes(text: str) -> list[Tensor]:
    """The points [n, 2] of each stroke in "AAAA.BBBBCCCC". Raises PlaygroundError where there are none."""
    if not text:
        raise PlaygroundError("This drawing is empty: draw at least one line or dot.")
    if not re.fullmatch(r"([\w-]{4})+(\.([\w-]{4})+)*", text, re.ASCII):
        raise PlaygroundError("This is not a drawing: strokes are points of four characters (letters, digits, - and _), "
                              "with a dot between two strokes.")
    return [_points(stroke) for stroke in text.split(".")]


def write_strokes(paths) -> str:
    """The text of strokes, each a sequence of points (x, y) in the square; what `read_strokes` reads."""
    return ".".join("".join(_digits(x) + _digits(y) for x, y in path) for path in paths)


def row(path: Tensor, length: float, std: float) -> Tensor:
    """Places [k, 2] at equal distances of at most one std along a path [n, 2] of this length."""
    if not length:
        return path[:1]
    pieces = path.diff(dim=0).norm(dim=1)
    path, pieces = path[torch.cat([torch.tensor([True]), pieces > 0])], pieces[pieces > 0]
    ends = pieces.cumsum(0)
    k = math.ceil(length / std)
    along = length * (torch.arange(k, dtype=torch.float64) + 0.5) / k
    piece = torch.bucketize(along, ends[:-1])
    part = (along - (ends - pieces)[piece]) / pieces[piece]
    return path[piece] + part[:, None] * path.diff(dim=0)[piece]


def sheet(data) -> dict:
    """What a page needs to draw: the bounds, and the strokes of `data` if it is a drawing."""
    drawing = isinstance(data, Drawing)
    low, high = Brush.__metadata__[0].low, Brush.__metadata__[0].high
    return {"reach": REACH, "longest": LONGEST, "characters": Strokes.__metadata__[0].most, "brush": [low, high],
            "strokes": data.strokes if drawing else None, "std": data.noise if drawing else None}


def _points(stroke):
    values = torch.tensor([DIGITS.index(digit) for digit in stroke], dtype=torch.float64).view(-1, 2, 2)
    return (values @ torch.tensor([64.0, 1.0], dtype=torch.float64)) * (2 * REACH / STEPS) - REACH


def _digits(coordinate):
    step = min(STEPS - 1, max(0, round((coordinate + REACH) * STEPS / (2 * REACH))))
    return DIGITS[step // 64] + DIGITS[step % 64]


def _separate(paths, std):
    """Whether all strokes are dots, and each pair of them far enough apart to be two modes."""
    if not all(len(path) == 1 for path in paths):
        return False
    places = torch.cat(paths)
    return len(places) == 1 or float(torch.pdist(places).min()) >= 6 * std
