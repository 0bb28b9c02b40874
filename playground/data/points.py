"""Data sets in two dimensions. To add one: write its function here, and its line in `table.py`."""

import math
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from .base import Data, view_box
from .gaussians import curve, mixture
from .parameters import Count, Length, Share, Side, Spread, Turns


def ring(modes: Count = 8, radius: Length = 1.0, std: Spread = 0.05):
    angle = 2 * math.pi * torch.arange(modes, dtype=torch.float64) / modes  # not linspace: 0 and 2π are one place
    return mixture(radius * polar(1, angle), std, room=1.4)


def grid(side: Side = 5, spacing: Length = 2.0, std: Spread = 0.05):
    places = spacing * (torch.arange(side, dtype=torch.float64) - (side - 1) / 2)
    return mixture(torch.cartesian_prod(places, places), std)


def two_gaussians(distance: Length = 2.0, std: Spread = 0.25, share: Share = 0.5):
    """`share`: how much of the data belongs to the left one."""
    return mixture([[-distance / 2, 0], [distance / 2, 0]], std, [share, 1 - share], room=1.4)


def line(std: Spread = 0.03):
    """From (-1, -0.6) to (1, 0.6)."""
    return curve(lambda t: (2 * t - 1)[:, None] * torch.tensor([1, 0.6]), std)


def disjoint_rings(radius: Length = 1.0, gap: Length = 0.4, std: Spread = 0.05):
    def path(t):
        left = torch.where(t < 0.5, -1, 1) * (radius + gap / 2)
        return radius * polar(1, 4 * math.pi * t) + torch.stack([left, torch.zeros_like(t)], 1)

    return curve(path, std)


def spiral(turns: Turns = 2.0, std: Spread = 0.02):
    """Archimedes' spiral, radius 0.1 to 1, nearly even along its length (which grows as the radius squared)."""

    def path(t):
        radius = (0.01 + 0.99 * t).sqrt()
        return polar(radius, 2 * math.pi * turns * radius)

    return curve(path, std)


def moons(std: Spread = 0.1):
    """Two half circles that reach into each other, as `sklearn.datasets.make_moons` has them."""

    def path(t):
        angle = 2 * math.pi * t  # the upper moon, then, from π on, the lower
        return polar(1, angle) + torch.where(t < 0.5, 0, 1)[:, None] * torch.tensor([1, 0.5])

    return curve(path, std)


def swiss_roll(std: Spread = 0.03):
    """(t cos t, t sin t) with t even in [1.5π, 4.5π], as `sklearn.datasets.make_swiss_roll`; radius 1 at most."""

    def path(t):
        angle = 1.5 * math.pi * (1 + 2 * t)
        return polar(angle / (4.5 * math.pi), angle)

    return curve(path, std)


def checkerboard(side: Side = 4):
    """Squares of size 1, every other one filled."""
    i, j = torch.cartesian_prod(torch.arange(side), torch.arange(side)).T
    filled = (i + j) % 2 == 0
    return Tiles(corners=torch.stack([i, j], 1)[filled] - side / 2)


def polar(radius, angle: Tensor) -> Tensor:
    """The points [n, 2] at these radii (a number or [n]) and angles [n]."""
    return torch.stack([radius * angle.cos(), radius * angle.sin()], 1)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Tiles(Data):
    """Uniform over squares of size 1 with these lower left corners [k, 2], which do not overlap."""

    corners: Tensor

    shape = (2,)

    @cached_property
    def centre(self) -> Tensor:
        return self.corners.mean(0) + 0.5

    @cached_property
    def scale(self) -> float:
        return math.sqrt(float(self.corners.var(0, correction=0).mean()) + 1 / 12)

    @cached_property
    def extent(self) -> tuple[float, ...]:
        return view_box(self.corners + 0.5, 0.5, 1.25)

    def sample(self, n: int, generator: torch.Generator) -> Tensor:
        device = generator.device
        (corners,) = self._on(device, "corners")
        chosen = torch.randint(len(corners), (n,), generator=generator, device=device)
        return corners[chosen] + torch.rand(n, 2, generator=generator, device=device)

    def density(self, x: Tensor) -> Tensor:
        """p(x) at x [n, 2], as [n], per unit of area."""
        (corners,) = self._on(x.device, "corners")
        inside = x[:, None] - corners
        return ((0 <= inside) & (inside < 1)).all(2).any(1) / len(corners)
