"""Pictures or a text that a visitor drops into the page: taken in piece by piece, checked, and held while the page is open.

They are never files of the server's own, but for the moment in which pictures are checked, in a process apart.
"""

import base64
import binascii
import io
import mimetypes
import re
import threading
import warnings
import zipfile

import numpy as np

from playground.data.own import hold, hold_text
from playground.data.parameters import Channels, PictureSide
from playground.data.written import lines_of
from playground.errors import PlaygroundError
from playground.pictures.apart import gather_apart
from playground.pictures.files import shown

MOST_BYTES = 32_000_000
"""Of what one visitor drops at once."""
MOST_FILES = 5_000
MOST_SETS = 2
"""Sets of pictures or texts that are held for each page; the oldest goes first."""
LENGTH = 32
"""Characters of a string of a text."""
AT_ONCE = 2
"""Sets that the server checks at the same time, for all visitors together."""
NAMES, REASONS = 200, 500
"""The most names of pictures, or strings of a text, and reasons why something was left out, that an answer lists."""

_places = threading.BoundedSemaphore(AT_ONCE)


class Uploads:
    """What one page has dropped."""

    def __init__(self):
        self._index, self._content, self._sets, self._lock = [], bytearray(), [], threading.Lock()

    def answer(self, given):
        """What becomes of {"ask": "pictures", "do": …}, with the answer to it, or "refused", a sentence.

        begin: `files` [[name, bytes], …] will come. part: `data`, the next piece of them all, one after the other, in
        base64. check: make them small squares of `size`, or strings where they are one text; tells what was taken, and what
        was not and why.
        """
        asked = {"ask": "pictures", "do": str(given.get("do"))}
        if not self._lock.acquire(blocking=False):
            return asked | {"refused": "What was dropped before is still being looked at."}
        try:
            return asked | {"begin": self._begin, "part": self._part, "check": self._check}[asked["do"]](given)
        except PlaygroundError as error:
            self._forget()
            return asked | {"refused": str(error)}
        except (KeyError, TypeError, ValueError, binascii.Error):
            self._forget()
            return asked | {"refused": "Your files did not arrive whole. Drop them once more."}
        finally:
            self._lock.release()

    def close(self):
        """The page is gone, and so is all that it dropped, but for what a run still holds."""
        self._forget()
        self._sets.clear()

    def _forget(self):
        self._index, self._content = [], bytearray()

    def _begin(self, given):
        index = [(str(name), int(size)) for name, size in given["files"]]
        total = sum(size for _, size in index)
        if total > MOST_BYTES or len(index) > MOST_FILES or any(size < 0 for _, size in index):
            raise PlaygroundError(f"These are {len(index):,} files of {total / 1e6:,.0f} MB, and a page takes at most "
                                  f"{MOST_FILES:,} of {MOST_BYTES / 1e6:.0f} MB: drop fewer, or name the folder on the command "
                                  "line with --data path:FOLDER.")
        self._index, self._content = index, bytearray()
        return {"most": MOST_BYTES}

    def _part(self, given):
        self._content += base64.b64decode(given["data"], validate=True)
        if len(self._content) > sum(size for _, size in self._index):
            raise ValueError("more than was announced")
        return {"received": len(self._content)}

    def _check(self, given):
        size = given["size"]
        if size not in PictureSide.__metadata__[0] or len(self._content) != sum(size for _, size in self._index):
            raise ValueError("not whole")
        if not _places.acquire(blocking=False):
            raise PlaygroundError("The server is looking at the pictures of others. Try again in a little while.")
        try:
            if self._is_text:
                return self._text()
            taken = gather_apart(self._zip(), size, max(Channels.__metadata__[0].values))
        finally:
            _places.release()
            self._forget()
        self._sets = [*self._sets, hold(taken)][-MOST_SETS:]
        return {"count": len(taken.names), "names": taken.names[:NAMES], "left": taken.left[:REASONS],
                "left_count": len(taken.left), "few": taken.few, "size": size, "content": taken.fingerprint,
                "sheet": sheet(taken.pixels)}

    @property
    def _is_text(self):
        """Whether it is a single file that is no zip, nor called a picture: then it is read as a text, as on the command line."""
        if len(self._index) != 1:
            return False
        name = self._index[0][0].lower()
        picture = (mimetypes.guess_type(name)[0] or "").startswith("image/")
        return not picture and not name.endswith(".zip") and not zipfile.is_zipfile(io.BytesIO(self._content))

    def _text(self):
        """Hold the strings of the text that came, and tell what they are."""
        taken = lines_of(shown(self._index[0][0]), bytes(self._content), LENGTH)
        self._sets = [*self._sets, hold_text(taken, LENGTH)][-MOST_SETS:]
        return {"count": len(taken.strings), "strings": taken.strings[:NAMES], "left": [], "left_count": 0, "few": "",
                "length": LENGTH, "content": taken.fingerprint}

    def _zip(self):
        """A zip as it came, or one of the pictures that came."""
        if len(self._index) == 1 and self._index[0][0].lower().endswith(".zip"):
            return bytes(self._content)
        file, at = io.BytesIO(), 0
        with warnings.catch_warnings(), zipfile.ZipFile(file, "w") as archive:
            warnings.simplefilter("ignore")  # two of the same name are two pictures
            for name, size in self._index:
                archive.writestr(re.split(r"[\\/]", name)[-1] or "unnamed", self._content[at:at + size])
                at += size
        return file.getvalue()


def sheet(pixels, across=8, down=4):
    """The first pictures [n, c, s, s] side by side, a PNG in base64."""
    from PIL import Image
    n, channels, size, _ = pixels.shape
    shown = np.full((across * down, channels, size, size), 255, np.uint8)
    shown[:n] = pixels[:across * down]
    tiled = shown.reshape(down, across, channels, size, size).transpose(0, 3, 1, 4, 2)
    file = io.BytesIO()
    Image.fromarray(tiled.reshape(down * size, across * size, channels)).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()
