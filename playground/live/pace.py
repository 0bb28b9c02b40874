"""How fast a run goes: the limit that is kept, and the speed that is measured."""

import time
from collections import deque

from playground.errors import PlaygroundError


def parse_speed(steps_per_second):
    """The same number, or None for no limit; raises PlaygroundError for anything else."""
    known = steps_per_second is None or isinstance(steps_per_second, (int, float))
    if not known or steps_per_second is not None and not 0 < steps_per_second <= 1e6:
        raise PlaygroundError(f"speed={steps_per_second}: a speed is a number of steps a second, more than 0.")
    return steps_per_second


class Pace:
    """Keeps a speed limit and measures the speed. `steps` is the limit in steps a second or None, `phases` that of slow motion."""

    def __init__(self):
        self.limit_to(None)

    def limit_to(self, speed):
        self.steps, self.phases = speed, min(speed or 1.0, 10.0)
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
