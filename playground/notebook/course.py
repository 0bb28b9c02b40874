"""What the notebooks of the course share: how long a cell trains, and a self-check that keeps the answer until one has guessed."""

import os
import re

CHINESE = re.compile("[\u4e00-\u9fff]")
WORDS = {"en": ("Write your answer in place of the three dots.", "right!", "no, it is {}."),
         "zh": ("把三个点换成你的答案。", "对！", "不对，答案是 {}。")}
"""What is said of no guess, a right one and a wrong one, in the language of the question."""


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
    asked, right, wrong = WORDS["zh" if CHINESE.search(question) else "en"]
    if guess is ...:
        print(f"{question}\n    {asked}")
        return
    near = abs(guess - truth) <= within if within else guess == truth
    print(f"{question}\n    {guess}: {right if near else wrong.format(_words(truth))}")


def _words(truth):
    return f"{truth:.3f}".replace("-", "−") if isinstance(truth, float) else f"{truth:,}" if isinstance(truth, int) else truth
