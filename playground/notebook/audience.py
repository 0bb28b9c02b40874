"""Who sees a window: pages say that they are there every few seconds, and good-bye if they can."""

import asyncio
import contextlib
import threading
import time

SILENT = 90.0
"""Seconds without a word after which a page counts as closed; a browser lets a hidden one speak once a minute only.

Jupyter's server keeps everything that is sent to a closed page in its memory, so it is not enough to send on.
"""
TICK = 1.0


class Audience:
    """The pages that show a window; `left` is called when the last of them has gone."""

    def __init__(self, left):
        self._left, self._ended = left, False
        self._pages = {"not yet drawn"}
        self._changed = threading.Condition()
        self._silence, self._tick_due, self._ticking = 0.0, 0.0, False
        try:
            self._loop = asyncio.get_running_loop()
        except RuntimeError:
            self._loop = None  # no kernel, no clock

    def welcome(self, page):
        """A sign of life."""
        with self._changed:
            self._silence, self._pages = 0.0, (self._pages | {page}) - {"not yet drawn"}
            self._changed.notify_all()

    def part(self, page):
        """A farewell."""
        with self._changed:
            before, self._pages = self._pages, self._pages - {page}
            alone = before and not self._pages and not self._ended
        if alone:
            self._left()

    def end(self):
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def wait(self):
        """Wait until somebody is there: True; False when it has ended."""
        self._tick()
        with self._changed:
            self._changed.wait_for(lambda: self._pages or self._ended)
            return not self._ended

    def _tick(self):
        """Have the kernel's event loop count the seconds: it does not turn while a cell runs, nor are words heard then."""
        now = time.monotonic()
        if self._loop and not self._ticking and now >= self._tick_due:
            self._ticking, self._tick_due = True, now + TICK
            with contextlib.suppress(RuntimeError):  # the kernel is shutting down
                self._loop.call_soon_threadsafe(self._count)

    def _count(self):
        self._ticking, self._silence = False, self._silence + TICK
        if self._silence > SILENT:
            for page in list(self._pages):
                self.part(page)
