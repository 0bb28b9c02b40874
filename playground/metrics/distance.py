"""Distances between two sets of samples, or of their features."""

from typing import Callable

import numpy as np
import torch
from torch import Tensor

from ..errors import PlaygroundError
from .neighbours import distances


def sliced_wasserstein(a: Tensor, b: Tensor, generator: torch.Generator, directions: int = 64) -> float:
    """The sliced 1-Wasserstein distance between samples a and b, both [n, dim], in their units.

    The mean, over random directions, of the Wasserstein distance of the samples projected on them
    (Rabin et al. 2011; Bonneel et al. 2015): on a line the best transport pairs them in sorted order.
    In one dimension that is the exact distance, and nothing is drawn.
    generator: draws the directions; on the device of a and b.
    """
    if a.shape != b.shape:
        raise PlaygroundError(f"Two equally large sets of samples are needed, not {list(a.shape)} and {list(b.shape)}.")
    dim = a.shape[1]
    if dim > 1:
        towards = torch.randn(dim, directions, generator=generator, device=generator.device)
        towards = towards / towards.norm(dim=0)
        a, b = a @ towards, b @ towards
    # numpy sorts values alone, which takes a twentieth of the time of torch's sort with its indices
    a, b = (np.sort(x.detach().cpu().numpy().T) for x in (a, b))
    return float(np.abs(a - b).mean())


def mmd(a: Tensor, b: Tensor) -> float:
    """The squared maximum mean discrepancy of samples a [n, dim] and b [m, dim] (Gretton et al. 2012), unbiased.

    With a Gaussian kernel as wide as the median distance within b. About 0 for equal distributions, and then as often
    below it as above.
    """
    width = distances(b, b).flatten().kthvalue(len(b) ** 2 // 2).values

    def kernel(x, y):
        return torch.exp(-0.5 * (distances(x, y) / width).square())
    return _unbiased(kernel, a, b)


def as_they_are(x: Tensor) -> Tensor:
    """No features but the samples themselves."""
    return x


def frechet_distance(a: Tensor, b: Tensor, features: Callable[[Tensor], Tensor] = as_they_are) -> float:
    """The squared Fréchet distance of two Gaussians fitted to the features [n, dim] of a and b: |m - m'|² +
    tr(S + S' - 2 (S S')^(1/2)) (Heusel et al. 2017, arXiv 1706.08500, eq. 6). In double precision.
    """
    a, b = features(a).double(), features(b).double()
    cov_a, cov_b = (torch.cov(x.T).reshape(x.shape[1], x.shape[1]) for x in (a, b))
    # tr (S S')^(1/2) is the sum of the roots of the eigenvalues of S^(1/2) S' S^(1/2), which is symmetric
    values, vectors = torch.linalg.eigh(cov_a)
    root = vectors * values.clamp_min(0).sqrt() @ vectors.T
    mixed = torch.linalg.eigvalsh(root @ cov_b @ root).clamp_min(0).sqrt().sum()
    return float((a.mean(0) - b.mean(0)).square().sum() + cov_a.trace() + cov_b.trace() - 2 * mixed)


def kernel_distance(a: Tensor, b: Tensor, features: Callable[[Tensor], Tensor] = as_they_are) -> float:
    """KID: the unbiased squared MMD of features [n, dim] under the kernel (x·y / dim + 1)³ (Bińkowski et al. 2018,
    arXiv 1801.01401, section 4).
    """
    a, b = features(a).double(), features(b).double()
    return _unbiased(lambda x, y: (x @ y.T / x.shape[1] + 1) ** 3, a, b)


def _unbiased(kernel, a, b):
    """E k(a, a') + E k(b, b') - 2 E k(a, b), no sample paired with itself."""
    def within(x):
        k = kernel(x, x)
        return (k.sum() - k.diagonal().sum()) / (len(x) * (len(x) - 1))
    return float(within(a) + within(b) - 2 * kernel(a, b).mean())
