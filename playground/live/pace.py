"""How fast a run goes: the limit that is kept, and the speed that is measured."""

import time
from collections import deque


class Pace:
    """Keeps a speed limit and measures the speed."""

    def __init__(self):
        self.forget()

    def forget(self):
        self._next, self._marks = 0.0, deque(maxlen=20)

    def due(self, limit):
        """Whether the next step may be taken now; if so, it counts as taken."""
        now = time.monotonic()
        if limit and now < self._next:
            return False
        self._next = max(self._next, now - 0.1) + 1 / limit if limit else 0.0
        return True

    def wait(self, limit):
        """Seconds until the next step is due."""
        return self._next - time.monotonic() if limit else 0.0

    def count(self, step):
        """Note that `step` has been taken; a mark every tenth of a second is enough."""
        now = time.monotonic()
        if not self._marks or now - self._marks[-1][0] >= 0.1:
            self._marks.append((now, step))

    @property
    def rate(self):
        """Steps a second over the last two seconds; None when it is too early to say."""
        if len(self._marks) < 3:
            return None
        (t0, s0), (t1, s1) = self._marks[0], self._marks[-1]
        return (s1 - s0) / (t1 - t0)
