"""Data whose density is a mixture of Gaussians of one width: separate modes, and noisy curves."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Callable

import torch
from torch import Tensor

from .base import Data, view_box


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Gaussians(Data):
    """p(x) = sum_i shares_i N(x; centres_i, noise² I).

    centres [k, dim] with dim 1 or 2; shares [k] sum to 1; noise in data units;
    room: how much larger than the data the view is.
    """

    centres: Tensor
    shares: Tensor
    noise: float
    room: float = 1.25

    @property
    def shape(self) -> tuple[int]:
        return (self.centres.shape[1],)

    @cached_property
    def centre(self) -> Tensor:
        return self.shares @ self.centres

    @cached_property
    def scale(self) -> float:
        """The standard deviation of a coordinate (root mean square over the coordinates)."""
        around = (self.shares @ (self.centres - self.centre).square()).mean()
        return math.sqrt(float(around) + self.noise**2)

    @cached_property
    def extent(self) -> tuple[float, ...]:
        """The view in data units: the square (x0, x1, y0, y1), or (x0, x1) in one dimension."""
        return view_box(self.centres, 3 * self.noise, self.room)

    @cached_property
    def _edges(self) -> Tensor:
        """Where [0, 1] is cut to choose a centre; the last edge is left out, so no rounding falls off the end."""
        return self.shares.double().cumsum(0)[:-1].float()

    def sample(self, n: int, generator: torch.Generator) -> Tensor:
        device = generator.device
        centres, edges = self._on(device, "centres", "_edges")
        chosen = torch.bucketize(torch.rand(n, generator=generator, device=device), edges)
        noise = torch.randn(n, centres.shape[1], generator=generator, device=device)
        return torch.add(centres[chosen], noise, alpha=self.noise)

    def density(self, x: Tensor) -> Tensor:
        """p(x) at x [n, dim], as [n], per unit of length or area; exactly what `sample` draws from."""
        centres, shares = self._on(x.device, "centres", "shares")
        peak = (2 * math.pi * self.noise**2) ** (-centres.shape[1] / 2)

        def at(part):
            # the quicker distance by matrix product cancels badly where centres are near
            distance = torch.cdist(part, centres, compute_mode="donot_use_mm_for_euclid_dist")
            return (distance / self.noise).square().mul(-0.5).exp() @ shares

        return peak * torch.cat([at(part) for part in x.split(max(1, 2**22 // len(centres)))])


class Mixture(Gaussians):
    """Gaussians that are the known modes of the data."""

    @property
    def modes(self) -> Tensor:
        return self.centres

    @property
    def weights(self) -> Tensor:
        return self.shares

    @property
    def std(self) -> float:
        return self.noise


def mixture(modes, std: float, weights=None, room: float = 1.25) -> Mixture:
    """Gaussians of standard deviation `std` at modes [k, dim]; equally likely unless `weights` [k] are given."""
    modes = torch.as_tensor(modes, dtype=torch.float32)
    weights = torch.ones(len(modes)) if weights is None else torch.as_tensor(weights, dtype=torch.float32)
    return Mixture(centres=modes, shares=weights / weights.sum(), noise=std, room=room)


def curve(path: Callable[[Tensor], Tensor], std: float, room: float = 1.25) -> Gaussians:
    """A curve with Gaussian noise: path maps t [n] in [0, 1], drawn evenly, to points [n, 2].

    The curve becomes a row of equal Gaussians, on average half a std apart. It is sampled as such, so
    its density is exact; and where neighbours are no more than one std apart, that density differs
    from the continuous curve's by less than 1e-7 of its value (the ripple is 2 exp(-2π²)).
    """

    def along(knots):
        return path((torch.arange(knots, dtype=torch.float64) + 0.5) / knots)

    length = float(along(1000).diff(dim=0).norm(dim=1).sum())
    knots = 2 * math.ceil(length / std)  # even, so that a curve of two equal parts gets two equal shares
    return Gaussians(centres=along(knots).float(), shares=torch.full((knots,), 1 / knots), noise=std, room=room)
