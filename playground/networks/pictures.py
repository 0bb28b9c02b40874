"""What the families for square pictures share: which sizes they make, how wide they are at each, and resampling."""

from torch import nn
from torch.nn import functional as F

from playground.errors import PlaygroundError

SMALLEST = 4
"""Pixels a side at which a G begins and a D ends."""
SIZES = {16: 2, 32: 3, 64: 4, 128: 5}
"""Pixels a side, and how often 4 pixels double to reach them."""
WIDEST = 8
"""No layer has more than so many times the channels of the widest picture."""


def doublings(shape, title, largest=128):
    """How often 4 pixels double to reach pictures of this shape. Raises PlaygroundError for sizes that a family, by its
    `title`, does not make.
    """
    _, height, width = shape
    sizes = [size for size in SIZES if size <= largest]
    if height != width or height not in sizes:
        raise PlaygroundError(f"{title} makes square pictures of {', '.join(map(str, sizes))} pixels, and these are "
                              f"{height} x {width}: resize them, or take generator=mlp discriminator=mlp.")
    return SIZES[height]


def widths(width, n):
    """Channels at 4, 8, ... pixels, up to `width` at full size; each halving of the size doubles them."""
    return [width * min(2 ** i, WIDEST) for i in reversed(range(n + 1))]


def twice(x):
    """Pictures [n, c, h, w] at twice the size, bilinear."""
    return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)


def half(x):
    """Pictures [n, c, h, w] at half the size: the mean of each four pixels, which is bilinear."""
    return F.avg_pool2d(x, 2)


class Twice(nn.Module):
    """`twice` as a layer."""

    def forward(self, x):
        return twice(x)
