"""Lists of words that come with the playground: first names by locale, and common English words."""

from functools import cache
from pathlib import Path

from .parameters import Locale
from .text import as_strings

_HERE = Path(__file__).parent


def names(locale: Locale = "all"):
    """First names, lower case, each once. `locale`: en, de, fr, es, it, or all of them together."""
    return _listed("names.txt", *([locale] if locale != "all" else _lines("names.txt")))


def words():
    """Common English words of up to ten letters."""
    return _listed("words.txt", "en")


@cache
def _lines(file):
    """{what a line begins with: the words that follow} of a file."""
    lines = (line.split() for line in (_HERE / file).read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {first: rest for first, *rest in lines}


@cache
def _listed(file, *keys):
    return as_strings(sorted({word for key in keys for word in _lines(file)[key]}))
