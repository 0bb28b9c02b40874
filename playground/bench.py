"""How fast this machine trains: `python -m playground bench`. A benchmark is a function of the seconds it may take."""

import os
import platform
import statistics
import time

import torch
from torch.nn.functional import softplus

from playground.bench_live import live
from playground.networks import build
from playground.networks.layers import initialise
from playground.recipes import recipe
from playground.training.draw import generator, latents
from playground.training.step import gan_step
from playground.training.trainer import Trainer

WORKS = {"ring": ("gan", "ring"), "grid": ("r3gan", "grid"), "glyphs": ("dcgan", "glyphs")}
"""What is trained: (recipe, data set)."""

SLICE = 0.15
"""Seconds of one loop before the next has its turn."""


def steps(seconds):
    """Steps per second of each work in three loops: rows {work, loop, steps_per_second}.

    ours: `Trainer.run`; functional: the same step on the engine that changes nothing in place; plain: an ordinary loop
    with `torch.optim`, as a yardstick.
    """
    rows = []
    for work, (name, data) in WORKS.items():
        config = recipe(name, data=data, seed=0)
        loops = {"ours": ours(config), "functional": functional(config), "plain": plain(config)}
        rows += [{"work": work, "loop": loop, "steps_per_second": rate}
                 for loop, rate in measure(loops, seconds / len(WORKS), config).items()]
    return rows


BENCHES = {"steps": steps, "live": live}


def machine():
    """What the numbers hold for."""
    return {"processor": platform.processor() or platform.machine(), "cores": os.cpu_count(),
            "gpu": torch.cuda.get_device_name() if torch.cuda.is_available() else None,
            "python": platform.python_version(), "torch": torch.__version__}


def measure(loops, seconds, config):
    """The median steps per second of each loop, {name: advance(n)}, in `seconds` all together.

    The loops take turns in short slices, so that whatever else the machine does hits all of them alike.
    """
    with Trainer(config).own_threads():
        size = {}
        for name, advance in loops.items():
            advance(4)  # the first steps set things up
            size[name] = max(1, round(SLICE * _rate(advance, 8)))
        rates, end = {name: [] for name in loops}, time.perf_counter() + seconds
        while time.perf_counter() < end or not all(rates.values()):
            for name, advance in loops.items():
                rates[name].append(_rate(advance, size[name]))
    return {name: statistics.median(each) for name, each in rates.items()}


def _rate(advance, n):
    _wait()
    began = time.perf_counter()
    advance(n)
    _wait()
    return n / (time.perf_counter() - began)


def _wait():
    """Until the device has done what it was asked to."""
    if torch.cuda.is_available():
        torch.cuda.synchronize()


# -- the loops: each is a function advance(n) that takes n steps -------------------------------------------------------

def ours(config):
    return Trainer(config).run


def functional(config):
    trainer = Trainer(config)
    state = trainer.state

    def advance(n):
        nonlocal state
        for _ in range(n):
            reals = [trainer.in_network_units(trainer.data.sample(config.batch_size, trainer.draw["data"]))
                     for _ in range(config.n_critic)]
            state, _ = gan_step(trainer.dynamics.step, trainer.game, trainer.functional, state, reals, trainer.draw, config)

    return advance


def plain(config):
    """The loop that anybody would write, for the losses of WORKS: non-saturating, or relativistic with R1 and R2."""
    trainer = Trainer(config)
    device, n, relativistic = trainer.device, config.batch_size, config.loss == "relativistic"
    D, G, average = (initialised(build(config, trainer.data)[player]).to(device) for player in "dgg")
    adam = {"betas": (config.beta1, config.beta2)}
    update_d = torch.optim.Adam(D.parameters(), config.discriminator_lr, **adam)
    update_g = torch.optim.Adam(G.parameters(), config.generator_lr, **adam)
    source = generator(0, "plain", device)

    def slope(x):
        x = x.clone().requires_grad_()
        (gradient,) = torch.autograd.grad(D(x).sum(), x, create_graph=True)
        return gradient.square().flatten(1).sum(1)

    def step():
        real = trainer.in_network_units(trainer.data.sample(n, source))
        with torch.no_grad():
            fake = G(latents(n, config, source))
        loss = softplus(D(fake) - D(real)) if relativistic else softplus(-D(real)) + softplus(D(fake))
        if config.penalty == "r1+r2":
            loss = loss + config.penalty_weight / 2 * (slope(real) + slope(fake))
        update_d.zero_grad()
        loss.mean().backward()
        update_d.step()

        fake = G(latents(n, config, source))
        loss = softplus(D(real) - D(fake)) if relativistic else softplus(-D(fake))
        update_g.zero_grad()
        loss.mean().backward()
        update_g.step()
        if config.ema:
            with torch.no_grad():
                for mean, weight in zip(average.parameters(), G.parameters()):
                    mean.lerp_(weight, 1 - config.ema)

    def advance(n):
        for _ in range(n):
            step()

    return advance


def initialised(module):
    initialise(module, generator(0, "plain"))
    return module
