"""Samples side by side, as PNG: those that `Generator.sample` gives for the run's seed."""

from io import BytesIO

from playground.plots import sample_grid

SAMPLES = 64


def make(generator):
    file = BytesIO()
    sample_grid(generator.sample(SAMPLES, generator.config.seed)).savefig(file, format="png")
    return file.getvalue()
