"""A text file of one's own, `path:FILE`: a list with a string on each line, or prose, cut into strings where words end."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..errors import PlaygroundError
from ..pictures.files import shown

MOST_BYTES, MOST_CHARACTERS, FEWEST = 5_000_000, 200, 50
"""Of the file, of its alphabet, and the fewest strings that a GAN is trained on."""
LIST = 0.9
"""Where this share of the lines is short enough, each line is a string, and the longer ones are left out."""
NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")
MARK = "t"
"""The first character of a text's fingerprint, by which a run knows that its data are no pictures."""


@dataclass(frozen=True, eq=False)
class Lines:
    """The strings that were read."""

    strings: tuple

    @cached_property
    def fingerprint(self):
        return MARK + hashlib.sha256("\n".join(self.strings).encode()).hexdigest()[:31]


def read_lines(where, length):
    """The strings of at most `length` characters in a file: Lines.

    Raises PlaygroundError where they cannot be learned from: no text, too large, too short, or always the same.
    """
    return lines_of(shown(Path(where).name), read(where), length)


def lines_of(name, content, length):
    """`read_lines` of the bytes of a file that is called `name`."""
    if len(content) > MOST_BYTES:
        raise PlaygroundError(f"{name} is larger than the {MOST_BYTES / 1e6:.0f} MB of text that are read: take a part of it.")
    try:
        text = unicodedata.normalize("NFC", content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        text = "\0"
    if NO_TEXT.search(text):
        raise PlaygroundError(f"{name} is no text in UTF-8, and no zip of pictures either: take a text file, or a folder or zip of "
                              "pictures.")
    strings = cut(text, length)
    characters = set().union(*strings) - {" "}
    if len(characters) == 1:
        raise PlaygroundError(f"{name} repeats one character, “{characters.pop()}”, and nothing else: there is nothing to learn.")
    if len(set(strings)) < FEWEST:
        raise PlaygroundError(f"{name} makes {len(set(strings))} different strings of up to {length} characters, and a GAN needs "
                              f"at least {FEWEST}: take a longer text, or a smaller length.")
    if len(characters) > MOST_CHARACTERS:
        raise PlaygroundError(f"{name} has {len(characters):,} different characters, and at most {MOST_CHARACTERS} can be learned: "
                              "take a text of one alphabet.")
    return Lines(tuple(strings))


def read(where):
    """The bytes of a file, or one more than are taken. Raises PlaygroundError where it cannot be read."""
    try:
        with open(where, "rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise PlaygroundError(f"{shown(Path(where).name)} cannot be read: {error.strerror}.") from error


def cut(text, length):
    """The strings of a list or of prose, with single spaces; a word that is longer is cut anywhere."""
    lines = list(filter(None, (" ".join(line.split()) for line in text.splitlines())))
    fitting = [line for line in lines if len(line) <= length]
    if len(fitting) >= LIST * len(lines):
        return fitting
    return re.findall(rf"\S(?:.{{0,{length - 2}}}\S)?(?!\S)|\S{{{length}}}", " ".join(lines))
