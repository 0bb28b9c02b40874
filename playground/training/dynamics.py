"""How the two players move: in turns, at once, or with a look ahead.

The game gives both players' gradients at any point; a dynamics turns them into a move of both. Each is called as
`step(game, engine, state, reals, draw, config, note)` and returns the new state and the report of a step. A look-ahead is
a step of a fork of the state (`engine.ahead`), which is then dropped.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch

from playground.training.engine import Play
from playground.training.phases import IN_TURNS, TOGETHER
from playground.training.step import alternate, nothing_learned, report, silent, turn


def simultaneous(game, engine, state, reals, draw, config, note):
    """Both gradients at the same point, then both moves."""
    gradients, reports, state = slopes(game, engine, state, reals[0], draw, config, note)
    return move(engine, state, gradients, config, note), report(reports, gradients, state)


def extra_gradient(game, engine, state, reals, draw, config, note):
    """Look one simultaneous step ahead, and move from here by the gradients found there."""
    gradients, _, state = slopes(game, engine, state, reals[0], draw, config)
    there = move(engine.ahead, state, gradients, config)
    gradients, reports, _ = slopes(game, engine.ahead, there, reals[0], draw, config, note)
    return move(engine, state, gradients, config, note), report(reports, gradients, state)


def optimistic(game, engine, state, reals, draw, config, note):
    """Move by twice this gradient less the one before: a guess of the next one. The first step is a plain one."""
    gradients, reports, state = slopes(game, engine, state, reals[0], draw, config, note)
    past = {p: torch.where(state[f"{p}.past"].isnan(), g, state[f"{p}.past"]) for p, g in gradients.items()}
    state = state | {f"{p}.past": g for p, g in gradients.items()}
    guesses = {p: 2 * g - past[p] for p, g in gradients.items()}
    return move(engine, state, guesses, config, note), report(reports, gradients, state)


def consensus(game, engine, state, reals, draw, config, note):
    """Each player also descends |v|² / 2, the energy of both gradients v, times `config.consensus`."""
    at = {p: state[p].detach().requires_grad_() for p in learning(config)}
    play = Play(engine.ahead, state | at)
    note("sample", "d", real=game.samples(reals[0]))
    gradients, reports = {}, nothing_learned(state)
    for p in at:
        value, reports[p] = game.loss(p, play, reals[0], draw, config, note)
        (gradients[p],) = torch.autograd.grad(value, at[p], create_graph=True)
        note("gradient", p, gradient=gradients[p])
    energy = sum(g.square().sum() for g in gradients.values()) / 2
    calm = dict(zip(at, torch.autograd.grad(energy, list(at.values()))))
    gradients = {p: g.detach() for p, g in gradients.items()}
    state = engine.take_up(state, play.state)
    moved = move(engine, state, {p: g + config.consensus * calm[p] for p, g in gradients.items()}, config, note)
    return moved, report(reports, gradients, moved)


def unrolled(game, engine, state, reals, draw, config, note):
    """As in turns, but G's loss is that against the D of `config.unrolled_steps` updates later, which G's move changes."""
    reports, gradients = nothing_learned(state), {}
    if "d" in learning(config):
        for real in reals:
            state, gradients["d"], reports["d"] = turn(game, engine, state, "d", real, draw, config, note)
    if "g" in learning(config):
        def loss(play):
            foreseen = answers(game, engine.ahead, play.state, reals[-1], draw, config)
            play = Play(engine.ahead, play.state | {"d": foreseen})
            return game.loss("g", play, reals[-1], draw, config, note)
        gradients["g"], reports["g"], _ = engine.ahead.slope("g", state, loss)
        note("gradient", "g", gradient=gradients["g"])
        state = engine.update(state, "g", gradients["g"], config)
        note("update", "g", parameters=state["g"])
    return state, report(reports, gradients, state)


def answers(game, ahead, state, real, draw, config):
    """D's parameters after the updates by which it would answer G, as a differentiable function of G's."""
    state = state | {"d": state["d"].detach().clone().requires_grad_()}
    for _ in range(config.unrolled_steps):
        play = Play(ahead, state)
        value, _ = game.loss("d", play, real, draw, config, silent)
        (gradient,) = torch.autograd.grad(value, state["d"], create_graph=True)
        state = ahead.glide(play.state, "d", gradient, config)
    return state["d"]


def learning(config):
    """The players that learn, D first."""
    return {"both": ("d", "g"), "discriminator": ("d",), "generator": ("g",)}[config.players]


def slopes(game, engine, state, real, draw, config, note=silent):
    """Both players' gradients {player: [p]} and reports at one point, and the state with its new memory."""
    gradients, reports = {}, nothing_learned(state)
    note("sample", "d", real=game.samples(real))
    for p in learning(config):
        gradients[p], reports[p], state = engine.slope(
            p, state, lambda play: game.loss(p, play, real, draw, config, note))
        note("gradient", p, gradient=gradients[p])
    return gradients, reports, state


def move(engine, state, gradients, config, note=silent):
    """The state after both players' updates along their gradients."""
    for p, gradient in gradients.items():
        state = engine.update(state, p, gradient, config)
        note("update", p, parameters=state[p])
    return state


@dataclass(frozen=True)
class Dynamics:
    """One row of the table of dynamics; `order` is that of the phases of a step."""

    title: str
    source: str
    about: str
    step: Callable
    order: tuple


DYNAMICS = {
    "alternating": Dynamics(
        "In turns", "Goodfellow et al. 2014, arXiv 1406.2661, algorithm 1",
        "D moves first, and G against the new D.", alternate, IN_TURNS),
    "simultaneous": Dynamics(
        "At once", "Mescheder et al. 2017, arXiv 1705.10461, algorithm 1",
        "Both move from the same point.", simultaneous, TOGETHER),
    "extra-gradient": Dynamics(
        "Extra-gradient", "Korpelevich 1976; Gidel et al. 2019, arXiv 1802.10551",
        "Both look one step ahead, and move by the gradients found there.", extra_gradient, TOGETHER),
    "optimistic": Dynamics(
        "Optimistic", "Daskalakis et al. 2018, arXiv 1711.00141",
        "Both move by twice the gradient less the one before, a guess of the next.", optimistic, TOGETHER),
    "consensus": Dynamics(
        "Consensus", "Mescheder et al. 2017, arXiv 1705.10461",
        "Both also reduce the length of both gradients, which quietens the game.", consensus, TOGETHER),
    "unrolled": Dynamics(
        "Unrolled", "Metz et al. 2017, arXiv 1611.02163",
        "G moves against the D that would have answered it, some updates later.", unrolled, IN_TURNS),
}
