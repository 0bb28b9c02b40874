"""What the parameters of a data set may be, and how they are read from and written as text.

A data set is built by a function whose keyword arguments are its parameters. Their annotations say
what is allowed: `std: Spread = 0.05`.
"""

import inspect
import math
from dataclasses import dataclass
from typing import Annotated, Callable, get_type_hints

from ..errors import PlaygroundError


@dataclass(frozen=True)
class Range:
    """Numbers from low to high, both allowed."""

    low: float
    high: float

    def __contains__(self, value):
        return self.low <= value <= self.high  # False for NaN

    def __str__(self):
        return f"from {as_text(self.low)} to {as_text(self.high)}"


@dataclass(frozen=True)
class OneOf:
    """One of a few values."""

    values: tuple

    def __contains__(self, value):
        return value in self.values

    def __str__(self):
        return " or ".join(map(as_text, self.values))


Count = Annotated[int, Range(1, 64)]
Side = Annotated[int, Range(2, 12)]  # of a square: side² parts
Length = Annotated[float, Range(0.1, 10)]
Place = Annotated[float, Range(-10, 10)]
Spread = Annotated[float, Range(0.01, 10)]  # a standard deviation
Share = Annotated[float, Range(0.01, 0.99)]
Turns = Annotated[float, Range(0.5, 4)]
Pixels = Annotated[int, OneOf((16, 32))]


@dataclass(frozen=True)
class Parameter:
    """One parameter of a data set: its type (int or float), what is allowed, and its default."""

    name: str
    type: type
    allowed: Range | OneOf
    default: int | float

    def read(self, text: str):
        """The value that `text` stands for; PlaygroundError when it is not an allowed number."""
        try:
            value = self.type(text)
        except ValueError:
            value = math.nan
        if value not in self.allowed:
            raise PlaygroundError(f"{self.name}={text!s} cannot be used: {self.name} is {self.rule}.")
        return value

    @property
    def rule(self) -> str:
        """What is allowed, in words: "a whole number from 1 to 64"."""
        if isinstance(self.allowed, OneOf):
            return str(self.allowed)
        return f"a {'whole ' if self.type is int else ''}number {self.allowed}"


def parameters_of(build: Callable) -> dict[str, Parameter]:
    """The parameters of a data set's function, in the order of its signature."""
    hints = get_type_hints(build, include_extras=True)
    return {
        name: Parameter(name, hints[name].__origin__, hints[name].__metadata__[0], argument.default)
        for name, argument in inspect.signature(build).parameters.items()
    }


def as_text(value) -> str:
    """The shortest text that reads back as the same number: 1.0 is "1", 0.05 is "0.05"."""
    return repr(value).removesuffix(".0")
