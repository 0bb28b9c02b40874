"""Measures that need no density, only distances: do the fakes lie among the reals, and the reals among the fakes?

Each takes fakes [n, dim] and reals [m, dim], as points or as features, and looks at the k-th nearest neighbour.
"""

import torch
from torch import Tensor

from ..errors import PlaygroundError

K = 5


def manifold_measures(fake: Tensor, real: Tensor, k: int = K) -> dict[str, float]:
    """Precision and recall (Kynkäänniemi et al. 2019, arXiv 1904.06991), density and coverage (Naeem et al. 2020,
    arXiv 2002.09797).

    The neighbourhood of a sample is the ball that reaches its k-th nearest neighbour of its own kind.
    precision: the share of fakes inside the neighbourhood of some real
    recall: the share of reals inside the neighbourhood of some fake
    density: in how many reals' neighbourhoods a fake lies, on average, divided by k; not bounded by 1
    coverage: the share of reals whose neighbourhood holds a fake
    """
    if min(len(fake), len(real)) <= k:
        raise PlaygroundError(f"Neighbourhoods of {k} need more than {k} samples of each kind, not {len(fake)} and {len(real)}.")
    across = distances(fake, real)
    near_real = across < reach(real, k)
    near_fake = across < reach(fake, k)[:, None]
    return {
        "precision": float(near_real.any(1).float().mean()),
        "recall": float(near_fake.any(0).float().mean()),
        "density": float(near_real.sum(1).float().mean() / k),
        "coverage": float(near_real.any(0).float().mean()),
    }


def reach(x: Tensor, k: int) -> Tensor:
    """The distance from each of x [n, dim] to its k-th nearest other one, [n]."""
    return distances(x, x).topk(k + 1, largest=False).values[:, k]  # the nearest is itself


def memorised(fake: Tensor, training: Tensor, fresh: Tensor) -> float:
    """The share of fakes that lie nearer to a training sample than to any of the fresh reals: 1/2 where nothing is copied.

    training [m, dim]; fresh [sets * m, dim] are compared set by set, each as large as the training set, because the nearer
    of two sets is also the larger one. After Meehan et al. 2020, arXiv 2004.05675, whose test asks the same question.
    """
    if len(fresh) % len(training):
        raise PlaygroundError(f"{len(fresh)} fresh samples cannot be split into sets of {len(training)}.")
    to_training = distances(fake, training).min(1).values[:, None]
    to_fresh = distances(fake, fresh).view(len(fake), -1, len(training)).min(2).values
    return float(((to_training < to_fresh).float() + 0.5 * (to_training == to_fresh).float()).mean())


def named_right(fake: Tensor, label: Tensor, real: Tensor, labels: Tensor) -> float:
    """The share of fakes [n, ...] whose nearest one of the reals [m, ...], labelled `labels` [m], has their label [n]."""
    nearest = distances(fake.flatten(1), real.flatten(1)).argmin(1)
    return float((labels[nearest] == label).float().mean())


def distances(a: Tensor, b: Tensor) -> Tensor:
    """Euclidean distances [n, m]; in few dimensions the quicker way by matrix product cancels badly."""
    few = a.shape[1] <= 8
    return torch.cdist(a, b, compute_mode="donot_use_mm_for_euclid_dist" if few else "use_mm_for_euclid_dist")
