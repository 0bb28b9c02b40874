"""Packages that only some data sets need."""

import importlib

from playground.errors import PlaygroundError


def needed(module: str, package: str, name: str):
    """The module, or a PlaygroundError that says what to install for the data set `name`."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise PlaygroundError(f"The data set '{name}' needs {package}: pip install {package}") from error
