"""A notebook without its outputs, as git keeps it: `git config filter.bare-notebook.clean "python3 docs/bare_notebook.py"`, once.

From then on `git add` and `git diff` see every notebook of the course bare, and the file that you work in keeps its outputs.
"""

import json
import sys

METADATA = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"name": "python"}}
KEPT = ("en",)
"""What a cell's metadata may hold; all else tells of the machine it ran on."""


def bare(notebook):
    """The notebook without outputs, counts, and traces of where it ran."""
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": METADATA, "cells": [bare_cell(cell) for cell in notebook["cells"]]}


def bare_cell(cell):
    of_code = {"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else {}
    return {"id": cell["id"], "cell_type": cell["cell_type"], "source": "".join(cell["source"]).splitlines(keepends=True),
            "metadata": {name: value for name, value in cell["metadata"].items() if name in KEPT}} | of_code


def written(notebook):
    """A bare notebook as text, as Jupyter itself writes it: a line of text on a line of the file, so that changes can be read."""
    return json.dumps(bare(notebook), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    sys.stdout.buffer.write(written(json.load(sys.stdin.buffer)).encode())
