"""Data sets in one dimension, where the density, D and the optimal D* fit into one picture."""

from .gaussians import mixture
from .parameters import Length, Place, Share, Spread


def gaussian(mean: Place = 0.0, std: Spread = 1.0):
    return mixture([[mean]], std, room=1.6)


def two_gaussians(distance: Length = 4.0, std: Spread = 0.5, share: Share = 0.5):
    """`share`: how much of the data belongs to the left one."""
    return mixture([[-distance / 2], [distance / 2]], std, [share, 1 - share], room=1.5)
