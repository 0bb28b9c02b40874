"""Changes that are known to help, as buttons: for each failure the ways out, the best first."""

from dataclasses import dataclass

import numpy as np

from playground.config import LIVE
from playground.errors import PlaygroundError
from playground.fits import check_fit


@dataclass(frozen=True)
class Cure:
    """A button: its label, and the settings {name: value} that it sets."""

    label: str
    changes: dict

    @property
    def anew(self):
        """Whether it needs a new beginning, at step 0: some of it cannot change while the GAN trains."""
        return not self.changes.keys() <= set(LIVE)


def cure(verdict, trainer):
    """The first Cure for a verdict's name that changes something and goes with the trainer's other settings, or None."""
    for need, way in WAYS.get(verdict, ()):
        if need(trainer.config):
            found = way(trainer.config)
            if _allowed(found.changes, trainer):
                return found
    return None


def _allowed(changes, trainer):
    try:
        changed = trainer.config.changed(**changes)
        check_fit(changed, trainer.data)
    except PlaygroundError:
        return False
    return changed != trainer.config


def _plainly(rate):
    """A learning rate as people write it: 0.00009, not 9e-05."""
    return np.format_float_positional(rate, precision=3, fractional=False, trim="-")


def _rates(factor):
    """Both learning rates times a factor."""
    def way(config):
        g, d = (float(f"{factor * rate:.1g}") for rate in (config.generator_lr, config.discriminator_lr))
        label = f"Learning rate {_plainly(g)}" if g == d else f"Learning rates {_plainly(g)} (G) and {_plainly(d)} (D)"
        return Cure(label, {"generator_lr": g, "discriminator_lr": d})
    return way


def _rate(player, factor):
    """One player's learning rate times a factor, at most 0.002."""
    name = {"g": "generator_lr", "d": "discriminator_lr"}[player]

    def way(config):
        rate = min(float(f"{factor * getattr(config, name):.1g}"), max(2e-3, getattr(config, name)))
        return Cure(f"Learning rate of {player.upper()} {_plainly(rate)}", {name: rate})
    return way


def _set(label, **changes):
    return lambda config: Cure(label, changes)


def _plain(config):
    """Whether nothing bounds D's slope."""
    return config.penalty == "none"


def _always(config):
    return True


def _wasserstein(config):
    return config.loss == "wasserstein"


_R1 = (lambda c: _plain(c) and not _wasserstein(c), _set("Add an R1 penalty, γ = 0.1", penalty="r1", penalty_weight=0.1))
_GP = (lambda c: _plain(c) and _wasserstein(c),
       _set("Gradient penalty (WGAN-GP), λ = 10", penalty="wgan-gp", penalty_weight=10.0, weight_clip=0.0))
_R3 = (lambda c: c.loss != "relativistic",
       _set("R3GAN: relativistic loss, R1 and R2", loss="relativistic", penalty="r1+r2", penalty_weight=0.1))
_IN_TURNS = (lambda c: c.updates == "simultaneous", _set("Alternating updates", updates="alternating"))
_SLOWER_G = (lambda c: c.generator_lr > c.discriminator_lr,
             lambda c: Cure(f"Learning rate of G {_plainly(c.discriminator_lr)}, as D’s", {"generator_lr": c.discriminator_lr}))
_PACK = (lambda c: c.packing == 1, _set("Pack 2 samples for D", packing=2))

WAYS = {
    "full collapse": (_SLOWER_G, _R1, _GP, _R3, _PACK),
    "partial collapse": (_SLOWER_G, _R1, _GP, _R3, _PACK),
    "oscillation": (_SLOWER_G, _R1, _GP, _IN_TURNS, (_always, _rates(0.3))),
    "D too strong": (
        (lambda c: c.loss == "minimax", _set("Non-saturating loss", loss="non-saturating")),
        (lambda c: c.n_critic > 1 and not _wasserstein(c), _set("One update of D for each of G", n_critic=1)),
        (lambda c: c.discriminator_lr > 2 * c.generator_lr,
         lambda c: Cure(f"Learning rate of D {_plainly(c.generator_lr)}, as G’s", {"discriminator_lr": c.generator_lr})),
        (lambda c: c.instance_noise == 0, _set("Noise of 0.2 on all that D sees", instance_noise=0.2)),
        _R1, (_always, _rate("d", 0.3))),
    "D too weak": (
        (lambda c: c.weight_clip and _wasserstein(c), _GP[1]),
        (lambda c: c.weight_clip, _set("Leave D’s weights unclipped", weight_clip=0.0)),
        (lambda c: c.instance_noise > 0.5, _set("Noise of 0.1 instead", instance_noise=0.1)),
        (lambda c: c.penalty_weight > 10, _set("Penalty weight 0.1", penalty_weight=0.1)),
        (lambda c: c.discriminator_lr < c.generator_lr,
         lambda c: Cure(f"Learning rate of D {_plainly(c.generator_lr)}, as G’s", {"discriminator_lr": c.generator_lr})),
        (lambda c: c.discriminator_width < 64, _set("A D of width 128 and depth 3", discriminator_width=128,
                                                    discriminator_depth=3)),
        (lambda c: c.discriminator_lr < 1e-3, _rate("d", 5)),
        (lambda c: c.n_critic < 5, _set("Five updates of D for each of G", n_critic=5))),
    "divergence": (
        _GP, (lambda c: max(c.generator_lr, c.discriminator_lr) > 2e-3,
              _set("Learning rate 0.001", generator_lr=1e-3, discriminator_lr=1e-3)),
        _R1, (lambda c: c.penalty_weight > 10, lambda c: Cure(f"Penalty weight {c.penalty_weight / 10:g}",
                                                              {"penalty_weight": c.penalty_weight / 10})),
        (_always, _rates(0.3))),
    "memorisation": (
        (lambda c: 0 < c.data_size <= 100_000, lambda c: Cure(f"Ten times the data: {10 * c.data_size:,} samples",
                                                              {"data_size": 10 * c.data_size})),
        _R1),
}
"""For each failure (whether a way is open to a configuration, the Cure that it is), the change best known to help first."""
