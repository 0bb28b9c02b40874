"""What every data set offers to the trainer, the metrics and the pictures."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Data(ABC):
    """Something to imitate. `dataset(spec)` makes it and fills in the first four fields.

    shape: of one sample: (1,), (2,) or (channels, height, width)
    centre, scale: (x - centre) / scale has about unit size; `centre` broadcasts over `shape`
    modes [k, dim], weights [k] (sum 1), std: of a mixture with known modes, else None
    labels: int64 [n], the class of each picture in `tensor`, a number into the names `classes`; else None
    unseen [m, *shape]: samples that nobody trains on, where the data set keeps some apart; else None
    found: parameters that were found out when it was made, pairs (name, value); they go into the spec
    Points and lines also have `density(x)` and `extent`; images have `tensor`.
    """

    spec: str = ""
    name: str = ""
    kind: str = ""
    title: str = ""

    modes = weights = std = labels = unseen = None
    classes = found = ()

    @abstractmethod
    def sample(self, n: int, generator: torch.Generator) -> Tensor:
        """n fresh samples, float32 [n, *shape], in data units, drawn from `generator` on its device."""

    def labelled(self, n: int, generator: torch.Generator) -> tuple[Tensor, Tensor | None]:
        """The same n samples as `sample` would draw, and their labels [n] (long) into `classes`; None where there are none."""
        return self.sample(n, generator), None

    def parted(self, training_set: Tensor | None) -> tuple[Tensor, Tensor] | None:
        """The samples that training sees, and those that it never sees; None where samples are drawn without end.

        training_set [m, *shape]: what a run is limited to, or None.
        """

    def __repr__(self):
        return f"dataset({self.spec!r})"

    def _on(self, device, *names) -> tuple[Tensor, ...]:
        """These tensors of the data set on `device`, copied there once."""
        key = (device, names)
        if key not in self._copies:
            self._copies[key] = tuple(getattr(self, name).to(device) for name in names)
        return self._copies[key]

    @cached_property
    def _copies(self):
        return {}


def view_box(points: Tensor, margin: float, room: float) -> tuple[float, ...]:
    """The square (x0, x1, y0, y1) around points [n, 2], or the range (x0, x1) around points [n, 1].

    It reaches `margin` beyond the outermost points, times `room`.
    """
    low, high = points.min(0).values, points.max(0).values
    half = room * (float((high - low).max()) / 2 + margin)
    return tuple(round(middle + side * half, 2) for middle in ((low + high) / 2).tolist() for side in (-1, 1))
