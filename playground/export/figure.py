"""A figure of a run: its samples and its curves, as PNG."""

from io import BytesIO

from playground.plots import summary


def make(trainer):
    file = BytesIO()
    summary(trainer).savefig(file, format="png")
    return file.getvalue()
