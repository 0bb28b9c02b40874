"""The trained generators that come with the playground: every .safetensors file in `playground/trained`, by its name."""

from functools import cache
from pathlib import Path

from playground.config import suggestion
from playground.errors import PlaygroundError

FOLDER = Path(__file__).parents[1] / "trained"
PREFIX, ENDING = "trained:", ".safetensors"
MOST_BYTES = 1_000_000
"""No file of them is larger."""


def names():
    """Their names, in order."""
    return sorted(path.stem for path in FOLDER.glob(f"*{ENDING}"))


@cache
def _taught(path):
    """What the generator of a file learned from: the data set's name, and its kind."""
    from playground.keeping.file import about_file
    about = about_file(path)
    return about.config.data.partition(":")[0], about.data.kind


def nearest_first(data):
    """Their names: those that learned from the same data first, then those of the same kind of data, and then the others."""
    def far(name):
        source, kind = _taught(place(PREFIX + name))
        return source != data.name, kind != data.kind
    return sorted(names(), key=far)


def is_kept(where):
    """Whether a text names a kept generator, by "trained:NAME" or by a file's ending."""
    return str(where).startswith(PREFIX) or str(where).lower().endswith(ENDING)


def place(where):
    """The path of a file, or of "trained:NAME". Raises PlaygroundError for a name that there is not."""
    if not str(where).startswith(PREFIX):
        return Path(where)
    name = str(where).removeprefix(PREFIX)
    if name not in names():
        raise PlaygroundError(f"There is no trained generator '{name}'.{suggestion(name, names())}")
    return FOLDER / f"{name}{ENDING}"


def table():
    """What they are: {name: (About, bytes)}, from the files' own metadata."""
    from playground.keeping.file import about_file
    return {name: (about_file(PREFIX + name), (FOLDER / f"{name}{ENDING}").stat().st_size) for name in names()}
