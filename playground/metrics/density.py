"""Fake and real as densities: how unlike they are, and what the best discriminator would say.

For points and lines, whose true density is known. q is a Gaussian kernel density estimate of the fakes, and p is smoothed
with the same kernel, or the estimate's blur would count as a difference. The kernel's width is 1.5 % of the view, or that
of the data's own modes where these are narrower; a fake outside the view counts in the cell at its border, so that none
is lost.
"""

from functools import cached_property

import torch
from torch import Tensor

from ..data import Data

CELLS = {1: 1024, 2: 256}
"""Cells along each side of the grid, by dimension."""
BLUR = 0.015
SURE = 0.01
"""Where both densities are below this share of p's peak, nobody can say, and D* counts as 1/2."""


class Densities:
    """p and q on a grid over the data's view."""

    def __init__(self, data: Data):
        self.data, self.dim = data, data.shape[0]
        self.low, self.high = torch.tensor(data.extent[0::2]), torch.tensor(data.extent[1::2])
        self.cells = CELLS[self.dim]
        self.size = float(self.high[0] - self.low[0]) / self.cells
        view = float(self.high[0] - self.low[0])
        self.width = max(min(data.std or view, BLUR * view), self.size)
        self.middles = (torch.arange(self.cells) + 0.5) * self.size  # from the lower edge

    @cached_property
    def p(self) -> Tensor:
        """The data's smoothed shares of the cells, which sum to 1: [cells] or [cells, cells], x first."""
        return self.smooth(self.share)

    def q(self, samples: Tensor) -> Tensor:
        """The same of samples [n, dim] in data units."""
        return self.smooth(self.count(samples))

    def count(self, samples: Tensor) -> Tensor:
        """How many samples lie in each cell; those outside lie in the nearest one."""
        place = ((samples.cpu().nan_to_num() - self.low) / self.size).long().clamp(0, self.cells - 1)
        flat = place[:, 0] if self.dim == 1 else place[:, 0] * self.cells + place[:, 1]
        return torch.bincount(flat, minlength=self.cells**self.dim).float().view([self.cells] * self.dim)

    def smooth(self, mass: Tensor) -> Tensor:
        """Blurred by the kernel, what it carries over the border left inside, and divided by the sum."""
        kernel = self._kernel(self.middles)
        kernel = kernel / kernel.sum(0)
        blurred = kernel @ mass if self.dim == 1 else kernel @ mass @ kernel.T
        return blurred / blurred.sum()

    def divergences(self, samples: Tensor) -> dict[str, float]:
        """js: the Jensen-Shannon divergence of p and q in nats, 0 to log 2; kl: KL(p || q), in which fakes that are missing
        count most. A finite number of fakes has a divergence of its own, of which its first-order size is taken off.
        """
        p, q = self.p.double(), self.q(samples).double()
        middle = (p + q) / 2
        js = (_kl(p, middle) + _kl(q, middle)) / 2
        return {"js": max(0.0, float(js) - self.chance(len(samples)) / 4), "kl": float(_kl(p, 0.999999 * q + 1e-6 * p))}

    def chance(self, n: int) -> float:
        """What KL(q || p) of n exact samples is, to first order: half of the relative variance of q under p.

        With k the kernel, q(x) has the variance (E k(x, X)² - p(x)²) / n. Where hardly a sample falls the relative variance
        is large and says nothing; there it counts as 1.
        """
        return float((self.p * (self._variance / (2 * n)).clamp(max=1)).sum())

    @cached_property
    def _variance(self):
        """The relative variance of q at each cell, for one sample."""
        kernel = self._kernel(self.middles)
        square = (kernel / kernel.sum(0)).square()
        second = square @ self.share if self.dim == 1 else square @ self.share @ square.T
        return second / self.p.square().clamp_min(1e-30) - 1

    def optimal_d(self, samples: Tensor, places: int) -> Tensor:
        """D* = p / (p + q) (Goodfellow et al. 2014, arXiv 1406.2661, proposition 1) at the middles of `places` cells along
        each side: [places], or [places, places] with rows from low y to high.
        """
        return self.best(self.seen(self.share, places), self.seen(self.count(samples) / len(samples), places))

    def best(self, p: Tensor, q: Tensor) -> Tensor:
        """D* where the densities, as `seen` gives them, are p and q."""
        known = p + q > SURE * p.max()
        return torch.where(known, p / (p + q).clamp_min(1e-30), 0.5)

    def seen(self, mass: Tensor, places: int) -> Tensor:
        """Shares of the cells as a smooth density at the middles of `places` cells along each side, up to a common factor:
        [places], or [places, places] with rows from low y to high.
        """
        kernel = self._kernel((torch.arange(places) + 0.5) * (self.size * self.cells / places))
        return kernel @ mass if self.dim == 1 else kernel @ mass.T @ kernel.T

    @cached_property
    def share(self) -> Tensor:
        """The data's shares of the cells as they are, which sum to 1."""
        places = torch.cartesian_prod(*[self.low[i] + self.middles for i in range(self.dim)]).view(-1, self.dim)
        density = self.data.density(places).view([self.cells] * self.dim)
        return density / density.sum()

    def _kernel(self, at: Tensor) -> Tensor:
        """The kernel from each cell's middle to each place `at`, [len(at), cells]."""
        return torch.exp(-0.5 * ((at[:, None] - self.middles) / self.width).square())


def _kl(a: Tensor, b: Tensor) -> Tensor:
    """sum a log(a / b) of two discrete distributions; 0 log 0 is 0."""
    return (torch.special.xlogy(a, a) - torch.special.xlogy(a, b)).sum()
