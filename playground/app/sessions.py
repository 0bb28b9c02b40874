"""The runs of each browser tab, and the end of those whose tab is gone."""

import threading
import time

from playground import recipe
from playground.app.files import Making
from playground.app.uploads import Uploads
from playground.live.explore import Exploring
from playground.live.side import Side

SILENT = 12.0
"""Seconds without a sign of the page after which its runs are paused."""
FORGOTTEN = 1800.0
"""Seconds after which they are ended, and their memory given back."""
LOOK_EVERY = 3.0


def plain():
    """What somebody has who has not chosen anything yet."""
    return Side(recipe("gan"))


class Session:
    """A tab's runs, one at first, the pictures it dropped, what it was told, its files that take long, and when the tab was last
    heard of.
    """

    def __init__(self, start):
        self.side, self.seen, self.stream, self.uploads, self.told = start(), time.monotonic(), 0, Uploads(), ""
        self.exploring, self.making = Exploring(), Making()

    @property
    def run(self):
        """The run in hand, on which the controls act."""
        return self.side.chosen

    def alive(self):
        self.seen = time.monotonic()

    def close(self):
        self.side.close()
        self.uploads.close()
        self.exploring.close()
        self.making.over = True


class Sessions:
    """The sessions of one server by the tab's hash: made when first asked for, in whatever handler that is.

    `start()` makes the Side with which each begins.
    """

    def __init__(self, start):
        self._start, self._all, self._lock = start, {}, threading.Lock()
        threading.Thread(target=self._watch, name="playground-sessions", daemon=True).start()

    def names(self):
        return list(self._all)

    def of(self, request):
        """The session of a request."""
        return self.named(request.session_hash)

    def named(self, name):
        """The session of a tab's hash."""
        with self._lock:
            session = self._all.get(name)
            if session is None:
                session = self._all[name] = Session(self._start)
        session.alive()
        return session

    def close(self, name):
        """End the runs of a tab that has closed."""
        with self._lock:
            session = self._all.pop(name, None)
        if session:
            session.close()

    def _watch(self):
        while True:
            time.sleep(LOOK_EVERY)
            now = time.monotonic()
            with self._lock:
                silent = [(key, s) for key, s in self._all.items() if now - s.seen > SILENT]
                gone = [self._all.pop(key) for key, s in silent if now - s.seen > FORGOTTEN]
            for session in gone:
                session.close()
            for _, session in silent:
                if session not in gone and session.side.playing:
                    session.side.pause()
