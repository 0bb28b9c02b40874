"""A generator that writes character after character: SeqGAN's LSTM (Yu et al. 2017, arXiv 1609.05473, section 3.2).

Each number of z draws one character, so that the same z gives the same string. `width` is the number of units.
"""

import torch
from torch import nn
from torch.nn import functional as F

from playground.errors import PlaygroundError
from playground.networks.layers import Drawn


class Cell(Drawn):
    """An LSTM's step (Hochreiter and Schmidhuber 1997): inputs [n, k] and its state, two of [n, width], to the new state."""

    def __init__(self, inputs, width):
        super().__init__()
        self.inner = nn.Parameter(torch.empty(4 * width, width))
        self.outer, self.bias = nn.Parameter(torch.empty(4 * width, inputs)), nn.Parameter(torch.empty(4 * width))

    def draw(self, generator):
        bound = self.inner.shape[1] ** -0.5
        for parameter in self.parameters():
            parameter.uniform_(-bound, bound, generator=generator)

    def forward(self, x, state):
        hidden, cell = state
        enter, keep, new, leave = (F.linear(x, self.outer, self.bias) + F.linear(hidden, self.inner)).chunk(4, 1)
        cell = keep.sigmoid() * cell + enter.sigmoid() * new.tanh()
        return leave.sigmoid() * cell.tanh(), cell


class Speaker(nn.Module):
    """[n, latent_dim] to samples [n, characters, length]; what it draws has no gradient, but a likelihood has."""

    def __init__(self, config, shape):
        super().__init__()
        (characters, self.length), self.width = shape, config.generator_width
        self.embedding = nn.Linear(characters, self.width, bias=False)
        self.cell = Cell(self.width, self.width)
        self.last = nn.Linear(self.width, characters)

    def forward(self, z, given=None, kept=None, likelihood=False):
        """Samples drawn by z; the first `kept` [n] characters are those of samples `given`. With `likelihood` z are samples, and
        what is returned is log p of each of their characters, [n, length].
        """
        return self.likelihood(z) if likelihood else self.write(z, given, kept)

    def write(self, z, given, kept):
        chance, columns = (1 + torch.erf(z[:, :self.length] / 2 ** 0.5)) / 2, []  # Φ(z), by a function that ONNX has too
        before, state = self.begin(z)
        for i in range(self.length):
            logits, state = self.step(before, state)
            before = drawn(logits.softmax(1), chance[:, i])
            if given is not None:
                before = torch.where((i < kept)[:, None], given[:, :, i], before)
            columns.append(before)
        return torch.stack(columns, 2)

    def likelihood(self, x):
        before, state = self.begin(x)
        found = []
        for now in x.unbind(2):
            logits, state = self.step(before, state)
            found.append((logits.log_softmax(1) * now).sum(1))
            before = now
        return torch.stack(found, 1)

    def begin(self, x):
        """Nothing written, and an empty state."""
        n = x.shape[0]  # which a tracer follows, and len(x) it does not
        empty = x.new_zeros(n, self.width)
        return x.new_zeros(n, self.embedding.in_features), (empty, empty)

    def step(self, before, state):
        """The logits of what follows a character [n, characters], and the new state."""
        state = self.cell(self.embedding(before), state)
        return self.last(state[0]), state


def drawn(p, chance):
    """One character of each row of probabilities [n, characters], by a number between 0 and 1 [n]: [n, characters], one-hot."""
    number = (p.cumsum(1) < chance[:, None]).sum(1).clamp(max=p.shape[1] - 1)
    return F.one_hot(number, p.shape[1]).to(p.dtype)


def generator(config, data):
    """[n, latent_dim] to samples [n, characters, length]."""
    if config.latent_dim < data.shape[1]:
        raise PlaygroundError(f"generator=lstm draws each character by one number of z, and {data.spec} has {data.shape[1]} "
                              f"characters: set latent_dim={data.shape[1]} or more.")
    if config.latent != "normal":
        raise PlaygroundError("generator=lstm draws characters by normal numbers: set latent=normal.")
    return Speaker(config, data.shape)


def label(width, depth):
    return f"LSTM, {width} units"
