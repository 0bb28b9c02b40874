"""Text: strings of one alphabet, padded to one length, as one-hot columns."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor
from torch.nn import functional

from .base import Data

PAD = "·"
"""What fills a string up to its length; inside a string it is a mistake that can be seen."""
SHORTEST = 6
"""The least length: so many characters in a row are measured."""
MARKS = ("", "wrong", "new", "valid", "copied")
"""What can be said of a string: nothing, or that it is not as the data is, as it and not in it, right, or in it."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Text(Data):
    """Strings of at most `length` characters of an `alphabet`, whose first character is PAD where strings differ in length.

    A sample is float32 [characters, length]: each column says which character stands there, 1 for it and 0 for all others.
    Convolutions go along the last dimension, and packing puts samples beside each other along the first.
    """

    kind: str = "text"
    length: int

    alphabet = PAD
    marks = ()  # of MARKS, those that its strings can have
    scale = 1.0

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.alphabet), self.length

    @property
    def centre(self) -> Tensor:
        return torch.zeros(())

    def mark(self, string: str) -> str:
        """What can be said of a string, one of MARKS."""
        return ""

    def codes(self, strings) -> Tensor:
        """n strings of the alphabet to the numbers of their characters, int64 [n, length]."""
        number = {character: i for i, character in enumerate(self.alphabet)}
        return torch.tensor([[number[c] for c in string.ljust(self.length, PAD)] for string in strings]).view(-1, self.length)

    def one_hot(self, codes: Tensor) -> Tensor:
        """Numbers of characters [n, length] to samples [n, characters, length]."""
        return functional.one_hot(codes, len(self.alphabet)).mT.float()

    def encode(self, strings) -> Tensor:
        """n strings of the alphabet to samples [n, characters, length]."""
        return self.one_hot(self.codes(strings))

    def decode(self, samples: Tensor) -> list[str]:
        """Samples [n, characters, length] to strings: the likeliest character of each column, without the padding at the end."""
        return decoded(samples, self.alphabet)


def decoded(samples: Tensor, alphabet: str) -> list[str]:
    """Samples [n, characters, length] to strings, as `Text.decode`."""
    return ["".join(alphabet[i] for i in row).rstrip(PAD) for row in samples.argmax(1).tolist()]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Strings(Text):
    """A list of strings in memory."""

    alphabet: str
    listed: tuple[str, ...]

    marks = ("new", "copied", "wrong")

    def sample(self, n: int, generator: torch.Generator) -> Tensor:
        (numbers,) = self._on(generator.device, "numbers")
        return self.one_hot(numbers[torch.randint(len(numbers), (n,), generator=generator, device=generator.device)])

    def mark(self, string: str) -> str:
        return "copied" if string in self.known else "new" if self.attested(string) else "wrong"

    def attested(self, string: str) -> bool:
        """Whether any three characters in a row stand somewhere in the list; one that is shorter has to stand there itself."""
        return trigrams(string) <= self.trigrams.keys() if len(string) > 2 else string in self.known

    @cached_property
    def numbers(self) -> Tensor:
        return self.codes(self.listed)

    @cached_property
    def known(self) -> frozenset[str]:
        """The strings of the list."""
        return frozenset(self.listed)

    @cached_property
    def trigrams(self) -> Counter:
        """Three characters in a row, wherever they stand in the list, and in how many of its different strings."""
        return Counter(gram for string in self.known for gram in trigrams(string))

    @cached_property
    def attested_share(self) -> float:
        """The share of the list's different strings of which the others have any three characters in a row."""
        return sum(all(self.trigrams[gram] > 1 for gram in trigrams(string)) for string in self.known) / len(self.known)


def trigrams(string: str) -> set[str]:
    """Any three characters in a row."""
    return {string[i:i + 3] for i in range(len(string) - 2)}


def as_strings(strings) -> Strings:
    """A data set of these strings, with the characters that occur in them, as long as the longest."""
    listed = tuple(strings)
    characters = sorted(set().union(*listed) - {PAD})
    return Strings(alphabet=PAD + "".join(characters), length=max(SHORTEST, *map(len, listed)), listed=listed)
