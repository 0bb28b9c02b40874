"""What a run is doing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Status:
    """name: empty, paused, playing, slow, finished (it converged), diverged or past (the timeline stands before the end);
    playing: whether it moves by itself; goal: the step to which it is being replayed, or None.
    """

    name: str
    playing: bool
    goal: int | None = None
