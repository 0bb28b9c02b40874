"""How near the fake is to the real, in numbers: `evaluate` gives all that make sense for the data."""

import torch
from torch import Tensor

from ..data import Data
from .distance import sliced_wasserstein
from .points import found_modes, mode_metrics

METRIC_SAMPLES = 2500  # as in PacGAN
METRIC_IMAGES = 512

__all__ = [
    "METRIC_IMAGES",
    "METRIC_SAMPLES",
    "evaluate",
    "found_modes",
    "mode_metrics",
    "samples_for",
    "sliced_wasserstein",
]


def samples_for(data: Data) -> int:
    """How many generated samples the metrics of this data set are made for."""
    return METRIC_IMAGES if data.kind == "images" else METRIC_SAMPLES


def evaluate(samples: Tensor, data: Data, generator: torch.Generator) -> dict[str, int | float | None]:
    """The metrics of samples [n, *data.shape] in data units, as plain numbers.

    `sliced_wasserstein`, in data units, is the distance to n fresh real samples drawn from `generator`,
    along directions drawn from it; two sets of real samples are not at 0 but at what chance gives.
    Data with known modes also get what `mode_metrics` returns.
    """
    samples = samples.detach().to(generator.device)
    real = data.sample(len(samples), generator)
    modes = {} if data.modes is None else mode_metrics(samples, data)
    return modes | {"sliced_wasserstein": sliced_wasserstein(samples.flatten(1), real.flatten(1), generator)}
