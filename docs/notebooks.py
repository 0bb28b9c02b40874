"""Keeps the course in order: `python docs/notebooks.py` says what is out of step, `--write` sets right what a program can.

Every notebook begins with the same first cell, and has a twin in Chinese in `notebooks/zh`. The twin's code is the English
notebook's, but for the questions of its self-check. Each cell with prose carries in its metadata the digest of the English prose
that it was translated from. To translate a new notebook: `--begin` makes the twins that are missing, with their prose still in
English; edit them in Jupyter or in an editor, and `--write`.
"""

import json
import re
import sys
from pathlib import Path

HOME = Path(__file__).parents[1]
sys.path[:0] = [str(HOME), str(HOME / "docs")]

from bare_notebook import bare, written
from readme_zh import digest, marks

from playground.notebook.course import CHINESE
from playground.notebook.opening import FIRST_CELL

ENGLISH = sorted((HOME / "notebooks").glob("*.ipynb"))
QUESTION = re.compile(r'(?<=\bcheck\()"[^"]*"')


def twin(path):
    """Where the Chinese notebook of an English one lies."""
    return path.parent / "zh" / path.name


def read(path):
    """The cells of a notebook, {id: cell}; none where there is no file."""
    return {cell["id"]: cell for cell in bare(json.loads(path.read_text(encoding="utf-8")))["cells"]} if path.exists() else {}


def write(path, cells):
    path.parent.mkdir(exist_ok=True)
    path.write_text(written({"cells": list(cells.values())}), encoding="utf-8")


def source(cell):
    return "".join(cell["source"])


def prose(cell):
    """What is to be translated in a cell: words, and in code the questions of a self-check."""
    return source(cell) if cell["cell_type"] == "markdown" else "\n".join(QUESTION.findall(source(cell)))


def opened(cells):
    """The cells, the first of code beginning with FIRST_CELL, whatever it began with before."""
    first = next(cell for cell in cells.values() if cell["cell_type"] == "code")
    own = source(first).partition("\ninstall_missing()\n")[2] or "\n" + source(first)
    return cells | {first["id"]: first | {"source": (FIRST_CELL + own).splitlines(keepends=True)}}


def translated(english, chinese):
    """The Chinese cells with the English notebook's code, in its order, each with the digest of the English prose."""
    return {name: in_chinese(cell, chinese.get(name, cell)) for name, cell in english.items()}


def in_chinese(english, chinese):
    if english["cell_type"] == "markdown":
        text = source(chinese)
    else:
        ours, theirs = QUESTION.findall(source(chinese)), QUESTION.findall(source(english))
        questions = iter(ours if len(ours) == len(theirs) else theirs)
        text = QUESTION.sub(lambda _: next(questions), source(english))
    return english | {"source": [text], "metadata": {"en": digest(prose(english))} if prose(english) else {}}


def faults(english, chinese):
    """What is wrong with a Chinese notebook, a sentence for each cell."""
    if list(english) != list(chinese):
        return ["it has other cells than the English one"]
    return [f"cell {name} {fault}" for name, cell in english.items() for fault in cell_faults(cell, chinese[name])]


def cell_faults(english, chinese):
    theirs, ours = prose(english), prose(chinese)
    if theirs and not CHINESE.search(ours):
        return ["is to be translated"]
    if theirs and chinese["metadata"].get("en") != digest(theirs):
        return ["is to be translated again"]
    found = [f"has other {kind}" for kind, mark in marks(theirs).items() if marks(ours)[kind] != mark]
    code = english["cell_type"] == "code" and QUESTION.sub("", source(english)) != QUESTION.sub("", source(chinese))
    return found + ["has other code"] * code


def all_faults():
    """What is out of step in the whole course, a sentence each."""
    found = [f"{path.name}: its first cell of code does not begin as all do" for path in ENGLISH if opened(read(path)) != read(path)]
    return found + [f"zh/{path.name}: {fault}" for path in ENGLISH for fault in twin_faults(path)]


def twin_faults(path):
    """What is wrong with the twin of an English notebook: that there is none, or a sentence for each cell."""
    if not twin(path).exists():
        return ["is missing: `python docs/notebooks.py --begin` makes it, to be translated"]
    return faults(read(path), read(twin(path)))


if __name__ == "__main__":
    if sys.argv[1:]:
        for path in ENGLISH:
            write(path, opened(read(path)))
            if "--begin" in sys.argv or twin(path).exists():
                write(twin(path), translated(read(path), read(twin(path))))
    found = all_faults()
    print("\n".join(found) or "The course is in order.")
    sys.exit(bool(found))
