"""Generated pieces as sound: the first samples that `Generator.sample` gives for the run's seed."""

from playground.sound import wav

PIECES = 4


def make(generator):
    return wav(generator.sample(PIECES, generator.config.seed))
