"""The trainer: it owns the state, the random numbers and the history of one run, and plays the game step by step.

The algorithm itself is in `step.py`.
"""

import contextlib
import time

import numpy as np
import torch

from playground.config import Config, parse_changes
from playground.data import dataset
from playground.errors import PlaygroundError
from playground.fits import check_fit, check_truncation
from playground.games import game_for
from playground.metrics import evaluate, samples_for
from playground.networks import build
from playground.networks.conditioning import class_names, labels, labels_in_rows
from playground.training.changes import changed_while_running
from playground.training.device import resolve
from playground.training.critic_view import alone
from playground.training.draw import Draw, generator, latents
from playground.training.dynamics import DYNAMICS
from playground.training.duality import K, duality_gap
from playground.training.engine import Bound, Functional, Play, initial_state
from playground.training.fork import Fork
from playground.training.history import History
from playground.training.interrupt import interruptible
from playground.training.kept import Kept
from playground.training.losses import LOSSES
from playground.training.memory import memory
from playground.training.phases import Recorder
from playground.training.player import Player
from playground.training.records import Divergence, Event, StepReport, advice
from playground.training.step import gan_step, silent
from playground.training.threads import on_threads, threads
from playground.training.turns import Turns, in_turn

CHECK_EVERY = 50
"""Steps between two looks for NaN and infinity, each with a snapshot when all is well."""


class Trainer(Kept):
    """Plays one GAN; safe to use from several threads.

    `config` is the configuration in force, `initial_config` the one it began with, `events` what was set on the way,
    `history` the numbers of every step, `diverged` a Divergence after a run that left the finite numbers, else None.

    Raises PlaygroundError when the parts of the configuration do not fit together.
    """

    def __init__(self, config):
        if not isinstance(config, Config):
            raise PlaygroundError("A Trainer takes a configuration: Trainer(recipe('gan', data='ring', seed=0)).")
        self.config = self.initial_config = config
        self.turns = Turns()  # a thread that trains and one that looks or steers do not meet inside a step
        self.device = resolve(config.device)
        self.data = dataset(config.data)
        check_fit(config, self.data)
        self.threads = threads(config, self.data.shape)
        with torch.device("meta"):  # the networks' memory comes from the state, their numbers from our own generators
            modules = build(config, self.data)
        self.players = {name: Player(module, config.initialisation) for name, module in modules.items()}
        self.game, self.draw = game_for(config), Draw(config.seed, self.device)
        self.classes = class_names(config, self.data)
        self.history = History(self.device, self.game.columns)
        self.events, self.diverged, self.seconds = [], None, 0.0
        with self.own_threads():
            self.training_set, self.training_labels = self._training_set()
            state = initial_state(self.players, generator(config.seed, "init"), self.device)
            self._bind(state | memory(state, config, self.data.shape))
        self._good = self.snapshot()

    # -- training --------------------------------------------------------------------------------------------------

    @property
    def step(self):
        """Steps taken so far."""
        return self.state["step"]

    @property
    def loss(self):
        """The row of the table of losses that is in force."""
        return LOSSES[self.config.loss]

    @property
    def dynamics(self):
        """The row of the table of dynamics that is in force."""
        return DYNAMICS[self.config.updates]

    def steps(self, n):
        """Take n more steps; yields a StepReport after each. Ends early, with `diverged` set, if the run diverges."""
        self.diverged = None
        for i in range(n):
            report = self._advance()
            if i == n - 1 or self.step % CHECK_EVERY == 0:
                self._check()
            yield report
            if self.diverged:
                return

    def run(self, steps=None, seconds=None, tick=None, until=None):
        """Train for `steps` more steps, for `seconds` of training, or until a `Convergence` is done, whichever is first;
        `tick(self)` after each step.

        Returns the last StepReport, or None if there was no step to take. An interrupt (Ctrl-C) lets the step finish and is
        raised then, so that the run can go on.
        """
        if steps is None and seconds is None:
            raise PlaygroundError("Say how long to train: run(steps=1000) or run(seconds=20).")
        report, end = None, time.perf_counter() + (seconds if seconds is not None else float("inf"))
        with interruptible() as pressed:
            for report in self.steps(steps if steps is not None else 10**12):
                if tick:
                    tick(self)
                if pressed or time.perf_counter() >= end or until and until.due(self) and until.read(self):
                    break
        self._check()
        if pressed:
            raise KeyboardInterrupt
        return report

    def phases(self):
        """Take one step and yield its phases, each with copies of its tensors. The numbers are those of `steps(1)`."""
        self.diverged = None
        recorder = Recorder(self.state, self.game, self.loss, self.dynamics)
        self._advance(recorder)
        self._check()
        yield from recorder.phases

    @in_turn
    def set(self, **changes):
        """Change settings of the running GAN; they hold from the next step on and are recorded in `events`.

        Takes learning_rate, generator_lr, discriminator_lr, n_critic, penalty_weight, batch_size, data, loss and the
        other settings in `playground.config.LIVE`. Raises PlaygroundError, and changes nothing, when one is not allowed.
        """
        changes = parse_changes(changes)
        config, data = changed_while_running(self.config, self.data, changes)
        if config != self.config:
            self.state |= memory(self.state, config, data.shape, self.config)
            self.config, self.data = config, data
            self.training_set, self.training_labels = self._training_set()
            self.events.append(Event(self.step, changes))

    @in_turn
    def restart(self):
        """Begin again at step 0 with the settings in force: from here on this trainer is what Trainer(config) would be."""
        fresh = vars(Trainer(self.config))
        vars(self).update({name: value for name, value in fresh.items() if name != "turns"})

    @classmethod
    def replay(cls, config, events, steps):
        """A run again: its configuration, its events, up to `steps`. On the same machine the numbers are the same."""
        trainer = cls(config)
        for _ in trainer.replaying(events, steps):
            pass
        return trainer

    def replaying(self, events, steps):
        """Go on to `steps` with the events of a run on paper, each at its time; yields a StepReport after each step.

        Ends early, with `diverged` set, if the run diverges.
        """
        for event in (e for e in events if e.step <= steps):
            yield from self.steps(event.step - self.step)
            if self.diverged:
                return
            self.set(**event.changes)
        yield from self.steps(steps - self.step)

    # -- looking ---------------------------------------------------------------------------------------------------

    def sample(self, n, averaged=True, label=None, truncation=1.0):
        """n samples [n, *shape] on the CPU, points in data units and images in [-1, 1], from the averaged G.

        `label` says the class in a run with classes, by name or number, or one for each sample; otherwise they are as
        frequent as in the data. Drawn from a stream of their own: sampling never changes the training that follows.
        """
        source = self.draw["sample"]
        z = self.inputs(n, source)
        return self.generate(z, averaged, self.classes_like_data(n, source) if label is None else label, truncation)

    def inputs(self, n, source):
        """What G makes n samples of: latents [n, latent_dim] from a generator; where it translates, pairs [n, *shape] that nobody
        trains on, each of them once before one comes again, or of the data where it keeps none apart.
        """
        if self.data.kind != "pairs":
            return latents(n, self.config, source)
        return self.data.to_translate(n, source)

    @in_turn
    def generate(self, z, averaged=True, label=None, truncation=1.0):
        """Latents [n, latent_dim] to samples [n, *shape] on the CPU, as `sample`, but without `label` one class after the
        other. A style-based G takes them nearer to its mean by a `truncation` below 1.

        Raises PlaygroundError for a class that there is not, and for a G that knows none or has no such mean.
        """
        more = {} if label is None else {"label": self.labels(label, len(z))}
        if truncation != 1:
            check_truncation(self.config)
            more["truncation"] = truncation
        with self.looking("g", "average" if averaged and self.config.ema else "g") as G:
            return self.in_data_units(G(z.to(self.device), **more)).cpu()

    @in_turn
    def opinion(self, x, label=None):
        """D's raw scores [n] on the CPU of samples [n, *shape] in data units, the mean of a D that scores patches; labels as for
        `generate`.
        """
        more = {} if label is None else {"label": self.labels(label, len(x))}
        with self.looking("d") as D:
            return D(self.in_network_units(x.to(self.device)), **more).reshape(len(x), -1).mean(1).cpu()

    def labels(self, label, n):
        """n labels [n] (long) from the name or number of a class, or from the numbers of n classes.

        Raises PlaygroundError where there are no such classes.
        """
        return labels(label, n, self.classes, self.device)

    def classes_like_data(self, n, source):
        """n labels [n], as frequent as in the data, from a generator; None in a run without classes."""
        if not self.classes:
            return None
        _, label = self.data.labelled(n, source)
        return self.game.label(label, n, source, self.config)

    def labels_in_rows(self, n):
        """n labels [n] in which classes stand together, in their order; None in a run without classes."""
        return labels_in_rows(n, self.classes, self.device)

    @in_turn
    def metrics(self, every=False, samples=None):
        """How good the samples are now, a dict of numbers: the quick measures, or every one that fits the data.

        Measured on random numbers that depend on seed and step only; `samples` are what `metric_samples` gave, if they are
        at hand.
        """
        source = generator(self.config.seed, f"metrics/{self.step}/real")
        with self.own_threads():
            samples = self.metric_samples(every) if samples is None else samples
            found = evaluate(samples, self.data, source, every, self.training_set)
            return found | self.game.measures(self, samples)

    def metric_samples(self, every=False):
        """The samples [n, *shape] that `metrics` measures."""
        n = samples_for(self.data, every)
        return self.generate(self.metric_inputs(n), label=self.metric_labels(n))

    def metric_inputs(self, n):
        """What G made as many samples of that `metrics` measures."""
        return self.inputs(n, generator(self.config.seed, f"metrics/{self.step}", self.device))

    def metric_labels(self, n):
        """The classes [n] of as many samples that `metrics` measures; None in a run without."""
        return self.classes_like_data(n, generator(self.config.seed, f"metrics/{self.step}/label"))

    @in_turn
    def pull(self, fake, real, vectors):
        """Where D would push each fake [n, *shape] (networks' units) with the players' parameters given: [n, *shape]."""
        play = Play(self.functional, self.state | vectors, self._usual_labels(len(fake)))
        return self.game.pull(play, fake, real, self.config)

    @in_turn
    def moved(self, z, vectors):
        """What G with the parameters given makes of latents z as in training: [n, *shape], in the networks' units."""
        with torch.no_grad():
            return Play(self.functional, self.state | vectors, self._usual_labels(len(z))).generate(z)

    @contextlib.contextmanager
    def looking(self, player, key=None, vector=None):
        """A network in evaluation mode, without gradients, as a function of latents or of single samples. In a run with
        classes it also takes `label` [n]; without, samples are of one class after the other.

        player is "d" or "g"; key names another set of parameters and buffers in the state ("average"), vector gives
        other parameters [p].
        """
        p, key = self.players[player], key or player
        with self.turns, torch.no_grad(), self.own_threads():
            weights = p.views(self.state[key] if vector is None else vector)
            weights |= {name: self.state[f"{key}/{name}"] for name in p.buffer_names}
            p.module.eval()
            try:
                def look(x, **more):
                    if self.classes:
                        more.setdefault("label", self._usual_labels(len(x)))
                    x = alone(x, self.config.packing) if player == "d" else x
                    return torch.func.functional_call(p.module, weights, (x,), more)
                yield look
            finally:
                p.module.train()

    @property
    def scale(self):
        """What one unit of the networks is in data units."""
        return self.data.scale if self.config.unit_size else 1.0

    @property
    def centre(self):
        """Where the networks' origin is in data units."""
        return self.data.centre if self.config.unit_size else torch.zeros(())

    def in_data_units(self, x):
        """From the networks' units, where the data has about unit size, to the data's own."""
        return x * self.scale + self.centre.to(x.device)

    def in_network_units(self, x):
        return (x - self.centre.to(x.device)) / self.scale

    def real(self, n, draw):
        """n samples to train on [n, *shape], in the networks' units, chosen by the stream "data" of a `Draw`; as the game
        plays on them, with their labels where it has some.
        """
        if self.training_set is None:
            x, label = self.data.labelled(n, draw["data"])
        else:
            chosen = torch.randint(len(self.training_set), (n,), generator=draw["data"], device=self.device)
            x, label = (part if part is None else part[chosen] for part in (self.training_set, self.training_labels))
        return self.game.batch(self.in_network_units(x), label, draw, self.config)

    def gradient_norms(self):
        """How far the game is from standing still: {player: norm of its gradient} on a fresh batch, and nobody moves."""
        with self.turns, self.own_threads():
            return {player: float(g.norm()) for player, g in Fork(self, "gradients").gradients().items()}

    def duality_gap(self, k=K):
        """How far the game is from its equilibrium, by k steps of both best responses: see `duality.py`."""
        with self.turns, self.own_threads():
            return duality_gap(self, k)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _bind(self, state):
        mixed = self.config.precision == "bfloat16"
        self.state = state
        self.functional = Functional(self.players, mixed)
        self.engine = Bound(self.players, state, mixed)

    def _training_set(self):
        """The samples [data_size, *shape] to which a run is limited, in data units, and their labels; None and None where
        there is no limit.
        """
        if not self.config.data_size:
            return None, None
        return self.data.labelled(self.config.data_size, generator(self.config.seed, "training set", self.device))

    def _usual_labels(self, n):
        """Labels [n] for samples of which nobody said the class: one class after the other; None without classes."""
        return torch.arange(n, device=self.device) % len(self.classes) if self.classes else None

    def _reals(self):
        return [self.real(self.config.batch_size * self.config.packing, self.draw) for _ in range(self.config.n_critic)]

    @in_turn
    def _advance(self, note=silent):
        began = time.perf_counter()
        with self.own_threads():
            self.state, row = gan_step(self.dynamics.step, self.game, self.engine, self.state, self._reals(), self.draw,
                                       self.config, note)
            self.history.append(row)
        seconds = time.perf_counter() - began
        self.seconds += seconds
        return StepReport(self.step, row, seconds, self.history.columns)

    @in_turn
    def _check(self):
        """Keep a snapshot if all is finite; go back to the newest one if not."""
        good = self._good["state"]["step"]
        if self.step == good:
            return
        rows = self.history.rows(good)
        # A player that stands still leaves NaN in its own columns only; a sick one soon spoils both.
        bad = np.isinf(rows).any(1) | np.isnan(rows).all(1)
        if not bad.any() and all(bool(self.state[player].isfinite().all()) for player in ("d", "g")):
            self._good = self.snapshot()
            return
        step = good + int(bad.argmax()) + 1 if bad.any() else self.step
        self.diverged = Divergence(step, good, f"At step {step:,} the numbers left the finite range; this is the run "
                                   f"as it was at step {good:,}, with the settings of then.", advice(self.config))
        self.restore(self._good)

    def own_threads(self):
        """A context in which torch uses the number of threads that this run trains on."""
        return on_threads(self.threads)
