"""The coach of one run: it looks now and then, remembers a little, and says what it thinks when asked."""

from playground.coach.cures import cure
from playground.coach.reading import Reference
from playground.coach.signs import signs
from playground.coach.verdicts import too_early, verdict

READINGS = 64
"""At most so many readings are kept; then every other one of them is forgotten."""


class Coach:
    """Follows one trainer. Seeing draws from random streams of its own, and so changes no number of the run."""

    def __init__(self):
        self.readings, self._reference, self._of, self._fakes = [], None, None, None

    def see(self, trainer):
        """Take a Reading of a trainer now; of a toy game there is nothing to read, and on text and music the coach was never measured."""
        if trainer.data.kind in ("toy", "text", "music", "pairs") or not (trainer.step or trainer.diverged):
            return
        self._refer(trainer)
        forgotten = [r for r in self.readings if r.step >= trainer.step]  # a run may have gone back
        self.readings = [r for r in self.readings if r.step < trainer.step]
        if len(self.readings) >= READINGS:
            self.readings = self.readings[::2]
        fakes = trainer.generate(self._reference.latents)
        reading, self._fakes = self._reference.read(trainer.step, fakes, None if forgotten else self._fakes)
        self.readings.append(reading)

    def verdict(self, trainer):
        """The Verdict on a trainer as it is now, or None where there is nothing to judge."""
        if not self.readings or self.readings[-1].step != trainer.step:
            self.see(trainer)
        if not self.readings:
            return None
        found = signs(trainer, self.readings, self._reference.shares)
        return too_early(found) or verdict(found, lambda name: cure(name, trainer))

    def _refer(self, trainer):
        """Begin anew when the data is another one."""
        wanted = trainer.data.spec, trainer.config.data_size, trainer.config.seed
        if self._of != wanted:
            self._of, self._reference = wanted, Reference(trainer)
            self.readings, self._fakes = [], None
