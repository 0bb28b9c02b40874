"""How a trainer is kept: as snapshots to go back to, as a twin that goes on beside it, as a folder."""

import torch

from playground.data import dataset
from playground.training import checkpoint
from playground.training.engine import clone
from playground.training.saved import content, revived
from playground.training.turns import in_turn


class Kept:
    """The part of a Trainer that copies it and brings it back."""

    @in_turn
    def snapshot(self):
        """A copy of everything that training depends on; `restore` goes back to it."""
        return {"state": clone(self.state), "draw": self.draw.state(), "config": self.config, "events": list(self.events)}

    @in_turn
    def restore(self, snapshot, past=None):
        """Go to a snapshot of this trainer; the history after it is forgotten.

        A snapshot ahead, or on another way than the one to here, needs its own history: `past` is (rows [n, columns],
        metrics) that reach at least to its step.
        """
        for key in self.state.keys() - snapshot["state"].keys():
            del self.state[key]
        for key, value in snapshot["state"].items():
            if key in self.state and isinstance(value, torch.Tensor):
                self.state[key].copy_(value)
            else:
                self.state |= clone({key: value})
        self.draw.restore(snapshot["draw"])
        if snapshot["config"].data != self.config.data:
            self.data = dataset(snapshot["config"].data)
        self.config, self.events = snapshot["config"], list(snapshot["events"])
        self.training_set, self.training_labels = self._training_set()
        if past:
            self.history.replace(*past)
        self.history.truncate(self.step)
        self._good = snapshot

    @in_turn
    def twin(self):
        """Another trainer that stands where this one stands: both go on alike, bit for bit, until one of them is changed."""
        self._check()
        other = type(self)(self.initial_config)
        other.restore(self.snapshot())
        other.history.extend(self.history.rows())
        other.history.metrics, other.seconds = list(self.history.metrics), self.seconds
        return other

    @in_turn
    def save(self, folder):
        """Save the run in a folder, whole or not at all. Raises CheckpointError when it cannot be written."""
        self._check()
        checkpoint.write(folder, content(self))

    @classmethod
    def load(cls, folder, device=None):
        """A saved run, ready to go on: bit for bit as if it had never stopped, on the same kind of device.

        On another kind of device its random streams begin anew. Raises CheckpointError for what is not a saved run.
        """
        trainer = revived(cls, checkpoint.read(folder), folder, device)
        trainer._good = trainer.snapshot()
        return trainer
