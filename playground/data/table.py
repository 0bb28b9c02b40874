"""The table of data sets, and how a spec such as "grid:side=3,std=0.1" is read."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Callable

from ..errors import PlaygroundError
from . import (bach, chorale_rules, drawn, emoji, fetched, grammar, images, landscapes, lettering, line, lists, oracle, own, pairs, points,
               toy)
from .base import Data
from .parameters import Parameter, as_text, parameters_of


@dataclass(frozen=True)
class Source:
    """One line of the table: a data set before its parameters are chosen.

    kind: "line" (one dimension), "points" (two), "images", "text", "music", "pairs" (pictures to
        translate) or "toy" (a single place); that of the data where it says one
    caption: its title, in which {parameters} are filled in
    about: a sentence on what there is to see
    build: makes it; its annotated keyword arguments are the parameters
    first: the parameter that stands first in a spec, without its name
    embedded: whether it can be made at any time, of what comes with the playground
    """

    name: str
    kind: str
    caption: str
    about: str
    build: Callable[..., Data]
    first: str = ""
    embedded: bool = True

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        return parameters_of(self.build)

    @property
    def defaults(self) -> dict[str, int | float | str]:
        return {name: parameter.default for name, parameter in self.parameters.items()}

    @property
    def title(self) -> str:
        """The title with the default parameters."""
        return self.caption.format(**self.defaults)

    def make(self, **changes) -> Data:
        """The data set with these parameters, already checked, in place of the defaults."""
        values = self.defaults | changes
        data = self.build(**values)
        changes |= dict(data.found)
        return replace(
            data,
            spec=self.name + ":" * bool(changes) + self.as_text(changes),
            name=self.name,
            kind=data.kind or self.kind,
            title=self.caption.format(**{name: as_text(value) for name, value in values.items()}),
        )

    def as_text(self, values: dict) -> str:
        """Parameters as a spec has them, in the order of the signature."""
        ordered = {name: values[name] for name in self.parameters if name in values}
        leading = [as_text(ordered.pop(self.first, ""))] if self.first else []
        return ",".join([*leading, *filter(None, [as_pairs(ordered)])])


SOURCES = (
    Source("gaussian-1d", "line", "one Gaussian",
           "The simplest case: G has to move and stretch its noise.", line.gaussian),
    Source("two-gaussians-1d", "line", "two Gaussians on a line",
           "G has to tear its noise in two; see how steep it grows between them.", line.two_gaussians),
    Source("ring", "points", "ring of {modes}",
           "Separate modes on a circle: does G find all of them?", points.ring),
    Source("grid", "points", "grid of {side} × {side}",
           "Many small modes: plain GANs cover them unevenly.", points.grid),
    Source("two-gaussians", "points", "two Gaussians",
           "Two broad modes side by side.", points.two_gaussians),
    Source("line", "points", "line",
           "All of the data lies near one line in the plane.", points.line),
    Source("disjoint-rings", "points", "disjoint rings",
           "Two circles that do not touch: a continuous G cannot cover both without a bridge.", points.disjoint_rings),
    Source("spiral", "points", "spiral",
           "One long thin curve that G has to wind up.", points.spiral),
    Source("moons", "points", "two moons",
           "Two half circles that reach into each other.", points.moons),
    Source("checkerboard", "points", "checkerboard",
           "Evenly filled squares with sharp edges, and empty ones between.", points.checkerboard),
    Source("swiss-roll", "points", "Swiss roll",
           "A spiral that is denser inside than outside.", points.swiss_roll),
    Source("digits", "images", "handwritten digits",
           "Real handwriting, small: 1,797 digits by 13 people.", images.digits),
    Source("glyphs", "images", "capital letters",
           "A to Z in 22 typefaces: watch strokes join into letters.", images.glyphs),
    Source("emoji", "images", "emoji",
           "474 of them in colour: faces, animals, food and more. Few, so see whether G learns them by heart.", emoji.emoji),
    Source("landscapes", "images", "landscapes",
           "Sun or moon over mountains, drawn by a rule: all that differs between them is known.", landscapes.landscapes),
    Source("grammar", "text", "sums of x",
           "Expressions such as x+x*x: which strings are right is known exactly.", grammar.grammar),
    Source("names", "text", "first names",
           "2,161 names from five languages: does G learn how names sound, or the names by heart?", lists.names),
    Source("words", "text", "English words",
           "1,919 common words: watch it invent words that could be English.", lists.words),
    Source("oracle", "text", "SeqGAN’s oracle",
           "Strings of letters by a language model that nobody trained, so their true likelihood is known.", oracle.oracle),
    Source("chorale-rules", "music", "chorales by rules",
           "Four voices by five rules, all of which are known: can G find them by ear?", chorale_rules.chorale_rules),
    Source("bach", "music", "Bach’s chorales",
           "Four voices by Bach, moved to C major or A minor, from the package music21.", bach.bach,
           embedded=False),
    Source("bold", "pairs", "regular to bold",
           "Letters to be made bold, judged by the letters of font families that nobody trains on.", lettering.bold),
    Source("italic", "pairs", "upright to italic",
           "Letters to be slanted: every part of a letter has to move, the more the higher it is.", lettering.italic),
    Source("serif", "pairs", "serif to sans",
           "Letters to lose their serifs, judged by a font family that nobody trains on.", lettering.serif),
    Source("night", "pairs", "day to night",
           "Landscapes by day to be painted as they are at night: the true answer is known from the rule that drew them.", pairs.night),
    Source("emoji-outline", "pairs", "outline to emoji",
           "Outlines to be coloured: a mouth may be any red, but what is a face is yellow.", pairs.emoji_outline),
    Source("dirac", "toy", "one datum at 0",
           "The smallest data there is, for a game of two numbers whose equilibrium is known.", toy.dirac),
    Source("drawn", "points", "your drawing",
           "Lines and dots that you draw with mouse, pen or finger; a smile until you do.", drawn.drawn),
    Source("mnist", "images", "MNIST",
           "60,000 handwritten digits. Fetched once: python -m playground data fetch mnist.", fetched.mnist, embedded=False),
    Source("fashion-mnist", "images", "Fashion-MNIST",
           "60,000 pieces of clothing. Fetched once, or Debian’s dataset-fashion-mnist.", fetched.fashion_mnist, embedded=False),
    Source("cifar10", "images", "CIFAR-10",
           "50,000 small photographs in ten classes. Fetched once, 170 MB.", fetched.cifar10, embedded=False),
    Source("pets", "images", "pets",
           "7,000 photographs of cats and dogs (Oxford-IIIT Pet). Fetched once, 792 MB.", fetched.pets, embedded=False),
    Source("horse2zebra", "pairs", "horse to zebra",
           "1,067 photographs of horses and 1,334 of zebras. Fetched once, 117 MB.", fetched.horse2zebra, embedded=False),
    Source("path", "images", "your pictures",
           "Pictures of your own in a folder or a zip, of any size and kind: path:FOLDER_OR_ZIP. A text of your own: path:FILE.",
           own.path, first="where", embedded=False),
)
DATA = {source.name: source for source in SOURCES}
EMBEDDED = {name: source for name, source in DATA.items() if source.embedded}


def dataset(spec: str) -> Data:
    """The data set that a spec names: "ring", or with parameters "grid:side=3,std=0.1".

    Its `.spec` is the same text in order: parameters as in the signature, and only those that differ
    from their defaults. Two specs of the same data are therefore equal.
    Raises PlaygroundError for a name, parameter or value that is not known; it lists those that are.
    """
    if not isinstance(spec, str):
        raise PlaygroundError(f"A data set is named by a text such as 'ring', not by {spec!r}.")
    name, _, pairs = spec.partition(":")
    source = DATA.get(name.strip())
    if source is None:
        raise PlaygroundError(f"There is no data set '{name.strip()}'. Known data sets: {', '.join(DATA)}.")
    given = read_pairs(source, pairs)
    changes = {key: given[key] for key, default in source.defaults.items() if given.get(key, default) != default}
    return source.make(**changes)


def read_pairs(source: Source, text: str) -> dict[str, int | float | str]:
    """The values in "side=3,std=0.1", checked against the parameters of the source."""
    given = {}
    if source.first:
        given[source.first], text = split_first(source, text)
    for pair in text.split(",") if text.strip() else ():
        key, equals, value = (part.strip() for part in pair.partition("="))
        if not equals:
            example = f"{source.name}:{as_pairs(source.defaults)}"
            raise PlaygroundError(f"'{pair.strip()}' is not of the form name=value, as in '{example}'.")
        if key not in source.parameters:
            known = as_pairs(source.defaults, ", ")
            raise PlaygroundError(f"The data set '{source.name}' has no parameter '{key}'. It has: {known}.")
        if key in given:
            raise PlaygroundError(f"'{key}' is given twice for the data set '{source.name}'.")
        given[key] = source.parameters[key].read(value)
    return given


def split_first(source: Source, text: str) -> tuple[str, str]:
    """What stands first, which may hold commas and signs of equality, and the pairs at the end."""
    parts = text.split(",")
    n = len(parts)
    while n > 1 and parts[n - 1].partition("=")[0].strip() in source.parameters:
        n -= 1
    return source.parameters[source.first].read(",".join(parts[:n]).strip()), ",".join(parts[n:])


def as_pairs(values: dict, comma: str = ",") -> str:
    return comma.join(f"{key}={as_text(value)}" for key, value in values.items())


def at_hand() -> list[str]:
    """The names of those that can be chosen now: what is embedded or was fetched, and one's own, in the order of the table."""
    return [name for name in DATA if name not in fetched.OFFERS or fetched.place(name)]
