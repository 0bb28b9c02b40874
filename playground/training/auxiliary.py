"""Terms that a player pays besides its loss."""

import torch

from playground.training.augment import translation

JITTER = 0.05
"""The standard deviation of the noise on points, in the networks' units, where the data has about unit size."""


def consistency(D, real, draw):
    """(D(T(x)) - D(x))² for each real sample, as [n]: D should not care for what does not matter.

    T keeps what a sample is (Zhang et al. 2020, arXiv 1910.12027): pictures [n, c, h, w] move by up to an eighth of
    their size, each in its own direction; they are not mirrored, because letters do not bear it. Points and lines
    [n, dim] get a little Gaussian noise.
    """
    if real.dim() == 4:
        changed = translation(real, draw["penalty"])
    else:
        changed = real + JITTER * torch.randn(real.shape, generator=draw["penalty"], device=real.device)
    return (D(changed) - D(real)).square()
