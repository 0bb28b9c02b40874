"""How results are printed: JSON for programs, columns for people."""

import shutil
import textwrap

from playground.result import as_json

__all__ = ["as_json", "paragraphs"]


def paragraphs(rows):
    """A name and its lines in two columns as wide as the terminal."""
    rows = list(rows)
    indent = " " * (max(len(name) for name, *_ in rows) + 2)
    width = max(min(shutil.get_terminal_size().columns, 100), len(indent) + 30)
    return "\n".join("\n".join(textwrap.wrap(text, width, initial_indent=indent if i else f"{name:{len(indent)}}",
                                             subsequent_indent=indent, break_on_hyphens=False))
                     for name, *lines in rows for i, text in enumerate(lines))
