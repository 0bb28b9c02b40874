"""The real pictures, or pieces of music, nearest to a generated one: is it memorised?

Distances of pictures are root mean squares over all numbers, as shares of the way from black to white: 0 is a copy.
"""

from dataclasses import dataclass

import torch

from playground.data import at_hand, dataset
from playground.data.music import Music, notes_of
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
    """pictures: samples [k, *shape], the nearest first. numbers: their places among the reals. distances: those to them. verdict:
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
        return Found(self.reals[numbers], numbers.tolist(), found, *verdict("picture", found[0], self.usual))


class Passages:
    """Searches among real pieces, MIDI numbers [n, 4, length]. Distances are the share of notes that are others."""

    def __init__(self, notes):
        self.notes = notes[:MOST].to(torch.uint8)
        self.usual = self._usual() if len(self.notes) > 1 else 0.0

    def _usual(self):
        """The median distance from a real piece to the nearest other one."""
        chosen = torch.randperm(len(self.notes), generator=generator(0, "neighbours"))[:TYPICAL_OF]
        return float(torch.stack([self.away(self.notes[i]).kthvalue(2).values for i in chosen]).median())

    def away(self, notes):
        """From one piece [4, length] to each: [n]."""
        return (self.notes != notes).flatten(1).float().mean(1)

    def of(self, piece, k=SHOWN):
        """The k nearest to a sample [4 PITCHES, length], a Found."""
        away = self.away(notes_of(piece[None])[0].to(torch.uint8))
        numbers = away.argsort(stable=True)[:k]
        found = away[numbers].tolist()
        return Found(Music.one_hot(self.notes[numbers]), numbers.tolist(), found, *verdict("piece", found[0], self.usual))


SAYS = {
    "picture": {
        "measured": "It is {:.1f} % away; training pictures are usually {:.1f} % from their own nearest.",
        "copied": "A copy, or nearly: this picture is memorised.",
        "near": "It may be memorised: it is closer to one training picture than they usually are to their own nearest.",
        "far": "Not a copy, and unlike the data: it is farther from the nearest training picture than those are from theirs.",
        "own": "Not a copy: it is as far from the nearest training picture as those are from theirs, or a little farther."},
    "piece": {
        "measured": "It is {:.1f} % away; training pieces are usually {:.1f} % from their own nearest.",
        "copied": "A copy, or nearly: this piece is memorised.",
        "near": "It may be memorised: it is closer to one training piece than they usually are to their own nearest.",
        "far": "Not a copy, and unlike the data: it is farther from the nearest training piece than those are from theirs.",
        "own": "Not a copy: it is as far from the nearest training piece as those are from theirs, or a little farther."},
}
"""Whole sentences, so that each can be translated."""


def verdict(what, distance, usual):
    """What the distance to the nearest real "picture" or "piece" says, a name and a sentence."""
    name = ("copied" if distance <= COPY * usual else "near" if distance <= NEAR * usual
            else "far" if distance > FAR * usual else "own")
    return name, f"{SAYS[what][name]} {SAYS[what]['measured'].format(100 * distance, 100 * usual)}"


def training_reals(trainer):
    """What a run learns from, on the CPU, as its search wants it: pictures, notes, or of text the data set; None for music that is
    made anew.
    """
    return reals_of(trainer.data, trainer.training_set)


def reals_of(data, training_set):
    """The same of a data set and what was drawn from it once, or None."""
    if data.kind == "text":
        return data
    if data.kind == "images":
        return (data.tensor if training_set is None else training_set).detach().cpu()
    return data.passages() if training_set is None else notes_of(training_set.cpu())


def reals_at_hand(config):
    """What a G of this configuration learned from, as `training_reals`; None also where it would have to be fetched first."""
    if not is_at_hand(config):
        return None
    try:
        data = dataset(config.data)
    except PlaygroundError:  # somebody's own
        return None
    return reals_of(data, data.labelled(config.data_size, generator(config.seed, "training set"))[0] if config.data_size else None)


def is_at_hand(config):
    """Whether a configuration's data need not be fetched first."""
    return config.data.partition(":")[0] in at_hand()
