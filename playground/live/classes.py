"""How well each class of a run is learned by now."""

import torch

from playground.metrics.neighbours import distances
from playground.training.draw import generator

COMPARED = 2000
"""Real pictures that say what a class looks like."""


def by_class(trainer, samples):
    """For each class the share of `samples` (those of `metric_samples`) whose nearest real picture has the class that was
    asked for, None where there are no samples of it; None in all where nobody gave the data classes.
    """
    data, label = trainer.data, trainer.metric_labels(len(samples))
    if data.labels is None or trainer.config.conditioning in ("none", "codes"):
        return None
    chosen = torch.randperm(len(data.labels), generator=generator(trainer.config.seed, "classes"))[:COMPARED]
    nearest = distances(samples.flatten(1), data.tensor[chosen].flatten(1)).argmin(1)
    right = (data.labels[chosen][nearest] == label.cpu()).float()
    return [float(right[label == i].mean()) if bool((label == i).any()) else None for i in range(len(trainer.classes))]
