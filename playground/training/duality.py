"""How far a game is from its equilibrium: the duality gap (Grnarova et al. 2019, arXiv 1811.05512, section 3).

gap = max V(D', G) over D' - min V(D, G') over G', which is 0 at a Nash equilibrium and positive elsewhere. Both best
responses are sought by k steps of the run's own optimizers from copies of both networks, and the best of a few stops on
the way counts, the start among them; so the gap is a lower estimate, and never negative. V is the value that the history
shows, without penalties (the paper's M has a factor of 1/2 before each expectation).
"""

import dataclasses

import torch

from playground.errors import PlaygroundError
from playground.training.draw import Draw
from playground.training.fork import Fork
from playground.training.losses import LOSSES
from playground.training.step import silent

K, STOPS, BATCH = 50, 5, 2048
"""Steps of each best response, stops on the way, and samples on which the values are compared."""


def has_gap(config):
    """Whether the loss is a zero-sum game. The non-saturating one is measured by the minimax game whose V it shows."""
    return LOSSES[config.loss].zero_sum or config.loss == "non-saturating"


def check_gap(config, wanted=True):
    """Raises PlaygroundError where the gap is wanted and the loss is no zero-sum game."""
    if wanted and not has_gap(config):
        known = ", ".join(name for name, loss in LOSSES.items() if loss.zero_sum)
        raise PlaygroundError(f"The duality gap is one of zero-sum games, and loss={config.loss} is none. It is known for "
                              f"{known}, and for non-saturating by the value of minimax.")


def duality_gap(trainer, k=K):
    """The gap of a trainer now, a number. Raises PlaygroundError where the loss is no zero-sum game."""
    check_gap(trainer.config)
    best_d, best_g = Fork(trainer, "best d"), Fork(trainer, "best g")
    if trainer.config.loss == "minimax":  # the same goal without the flat stretch in which a search would stop
        best_g.config = dataclasses.replace(trainer.config, loss="non-saturating")
    return max(values(best_d, "d", k, trainer)) - min(values(best_g, "g", k, trainer))


def values(fork, player, k, trainer):
    """V before `player`'s k steps, and after each part of them."""
    return [value(fork, trainer), *(value(fork.learn(player, -(-k // STOPS)), trainer) for _ in range(STOPS))]


def value(fork, trainer):
    """V at a fork's players, on the same samples for every fork of this moment."""
    config = dataclasses.replace(trainer.config, penalty="none", penalty_weight=0.0, label_smoothing=0.0, consistency=0.0)
    draw = Draw(f"{config.seed}/gap/{trainer.step}", trainer.device)
    real = trainer.real(BATCH * config.packing, draw)
    with torch.no_grad():
        _, (_, _, _, v) = fork.game.loss("d", fork.play(), real, draw, config, silent)
    return float(v)
