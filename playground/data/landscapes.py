"""Landscapes that are drawn by a rule, so that all that differs between them is known: a sky with sun or moon, and mountains."""

import math
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor
from torch.nn import functional

from .images import Images
from .parameters import Pixels

N = 2000
FACTORS = ("sun height", "sun place", "mountain height", "mountain place", "roughness")
"""The numbers behind a picture, each from -1 to 1; the sun is below the horizon, and it is night, where its height is less
than 0."""
FINE = 2
"""Each pixel is the mean of so many by so many."""
SUN, MOON, SUN_SIZE = (1.0, 0.95, 0.75), (0.86, 0.88, 0.95), 0.09
ZENITH = ((0.04, 0.05, 0.16), (0.35, 0.25, 0.45), (0.25, 0.52, 0.9))
HORIZON = ((0.1, 0.12, 0.28), (0.98, 0.55, 0.3), (0.78, 0.89, 0.98))
FAR, NEAR, GROUND = (0.42, 0.45, 0.56), (0.3, 0.33, 0.42), (0.28, 0.45, 0.24)
"""Colours: of the sky at night, at dusk and by day, above and at the horizon; of what stands before it, by day."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Landscapes(Images):
    """factors [n, 5]: what each picture was drawn from, in the order of `factor_names`."""

    factors: Tensor
    factor_names: tuple[str, ...] = FACTORS


@lru_cache
def landscapes(size: Pixels = 16):
    """2,000 of them, in two classes, night and day."""
    factors = 2 * torch.rand(N, len(FACTORS), generator=torch.Generator().manual_seed(0)) - 1
    tensor = torch.cat([drawn(some, size) for some in factors.split(250)])
    return Landscapes(tensor=tensor, labels=(factors[:, 0] >= 0).long(), classes=("night", "day"), factors=factors)


def drawn(factors: Tensor, size: int) -> Tensor:
    """Landscapes with these factors [n, 5]: [n, 3, size, size] in [-1, 1]."""
    height, place, tall, along, rough = factors.unbind(1)
    at = (torch.arange(FINE * size) + 0.5) / (FINE * size)
    x, y = at.view(1, 1, -1), 1 - at.view(1, -1, 1)  # y points up
    picture = sky(height, y).expand(-1, -1, -1, FINE * size)
    picture = over(picture, *light(height, place, x, y))
    brightness = (0.55 + 0.6 * height).clamp(0.22, 1).view(-1, 1, 1, 1)
    for layer, colour in enumerate((FAR, NEAR, GROUND)):
        below = y < ridge(layer, x, tall, along, rough)
        picture = over(picture, brightness * torch.tensor(colour).view(1, 3, 1, 1), below)
    return (functional.avg_pool2d(picture, FINE) * 255).round() / 127.5 - 1


def sky(height, y):
    """[n, 3, side, 1]: from night (height -1) over dusk (0) to day (1), and from the horizon up."""
    day = (2.5 * height).clamp(-1, 1).view(-1, 1)
    night, dusk, noon = (-day).clamp_min(0), 1 - day.abs(), day.clamp_min(0)
    above, at_horizon = (night * c[0] + dusk * c[1] + noon * c[2] for c in map(torch.tensor, (ZENITH, HORIZON)))
    up = ((y - 0.25) / 0.75).clamp(0, 1).unsqueeze(1)
    return at_horizon[..., None, None] * (1 - up) + above[..., None, None] * up


def light(height, place, x, y):
    """The colour of sun or moon, [n, 3, 1, 1], and where it shines, [n, side, side]; the moon rises as the sun sinks."""
    colour = torch.where((height >= 0).view(-1, 1), torch.tensor(SUN), torch.tensor(MOON))
    middle_x, middle_y = (0.5 + 0.38 * place).view(-1, 1, 1), (0.3 + 0.6 * height.abs()).view(-1, 1, 1)
    return colour[..., None, None], (x - middle_x).square() + (y - middle_y).square() < SUN_SIZE**2


def ridge(layer, x, tall, along, rough):
    """How high a layer reaches at x, [n, 1, side]: the far mountains, the near ones, or the ground before them."""
    if layer == 2:
        return 0.14 + 0.03 * torch.sin(2 * math.pi * (x + along.view(-1, 1, 1)))
    peak = 0.5 + (0.3 if layer else -0.3) * along.view(-1, 1, 1)
    high = (0.36 + 0.2 * tall.view(-1, 1, 1)) * (1 - 0.3 * layer)
    jag = 0.03 * (1 + rough.view(-1, 1, 1)) * (torch.sin(23 * x + 5 * peak) + torch.sin(41 * x - 9 * peak))
    return 0.14 + (high - 0.9 * (x - peak).abs() * high / 0.4).clamp_min(0.02) + jag * high


def over(picture, colour, where):
    """A colour over a picture [n, 3, side, side] where [n, side, side] says so."""
    return torch.where(where.unsqueeze(1), colour, picture)
