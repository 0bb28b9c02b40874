"""What the notebooks of the course share: how long a cell trains, and a self-check that keeps the answer until one has guessed."""

import os


def in_short_mode():
    """Whether every cell shall run and train less: PLAYGROUND_SHORT=1 in the environment, for tests."""
    return os.environ.get("PLAYGROUND_SHORT") == "1"


def length(steps, short):
    """How many steps a cell trains: `steps`, or `short` in the short mode."""
    return short if in_short_mode() else steps


def check(question, guess, truth, within=0.0):
    """Print a question, and whether `guess` is `truth`, which a cell has computed; numbers may be off by `within`.

    A guess of ... (three dots) is none yet, and the answer is not told.
    """
    if guess is ...:
        print(f"{question}\n    Write your answer in place of the three dots.")
        return
    right = abs(guess - truth) <= within if within else guess == truth
    print(f"{question}\n    {guess}: {'right!' if right else f'no, it is {_words(truth)}.'}")


def _words(truth):
    return f"{truth:.3f}".replace("-", "−") if isinstance(truth, float) else f"{truth:,}" if isinstance(truth, int) else truth
