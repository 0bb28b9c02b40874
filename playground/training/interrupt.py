"""Ctrl-C, or a notebook's interrupt, in the middle of a step: the step is finished first, so that the run can go on."""

import contextlib
import signal
import threading


@contextlib.contextmanager
def interruptible():
    """A list that an interrupt puts something into instead of breaking off at once; the second one is an ordinary one.
    Only the main thread can be interrupted: elsewhere the list stays empty.
    """
    pressed = []
    if threading.current_thread() is not threading.main_thread():
        yield pressed
        return
    usual = signal.getsignal(signal.SIGINT)

    def press(number, frame):
        pressed.append(number)
        signal.signal(signal.SIGINT, usual)

    signal.signal(signal.SIGINT, press)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, usual)
