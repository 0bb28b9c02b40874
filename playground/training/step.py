"""One step of a GAN: the algorithm of Goodfellow et al. 2014 in one screen."""

import torch

COLUMNS = ("loss_d", "d_real", "d_fake", "value", "loss_g", "gradient_d", "gradient_g")
"""What a step reports: both losses, D's mean answer on real and fake, the value of the game, both gradient norms."""


def silent(name, player, **tensors):
    """Nobody is watching the phases of this step."""


def gan_step(game, engine, state, reals, draw, config, note=silent):
    """Algorithm 1 of arXiv 1406.2661: k updates of D, each on a batch of `reals`, then one update of G.

    Returns the new state and a report, one tensor in the order of COLUMNS (NaN for a player that stands still).
    `note(name, player, **tensors)` is told of every phase.
    """
    nothing = torch.full((), torch.nan, device=state["d"].device)
    report_d, report_g, norm_d, norm_g = [nothing] * 4, [nothing], nothing, nothing

    if config.players != "generator":
        for real in reals:
            note("sample", "d", real=real)
            gradient, report_d, state = engine.slope(
                "d", state, lambda play: game.discriminator_loss(play, real, draw, config, note))
            note("gradient", "d", gradient=gradient)
            state = engine.update(state, "d", gradient, config)
            note("update", "d", parameters=state["d"])
            norm_d = gradient.norm()

    if config.players != "discriminator":
        gradient, report_g, state = engine.slope(
            "g", state, lambda play: game.generator_loss(play, reals[-1], draw, config, note))
        note("gradient", "g", gradient=gradient)
        state = engine.update(state, "g", gradient, config)
        note("update", "g", parameters=state["g"])
        norm_g = gradient.norm()

    return state | {"step": state["step"] + 1}, torch.stack([*report_d, *report_g, norm_d, norm_g])
