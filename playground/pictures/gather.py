"""All pictures in a folder or a zip, checked and made small squares of one size."""

import hashlib
import os
from dataclasses import dataclass, field

import numpy as np

from playground.errors import PlaygroundError
from playground.pictures.files import OWNER, Unusable, files, shown
from playground.pictures.square import small_square

FEWEST, FEW = 16, 200
"""With fewer pictures a GAN is not trained at all; with fewer than FEW it is said that they are few."""


@dataclass(frozen=True, eq=False)
class Taken:
    """What was read: pixels [n, channels, size, size] uint8, the names of the `n` pictures, and [(name, reason)] of what was
    left out; `fingerprint` is of the pixels.
    """

    pixels: np.ndarray
    names: tuple
    left: tuple
    fingerprint: str = field(init=False)

    def __post_init__(self):
        digest = hashlib.sha256(str(self.pixels.shape).encode() + self.pixels.tobytes())
        object.__setattr__(self, "fingerprint", digest.hexdigest()[:32])

    @property
    def few(self):
        """A sentence where there are few of them, else ""."""
        n = len(self.names)
        return f"{n} pictures are few: a GAN that sees them often learns them by heart." if n < FEW else ""


def gather(where, size, channels, limits=OWNER):
    """Read, check and shrink all pictures in a folder or zip: Taken.

    Raises PlaygroundError where it cannot be used: a bomb, more than the limits, or fewer than FEWEST pictures.
    """
    pictures, names, left = [], [], []
    for name, read in files(where, limits):
        try:
            pictures.append(small_square(read(), size, channels, limits.pixels))
            names.append(shown(name))
        except Unusable as reason:
            left.append((shown(name), str(reason)))
        if len(pictures) * channels * size * size > limits.memory:
            raise PlaygroundError(f"More than {len(pictures) - 1:,} pictures of {size} × {size} pixels do not fit into the "
                                  f"{limits.memory / 1e6:,.0f} MB that are kept: take fewer, or a smaller size.")
    if len(pictures) < FEWEST:
        raise PlaygroundError(f"There are {len(pictures)} pictures in {os.path.basename(where)}, and a GAN needs at least "
                              f"{FEWEST}, better {FEW} or more.{_reasons(left)}")
    return Taken(np.stack(pictures), tuple(names), tuple(left))


def _reasons(left):
    if not left:
        return ""
    (name, reason), *more = left
    return f" Left out: {name} ({reason})" + (f" and {len(more):,} more." if more else ".")
