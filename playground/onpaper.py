"""A run on paper: its configuration, what was set on the way, and its steps. Links, scripts and files carry it."""

import shlex
from dataclasses import asdict, dataclass

from playground.config import Config, parse_changes
from playground.data import dataset
from playground.errors import PlaygroundError
from playground.fits import check_fit
from playground.recipes import changes_of
from playground.register import own_parts, require
from playground.training.changes import changed_while_running
from playground.training.records import Event
from playground.training.trainer import Trainer

MOST_EVENTS = 5_000
"""The most changes in a run that is read: each of them is tried."""


@dataclass(frozen=True)
class OnPaper:
    """`config` is the one the run began with, `events` are Events in the order in which they came."""

    config: Config
    events: tuple
    steps: int

    @classmethod
    def of(cls, trainer):
        """A trainer's run up to now."""
        with trainer.turns:
            return cls(trainer.initial_config, tuple(trainer.events), trainer.step)

    @classmethod
    def read(cls, settings, events, steps):
        """From plain values: a function that makes the Config, [[step, {setting: value}], ...] and a number.

        Raises PlaygroundError, in words, unless the run could have happened: nothing read from outside is trusted.
        """
        try:
            events = tuple(Event(step, dict(changes)) for step, changes in events)
        except (TypeError, ValueError) as error:
            raise PlaygroundError("The changes made during this run cannot be read.") from error
        if len(events) > MOST_EVENTS:
            raise PlaygroundError(f"This run has {len(events):,} changes on the way, and at most {MOST_EVENTS:,} are read.")
        ends = [0, *(event.step for event in events), steps]
        if not all(type(step) is int for step in ends) or ends != sorted(ends):
            raise PlaygroundError("The steps of this run are not in order.")
        require(*(event.changes for event in events))
        config = settings()
        check_fit(config, dataset(config.data))
        changed, data, parsed = config, dataset(config.data), []
        for event in events:
            parsed.append(Event(event.step, parse_changes(event.changes)))
            changed, data = changed_while_running(changed, data, parsed[-1].changes)
        return cls(config, tuple(parsed), steps)

    @property
    def own(self):
        """The losses and data sets of somebody's own that it needs: [(part, name), ...]."""
        return own_parts(asdict(self.config), *(event.changes for event in self.events))

    @property
    def data(self):
        """The name of the data that it ended on."""
        return next((event.changes["data"] for event in reversed(self.events) if "data" in event.changes), self.config.data)

    @property
    def command(self):
        """The command line that trains this run again; None where none can: settings changed on the way, parts of one's own."""
        if self.events or self.own:
            return None
        settings = changes_of(self.config)
        data, seed = settings.pop("data"), settings.pop("seed")
        pairs = [f"{name}={value}" for name, value in settings.items()]
        return shlex.join(["python", "-m", "playground", "train", self.config.recipe, "--data", data, "--seed", str(seed),
                           "--steps", str(self.steps), *(["--set", *pairs] if pairs else [])])

    def replay(self):
        """A Trainer that has taken these steps with these changes: on the same machine, with the same numbers."""
        return Trainer.replay(self.config, self.events, self.steps)

    def in_words(self):
        """"gan on ring, 1,360 steps, 3 changes on the way"."""
        n = len(self.events)
        changes = f", {n:,} change{'s' * (n > 1)} on the way" if n else ""
        name = self.config.data.partition(":")[0]
        data = "own pictures, which do not travel with it" if name == "path" else name
        return f"{self.config.recipe} on {data}, {self.steps:,} steps{changes}"
