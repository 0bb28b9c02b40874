"""What a trainer reports: a step in numbers, a change of the settings, the end of the finite numbers."""

from dataclasses import dataclass
from functools import cached_property

import torch


@dataclass(frozen=True)
class Event:
    """After `step` steps these settings were set."""

    step: int
    changes: dict


@dataclass(frozen=True)
class Divergence:
    """What happened when a run left the finite numbers: at which step, where it went back to, and what to try."""

    step: int
    restored_to: int
    what: str
    advice: str


@dataclass(frozen=True)
class StepReport:
    """One step in numbers, those of `columns`; they are read from the device when first asked for. seconds is this
    step's duration.
    """

    step: int
    row: torch.Tensor
    seconds: float
    columns: tuple

    @cached_property
    def values(self):
        """Every column of the history as floats (NaN where a player stood still)."""
        return dict(zip(self.columns, self.row.tolist()))

    @property
    def losses(self):
        return {"d": self.values["loss_d"], "g": self.values["loss_g"]}

    @property
    def d_real(self):
        """D's mean answer on the real batch."""
        return self.values["d_real"]

    @property
    def d_fake(self):
        """D's mean answer on the fake batch."""
        return self.values["d_fake"]

    @property
    def value(self):
        """The value of the game, V(D, G) where the loss is cross-entropy: minus D's loss without its penalty."""
        return self.values["value"]

    @property
    def gradient_norms(self):
        return {"d": self.values["gradient_d"], "g": self.values["gradient_g"]}


def advice(config):
    """One change to try when a configuration diverges."""
    if max(config.generator_lr, config.discriminator_lr) > 0.005:
        return "Try a smaller learning rate, such as 0.001."
    if config.penalty == "none" and not config.spectral_norm and not config.weight_clip:
        return "Nothing bounds D here: try an R1 penalty (penalty=r1), or spectral normalisation."
    if config.penalty_weight > 10:
        return "Try a smaller penalty weight: a stiff penalty makes large steps unstable."
    return "Try half the learning rate."
