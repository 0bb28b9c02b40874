"""The timeline of a run: marks along its way from which any step can be made again, and the branches that it took.

A **mark** is a snapshot of the trainer. To travel to a step is to restore the nearest mark before it and to take the few
steps from there again, with the changes that were made then: on the CPU the numbers are those of the first time, to the
last bit. While one looks at the past, the end of the branch waits untouched; Play in the past begins another branch.

Memory: at most MOST_MARKS marks a branch and MOST_BRANCHES branches, and all marks and ends together at most MEMORY bytes.
When there are too many marks every other one goes, in all branches alike; when that is not enough, the oldest branch that is
not shown. Only where the beginning and the end of one branch are larger than MEMORY they are all that is kept.
"""

import time
from dataclasses import dataclass, field
from itertools import count

import numpy as np
import torch

from playground.errors import PlaygroundError
from playground.live.views import VIEWS, Moment
from playground.training.history import Curves

MOST_MARKS, MOST_BRANCHES, MEMORY = 48, 8, 64 * 2**20
FIRST_EVERY = 16
"""Steps between two marks at first; they double."""
WALK = 0.03
"""Seconds of walking (or of replaying a saved run) between two looks at what else there is to do."""
TILE = ("fakes", "map", "q", "path")
"""The arrays of a view of which the page makes a tile of its film strip."""
_numbers = count(1)


class Mark:
    """A moment of a run from which it can go on: `snapshot`, and the `bytes` that it takes."""

    def __init__(self, trainer):
        self.snapshot = trainer.snapshot()
        kept = [*self.snapshot["state"].values(), *self.snapshot["draw"].values()]
        self.bytes = sum(x.nbytes for x in kept if isinstance(x, torch.Tensor))

    @property
    def step(self):
        return self.snapshot["state"]["step"]

    @property
    def events(self):
        """All that had been set until then."""
        return self.snapshot["events"]


class End(Mark):
    """Where a branch stands that the trainer has left: besides, its whole history and what was known of it."""

    def __init__(self, trainer, measures):
        super().__init__(trainer)
        self.rows, self.metrics = trainer.history.rows().copy(), list(trainer.history.metrics)
        self.bytes += self.rows.nbytes
        self.diverged, self.measures = trainer.diverged, measures.memory()

    @property
    def history(self):
        return self.rows, self.metrics


@dataclass(eq=False)
class Branch:
    """A way from the beginning of the run to its own end; up to step `start` it is that of `parent` (None: of nobody).

    `marks` {step: Mark} in order, those of its parent's part included; `end` an End, None while the trainer is there;
    `diverged` the step at which it last left the finite numbers, or None.
    """

    name: str
    parent: "Branch | None" = None
    start: int = 0
    marks: dict = field(default_factory=dict)
    end: End | None = None
    diverged: int | None = None

    def owner(self, step):
        """The branch on whose own part `step` of this way lies."""
        return self.parent.owner(step) if self.parent and step <= self.start else self


class Timeline:
    """The branches of one trainer; `shown` is the one it is on, `past` whether it stands before that one's end.

    Everything here is done in the run's own thread.
    """

    def __init__(self, trainer, measures, replay=None):
        """`replay`: a Replay of how the trainer came here, or None when it begins (or nothing is known of its past)."""
        self.id, self.trainer, self.measures, self.replay = next(_numbers), trainer, measures, replay
        self.every, self.named, self.remark = FIRST_EVERY, 0, None
        self.past, self.goal, self._steps, self._curves = False, 0, None, None
        self._history = trainer.history
        self.branches = []
        self.shown = self._branch()
        if replay:
            self.shown.marks[0] = replay.mark
        self._mark()

    @property
    def over(self):
        """Whether the trainer began again."""
        return self.trainer.history is not self._history

    # -- what the run does -----------------------------------------------------------------------------------------

    def follow(self):
        """The trainer may have moved, by the run or by a notebook's cell: keep marks, and notice a branch."""
        trainer, step = self.trainer, self.trainer.step
        if self.past:
            if (step, len(trainer.events)) != self._stood:
                self._fork(self._stood[0])
        elif step < max(self.shown.marks):
            self.shown.marks = {s: m for s, m in self.shown.marks.items() if s <= step}
        elif step // self.every > max(self.shown.marks) // self.every:
            self._mark()
        if trainer.diverged and not self.past:
            self.shown.diverged = trainer.diverged.step

    def travel(self, step, name=None):
        """Go to a step of a branch, the shown one unless named; a step beyond its end is its end."""
        if not isinstance(step, (int, float)) or not step >= 0:
            raise PlaygroundError(f"step={step}: a moment of the run is a step, 0 or more.")
        branch = self._called(name)
        self._leave()
        if branch not in self.branches:  # it had no step of its own
            branch = branch.parent
        goal = max(int(min(step, branch.end.step)), min(branch.marks))
        here = self.past and branch is self.shown
        self.shown, self.past, self.goal = branch, True, goal
        self._fit()
        if goal == branch.end.step:
            self._return()
            return
        mark = branch.marks[max(s for s in branch.marks if s <= goal)]
        if not (here and mark.step <= self.trainer.step <= goal):
            self.trainer.restore(mark.snapshot, branch.end.history)
        self.trainer.diverged, self._steps, self._curves = None, self.trainer.steps(10**12), None
        self.measures.recall(branch.end.measures, goal)
        self._stand()

    def go_on(self):
        """What comes now is new: in the past it begins a branch."""
        if self.past:
            self.arrive()
            self._fork(self.trainer.step)

    @property
    def walking(self):
        """Whether there are steps left between the mark and the step that was asked for."""
        return self.past and self.trainer.step < self.goal

    def arrive(self):
        while self.walking:
            self._walk()

    @property
    def busy(self):
        """Whether there are steps to be made again."""
        return self.walking or bool(self.replay)

    def work(self):
        """Walk on, or replay on, for a moment; whether there was anything to do."""
        busy, end = self.busy, time.monotonic() + WALK
        while time.monotonic() < end and self.busy:
            if self.walking:
                self._walk()
            else:
                self._play_again()
        return busy

    # -- what the page shows ---------------------------------------------------------------------------------------

    @property
    def end(self):
        """The last step of the shown branch."""
        return self.shown.end.step if self.past else self.trainer.step

    @property
    def bytes(self):
        """What marks and ends take, each counted once."""
        kept = {id(mark): mark for branch in self.branches for mark in (*branch.marks.values(), branch.end) if mark}
        return sum(mark.bytes for mark in kept.values())

    def curves(self):
        """The curves of the shown branch, in the past too up to its end: (last step of each bucket [B], means [B, columns])."""
        if not self.past:
            return self.trainer.history.curves()
        if self._curves is None:
            self._curves = Curves(len(self.trainer.history.columns)).of(self.shown.end.rows)
        return self._curves

    def header(self):
        """Its entry in a frame's header."""
        branches = [{"name": b.name, "parent": b.parent and b.parent.name, "start": b.start, "changes": self._changes(b),
                     "end": b.end.step if b.end else self.trainer.step, "diverged": b.diverged} for b in self.branches]
        replay = self.replay and [self.replay.step, self.replay.end]
        return {"timeline": {"id": self.id, "branches": branches, "shown": self.shown.name, "past": self.past,
                             "end": self.end, "goal": self.goal if self.past else self.trainer.step,
                             "first": min(self.shown.marks), "settings": len(self.trainer.events),
                             "events": self._moments(), "replay": replay, "remark": self.remark}}

    def arrays(self):
        """What goes along with a frame while a saved run is replayed: a tile for the strip."""
        return self.replay.tile() if self.replay else {}

    def _events(self, branch):
        """All that was set on a branch until its end."""
        return branch.end.events if branch.end else self.trainer.events

    def _changes(self, branch):
        """What was set where the branch’s own part first differs, which is what it is called by."""
        own = [e for e in self._events(branch) if e.step >= branch.start and branch.owner(e.step + 1) is branch]
        first = [e.changes for e in own if e.step == own[0].step]
        return _short({name: value for changes in first for name, value in changes.items()})

    def _moments(self, most=24):
        """The newest changes on the shown branch, [[step, {name: value}]]; those that nearly fall together are one."""
        found, near = [], max(1, self.end // 100)
        for event in reversed(self._events(self.shown)):
            if found and found[-1][0] - event.step < near:
                found[-1] = [event.step, event.changes | found[-1][1]]
            elif len(found) < most:
                found.append([event.step, event.changes])
        return [[step, _short(changes)] for step, changes in found[::-1]]

    # -- inside ----------------------------------------------------------------------------------------------------

    def _called(self, name):
        for branch in self.branches:
            if branch.name == name or name is None and branch is self.shown:
                return branch
        raise PlaygroundError(f"There is no branch {name} any more: {', '.join(b.name for b in self.branches)}.")

    def _branch(self, **about):
        """A further branch, called by the next number; letters are for runs side by side."""
        self.named += 1
        self.branches.append(Branch(str(self.named), **about))
        return self.branches[-1]

    def _mark(self):
        step, marks = self.trainer.step, self.shown.marks
        marks[step] = Mark(self.trainer)
        self.shown.marks = dict(sorted(marks.items()))
        self._fit()

    def _leave(self):
        """Keep the end of the shown branch before the trainer goes elsewhere; one without a step of its own is forgotten."""
        self.follow()
        if self.past:
            return
        if self.shown.parent and self.trainer.step == self.shown.start:
            self.branches.remove(self.shown)
        else:
            self.shown.end = End(self.trainer, self.measures)

    def _return(self):
        """To the end of the shown branch, where everything is as it was left."""
        end = self.shown.end
        self.trainer.restore(end.snapshot, end.history)
        self.trainer.diverged = end.diverged
        self.measures.recall(end.measures)
        self.past, self.shown.end = False, None

    def _fork(self, step):
        """What follows `step` of the shown branch is a branch of its own."""
        marks = {s: m for s, m in self.shown.marks.items() if s <= step}
        self.shown, self.past = self._branch(parent=self.shown.owner(step), start=step, marks=marks), False
        self._fit()

    def _walk(self):
        """One step of the way again, with what was set before it."""
        for event in self.shown.end.events[len(self.trainer.events):]:
            if event.step > self.trainer.step:
                break
            self.trainer.set(**event.changes)
        next(self._steps)
        if self.trainer.diverged:  # only where a device does not give the same numbers again
            self.goal = self.trainer.step
        elif self.trainer.step // self.every not in {s // self.every for s in self.shown.marks}:
            self._mark()
        self._stand()

    def _stand(self):
        self._stood = self.trainer.step, len(self.trainer.events)

    def _play_again(self):
        """One step of the replay of a saved run, which gives the marks of its way."""
        mark = self.replay.advance(self.every)
        if mark:
            for branch in self.branches:
                if branch.owner(mark.step) is self.branches[0]:
                    branch.marks = dict(sorted((branch.marks | {mark.step: mark}).items()))
            self._fit()
        if self.replay.done:
            self.remark, self.replay = self.replay.verdict(), None

    def _fit(self):
        """Keep within the bounds."""
        while len(self.branches) > MOST_BRANCHES:
            self._drop()
        while (most := max(len(b.marks) for b in self.branches)) > MOST_MARKS or self.bytes > MEMORY and most > 1:
            self.every *= 2
            for branch in self.branches:
                branch.marks = _thinned(branch.marks, self.every)
        while self.bytes > MEMORY and len(self.branches) > 1:
            self._drop()

    def _drop(self):
        """Forget the oldest branch that is not shown; the first that came from it takes its place."""
        gone = next(b for b in self.branches if b is not self.shown)
        self.branches.remove(gone)
        children = [b for b in self.branches if b.parent is gone]
        for heir in children[:1]:
            fork = heir.start
            heir.parent, heir.start = gone.parent, gone.start
            for other in children[1:]:
                other.parent, other.start = heir, min(other.start, fork)


def _short(changes):
    """Changes {name: value} for a label: of data with long parameters the name is enough."""
    return {name: value.partition(":")[0] if isinstance(value, str) and len(value) > 40 else value
            for name, value in changes.items()}


def _thinned(marks, every):
    """Of marks in order {step: Mark} the first in each `every` steps."""
    kept = {}
    for step, mark in marks.items():
        kept.setdefault(step // every, mark)
    return {mark.step: mark for mark in kept.values()}


class Replay:
    """A saved run taken again from its beginning, to have marks of its way; `mark` is the first."""

    def __init__(self, trainer):
        """`trainer` stands at the end of the run; it is only read."""
        self.end, self._events, self._saved = trainer.step, list(trainer.events), trainer.history.rows().copy()
        self._trainer = type(trainer)(trainer.initial_config)
        self._steps = self._trainer.steps(10**12)
        self.mark, self._drawn, self._view = Mark(self._trainer), None, None

    @property
    def step(self):
        return self._trainer.step

    @property
    def done(self):
        return self.step >= self.end or bool(self._trainer.diverged)

    def advance(self, every):
        """Take one step; gives a Mark at each multiple of `every`, else None."""
        for event in self._events[len(self._trainer.events):]:
            if event.step > self.step:
                break
            self._trainer.set(**event.changes)
        next(self._steps)
        return Mark(self._trainer) if self.step % every == 0 and not self.done else None

    def tile(self):
        """What it looks like where it is now, of which the page makes a tile: {"tile_" + name: array}."""
        kind = VIEWS[self._trainer.data.kind]
        if self._drawn != kind.depends(self._trainer):
            self._drawn, self._view = kind.depends(self._trainer), kind(self._trainer)
        found = self._view.frame(Moment(self._trainer))
        return {f"tile_{name}": found[name] for name in TILE if name in found}

    def verdict(self):
        """None, or a sentence that says from where on the numbers are not the saved ones."""
        rows = self._trainer.history.rows()
        same = [np.array_equal(a, b, equal_nan=True) for a, b in zip(rows, self._saved)]
        if all(same) and len(rows) == self.end:
            return None
        first = same.index(False) + 1 if False in same else len(rows) + 1
        return (f"Replayed on this machine, the numbers differ from the saved ones from step {first:,} on: the end and the "
                "curves are the saved ones, the pictures before it those of the replay.")
