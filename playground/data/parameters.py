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


@dataclass(frozen=True)
class Text:
    """Any text of at most so many characters."""

    most: int

    def __contains__(self, value):
        return len(value) <= self.most

    def __str__(self):
        return f"a text of at most {self.most:,} characters"


Count = Annotated[int, Range(1, 64)]
Side = Annotated[int, Range(2, 12)]  # of a square: side² parts
Length = Annotated[float, Range(0.1, 10)]
Place = Annotated[float, Range(-10, 10)]
Spread = Annotated[float, Range(0.01, 10)]  # a standard deviation
Share = Annotated[float, Range(0.01, 0.99)]
Turns = Annotated[float, Range(0.5, 4)]
Pixels = Annotated[int, OneOf((16, 32))]
Letters = Annotated[int, Range(6, 64)]  # characters of a text
Steps = Annotated[int, OneOf((16, 32, 64))]  # of a piece of music
Locale = Annotated[str, OneOf(("all", "en", "de", "fr", "es", "it"))]  # of names
Strokes = Annotated[str, Text(4096)]  # of a drawing: a thousand points
Brush = Annotated[float, Range(0.02, 0.5)]
PictureSide = Annotated[int, OneOf((16, 32, 64, 128))]
Domains = Annotated[int, OneOf((1, 2))]  # kinds of pictures, each in a folder of its own
Channels = Annotated[int, OneOf((1, 3))]
Where = Annotated[str, Text(4096)]  # a place in the file system
Fingerprint = Annotated[str, Text(32)]


@dataclass(frozen=True)
class Parameter:
    """One parameter of a data set: its type (int, float or str), what is allowed, and its default."""

    name: str
    type: type
    allowed: Range | OneOf | Text
    default: int | float | str

    def read(self, text: str):
        """The value that `text` stands for; PlaygroundError when it is not an allowed one."""
        try:
            value = self.type(text)
        except ValueError:
            value = math.nan
        if value not in self.allowed:
            shown = text if len(text) <= 40 else f"{text[:40]}…"
            raise PlaygroundError(f"{self.name}={shown} cannot be used: {self.name} is {self.rule}.")
        return value

    @property
    def rule(self) -> str:
        """What is allowed, in words: "a whole number from 1 to 64"."""
        if not isinstance(self.allowed, Range):
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
    """The shortest text that reads back as the same value: 1.0 is "1", 0.05 is "0.05"."""
    return value if isinstance(value, str) else repr(value).removesuffix(".0")
