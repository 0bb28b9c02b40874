"""What a run's thread is told to do, by any other thread."""

import threading
from collections import deque
from concurrent.futures import Future

from playground.errors import PlaygroundError

PATIENCE = 60.0
"""Seconds that whoever gives an order waits for it to be carried out."""

ENDED = "This run has ended: begin a new one."


class Orders:
    """Actions that wait to be done in the thread of a Loop, between two steps."""

    def __init__(self, loop):
        self._loop, self._waiting, self._ended = loop, deque(), False

    def __bool__(self):
        return bool(self._waiting)

    def give(self, action):
        """Have the thread do `action()`, wait until it has, and return its result or raise its error."""
        if threading.current_thread() is self._loop.thread:
            return action()
        future = Future()
        with self._loop.condition:
            if self._ended:
                raise PlaygroundError(ENDED)
            self._waiting.append((action, future))
            self._loop.condition.notify_all()
        return future.result(timeout=PATIENCE)

    def obey(self, done):
        """Do what waits, in the thread; `done(error)` hears of each, with None where it went well."""
        while self._waiting:
            action, future = self._waiting.popleft()
            try:
                result = action()
                done(None)
                future.set_result(result)
            except Exception as error:
                done(error)
                future.set_exception(error)

    def end(self):
        """From now on nothing is done, and what still waits is refused."""
        with self._loop.condition:
            self._ended = True
            while self._waiting:
                _, future = self._waiting.popleft()
                future.set_exception(PlaygroundError(ENDED))
