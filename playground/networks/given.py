"""Generators that begin with a known distribution, to see what D makes of it: exactly the data, or a single mode.

Both can then learn, but only to shift and to stretch what they give.
"""

import torch
from torch import nn

from playground.errors import PlaygroundError
from playground.networks.layers import Given


EASE = 10.0
"""How easily the samples move: two numbers do with the usual learning rates what a network's thousands do."""


class Mixture(Given):
    """[n, latent_dim] to samples of a mixture of Gaussians [n, dim], scaled and shifted by what G learns.

    The first number of a latent chooses the centre, the next ones are the noise; all are taken for standard normal.
    """

    def __init__(self, data, weights):
        super().__init__()
        self.begins = {"centres": (data.modes - data.centre) / data.scale, "edges": weights.cumsum(0)[:-1]}
        self.noise = data.std / data.scale
        for name, tensor in self.begins.items():
            self.register_buffer(name, torch.empty(tensor.shape))
        self.stretch, self.shift = (nn.Parameter(torch.empty(data.shape)) for _ in range(2))

    def begin(self):
        for name, tensor in self.begins.items():
            getattr(self, name).copy_(tensor)
        self.stretch.zero_()
        self.shift.zero_()

    def forward(self, z):
        chosen = torch.bucketize(torch.special.ndtr(z[:, 0]), self.edges)
        x = self.centres[chosen] + self.noise * z[:, 1:1 + self.centres.shape[1]]
        return x * (1 + EASE * self.stretch) + EASE * self.shift


def exact(config, data):
    """A generator that samples the data exactly."""
    _check(config, data)
    return Mixture(data, data.weights)


def collapsed(config, data):
    """A generator that samples one mode of the data only."""
    _check(config, data)
    weights = torch.zeros(len(data.modes), device="cpu")  # not meta, on which networks are built
    weights[0] = 1
    return Mixture(data, weights)


def _check(config, data):
    if data.modes is None:
        raise PlaygroundError(f"generator={config.generator} needs data with known modes, and {data.spec} has none: take "
                              "ring, grid or gaussian-1d.")
    if not config.unit_size:
        raise PlaygroundError(f"generator={config.generator} makes samples of unit size: set unit_size=true.")
    if config.latent != "normal" or config.latent_dim != 1 + data.shape[0]:
        raise PlaygroundError(f"generator={config.generator} makes a sample of {data.spec} from {1 + data.shape[0]} normal "
                              f"numbers: set latent=normal latent_dim={1 + data.shape[0]}.")
