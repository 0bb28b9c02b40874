"""Data sets, all embedded: `dataset("ring")`, `dataset("grid:side=3,std=0.1")`; `DATA` lists them."""

from .base import Data
from .table import DATA, Source, dataset

__all__ = ["DATA", "Data", "Source", "dataset"]
