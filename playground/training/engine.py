"""How a gradient is taken and a state moved on: as values, or in place on bound networks. Both give the same bits.

A state is a flat dict: for each player p in "d", "g" its parameter vector `p`, its optimizer's moments `p.m`, `p.v` and
count `p.t`, its buffers `p/name` (batch statistics, power iteration); the average of G's vector and buffers, `average`
and `average/name`; `step`, a number; and what `memory.py` adds.
"""

import torch
from torch.func import functional_call

from playground.training.optimizers import OPTIMIZERS


class Play:
    """Both networks at one state, as functions; `state` takes up what they remember (batch statistics and the like).

    Where the players are told classes, `label` [n] (long) are those of the batch that is played; of k n samples, each
    batch of n has them.
    """

    def __init__(self, engine, state, label=None):
        self.engine, self.state, self.label = engine, state, label

    def generate(self, z, draw=None):
        """Latents [n, latent_dim] to samples [n, *shape]; a G with noise inputs takes them from `draw`, if there is one."""
        inputs = self.engine.noise_inputs if draw else 0
        return self._call("g", z, **({"noise": draw.normal((len(z), inputs), "noise")} if inputs else {}))

    def complete(self, z, given, kept):
        """Samples `given` [n, *shape] of which only the first `kept` [n] characters stay; z draws the others."""
        return self._call("g", z, given=given, kept=kept)

    def likelihood(self, x):
        """Samples [n, characters, length] to log p of each character, [n, length], by a G that knows it."""
        return self._call("g", x, likelihood=True)

    def score(self, x):
        """Samples [n, *shape] to raw scores [n]."""
        return self._call("d", x)

    def classify(self, x):
        """Samples [n, *shape] to the logits of their classes [n, classes], by a D that names them."""
        return self._call("d", x, classify=True)

    def precise_score(self, x):
        """`score` in float32, whatever the run's precision: a gradient of a gradient does not survive bfloat16."""
        with torch.autocast(x.device.type, enabled=False):
            return self._call("d", x.float(), False)

    def score_both(self, real, fake, apart):
        """Scores of real and fake [n] each: in one pass, or `apart` where D mixes the samples of a batch."""
        if apart:
            return self.score(real), self.score(fake)
        return self.score(torch.cat([real, fake])).split([len(real), len(fake)])

    def _call(self, player, x, mixed=True, **more):
        if self.label is not None:
            more["label"] = self.label.repeat(len(x) // len(self.label))
        y, memory = self.engine.apply(self.state, player, x, mixed, **more)
        self.state = self.state | memory if memory else self.state
        return y


class Functional:
    """The engine that changes nothing it was given: every step returns new tensors."""

    def __init__(self, players, mixed_precision=False):
        self.players, self.mixed_precision = players, mixed_precision

    @property
    def ahead(self):
        """The engine for a look ahead, which must not touch the state that it starts from."""
        return self

    @property
    def noise_inputs(self):
        """How many numbers of noise G takes beside each latent."""
        return getattr(self.players["g"].module, "noise_inputs", 0)

    def apply(self, state, player, x, mixed=True, **more):
        """One network's output on x and what `more` it takes, float32, and the buffers that it wrote, {key: tensor}."""
        p = self.players[player]
        buffers = {name: state[f"{player}/{name}"].clone() for name in p.buffer_names}
        y = self._cast(lambda: functional_call(p.module, p.views(state[player]) | buffers, (x,), more), x, mixed)
        return y, {f"{player}/{name}": b for name, b in buffers.items()}

    def slope(self, player, state, loss):
        """The gradient [p] of `loss(play) -> (scalar, report)` in one player's vector; the other one stands still.

        Returns (gradient, report, state with the new memory).
        """
        at = state[player].detach().requires_grad_()
        play = Play(self, state | {player: at})
        value, report = loss(play)
        (gradient,) = torch.autograd.grad(value, at)
        return gradient, report, play.state | {player: state[player]}

    def update(self, state, player, gradient, config):
        """The state after one player's move along its gradient [p], by the configuration's optimizer."""
        state = self._own(state)
        OPTIMIZERS[config.optimizer].step(state[player], gradient, *self._moments(state, player), _rate(player, config),
                                          config)
        if player == "d" and config.weight_clip:
            state["d"].clamp_(-config.weight_clip, config.weight_clip)
        if player == "g" and config.ema:
            self._average(state, config.ema)
        return state

    def glide(self, state, player, gradient, config):
        """`update` as a differentiable function of its state and gradient; without the average of G."""
        moved = OPTIMIZERS[config.optimizer].glide(state[player], gradient, *self._moments(state, player),
                                                   _rate(player, config), config)
        if player == "d" and config.weight_clip:
            moved = (moved[0].clamp(-config.weight_clip, config.weight_clip), *moved[1:])
        return state | dict(zip((player, f"{player}.m", f"{player}.v", f"{player}.t"), moved))

    def take_up(self, state, new):
        """The state with the memory (buffers and the like) of a state `new` that was played elsewhere."""
        return new | {player: state[player] for player in self.players}

    def look_back(self, state):
        """Lookahead (Chavdarova et al. 2021, arXiv 2006.14567): both players return halfway to their slow weights."""
        state = self._own(state)
        for player in self.players:
            state[f"{player}.slow"].lerp_(state[player], 0.5)
            state[player].copy_(state[f"{player}.slow"])
        return state

    def _moments(self, state, player):
        return state[f"{player}.m"], state[f"{player}.v"], state[f"{player}.t"]

    def _average(self, state, decay):
        """The exponential moving average of G, with a short memory at first so that it forgets the initial weights."""
        rate = 1 - min(decay, (1 + state["step"]) / (10 + state["step"]))
        state["average"].lerp_(state["g"], rate)
        for name in self.players["g"].buffer_names:
            state[f"average/{name}"].lerp_(state[f"g/{name}"], rate)

    def _cast(self, call, x, mixed):
        if self.mixed_precision and mixed:
            with torch.autocast(x.device.type, torch.bfloat16):
                return call().float()
        return call()

    def _own(self, state):
        return clone(state)


class Bound(Functional):
    """The fast engine: modules whose parameters and buffers are views of the one state that it steps in place."""

    def __init__(self, players, state, mixed_precision=False):
        super().__init__(players, mixed_precision)
        for name, p in players.items():
            p.bind(state[name], {b: state[f"{name}/{b}"] for b in p.buffer_names})

    @property
    def ahead(self):
        return Functional(self.players, self.mixed_precision)

    def apply(self, state, player, x, mixed=True, **more):
        return self._cast(lambda: self.players[player].module(x, **more), x, mixed), {}

    def slope(self, player, state, loss):
        p = self.players[player]
        for parameter in p.parameters:
            parameter.requires_grad_(True)
        try:
            play = Play(self, state)
            value, report = loss(play)
            gradients = torch.autograd.grad(value, p.parameters)
        finally:
            for parameter in p.parameters:
                parameter.requires_grad_(False)
        return p.flat(gradients), report, play.state

    def take_up(self, state, new):
        buffers = [f"{player}/{name}" for player, p in self.players.items() for name in p.buffer_names]
        for key in buffers:
            state[key].copy_(new[key])
        return new | {key: state[key] for key in (*self.players, *buffers)}

    def _own(self, state):
        return state


def _rate(player, config):
    """A player's learning rate."""
    return config.generator_lr if player == "g" else config.discriminator_lr


def clone(state):
    """A copy that shares no memory."""
    return {key: value.clone() if isinstance(value, torch.Tensor) else value for key, value in state.items()}


def initial_state(players, generator, device):
    """The state before the first step."""
    state = {"step": 0}
    for name, player in players.items():
        vector, buffers = player.start(generator, device)
        state |= {name: vector, f"{name}.m": torch.zeros_like(vector), f"{name}.v": torch.zeros_like(vector),
                  f"{name}.t": torch.zeros((), device=device)}
        state |= {f"{name}/{b}": tensor for b, tensor in buffers.items()}
    return state | averaged(state)


def averaged(state):
    """The average of G as it begins: a copy of G."""
    return {key.replace("g", "average", 1): value.clone() for key, value in state.items()
            if key == "g" or key.startswith("g/")}
