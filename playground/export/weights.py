"""The generator of a run as safetensors: see `playground.keeping`."""

from playground.keeping.file import written


def make(trainer):
    return written(trainer)
