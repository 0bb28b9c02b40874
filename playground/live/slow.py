"""Slow motion: one step of a trainer, leafed through phase by phase."""


class Leaves:
    """The phases of the step that is being looked at; `phase` is the one that is shown, or None."""

    def __init__(self):
        self.leave()

    def leave(self):
        """No step is looked at."""
        self._phases, self._at = [], -1

    @property
    def phase(self):
        return self._phases[self._at] if self._phases else None

    def turn(self, by, trainer, before):
        """On by so many phases, or back within the step. After the last one, `before()` and the next step."""
        self._at = max(self._at + by, 0)
        if self._at >= len(self._phases):
            before()
            self._phases, self._at = list(trainer.phases()), 0

    def seen(self, trainer):
        """The tensors of this turn's phases so far, and the arrows when G's gradients or moves are shown."""
        phase = self.phase
        if not phase:
            return {}
        seen, real = {}, None
        for earlier in self._phases[:self._at + 1]:
            real = earlier.tensors["real"] if earlier.name == "sample" else real
            if earlier.turn == phase.turn and earlier.name in ("sample", "generate"):
                seen |= earlier.tensors
        if phase.turn == "g" and phase.name == "gradient":
            seen["pull"] = trainer.pull(seen["fake"], real, phase.vectors)
        if phase.turn == "g" and phase.name == "update":
            seen["move"] = trainer.moved(seen["latent"], phase.vectors) - seen["fake"]
        return seen
