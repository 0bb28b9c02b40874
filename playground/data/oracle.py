"""SeqGAN's synthetic oracle (Yu et al. 2017, arXiv 1609.05473, section 4): strings of a language model that nobody trained, so
that their true likelihood is known.

An LSTM with 32 hidden units whose weights are all standard normal, as in the paper; 26 letters instead of 5,000 words, which
two processor cores can learn.
"""

import string
from dataclasses import dataclass

import torch
from torch import Tensor

from .parameters import Letters
from .text import Text

HIDDEN, SEED = 32, 88
"""Units of its state and numbers of a character's embedding; and where its weights come from."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Oracle(Text):
    """Strings of exactly `length` letters.

    embeddings [letters + 1, HIDDEN], the last of which begins a string; w, u [4 HIDDEN, HIDDEN], b, c [4 HIDDEN]: the LSTM's
    weights on its input and its state, and their biases; out [HIDDEN, letters], bias [letters]: its last layer
    """

    embeddings: Tensor
    w: Tensor
    u: Tensor
    b: Tensor
    c: Tensor
    out: Tensor
    bias: Tensor

    alphabet = string.ascii_lowercase

    @torch.no_grad()
    def sample(self, n: int, generator: torch.Generator) -> Tensor:
        device, codes = generator.device, []
        state, before = None, torch.full((n,), len(self.alphabet), device=device)
        for _ in range(self.length):
            logits, state = self.next(before, state)
            before = torch.multinomial(logits.softmax(1), 1, generator=generator)[:, 0]
            codes.append(before)
        return self.one_hot(torch.stack(codes, 1))

    @torch.no_grad()
    def nll(self, codes: Tensor) -> Tensor:
        """-log p of each character of strings given as numbers [n, length], in nats: [n, length]."""
        state, before, found = None, torch.full((len(codes),), len(self.alphabet), device=codes.device), []
        for now in codes.unbind(1):
            logits, state = self.next(before, state)
            found.append(torch.nn.functional.cross_entropy(logits, now, reduction="none"))
            before = now
        return torch.stack(found, 1)

    def next(self, before: Tensor, state: tuple | None) -> tuple[Tensor, tuple]:
        """The logits [n, letters] of what follows a character [n] in a state of the LSTM, and its new state."""
        embeddings, w, u, b, c, out, bias = self._on(before.device, *SHAPES)
        state = state or (torch.zeros(len(before), HIDDEN, device=before.device),) * 2
        state = torch.lstm_cell(embeddings[before], state, w, u, b, c)
        return state[0] @ out + bias, state


SHAPES = {"embeddings": (27, HIDDEN), "w": (4 * HIDDEN, HIDDEN), "u": (4 * HIDDEN, HIDDEN), "b": (4 * HIDDEN,), "c": (4 * HIDDEN,),
          "out": (HIDDEN, 26), "bias": (26,)}


def oracle(length: Letters = 20):
    source = torch.Generator().manual_seed(SEED)
    return Oracle(length=length, **{name: torch.randn(shape, generator=source) for name, shape in SHAPES.items()})
