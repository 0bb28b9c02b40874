"""What the readings and the history of a run say together: the numbers on which the rules of the verdicts decide."""

from dataclasses import dataclass

import numpy as np

LATELY, FEWEST_STEPS = 1 / 3, 50
"""The share of the steps since the last change that counts as lately, and its least length."""


@dataclass(frozen=True)
class Signs:
    """A run lately; see `Reading` for the words. Means over the last third of the steps since something was set.

    diverged: whether the numbers left the finite range
    covered, covered_now: the share of the data that fakes reach, on average and in the newest reading
    lost: the share of the data that is reached at one reading and no longer at the next, on average
    off, apart, away, moved, copied: means of the readings; moved and copied None where they are not known
    d_real, d_fake: D's mean answers
    edge: how steadily D scores reals above fakes: the difference of its mean answers, in standard deviations of it
    pull: the norm of G's gradient, relative to the largest that it has had (95 % quantile of the run)
    """

    step: int
    diverged: bool
    covered: float
    covered_now: float
    lost: float
    off: float
    apart: float
    away: float
    moved: float | None
    copied: float | None
    d_real: float
    d_fake: float
    edge: float
    pull: float
    opinion: bool


def signs(trainer, readings, shares):
    """The Signs of a trainer from its Readings (one at least) and the real shares of the places."""
    start = max([e.step for e in trainer.events if e.step < trainer.step], default=0)
    since = max(start, trainer.step - max(FEWEST_STEPS, round(LATELY * (trainer.step - start))))
    lately = [r for r in readings if r.step > since] or readings[-1:]

    def mean(name):
        known = [getattr(r, name) for r in lately if getattr(r, name) is not None]
        return float(np.mean(known)) if known else None

    held = [r.shares >= shares / 4 for r in lately]
    lost = [float(shares[a & ~b].sum()) for a, b in zip(held, held[1:])]
    columns = dict(zip(trainer.history.columns, trainer.history.rows().T))
    d_real, d_fake = columns["d_real"][since:], columns["d_fake"][since:]
    gap, pull = d_real - d_fake, columns["gradient_g"]
    most = np.nanquantile(pull, 0.95) if np.isfinite(pull).any() else 0.0
    return Signs(trainer.step, trainer.diverged is not None, mean("covered"), lately[-1].covered,
                 float(np.mean(lost)) if lost else 0.0, mean("off"), mean("apart"), lately[-1].away, mean("moved"),
                 mean("copied"), _mean(d_real), _mean(d_fake), _mean(gap) / max(_mean((gap - _mean(gap)) ** 2) ** 0.5, 1e-12),
                 _mean(pull[since:]) / max(float(most), 1e-12), trainer.loss.opinion is not None)


def _mean(numbers):
    """The mean of those that are known; 0 where none is (a player stood still)."""
    return float(np.nanmean(numbers)) if np.isfinite(numbers).any() else 0.0
