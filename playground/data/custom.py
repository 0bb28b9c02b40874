"""Data that somebody's own function draws: centre, scale, extent and density are estimated from a sample."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from ..errors import PlaygroundError
from .base import Data
from .gaussians import Gaussians

SEEN = 10_000
"""Samples from which centre, scale, extent and density are estimated (64 for pictures)."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Custom(Data):
    """Samples of `source(n, generator)`; `seen` [k, *shape] are some of them, the same in every run."""

    source: Callable
    seen: Tensor

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(self.seen.shape[1:])

    def sample(self, n: int, generator: torch.Generator) -> Tensor:
        """As for all data; the function itself always gets a generator of the CPU."""
        device = generator.device
        if device.type != "cpu":
            seed = torch.randint(2**62, (), generator=generator, device=device)
            generator = torch.Generator().manual_seed(int(seed))
        return torch.as_tensor(self.source(n, generator)).to(device, torch.float32)


class Pictures(Custom):
    """[channels, height, width] in -1 to 1."""

    scale = 1.0

    @property
    def centre(self) -> Tensor:
        return torch.zeros(())


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Points(Custom):
    """[1] or [2]. modes [k, dim], weights [k] and std are None where they are not known; p is `exact` where it is."""

    modes: Tensor | None = None
    weights: Tensor | None = None
    std: float | None = None
    exact: Callable | None = None

    @cached_property
    def centre(self) -> Tensor:
        return self.seen.mean(0)

    @cached_property
    def scale(self) -> float:
        """The standard deviation of a coordinate (root mean square over the coordinates)."""
        return math.sqrt(float(self.seen.var(0, correction=0).mean()))

    @cached_property
    def extent(self) -> tuple[float, ...]:
        """The square (x0, x1, y0, y1) or the range (x0, x1) around what was seen, a fifth larger."""
        low, high = self.seen.min(0).values, self.seen.max(0).values
        half = 0.6 * float((high - low).max())
        return tuple(middle + side * half for middle in ((low + high) / 2).tolist() for side in (-1, 1))

    def density(self, x: Tensor) -> Tensor:
        """p(x) at x [n, dim], as [n]: exact, or a kernel estimate whose width is a tenth of the scale."""
        return (self.exact or self._estimate.density)(x)

    @cached_property
    def _estimate(self):
        shares = torch.full((len(self.seen),), 1 / len(self.seen))
        return Gaussians(centres=self.seen, shares=shares, noise=0.1 * self.scale)


def custom(name: str, source: Callable, modes=None, std=None, density=None) -> Custom:
    """A data set from a function, tried on a sample. Raises PlaygroundError where it cannot be trained on."""
    few = _tried(name, source, 64)
    if not torch.equal(few, _tried(name, source, 64)):
        raise PlaygroundError(f"The data set '{name}' gave two different samples for one seed: draw all of its random "
                              "numbers from the generator it is given, as in torch.randn(n, 2, generator=generator).")
    if few.dim() not in (2, 4) or few.dim() == 2 and few.shape[1] not in (1, 2):
        raise PlaygroundError(f"The data set '{name}' gave a tensor of shape {tuple(few.shape)} for n=64: it should be "
                              "[n, 1], [n, 2] or, for pictures, [n, channels, height, width].")
    seen = few if few.dim() == 4 else _tried(name, source, SEEN)
    if seen.dim() == 4 and seen.abs().max() > 1:
        raise PlaygroundError(f"The data set '{name}' has pixels from {seen.min():.3g} to {seen.max():.3g}: they "
                              "should lie in -1 (black) to 1 (white).")
    if not (seen - seen[0]).any():
        raise PlaygroundError(f"All {len(seen):,} samples of '{name}' are the same: there is nothing to learn.")
    if seen.dim() == 4:
        if (modes, std, density) != (None, None, None):
            raise PlaygroundError(f"'{name}' holds pictures: modes, std and density are for points and lines.")
        return Pictures(source=source, seen=seen)
    if density:
        _check_density(name, density, seen[:64])
    return Points(source=source, seen=seen, exact=density, **_mixture(name, few.shape[1:], modes, std))


def _tried(name, source, n):
    """n samples for a fixed seed, float32 [n, ...]."""
    try:
        sample = torch.as_tensor(source(n, torch.Generator().manual_seed(0))).to(torch.float32)
    except Exception as error:  # it is somebody else's code
        raise PlaygroundError(f"The data set '{name}' failed when asked for {n:,} samples: {type(error).__name__}: "
                              f"{error}. It is called as f(n, generator) and returns a tensor [n, ...].") from error
    if sample.dim() == 0 or len(sample) != n:
        raise PlaygroundError(f"The data set '{name}' gave a tensor of shape {tuple(sample.shape)} when asked for "
                              f"{n:,} samples: its first dimension should be {n:,}.")
    if not sample.isfinite().all():
        raise PlaygroundError(f"The data set '{name}' gave numbers that are not finite (NaN or infinity).")
    return sample


def _mixture(name, shape, modes, std):
    """modes, weights and std as fields of Data; nothing where they are not given."""
    if modes is None and std is None:
        return {}
    if modes is None or std is None:
        raise PlaygroundError(f"The data set '{name}' needs both modes and std, or neither: modes are the centres "
                              "[k, dim], std is the standard deviation around each.")
    modes = torch.as_tensor(modes, dtype=torch.float32)
    if modes.dim() != 2 or modes.shape[1:] != shape or not 0 < std:
        raise PlaygroundError(f"The data set '{name}' has modes of shape {tuple(modes.shape)} and std={std}: modes "
                              f"should be [k, {shape[0]}], and std more than 0.")
    return {"modes": modes, "weights": torch.full((len(modes),), 1 / len(modes)), "std": float(std)}


def _check_density(name, density, x):
    """Raises PlaygroundError unless the density of x [n, dim] is n numbers that could be one."""
    try:
        p = density(x)
        right = p.shape == (len(x),) and p.isfinite().all() and (p >= 0).all() and p.any()
    except Exception as error:  # it is somebody else's code
        raise PlaygroundError(f"The density of '{name}' failed: {type(error).__name__}: {error}.") from error
    if not right:
        raise PlaygroundError(f"The density of the data set '{name}' should take x [n, dim] and return p(x) [n], "
                              "finite, not negative, and not all 0 where the data is.")
