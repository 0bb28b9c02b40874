"""What is measured of a run now and then while it is watched, and what a visitor asks for besides."""

import math
import time
from copy import copy
from dataclasses import dataclass

from playground.coach import Coach
from playground.live.classes import by_class
from playground.metrics import found_modes
from playground.training.convergence import Convergence
from playground.training.duality import K, has_gap

SHARE, SHARE_WITH_GAP, GAP = 0.015, 0.08, 0.3
"""At most this share of the time goes into measuring, without and with the duality gap; the least seconds between two."""
EARLY_SHARE, BEHIND = 0.1, 1 / 2
"""Of a run that has just begun or was cured the next measurement comes when it is this much older, within the early share."""
KEPT, APART = 12, 1.05
"""Readings of a run that are kept, to be compared with those of the runs beside it: the newest of each twentieth of the way, so that
they are not the closer together the faster the machine measures.
"""
REMEMBERED = ("metrics", "found", "by_class", "step", "fresh", "coach", "verdict", "until", "tried")


@dataclass(frozen=True)
class Tried:
    """A cure that was taken up: its label, the step at which that was (0 where a run began with it), and the metrics then."""

    label: str
    step: int
    before: dict


class Measures:
    """The newest measurement: `metrics` {name: number} of `step` (-1: none yet), `found` (which modes have a fake, or None),
    the coach's `verdict` (or None), `by_class` (how well each class is learned, or None); `seconds` is what it took. `tried` is
    the newest cure, a Tried or None. `readings` are the newest ((step, metrics), ...), all of the data and the game that are there now.

    `gap` is None or what is known of the duality gap's cost, `until` a Convergence or None.
    """

    def __init__(self):
        self.gap, self.until = None, None
        self.forget()

    def forget(self):
        """The trainer is another one, or began again."""
        self.metrics, self.found, self.by_class, self.step, self.seconds = {}, None, None, -1, 0.0
        self.coach, self.verdict, self.tried, self._began = Coach(), None, None, None
        if self.until:
            self.until = Convergence(bool(self.gap))
        self.expire()

    def memory(self):
        """All that is known of the run as it stands, to be given to `recall`."""
        return {name: copy(getattr(self, name)) for name in REMEMBERED}

    def recall(self, memory, step=None):
        """Know again what was known then; with a `step`, only what was known when the run came by there."""
        kept = {name: copy(memory[name]) for name in REMEMBERED if memory[name] or name != "until"}
        if not self.until:
            kept.pop("until", None)  # it was switched off since
        if step is None:
            vars(self).update(kept)
            return
        self.coach = kept["coach"]  # it forgets by itself what lies ahead
        self.tried = kept["tried"] if kept["tried"] and kept["tried"].step <= step else None
        if "until" in kept:
            self.until = kept["until"]
            self.until.back_to(step)
        self.expire()

    def expire(self):
        """What was measured is out of date, though no step was taken."""
        self.fresh, self.next, self.readings = False, 0.0, ()

    def follow_cure(self, tried):
        """A cure was taken up: what becomes of it is seen soon."""
        self.tried, self._began = tried, None

    def follow_gap(self, on):
        self.gap = {"on": True, "k": K, "cost_ms": None} if on else None
        if self.until:
            self.until = Convergence(bool(on))
        self.expire()

    def stop_when_converged(self, on):
        self.until = Convergence(bool(self.gap)) if on else None

    def converged(self, trainer):
        """Whether the rule, if it is followed, was met by the newest of its readings, which is taken now if it is due."""
        return bool(self.until and self.until.due(trainer) and self.until.read(trainer))

    def finished(self, trainer):
        """Whether the run stands where the rule was met."""
        return bool(self.until and self.until.done and self.until.readings[-1].step == trainer.step)

    def take(self, trainer, moving, now):
        """Measure, now and then; when nothing moves always afresh."""
        self.seconds = 0.0
        if not trainer.step:  # nothing of what lies ahead is true here
            self.metrics, self.found, self.by_class, self.step, self.verdict = {}, None, None, -1, None
            return
        if (self.fresh and self.step == trainer.step) or (moving and now < self.next):
            return
        busy = time.thread_time()
        samples = trainer.metric_samples()
        self.metrics = trainer.metrics(samples=samples)
        self.found = None if trainer.data.modes is None else found_modes(samples, trainer.data).tolist()
        self.by_class = by_class(trainer, samples) if trainer.classes else None
        if self.gap and has_gap(trainer.config):
            before = time.thread_time()
            self.metrics["duality_gap"] = trainer.duality_gap()
            self.gap = self.gap | {"cost_ms": 1000 * (time.thread_time() - before)}
        self.coach.see(trainer)
        self.verdict = self.coach.verdict(trainer)
        self.readings = (*(reading for reading in self.readings if stretch(reading[0]) != stretch(trainer.step)), (trainer.step, self.metrics))[-KEPT:]
        self.fresh, self.step, self.seconds = True, trainer.step, time.thread_time() - busy
        self._began = now if self._began is None else self._began
        usual = self.seconds / (SHARE_WITH_GAP if self.gap else SHARE)
        self.next = now + max(GAP, min(usual, max(self.seconds / EARLY_SHARE, BEHIND * (now - self._began))))

    def header(self, trainer):
        """Its entries in a frame's header."""
        until = self.until and {"on": True, "met": list(self.until.met.items()), "missing": list(self.until.missing.items())}
        return {"metrics": self.metrics, "found": self.found, "metrics_step": self.step if self.metrics else None,
                "until": until, "gap": self.gap, "has_gap": has_gap(trainer.config)}


def stretch(step):
    """On which stretch of the way a step lies: each is APART times as far as the one before."""
    return int(math.log(max(step, 1), APART))
