"""Metrics for data with known modes, as defined by PacGAN (Lin et al. 2018, arXiv 1712.04086, section 4.1)."""

import torch
from torch import Tensor

from ..data import Data
from ..errors import PlaygroundError


def mode_metrics(samples: Tensor, data: Data) -> dict[str, int | float | None]:
    """Modes and quality of samples [n, dim] in data units; PacGAN takes 2,500 of them.

    modes: how many modes have at least one high-quality sample
    modes_total: how many the data has
    high_quality: the share of samples within three standard deviations of the nearest mode
        (Euclidean; of exact data that is .9973 in one dimension and .9889 in two)
    reverse_kl: KL(q || p) in nats, q the share of the high-quality samples that falls on each mode and
        p the modes' true weights; None when there is no high-quality sample, because q is then undefined
    """
    counts = mode_counts(samples, data)
    good = int(counts.sum())
    q = counts.cpu().double() / max(good, 1)
    p = data.weights.to(q)
    return {
        "modes": int((counts > 0).sum()),
        "modes_total": len(counts),
        "high_quality": good / len(samples),
        "reverse_kl": float(torch.special.xlogy(q, q / p).sum()) if good else None,
    }


def found_modes(samples: Tensor, data: Data) -> Tensor:
    """Which modes have a high-quality sample: bool [k]."""
    return mode_counts(samples, data) > 0


def mode_counts(samples: Tensor, data: Data) -> Tensor:
    """How many high-quality samples fall on each mode, as [k]. Samples that are not finite fall on none."""
    if data.modes is None:
        raise PlaygroundError(f"The data set '{data.spec}' has no known modes to count.")
    # the quicker distance by matrix product cancels badly near a mode
    distances = torch.cdist(samples, data.modes.to(samples), compute_mode="donot_use_mm_for_euclid_dist")
    distance, nearest = distances.min(1)
    return torch.bincount(nearest[distance <= 3 * data.std], minlength=len(data.modes))
