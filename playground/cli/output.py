"""How results are printed: JSON for programs, columns for people."""

import json
import math
import shutil
import textwrap


def as_json(value):
    """One line of JSON; what is not a finite number becomes null."""
    def clean(part):
        if isinstance(part, dict):
            return {key: clean(inner) for key, inner in part.items()}
        if isinstance(part, list | tuple):
            return [clean(inner) for inner in part]
        return None if isinstance(part, float) and not math.isfinite(part) else part
    return json.dumps(clean(value), allow_nan=False)


def paragraphs(rows):
    """A name and its lines in two columns as wide as the terminal."""
    rows = list(rows)
    indent = " " * (max(len(name) for name, *_ in rows) + 2)
    width = max(min(shutil.get_terminal_size().columns, 100), len(indent) + 30)
    return "\n".join("\n".join(textwrap.wrap(text, width, initial_indent=indent if i else f"{name:{len(indent)}}",
                                             subsequent_indent=indent))
                     for name, *lines in rows for i, text in enumerate(lines))
