"""Fetching a data set from its home, once, when somebody says so: what arrives is checked before it is used."""

import hashlib
import os
import urllib.error
import urllib.request

from ..errors import PlaygroundError
from .fetched import OFFERS, cache, place

CHUNK = 1 << 18
PATIENCE = 30.0
"""Seconds without a byte after which it is given up; what has arrived stays, and the next time goes on from there."""


def fetch(name, progress=lambda done, total: None):
    """Where a data set lies, fetched or made where it is not there; `progress(bytes so far, all)` meanwhile.

    Raises PlaygroundError when it is not known, cannot be reached, or is not what it should be.
    """
    if name not in OFFERS:
        raise PlaygroundError(f"'{name}' is not among what can be fetched: {', '.join(OFFERS)}.")
    if folder := place(name):
        return folder
    if OFFERS[name].made:
        return OFFERS[name].made.prepare(progress)
    folder, offer, before = cache() / name, OFFERS[name], 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in offer.files:
            download(file, folder / file.name, lambda done: progress(before + done, offer.bytes))
            before += file.bytes
    except urllib.error.URLError as error:
        raise PlaygroundError(f"{file.url} cannot be reached: {error.reason}. Try again later.") from error
    except OSError as error:
        raise PlaygroundError(f"Fetching {name} stopped: {error.strerror or error}. Try again: it goes on from where it is.") from error
    return folder


def download(file, target, progress):
    """One file, whole and as it should be, or PlaygroundError. Goes on with what an earlier attempt has left."""
    if target.exists():
        return
    partial = target.with_name(target.name + ".part")
    have = partial.stat().st_size if partial.exists() else 0
    if have < file.bytes:
        _receive(file, partial, have, progress)
    size = partial.stat().st_size
    if size < file.bytes:
        raise PlaygroundError(f"Only {size:,} of {file.bytes:,} bytes of {file.name} came. Try again: it goes on from there.")
    if size > file.bytes or digest(partial, file.digest.partition(":")[0]) != file.digest:
        partial.unlink()
        raise PlaygroundError(f"What came from {file.url} is not the file that is known by that name, so it was thrown away.")
    os.replace(partial, target)


def digest(path, kind):
    """A file's digest as the table has it, "sha256:…"."""
    with open(path, "rb") as opened:
        return f"{kind}:{hashlib.file_digest(opened, kind).hexdigest()}"


def _receive(file, partial, have, progress):
    """Append what is missing, and never more than a byte beyond what is expected."""
    request = urllib.request.Request(file.url, headers={"Range": f"bytes={have}-"} if have else {})
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        goes_on = answer.status == 206 and answer.headers.get("Content-Range", "").startswith(f"bytes {have}-")
        have = have if goes_on else 0
        with open(partial, "ab" if goes_on else "wb") as kept:
            while have <= file.bytes and (part := answer.read(min(CHUNK, file.bytes + 1 - have))):
                kept.write(part)
                have += len(part)
                progress(have)
