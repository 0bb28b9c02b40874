"""The arithmetic grammar S → x | S+S | S-S | S*S | S/S (Kusner and Hernández-Lobato 2016, arXiv 1611.04051, section 4)."""

import re
from dataclasses import dataclass

import torch
from torch import Tensor

from .parameters import Letters
from .text import PAD, Text

OPERATORS = "+-*/"
EXPRESSION = re.compile(r"x([-+*/]x)*")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Grammar(Text):
    """Expressions of at most `length` characters; all their lengths are equally frequent, and so are the operators."""

    alphabet = PAD + "x" + OPERATORS
    marks = ("valid", "wrong")

    def sample(self, n: int, generator: torch.Generator) -> Tensor:
        device, most = generator.device, (self.length + 1) // 2
        terms = torch.randint(1, most + 1, (n, 1), generator=generator, device=device)
        operators = torch.randint(len(OPERATORS), (n, most - 1), generator=generator, device=device)
        codes = torch.zeros(n, self.length, dtype=torch.long, device=device)
        there = torch.arange(most, device=device) < terms
        codes[:, :2 * most:2] = there * self.alphabet.index("x")
        codes[:, 1:2 * most - 1:2] = there[:, 1:] * (operators + self.alphabet.index(OPERATORS[0]))
        return self.one_hot(codes)

    def valid(self, string: str) -> bool:
        """Whether the grammar makes this string."""
        return EXPRESSION.fullmatch(string) is not None

    def mark(self, string: str) -> str:
        return "valid" if self.valid(string) else "wrong"

    @property
    def strings(self) -> int:
        """How many different expressions there are up to this length."""
        return sum(len(OPERATORS) ** k for k in range((self.length + 1) // 2))


def grammar(length: Letters = 12):
    return Grammar(length=length)
