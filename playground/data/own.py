"""Data of one's own: pictures, `path:FOLDER_OR_ZIP`, two kinds of them in two folders, `path:FOLDER_OR_ZIP,domains=2`, or a text,
`path:FILE`; named by where they lie and by a fingerprint of what was taken.

Whoever has seen a run's data once finds them by the fingerprint, in memory for as long as somebody holds them, else on
the disk; so a run is never continued on other data than its own.
"""

import contextlib
import os
import weakref
import zipfile
from collections import deque
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from ..errors import PlaygroundError
from ..pictures.gather import FEWEST, Taken, gather
from .base import Data
from .pairs import Pairs
from .parameters import Channels, Domains, Fingerprint, Letters, PictureSide, Where
from .text import Strings, as_strings
from .written import MARK, Lines, read_lines

_held = weakref.WeakValueDictionary()  # (where, size, channels, fingerprint) or (where, length, fingerprint) to what was taken
_recent = deque(maxlen=2)
_closed = ContextVar("from_memory_only", default=False)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Own(Data):
    """Somebody's pictures; kept in bytes, a quarter of what numbers take."""

    taken: Taken
    found: tuple

    scale = 1.0

    @property
    def shape(self):
        return self.taken.pixels.shape[1:]

    @property
    def centre(self):
        return torch.zeros(())

    @cached_property
    def pixels(self):
        return torch.from_numpy(self.taken.pixels)

    @property
    def tensor(self):
        """All of them, float32 [n, channels, size, size] in [-1, 1]."""
        return self.pixels.float() / 127.5 - 1

    def sample(self, n: int, generator: torch.Generator) -> Tensor:
        (pixels,) = self._on(generator.device, "pixels")
        return pixels[torch.randint(len(pixels), (n,), generator=generator, device=generator.device)].float() / 127.5 - 1


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Absent(Data):
    """The pictures of a saved run that are not there, or not as they were: G can be looked at, and nothing else is done."""

    shape: tuple
    why: str
    found: tuple

    scale, matched = 1.0, True

    @property
    def centre(self):
        return torch.zeros(())

    @property
    def tensor(self):
        raise PlaygroundError(self.why)

    def sample(self, n, generator):
        raise PlaygroundError(self.why)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class OwnPairs(Pairs):
    """Somebody's pictures of two kinds."""

    taken: Taken
    found: tuple


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class OwnText(Strings):
    """Somebody's text."""

    taken: Lines
    found: tuple


def path(where: Where = "", size: PictureSide = 32, channels: Channels = 3, length: Letters = 32, domains: Domains = 1,
         content: Fingerprint = ""):
    """Pictures in a folder or zip; with an empty `where` what was dropped into a page. With two `domains` they lie in two
    folders, to be translated from the first into the second. Any other file is a text, cut into strings of `length` characters at
    most. `content`: their fingerprint.
    """
    where = os.path.abspath(os.path.expanduser(where)) if where else ""
    if content.startswith(MARK) or not content and not _closed.get() and _is_text(where):
        return _text(where, length, content)
    key = (where, size, channels, content)
    taken = _held.get(key)
    if taken is None and _closed.get():
        raise PlaygroundError("This run was trained on somebody's own pictures, which are not here: a link or a file of a run "
                              "does not carry them. Drop them into the page again first.")
    if taken is None:
        try:
            taken = _read(where, size, channels, content)
        except PlaygroundError as error:
            if not content:
                raise
            return Absent(shape=(domains * channels, size, size), why=str(error), found=(("where", where),),
                          kind="pairs" if domains == 2 else "images")
    found = ("where", where), ("content", taken.fingerprint)
    return Own(taken=taken, found=found) if domains == 1 else OwnPairs(taken=taken, found=found, kind="pairs", **in_two(taken))


def in_two(taken):
    """The pictures of each of two folders, as arguments of Pairs: they belong together where the files of both have the same names.

    Raises PlaygroundError where there are not two folders with enough pictures.
    """
    parts = [name.split("/") for name in taken.names]
    shared = len(os.path.commonprefix([part[:-1] for part in parts]))
    folders = {}
    for i, part in enumerate(parts):
        folder = part[shared] if len(part) > shared + 1 else ""
        folders.setdefault(folder, {})[os.path.splitext("/".join(part[shared + 1:]))[0]] = i
    if len(folders) != 2 or "" in folders:
        held = ", ".join(f"{name or 'no folder'} ({len(each)})" for name, each in sorted(folders.items())[:5])
        raise PlaygroundError(f"To translate, pictures lie in two folders side by side, the first the kind to be translated and the "
                              f"second the kind that it becomes; here they lie in {held}.")
    (first, x), (second, y) = sorted(folders.items())
    for name, each in folders.items():
        if len(each) < FEWEST:
            raise PlaygroundError(f"There are {len(each)} pictures in {name}, and a GAN needs at least {FEWEST} of each kind.")
    matched = x.keys() == y.keys()
    pixels = torch.from_numpy(taken.pixels)
    return {"x": pixels[list(x.values())], "y": pixels[[y[name] for name in x] if matched else list(y.values())],
            "matched": matched, "domains": (first, second)}


def as_domains(spec):
    """A folder or zip of one's own as two kinds of pictures; any other data as they are."""
    own = spec.partition(":")[0].strip() == "path" and "domains=" not in spec
    return f"{spec},domains=2" if own else spec


def _is_text(where):
    """Whether a place is a file that is no zip, nor called one."""
    return os.path.isfile(where) and not where.lower().endswith(".zip") and not zipfile.is_zipfile(where)


def _text(where, length, content):
    """The strings in a file, found in memory by their fingerprint or read; with an empty `where` those that were dropped into a
    page.
    """
    taken = _held.get((where, length, content))
    if taken is None and _closed.get():
        raise PlaygroundError("This run was trained on somebody's own text, which is not here: a link or a file of a run does not "
                              "carry it.")
    if taken is None and not where:
        raise PlaygroundError("This run was trained on a text that was dropped into a page, and it is kept only while that page is "
                              "open.")
    if taken is None:
        if content and not os.path.exists(where):
            raise PlaygroundError(f"This run was trained on the text {where}, which is not there any more: put it back first.")
        taken = read_lines(where, length)
        if content and taken.fingerprint != content:
            raise PlaygroundError(f"The text {where} is not as it was when this run was trained on it: begin a new run on it.")
        taken = hold_text(taken, length, where)
        _recent.append(taken)
    made = as_strings(taken.strings)
    return OwnText(alphabet=made.alphabet, length=made.length, listed=made.listed, taken=taken,
                   found=(("where", where), ("content", taken.fingerprint)))


def pinned(spec):
    """The text of a data set, with the fingerprint where it is one's own: it is read for that."""
    from .table import dataset
    own = isinstance(spec, str) and spec.partition(":")[0].strip() == "path"
    return dataset(spec).spec if own else spec


@contextlib.contextmanager
def from_memory_only():
    """A context in which no path is read: for what comes from a page or a link, which anybody can write."""
    before = _closed.set(True)
    try:
        yield
    finally:
        _closed.reset(before)


def hold(taken, where=""):
    """Have `path` find these pictures by their fingerprint, for as long as somebody holds `taken`."""
    _, channels, size, _ = taken.pixels.shape
    return _held.setdefault((where, size, channels, taken.fingerprint), taken)


def hold_text(taken, length, where=""):
    """Have `path` find these Lines of at most `length` characters by their fingerprint, for as long as somebody holds `taken`."""
    return _held.setdefault((where, length, taken.fingerprint), taken)


def _read(where, size, channels, content):
    if not where and not content:
        raise PlaygroundError("Say where your pictures are, path:FOLDER_OR_ZIP, or drop them into the page.")
    if not where:
        raise PlaygroundError("This run was trained on pictures that were dropped into a page, and they are kept only while that "
                              "page is open: it can be sampled from, but not trained on.")
    if not os.path.exists(where):
        raise PlaygroundError(f"There is no folder or zip of pictures at {where}" + (
            ": this run can be sampled from, but not trained on." if content else "."))
    taken = gather(where, size, channels)
    if content and taken.fingerprint != content:
        raise PlaygroundError(f"The {len(taken.names):,} pictures in {where} are not those that this run was trained on: it can be "
                              "sampled from; to train on them, begin a new run.")
    _recent.append(taken)
    return hold(taken, where)
