"""A run: a trainer that lives in a background thread, and can be watched and steered from any other."""

import logging
import threading
import time
from dataclasses import replace

from playground.errors import PlaygroundError
from playground.latent.still import Still
from playground.live.camera import Camera
from playground.live.loop import Loop
from playground.live.measures import Measures, Tried
from playground.live.orders import Orders
from playground.live.pace import Pace, parse_speed
from playground.live.slow import Leaves
from playground.live.status import Status
from playground.live.timeline import Replay, Timeline
from playground.live.wishes import Wishes, parse_label, parse_layers, parse_picture, parse_probe
from playground.training.duality import check_gap
from playground.training.trainer import Trainer

SETTLED = 0.25
"""Seconds after which somebody who drags the timeline counts as having arrived: then all is measured afresh."""
PLAYERS = {"both": "both", "d": "discriminator", "g": "generator"}


class Run:
    """A trainer in a thread of its own. Every method may be called from any thread; those that steer return when the
    thread has done it, and raise PlaygroundError when it was not allowed.
    """

    def __init__(self, start, loop=None, replay=False):
        """`start` is a Config, or a Trainer that goes on where it is; `loop` the thread of others, to live beside them; with
        `replay` its past is made again meanwhile, so that the timeline is whole.
        """
        self._loop = loop or Loop()
        self._condition, self._thread = self._loop.condition, self._loop.thread
        self._orders = Orders(self._loop)
        self._playing = self._slow = self._closed = self._eager = False
        self._goal, self._dirty, self._pictured = None, True, None
        self._camera, self._pace, self._leaves = Camera(self._loop), Pace(), Leaves()
        self.error, self.measures, self.wishes = None, Measures(), Wishes()
        trainer = start if isinstance(start, Trainer) else Trainer(start)
        self._take(trainer, Replay(trainer) if replay and trainer.step else None)
        self._loop.admit(self)

    # -- steering --------------------------------------------------------------------------------------------------

    def play(self):
        """Train by itself, until paused: steps, or in slow motion phases."""
        self._do(lambda: self._move(True))

    def pause(self):
        self._do(lambda: self._move(False))

    def step(self, n=1):
        """Pause, and take n steps."""
        self._do(lambda: self._take_steps(n))

    def slow(self, on):
        """Slow motion on or off: one phase of a step after the other. Either way the run pauses first."""
        self._do(lambda: self._set_slow(bool(on)))

    def next_phase(self):
        """In slow motion, pause and show the next phase."""
        self._do(lambda: self._leaf(1))

    def previous_phase(self):
        """In slow motion, back to the phase before, within this step."""
        self._do(lambda: self._leaf(-1))

    def speed(self, steps_per_second):
        """At most so many steps a second (in slow motion phases a second); None for as many as the machine can."""
        speed = parse_speed(steps_per_second)
        self._do(lambda: self._pace.limit_to(speed))

    def players(self, who):
        """Who learns: "both", "d" or "g"."""
        if who not in PLAYERS:
            raise PlaygroundError(f"players={who} is not known: both, d or g.")
        self.set(players=PLAYERS[who])

    def stop_when_converged(self, on):
        """Follow the rule of `training/convergence.py`, and pause when all of its parts are met."""
        self._do(lambda: self._with_measures(lambda: self.measures.stop_when_converged(on)))

    def follow_gap(self, on):
        """Measure the duality gap along with the metrics: dear, so it is off at first."""
        check_gap(self.config, on)
        self._do(lambda: self._with_measures(lambda: self.measures.follow_gap(on)))

    def layers(self, on):
        """Show these layers of the picture, a list of names in `wishes.LAYERS`; they hold for every run that begins here."""
        layers = parse_layers(on)
        self._do(lambda: self._wish(layers=layers))

    def probe(self, at):
        """Say in every frame what there is to say of one point: see `wishes.parse_probe`; {} for no more."""
        self._do(lambda: self._wish(probe=parse_probe(at, self._look())))

    def show_class(self, label):
        """Show fakes of one class only, by its number; None for all of them. It changes what is seen and nothing else."""
        self._do(lambda: self._wish(label=parse_label(label, self.trainer.classes)))

    def translate(self, pixels):
        """Show what G makes of a visitor's own picture, bytes in base64 (see `wishes.parse_picture`), in every frame; None for no
        more. It changes what is seen and nothing else.
        """
        self._do(lambda: self._wish(picture=parse_picture(pixels, self._look())))

    def set(self, **changes):
        """Change settings of the running GAN, as `Trainer.set`."""
        self._do(lambda: self._set(changes))

    def reset(self):
        """Begin again with the configuration in force: step 0, same seed, the same trainer."""
        self._do(self._restart)

    def rebuild(self, config):
        """Begin again with another configuration, or go on with another Trainer; playing goes on playing."""
        # Made here, so that a mistake is the caller's and the old run is untouched.
        trainer = config if isinstance(config, Trainer) else Trainer(config)
        self._do(lambda: self._take(trainer))

    def replay(self, run):
        """Begin an OnPaper, and take its steps with its changes as fast as the machine can; there the run stands. Any other
        steering ends the replay where it is.
        """
        trainer = Trainer(run.config)
        self._do(lambda: self._replay(trainer, run))

    def cure(self):
        """Make the change that the coach's newest verdict names: at once where it may change, else by beginning again."""
        verdict = self.measures.verdict
        if not (verdict and verdict.cure):
            raise PlaygroundError("The coach names no change for this run at present: watch it, or change a setting yourself.")
        cure = verdict.cure
        tried = Tried(cure.label, 0 if cure.anew else self.trainer.step, self.measures.metrics)
        if cure.anew:
            self.rebuild(self.config.changed(**cure.changes))
        else:
            self.set(**cure.changes)
        self._do(lambda: self._with_measures(lambda: self.measures.follow_cure(tried)))

    def travel(self, step, branch=None, turn=None):
        """Pause, and show a step of a branch ("1" is the first; else the one that is shown): picture, curves, metrics and settings as
        they were then. Play there begins another branch; at the end of a branch it goes on.

        Of wishes with a `turn`, a number that rises, one that was overtaken by a later one is left out.
        """
        self._do(lambda: self._travel(step, branch, turn))

    def close(self):
        """End it, and its thread if no other run lives there."""
        self._orders.end()
        with self._condition:
            self._closed = True
            self._condition.notify_all()
            if threading.current_thread() is self._thread:
                return
            self._condition.wait_for(lambda: self not in self._loop.runs, 10)
        if not self._loop.runs:
            self._thread.join(10)

    def still(self):
        """The generator as it is between two steps, a `latent.still.Still` to explore: a copy of its own."""
        return self._do(lambda: Still.of(self.trainer))

    # -- watching --------------------------------------------------------------------------------------------------

    @property
    def config(self):
        return self.trainer.config

    @property
    def closed(self):
        """Whether the run has ended for good."""
        return self._closed

    @property
    def playing(self):
        """Whether it moves by itself."""
        return self._playing

    @property
    def status(self):
        """What the run is doing now, a Status."""
        name = ("diverged" if self.trainer.diverged else "slow" if self._slow else "playing" if self._playing
                else "past" if self.timeline.past
                else "finished" if self.measures.finished(self.trainer) else "paused" if self.trainer.step else "empty")
        return Status(name, self._playing or self._eager, self._goal)

    @property
    def newest(self):
        """The newest Frame, at once; None before the first."""
        return self._camera.newest

    @property
    def next_picture(self):
        """The time at which the next picture is due."""
        return self._camera.due

    @property
    def frame(self):
        """The newest Frame; while nothing moves, the one that shows the run as it is now."""
        return self._camera.when(lambda: self._closed or self.newest and (self._playing or not self._dirty), 5.0)

    def wait(self, after, timeout):
        """The newest frame if its number is more than `after`, waiting up to `timeout` seconds for it; else the newest."""
        return self._camera.when(lambda: self._closed or self.newest and self.newest.number > after, timeout)

    # -- the thread ------------------------------------------------------------------------------------------------

    def _do(self, action):
        """Have the thread do something between two steps, and wait until it has."""
        return self._orders.give(action)

    def obey(self):
        """Do what it was told meanwhile."""
        self._orders.obey(self._obeyed)

    def _obeyed(self, error):
        if error:
            self.error = str(error)
        else:
            self.error, self._dirty = None, True

    def follow(self):
        """Take note of the steps that were taken, by a notebook's cells too."""
        if self.timeline.over:  # a notebook's cell began again
            self._take(self.trainer)
        self.timeline.follow()
        if self._eager and not self.timeline.walking:
            self._move(True)

    def due(self):
        """Whether it is time for the next step or phase; if so, it counts as taken."""
        return self._pace.due(self._speed())

    def _speed(self):
        """The limit in force, in steps or phases a second, or None."""
        return self._pace.phases if self._slow else self._pace.steps if self._goal is None else None

    def advance(self):
        """Take it."""
        if self._slow:
            self._turn_phase(1)
        else:
            if next(self._steps, None) is None and self._goal is not None:
                self._move(False)  # the replay has arrived
            self._pace.count(self.trainer.step)
            self._dirty = True
            if self._goal is None and self.measures.converged(self.trainer):
                self._playing = False
        if self.trainer.diverged:
            self._move(False)

    def work(self):
        """While it stands, go on with the timeline for a moment: towards the step asked for, or with the past of a saved run."""
        if not self._playing and self.timeline.work():
            self._dirty = True

    def idle(self, leads):
        """Seconds for which nothing is due; `leads`: its pace is the one that counts."""
        if self._orders or self._closed or not self._playing and self.timeline.busy:
            return 0.0
        if leads:
            pause = self._pace.wait(self._speed())
        else:
            pause = 0.05 if self._dirty and self._camera.watched else 1.0
        return min(pause, 0.05 if self._dirty else 1.0)

    def fail(self, error):
        """Stand still after an error that nobody foresaw."""
        logging.getLogger(__name__).error("a run failed", exc_info=error)
        self._playing, self.error = False, str(error)
        self._camera.due = time.monotonic() + 1.0  # not over and over

    # -- what the thread does --------------------------------------------------------------------------------------

    def _take(self, trainer, replay=None):
        self.trainer, self._steps = trainer, trainer.steps(10**12)
        self._playing, self._goal = self._playing and self._goal is None, None
        self._slow, self._dirty = False, True
        self._leaves.leave()
        self._camera.forget()
        self._eager = False
        self.measures.forget()
        self.timeline, self._travelled = Timeline(trainer, self.measures, replay), 0.0
        self._turn = 0
        self._pace.forget()
        self._wish(probe=None, label=None)

    def _wish(self, **changes):
        self.wishes = replace(self.wishes, **changes)

    def _restart(self):
        self.trainer.restart()
        self._take(self.trainer)
        self._playing = False

    def _travel(self, step, branch, turn):
        if not isinstance(turn, (int, float)):
            turn = self._turn
        if turn < self._turn:
            return
        self._turn = turn
        self._playing = self._slow = self._eager = False
        self._leaves.leave()
        self.timeline.travel(step, branch)
        self._travelled = time.monotonic()

    def _move(self, on):
        self._eager = on and self.timeline.walking  # it plays as soon as it has arrived in the past
        if self._eager:
            return
        if on:
            self.timeline.go_on()
            self._steps = self.trainer.steps(10**12)  # it ends when a run diverges
        self._playing, self._goal = on, None
        self._pace.forget()

    def _replay(self, trainer, run):
        self._take(trainer)
        self._steps, self._playing, self._goal = trainer.replaying(run.events, run.steps), True, run.steps

    def _with_measures(self, change):
        change()
        self._dirty = True

    def _set(self, changes):
        if self._goal is not None:
            self._move(False)
        self.timeline.arrive()
        self.trainer.set(**changes)
        self.timeline.follow()
        self.trainer.diverged = None
        if "data" in changes:
            self._camera.due = 0.0  # another scene is seen at once
        if self._leaves.phase:  # they belong to a step that was taken with the settings of before
            self._leaves.leave()
            self._turn_phase(1)

    def _take_steps(self, n):
        self._slow = False
        self._move(False)
        self._leaves.leave()
        self.timeline.go_on()
        for _ in self.trainer.steps(n):
            self.timeline.follow()

    def _set_slow(self, on):
        self._slow = on
        self._move(False)
        self._leaves.leave()
        if on:
            self._turn_phase(1)

    def _leaf(self, by):
        self._playing = False
        self._turn_phase(by)

    def _turn_phase(self, by):
        if not self._slow:
            raise PlaygroundError("There are phases in slow motion only: switch it on first.")
        self._leaves.turn(by, self.trainer, self.timeline.go_on)
        self._dirty = True

    # -- pictures --------------------------------------------------------------------------------------------------

    def watch(self):
        """Somebody asks for a frame."""
        self._camera.watch()

    def unseen(self):
        """Whether somebody watches, and has not seen it as it is now."""
        if self._pictured != (self.trainer.step, self.trainer.config):
            self._dirty = True  # a notebook's cells train and change it too
        return self._dirty and self._camera.watched

    def picture(self):
        """Make the newest Frame."""
        began, busy, pictured = time.monotonic(), time.thread_time(), (self.trainer.step, self.trainer.config)
        with self.trainer.own_threads():
            self._look()
            settled = began - self._travelled > SETTLED and not self.timeline.walking
            self.measures.take(self.trainer, self._playing and not self._slow or not settled, began)
            frame = self._camera.take(self.status, self._pace.rate, self.measures, self.wishes, self.timeline, self._leaves.phase,
                                      self._leaves.seen(self.trainer))
        with self._condition:
            self._camera.show(frame)
            self._dirty, self._pictured = not settled, pictured
            self._condition.notify_all()
        cost = time.thread_time() - busy - self.measures.seconds  # the processor's time: a busy neighbour makes nothing dearer
        cost *= len(self._loop.runs)  # of runs side by side each has its part of the share
        at_work = self._playing and not self._slow or self.timeline.replay and not self.timeline.past
        self._camera.rest(began, cost, at_work)

    def _look(self):
        return self._camera.look(self.trainer, self.measures.expire)
