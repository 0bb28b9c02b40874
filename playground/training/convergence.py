"""When to stop: a rule made of measures of the equilibrium and of quality, never of a loss alone.

Every `EVERY` steps a run is read. It has converged when at one reading every part that applies to it is met:

balance   V, averaged over the last `EVERY` steps, lies within 0.1 of its value at the equilibrium (losses that have one
          with a scale of its own: all but the Wasserstein loss)
likeness  the Jensen-Shannon divergence of fake and real is at most 0.08 nats (data with a known density)
gap       the duality gap is at most 0.1 (where it is being followed)
rest      both players' gradients, on a fresh batch, are at most half as long as the longest that was read (in a toy game:
          0.01 at most)
plateau   in the last 5 readings the sliced Wasserstein distance got no better than the best before by more than 5 % or
          0.002 of the data's size, whichever is more

A flat curve alone is no sign: a collapsed G or a constant D is flat too, and fails in balance, likeness or rest.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

EVERY, LOOK_BACK = 250, 5
BALANCE, LIKENESS, GAP, REST, TOY_REST, BETTER, TINY = 0.1, 0.08, 0.1, 0.5, 0.01, 0.05, 0.002


@dataclass(frozen=True)
class Reading:
    """A run at one step: `value` and `at_equilibrium` of the game, `js` and `gap` (None where not known), the norms of both
    gradients, and `distance`, the sliced Wasserstein distance in units of the data's size.
    """

    step: int
    value: float
    at_equilibrium: float | None
    js: float | None
    gap: float | None
    gradients: dict
    distance: float
    toy: bool


@dataclass(frozen=True)
class Part:
    """One part of the rule: `applies` to a reading or not, is `met` by the readings so far or not, and says so in words."""

    name: str
    applies: Callable
    met: Callable
    words: Callable


def _rest(readings):
    if readings[-1].toy:
        return max(readings[-1].gradients.values()) <= TOY_REST
    return all(readings[-1].gradients[p] <= REST * max(r.gradients[p] for r in readings) for p in ("d", "g"))


def _plateau(readings):
    before, lately = readings[:-LOOK_BACK], readings[-LOOK_BACK:]
    if not before:
        return False
    best = min(r.distance for r in before)
    return min(r.distance for r in lately) >= best - max(BETTER * best, TINY)


PARTS = (
    Part("balance", lambda r: r.at_equilibrium is not None,
         lambda rs: abs(rs[-1].value - rs[-1].at_equilibrium) <= BALANCE,
         lambda r: f"V is {r.value:.3f}; at the equilibrium it is {r.at_equilibrium:.3f}"),
    Part("likeness", lambda r: r.js is not None, lambda rs: rs[-1].js <= LIKENESS,
         lambda r: f"the Jensen–Shannon divergence of fake and real is {r.js:.3f}, and has to be {LIKENESS} or less"),
    Part("gap", lambda r: r.gap is not None, lambda rs: rs[-1].gap <= GAP,
         lambda r: f"the duality gap is {r.gap:.3f}, and has to be {GAP} or less"),
    Part("rest", lambda r: True, _rest,
         lambda r: "the gradients have the norms {d:.3g} (D) and {g:.3g} (G)".format(**r.gradients)),
    Part("plateau", lambda r: True, _plateau,
         lambda r: f"the distance to the data is {r.distance:.3f} of its size"),
)


class Convergence:
    """Follows a trainer; `met` and `missing` are {part: sentence} of the last reading, `done` whether nothing is missing."""

    def __init__(self, with_gap=False):
        self.with_gap, self.readings, self.met, self.missing = with_gap, [], {}, {}

    @property
    def done(self):
        return bool(self.met) and not self.missing

    def due(self, trainer):
        """Whether the next reading is due."""
        last = self.readings[-1].step if self.readings else 0
        return trainer.step >= last + EVERY

    def read(self, trainer):
        """Take a reading of a trainer; returns `done`."""
        self.readings = [r for r in self.readings if r.step < trainer.step]  # a run may have gone back
        self.readings.append(reading(trainer, self.with_gap))
        self._judge()
        return self.done

    def back_to(self, step):
        """The run went back: forget what was read after `step`."""
        self.readings = [r for r in self.readings if r.step <= step]
        self._judge()

    def _judge(self):
        self.met, self.missing = {}, {}
        if self.readings:
            now = self.readings[-1]
            parts = [part for part in PARTS if part.applies(now)]
            self.met = {part.name: part.words(now) for part in parts if part.met(self.readings)}
            self.missing = {part.name: part.words(now) for part in parts if part.name not in self.met}


def reading(trainer, with_gap):
    """A Reading of a trainer now."""
    metrics, loss = trainer.metrics(), trainer.loss
    values = trainer.history.rows(max(0, trainer.step - EVERY))[:, trainer.history.columns.index("value")]
    scaled = loss.opinion or loss.unit
    return Reading(trainer.step, float(np.nanmean(values)) if np.isfinite(values).any() else float("nan"),
                   loss.equilibrium.get("value") if scaled else None, metrics.get("js"),
                   trainer.duality_gap() if with_gap else None, trainer.gradient_norms(),
                   metrics["sliced_wasserstein"] / trainer.data.scale, trainer.data.kind == "toy")
