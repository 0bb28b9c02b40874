"""The same generated pieces as `wav`, for notation and music programs."""

from playground.export.wav import PIECES
from playground.midi import midi


def make(generator):
    return midi(generator.sample(PIECES, generator.config.seed))
