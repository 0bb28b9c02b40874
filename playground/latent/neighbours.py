"""The real pictures nearest to a generated one: is it memorised?

Distances are root mean squares over all numbers of a picture, as shares of the way from black to white: 0 is a copy.
"""

from dataclasses import dataclass

import torch

from playground.data import at_hand, dataset
from playground.errors import PlaygroundError
from playground.metrics.neighbours import distances
from playground.training.draw import generator

SHOWN = 5
"""Neighbours that are shown."""
MOST = 60_000
"""Real pictures that are searched."""
TYPICAL_OF = 500
"""Real pictures whose own nearest others say what is usual."""
COPY, NEAR, FAR = 0.25, 0.75, 1.5
"""Of the usual distance: nearer than this a picture counts as a copy or as suspiciously near, farther as strange."""


@dataclass(frozen=True)
class Found:
    """pictures: [k, *shape], the nearest first. numbers: their places among the reals. distances: those to them. verdict:
    "copied", "near", "own" or "far"; sentence: what that means, with numbers.
    """

    pictures: torch.Tensor
    numbers: list
    distances: list
    verdict: str
    sentence: str


class Neighbours:
    """Searches among real pictures [n, *shape] in [-1, 1]: those that a run is trained on."""

    def __init__(self, reals):
        self.reals = reals[:MOST]
        self.flat = self.reals.flatten(1)
        self.left_out = len(reals) - len(self.reals)
        self.usual = self._usual()

    def _usual(self):
        """The median distance from a real picture to the nearest other one."""
        chosen = torch.randperm(len(self.flat), generator=generator(0, "neighbours"))[:TYPICAL_OF]
        away = distances(self.flat[chosen], self.flat)
        away[torch.arange(len(chosen)), chosen] = torch.inf
        return float(self._share(away.min(1).values.median())) if len(self.flat) > 1 else 0.0

    def _share(self, distance):
        return distance / self.flat.shape[1] ** 0.5 / 2

    def of(self, picture, k=SHOWN):
        """The k nearest to one picture [*shape], a Found."""
        x = picture.to(self.flat).flatten()
        near = distances(x[None], self.flat)[0].topk(min(2 * k, len(self.flat)), largest=False).indices
        exact = self._share((self.flat[near] - x).norm(dim=1))  # the quick distances cancel where two are nearly the same
        order = exact.argsort(stable=True)[:k]
        numbers, found = near[order], exact[order].tolist()
        verdict, sentence = self.verdict(found[0])
        return Found(self.reals[numbers], numbers.tolist(), found, verdict, sentence)

    def verdict(self, distance):
        """What the distance to the nearest real picture says, a name and a sentence."""
        measured = f"It is {100 * distance:.1f} % from the nearest training picture, and those are usually {100 * self.usual:.1f} % apart."
        if distance <= COPY * self.usual:
            return "copied", f"A copy, or nearly: this picture is memorised. {measured}"
        if distance <= NEAR * self.usual:
            return "near", f"It may be memorised: it is closer to one training picture than they usually are to each other. {measured}"
        if distance > FAR * self.usual:
            return "far", f"Not a copy, and unusual: it differs from every training picture more than they differ from each other. {measured}"
        return "own", f"Not a copy: it differs from the training pictures about as much as they differ from each other. {measured}"


def training_pictures(trainer):
    """The real pictures [n, *shape] that a run on pictures learns from, on the CPU; of a run on text its data set."""
    if trainer.data.kind == "text":
        return trainer.data
    pictures = trainer.data.tensor if trainer.training_set is None else trainer.training_set
    return pictures.detach().cpu()


def pictures_at_hand(config):
    """The real pictures from which a G of this configuration learned, or None where they would have to be fetched first; of text
    the data set.
    """
    if config.data.partition(":")[0] not in at_hand():
        return None
    try:
        data = dataset(config.data)
    except PlaygroundError:  # somebody's own pictures
        return None
    if data.kind == "text":
        return data
    return data.labelled(config.data_size, generator(config.seed, "training set"))[0] if config.data_size else data.tensor
