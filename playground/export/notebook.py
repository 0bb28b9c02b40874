"""A run as a Jupyter notebook that makes it again."""

import json

from playground.export.script import own_parts, training
from playground.notebook.opening import FIRST_CELL

SETUP = FIRST_CELL + """
from playground import Trainer, plots, recipe, result_line, watch"""


def make(run):
    cells = [
        words("title", f"# {run.in_words()}\n\nA run of the GAN playground. Run all cells from the top, and it is trained again, "
                       "to the same numbers."),
        code("setup", SETUP),
        words("training-title", "## The run\n\nA run is its recipe and what was set on the way."),
        code("training", "\n".join([*own_parts(run), *training(run)])),
        words("result-title", "## What it came to\n\nThe line is what `python -m playground train … --json` prints."),
        code("result", "print(result_line(trainer))"),
        code("figure", "plots.summary(trainer)"),
        words("watch-title", "## Go on from here\n\nPress **Play**; `trainer.set(generator_lr=0.0005)` in a cell below acts at "
                             "the next step."),
        code("watch", "watch(trainer)"),
    ]
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "cells": cells,
                       "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}}},
                      indent=1, ensure_ascii=False).encode() + b"\n"


def words(name, text):
    return {"id": name, "cell_type": "markdown", "metadata": {}, "source": text}


def code(name, text):
    return {"id": name, "cell_type": "code", "metadata": {}, "execution_count": None, "source": text, "outputs": []}
