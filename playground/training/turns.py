"""A lock that is handed over in the order of asking, so that a training thread cannot starve the one that watches it."""

import functools
import threading


class Turns:
    """A re-entrant lock. Whoever waits holds the gate, so that the last owner cannot take the lock again before it."""

    def __init__(self):
        self._gate, self._lock, self._owner, self._depth = threading.Lock(), threading.Lock(), None, 0

    def __enter__(self):
        me = threading.get_ident()
        if self._owner != me:
            with self._gate:
                self._lock.acquire()
            self._owner = me
        self._depth += 1

    def __exit__(self, *_):
        self._depth -= 1
        if not self._depth:
            self._owner = None
            self._lock.release()


def in_turn(method):
    """A method that runs while its object's `turns` are held."""
    @functools.wraps(method)
    def call(self, *args, **kwargs):
        with self.turns:
            return method(self, *args, **kwargs)
    return call
