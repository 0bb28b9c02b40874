"""The files of a folder or a zip that somebody brings, in the order of their names, within limits.

Nothing is written, no link is followed, and no size that a file states about itself is believed: all is read with a cap.
"""

import os
import re
import stat
import time
import zipfile
import zlib
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from playground.errors import PlaygroundError

CHUNK = 1 << 20
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The ways of packing that are read: others may ask for gigabytes of memory before the first byte."""
RATIO, SLACK = 100, 50_000_000
"""A zip may unfold to so many times its size, and to so many bytes in any case."""
DIRECTORY_BYTES = 300
"""The most that one entry may take in a zip's list of contents, on average."""
LONGEST_NAME = 120
"""Characters of a file's name that are shown."""


@dataclass(frozen=True)
class Limits:
    """What is read at most. files: in all, pictures or not; file_bytes: of one; bytes: of all, unpacked; pixels: of one
    picture; memory: bytes of all pictures once they are small; seconds: for everything.
    """

    files: int
    file_bytes: int
    bytes: int
    pixels: int
    memory: int
    seconds: float


OWNER = Limits(100_000, 200_000_000, 20_000_000_000, 80_000_000, 1_000_000_000, 1800.0)
"""For whoever names a path on the command line or in Python: it is their machine."""
VISITOR = Limits(5_000, 20_000_000, 400_000_000, 25_000_000, 48_000_000, 60.0)
"""For whoever drops pictures into a page."""


class Unusable(Exception):
    """One file is left out: the reason, in a few words."""


class Budget:
    """Bytes and seconds that one reading may take."""

    def __init__(self, limits, most):
        """`most`: bytes in all, where that is less than the limits say."""
        self.left, self.end, self.limits = min(most, limits.bytes), time.monotonic() + limits.seconds, limits

    def take(self, n):
        """Count n more bytes. Raises PlaygroundError when it is enough."""
        self.left -= n
        if self.left < 0:
            raise PlaygroundError("This unfolds to far more than pictures would, as a zip bomb does, or is larger than "
                                  f"the {self.limits.bytes / 1e6:,.0f} MB that are read: take fewer or smaller pictures.")
        if time.monotonic() > self.end:
            raise PlaygroundError(f"Reading this took more than {self.limits.seconds:.0f} seconds, so it was given up: take "
                                  "fewer or smaller pictures.")


def files(where, limits):
    """(name, read) of each file in a folder or zip, sorted by name; `read()` gives its bytes or raises Unusable.

    Raises PlaygroundError where the whole cannot be used, then or while it is read.
    """
    where = Path(where)
    if where.is_dir():
        return _in_folder(where, limits)
    if where.is_file():
        return _in_zip(where, limits)
    raise PlaygroundError(f"There is no folder or zip of pictures at {where}.")


def shown(name):
    """A file's name as it may be shown: on one line, and not too long."""
    name = "".join(c if c.isprintable() else "?" for c in name)
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME // 2]}…{name[1 - LONGEST_NAME // 2:]}"


def _in_folder(root, limits):
    found, budget = [], Budget(limits, limits.bytes)
    for folder, folders, names in os.walk(root):
        links = [name for name in folders if Path(folder, name).is_symlink()]
        found += [Path(folder, name) for name in (*names, *links)]
        _check_count(len(found) + len(folders), limits)
    for path in sorted(found, key=lambda path: path.relative_to(root).as_posix()):
        yield path.relative_to(root).as_posix(), partial(_read, path, budget)


def _read(path, budget):
    if path.is_symlink():
        raise Unusable("a link, which is not followed")
    try:
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with open(os.open(path, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Unusable("not a file but a device or a pipe")
            content = file.read(budget.limits.file_bytes + 1)
    except OSError as error:
        raise Unusable(f"cannot be read: {error.strerror}") from error
    budget.take(len(content))
    if len(content) > budget.limits.file_bytes:
        raise Unusable(f"larger than {budget.limits.file_bytes / 1e6:,.0f} MB")
    return content


def _in_zip(file, limits):
    try:
        with open(file, "rb") as opened:
            end = zipfile._EndRecData(opened)  # as zipfile itself reads it, before it believes it
            if end and end[zipfile._ECD_SIZE] > limits.files * DIRECTORY_BYTES:
                _check_count(limits.files + 1, limits)
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:  # the last: a zip of a version unknown to zipfile
        raise PlaygroundError("This is neither a folder nor a zip that can be read.") from error
    with archive:
        entries = sorted(archive.infolist(), key=lambda entry: entry.filename)
        _check_count(len(entries), limits)
        for entry in entries:
            _check_place(entry)
        budget = Budget(limits, RATIO * file.stat().st_size + SLACK)
        for entry in entries:
            if not entry.is_dir():
                yield entry.filename, partial(_unpack, archive, entry, budget)


def _unpack(archive, entry, budget):
    if entry.flag_bits & 1:
        raise Unusable("locked with a password")
    if entry.compress_type not in PACKED:
        raise Unusable("packed in a way that is not read here")
    parts, size = [], 0
    try:
        with archive.open(entry) as file:
            while part := file.read(CHUNK):
                budget.take(len(part))
                parts, size = [*parts, part], size + len(part)
                if size > budget.limits.file_bytes:
                    raise Unusable(f"larger than {budget.limits.file_bytes / 1e6:,.0f} MB")
    except PlaygroundError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise Unusable("damaged in the archive") from error
    return b"".join(parts)


def _check_count(n, limits):
    if n > limits.files:
        raise PlaygroundError(f"There are more than {limits.files:,} files in this, and at most so many are read: take fewer.")


def _check_place(entry):
    """Raises PlaygroundError for an entry that would lie outside of the zip, or is not a plain file."""
    parts = re.split(r"[\\/]", entry.filename)
    if ".." in parts or not parts[0] or ":" in parts[0] or "\0" in entry.orig_filename:
        raise PlaygroundError(f"This zip has an entry '{shown(entry.filename)}', which points out of it: zips that do so are "
                              "not opened.")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind and not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
        raise PlaygroundError(f"This zip has an entry '{shown(entry.filename)}', which is a link or a device: zips that have "
                              "such are not opened.")
