"""The data of the toy games: a single place, of which every real sample is a copy."""

from dataclasses import dataclass

import torch
from torch import Tensor

from .base import Data


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Dirac(Data):
    """All of the data is the number 0 (Mescheder et al. 2018, arXiv 1801.04406, definition 2.1)."""

    shape = (1,)
    scale = 1.0
    extent = (-2.5, 2.5)

    @property
    def centre(self) -> Tensor:
        return torch.zeros(1)

    def sample(self, n: int, generator: torch.Generator) -> Tensor:
        return torch.zeros(n, 1, device=generator.device)


def dirac():
    return Dirac()
