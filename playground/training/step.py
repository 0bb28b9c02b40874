"""One step of a GAN. The algorithm of Goodfellow et al. 2014 is `alternate`; other dynamics stand in `dynamics.py`."""

import torch

COLUMNS = ("loss_d", "d_real", "d_fake", "value", "loss_g", "gradient_d", "gradient_g")
"""What a step reports: both losses, D's mean answer on real and fake, the value of the game, both gradient norms."""


def silent(name, player, **tensors):
    """Nobody is watching the phases of this step."""


def gan_step(dynamics, game, engine, state, reals, draw, config, note=silent):
    """One step: the dynamics' moves, and now and then a look back. Returns the new state and its report.

    `note(name, player, **tensors)` is told of every phase.
    """
    state, row = dynamics(game, engine, state, reals, draw, config, note)
    if config.lookahead and (state["step"] + 1) % config.lookahead == 0:
        state = engine.look_back(state)
    return state | {"step": state["step"] + 1}, game.complete(row, state)


def alternate(game, engine, state, reals, draw, config, note):
    """Algorithm 1 of arXiv 1406.2661: k updates of D, each on a batch of `reals`, then one update of G."""
    reports, gradients = nothing_learned(state), {}

    if config.players != "generator":
        for real in reals:
            state, gradients["d"], reports["d"] = turn(game, engine, state, "d", real, draw, config, note)

    if config.players != "discriminator":
        state, gradients["g"], reports["g"] = turn(game, engine, state, "g", reals[-1], draw, config, note)

    return state, report(reports, gradients, state)


def turn(game, engine, state, player, real, draw, config, note):
    """One player samples, finds its gradient and moves, while the other one stands still.

    Returns the new state, the gradient and the report of the player's loss.
    """
    if player == "d":
        note("sample", "d", real=game.samples(real))
    gradient, told, state = engine.slope(
        player, state, lambda play: game.loss(player, play, real, draw, config, note))
    note("gradient", player, gradient=gradient)
    state = engine.update(state, player, gradient, config)
    note("update", player, parameters=state[player])
    return state, gradient, told


def nothing_learned(state):
    """The reports of both players if they stand still."""
    nothing = torch.full((), torch.nan, device=state["d"].device)
    return {"d": [nothing] * 4, "g": [nothing]}


def report(reports, gradients, state):
    """A step's report: one tensor in the order of COLUMNS, NaN for a player that stands still."""
    nothing = torch.full((), torch.nan, device=state["d"].device)
    norms = [gradients[p].norm() if p in gradients else nothing for p in ("d", "g")]
    return torch.stack([*reports["d"], *reports["g"], *norms])
