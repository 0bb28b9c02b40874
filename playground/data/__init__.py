"""Data sets: `dataset("ring")`, `dataset("grid:side=3,std=0.1")`; `DATA` lists them, `EMBEDDED` those that need nothing else."""

from .base import Data
from .table import DATA, EMBEDDED, Source, at_hand, dataset

__all__ = ["DATA", "EMBEDDED", "Data", "Source", "at_hand", "dataset"]
