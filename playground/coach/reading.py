"""What the coach reads of a run at one moment: only what a practitioner has, samples and the history.

Never the true modes, the true density or the optimal discriminator: those judge the coach (`labels.py`).
"""

from dataclasses import dataclass

import numpy as np
import torch

from playground.metrics.neighbours import distances, manifold_measures, memorised
from playground.training.draw import generator, latents

SAMPLES, REALS, PLACES = 500, 1000, 8
"""Fakes in each reading, real samples that they are compared with, least number of places."""


@dataclass(frozen=True)
class Reading:
    """A run at one step, in numbers without units.

    shares: numpy [places], the share of the fakes at each place of the reference
    covered: the real share of the places that hold at least a quarter of it
    off: the share of the fakes outside of every real neighbourhood, 1 - precision
    apart: how well fakes and reals can be told apart by their nearest neighbours, 0 (not at all) to 1
    away: half of the fakes are farther than this from the data's centre, in units of the farthest real sample
    moved: how far the fakes of the same latents went since the reading before, per 100 steps, in units of the data's standard
        deviation; None at first
    copied: the share of fakes nearer to a training sample than to a fresh one, 1/2 where nothing is copied; None without a
        fixed training set
    """

    step: int
    shares: np.ndarray
    covered: float
    off: float
    apart: float
    away: float
    moved: float | None
    copied: float | None


class Reference:
    """Real samples [REALS, dim] of a run, in units of the data's spread, and the places into which they fall."""

    def __init__(self, trainer):
        data, seed = trainer.data, trainer.config.seed
        self.scale, self.centre = data.scale, data.centre
        self.real = self._flat(data.sample(REALS, generator(seed, "coach/real")))
        self.place = places(self.real)
        self.shares = torch.bincount(self.place).numpy() / REALS
        self.train = trainer.training_set if trainer.training_set is None else self._flat(trainer.training_set.cpu())
        self.latents = latents(SAMPLES, trainer.config, generator(seed, "coach/latents"))

    def _flat(self, x):
        return ((x - self.centre) / self.scale).flatten(1)

    def read(self, step, fakes, before):
        """The Reading of fakes [SAMPLES, *shape] in data units, and (step, fakes in the reference's units).

        before: that pair of the reading before, or None.
        """
        fakes = self._flat(fakes)
        nearest = distances(fakes, self.real).argmin(1)
        shares = torch.bincount(self.place[nearest], minlength=len(self.shares)).numpy() / len(fakes)
        moved = before and float((fakes - before[1]).norm(dim=1).mean()) * 100 / (step - before[0])
        return Reading(
            step, shares, float(self.shares[shares >= self.shares / 4].sum()),
            1 - manifold_measures(fakes, self.real[:len(fakes)])["precision"], self._apart(fakes),
            float(fakes.norm(dim=1).median() / self.real.norm(dim=1).max()), moved, self._copied(fakes)), (step, fakes)

    def _apart(self, fakes):
        """Twice the accuracy of leave-one-out nearest neighbours, less 1 (arXiv 1610.06545, section 3)."""
        real = self.real[:len(fakes)]
        ff, rr, fr = distances(fakes, fakes), distances(real, real), distances(fakes, real)
        ff.fill_diagonal_(torch.inf), rr.fill_diagonal_(torch.inf)
        right = (ff.min(1).values < fr.min(1).values).float().mean() + (rr.min(1).values < fr.min(0).values).float().mean()
        return float(right - 1)

    def _copied(self, fakes):
        if self.train is None:
            return None
        n = min(len(self.train), REALS)
        return memorised(fakes, self.train[:n], self.real[:REALS // n * n])


def places(real):
    """Real samples [n, dim] fall into places [n] of 0, 1...: clumps, the largest halved until there are PLACES or more.

    A clump is what hangs together by steps no longer than twice the reach, the distance to the nearest other sample
    that 99 of 100 keep; a clump of fewer than a 64th of the samples belongs to the nearest larger one. Halves are cut
    at the median along the axis of the largest variance.
    """
    between = distances(real, real).fill_diagonal_(torch.inf)
    reach = float(between.min(1).values.quantile(0.99))
    place = hang_together(between <= 2 * reach)
    large = torch.bincount(place, minlength=len(real)) >= len(real) / 64
    anchors = large[place]
    if anchors.any():
        place = place[anchors][between.fill_diagonal_(0)[:, anchors].argmin(1)]
    place = place.unique(return_inverse=True)[1]
    while (counts := torch.bincount(place)).numel() < PLACES:
        members = (place == counts.argmax()).nonzero()[:, 0]
        x = real[members] - real[members].mean(0)
        along = x @ torch.linalg.svd(x, full_matrices=False).Vh[0]
        place[members[along > along.median()]] = len(counts)
    return place


def hang_together(joined):
    """The connected parts of a graph joined [n, n], as the lowest number of each part [n]."""
    part = torch.arange(len(joined))
    while True:
        lowest = torch.where(joined, part, len(joined)).min(1).values.minimum(part)
        lowest = lowest[lowest]
        if lowest.equal(part):
            return part
        part = lowest
