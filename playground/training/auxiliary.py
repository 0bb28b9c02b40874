"""Terms that a player pays besides its loss."""

import torch


def consistency(D, real, draw):
    """(D(T(x)) - D(x))² for each real sample, T a small change that keeps what it is (Zhang et al. 2020, arXiv 1910.12027)."""
    changed = real + 0.05 * torch.randn(real.shape, generator=draw["penalty"], device=real.device)
    return (D(changed) - D(real)).square()
