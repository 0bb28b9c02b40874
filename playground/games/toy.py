"""Games of two numbers with known equilibria: the Dirac-GAN and the bilinear game, at (θ, ψ) = (0, 0).

The Dirac-GAN (Mescheder et al. 2018, arXiv 1801.04406, definition 2.1) has one datum at 0, one fake at θ and the linear
D(x) = ψ x; with the Wasserstein loss it is the bilinear game V = -θψ. Both begin at (1, 1).
"""

import math

import torch

from playground.games.gan import GAN
from playground.training.engine import Play
from playground.training.step import silent

START = (1.0, 1.0)


class Toy(GAN):
    """The GAN whose history also holds the way of (θ, ψ)."""

    columns = (*GAN.columns, "theta", "psi")

    def complete(self, row, state):
        return torch.cat([row, state["g"], state["d"]])

    def measures(self, trainer, fake):
        """The distance from the equilibrium, now and at first, and the eigenvalues of the linearised flow."""
        here = torch.stack([trainer.state["g"], trainer.state["d"]]).norm()
        flow = eigenvalues(trainer.functional, trainer.state, trainer.config)
        return {"radius": float(here), "radius_initial": math.hypot(*START), "eigenvalues": flow}


def velocity(engine, state, place, config):
    """The gradient flow (θ', ψ') at `place` = (θ, ψ), a tensor [2] that may ask for gradients; differentiable, [2].

    Expectations over the noise are taken by evenly spaced quantiles instead of random numbers. With updates=consensus the
    flow has its extra term.
    """
    theta, psi = place[:1], place[1:]
    game, draw, play = GAN(), Quantiles(), Play(engine, state | {"g": theta, "d": psi})
    real = torch.zeros(QUANTILES * config.packing, 1)
    slope = []
    for player, at in (("g", theta), ("d", psi)):
        value, _ = game.loss(player, play, real, draw, config, silent)
        slope += torch.autograd.grad(value, at, create_graph=True)
    if config.updates == "consensus":
        energy = sum(s.square().sum() for s in slope) / 2
        slope = [s + config.consensus * c
                 for s, c in zip(slope, torch.autograd.grad(energy, (theta, psi), create_graph=True))]
    return -torch.cat(slope)


def field(engine, state, places, config):
    """The gradient flow at many places [n, 2], as [n, 2]."""
    return torch.stack([velocity(engine, state, place.requires_grad_(), config).detach() for place in places.clone()])


def eigenvalues(engine, state, config):
    """The eigenvalues of the flow's Jacobian at the equilibrium, [[real, imaginary], [real, imaginary]].

    The flow approaches the equilibrium where all real parts are negative, and leaves it where one is positive.
    """
    place = torch.zeros(2, requires_grad=True)
    flow = velocity(engine, {**state, "step": max(state["step"], config.instance_noise_steps)}, place, config)
    rows = [torch.autograd.grad(part, place, retain_graph=True)[0] for part in flow]
    found = torch.linalg.eigvals(torch.stack(rows).double())
    return sorted([float(value.real), float(value.imag)] for value in found)


QUANTILES = 2048


class Quantiles:
    """Stands in for `Draw`: instead of n random numbers, n evenly spaced quantiles of their distribution."""

    def latent(self, n, config):
        return torch.zeros(n, config.latent_dim)

    def uniform(self, n, stream):
        return (torch.arange(n) + 0.5) / n

    def paired_normal(self, shape, stream):
        return torch.special.ndtri(self.uniform(shape[0], stream).double()).float().view(shape)
