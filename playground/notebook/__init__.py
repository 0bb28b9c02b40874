"""The notebook's window on a run: `watch(trainer)` shows it live below its cell, while the cells below go on working."""

import contextlib
import sys

from playground.errors import PlaygroundError
from playground.notebook.course import in_short_mode

SECONDS, SHORT_STEPS = 10.0, 20
_windows = {}  # the newest window on each trainer; anywidget keeps every widget for as long as the kernel lives anyway


def watch(trainer, seconds=SECONDS, live=None):
    """Watch a trainer below this cell, in a widget with play, pause, one step, slow motion, speed and reset.

    The trainer lives in a thread of its own: `trainer.set(learning_rate=...)`, `trainer.sample(100)` and all else may be
    called from other cells meanwhile. While a cell runs, the picture moves on, and Jupyter keeps what you press until the
    cell has ended. Watched again, a trainer goes on where it is, with its timeline and the runs beside it, and its earlier window stands still. A window that
    nobody sees (its cell cleared, its page closed) pauses the run. `.run` is the Run, to steer it by code.

    Where nobody could press Play (nbclient, nbconvert, papermill, tests, a plain script) it trains here and now, for
    `seconds`, or for 20 steps if the environment has PLAYGROUND_SHORT=1, and returns a matplotlib figure of the result.
    An interrupt ends that at the end of a step, so that the run can go on. `live` True or False decides it by hand.
    """
    from playground.training.trainer import Trainer
    if not isinstance(trainer, Trainer):
        raise PlaygroundError("watch takes a Trainer: watch(Trainer(recipe('gan', data='ring', seed=0))).")
    if not seconds > 0:
        raise PlaygroundError(f"seconds={seconds}: the time to train is more than 0 seconds.")
    earlier = _windows.pop(trainer, None)
    if earlier:
        earlier.rest("This trainer is now watched elsewhere; the picture is the last one that came here.")
    if has_front_end() if live is None else live:
        from playground.notebook.widget import Window
        _windows[trainer] = Window(trainer, earlier)
        return _windows[trainer]
    from playground import plots
    if earlier:
        earlier.side.close()
    train(trainer, seconds)
    return plots.summary(trainer)


def has_front_end():
    """Whether somebody sits before this notebook.

    By Jupyter's protocol every request to execute a cell says whether its sender could answer `input()`: JupyterLab,
    Notebook, VS Code and Colab say yes, and nbclient, on which nbconvert, papermill, nbmake and Voilà stand, says no.
    """
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    request = shell.get_parent() if hasattr(shell, "get_parent") else {}
    return bool(request.get("content", {}).get("allow_stdin"))


def train(trainer, seconds):
    """Train here and now, for `seconds` or for the steps of the short mode; an interrupt ends it after a whole step."""
    with contextlib.suppress(KeyboardInterrupt):
        if in_short_mode():
            trainer.run(steps=SHORT_STEPS)
        else:
            trainer.run(seconds=seconds)
