"""The camera on a run: the view and the scene that fit its trainer, whether anybody watches, and when the next picture is due."""

import time

from playground.live import frames
from playground.live.views import VIEWS

FRAME_RATE = 20
SHARE = 0.15
"""At most this share of the time goes into making pictures, so that watching costs little."""
WATCHED_FOR = 2.0
"""Seconds for which a viewer counts as watching after it last asked for a frame."""


class Camera:
    """Takes the pictures of one run: `newest` is the last Frame, `number` counts them, `due` is the time of the next."""

    def __init__(self, loop):
        self._loop = loop
        self.newest, self.number, self._asked = None, 0, 0.0
        self.forget()

    def forget(self):
        """Another trainer stands before it."""
        self._view, self._scene, self._scene_of, self.due = None, None, None, 0.0

    def watch(self):
        """Somebody asks for a frame."""
        self._asked = time.monotonic()

    @property
    def watched(self):
        return time.monotonic() - self._asked < WATCHED_FOR

    def when(self, ready, timeout):
        """The newest Frame as soon as `ready()`, or after so many seconds."""
        def asked():
            self.watch()
            return ready()

        self._loop.wait(asked, timeout)
        return self.newest

    def look(self, trainer, changed=lambda: None):
        """A view that fits the trainer as it is now; `changed()` is called where another scene begins."""
        view = VIEWS[trainer.data.kind]
        wanted = view.depends(trainer)
        if self._scene_of != wanted:
            self._scene_of, self._view = wanted, view(trainer)
            self._scene = frames.scene(self._view, f"{self.number + 1}")
            changed()
        return self._view

    def take(self, *moment):
        """The next Frame, of what `look` saw: `moment` is what `frames.frame` wants besides."""
        return frames.frame(self._view, self.number + 1, self._scene, *moment)

    def show(self, frame):
        """From now on this is the newest."""
        self.number, self.newest = frame.number, frame

    def rest(self, began, cost, at_work):
        """The picture begun at `began` took so many seconds of the processor; `at_work`: the run needs it for something else."""
        gap = max(1 / FRAME_RATE, cost / SHARE if at_work else 0)
        self.due = max(self.due, began - gap / 2) + gap  # a picture late by a step delays no other
