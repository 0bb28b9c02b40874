"""How many processor threads a run trains on: it follows from the networks' size, since rounding depends on it."""

import contextlib
from math import prod

import torch

WIDE_LAYER, LARGE_LAYER = 512, 24 * 32 * 32
"""From where a second thread pays: units of an MLP's layer, channels times pixels of a convolution's first one.

Below it the second processor is better left to whoever watches: a browser beside two training threads slows them down
more than the second one gains.
"""


def threads(config, shape):
    """1 or 2, for a configuration and samples of `shape`."""
    width = max(config.generator_width, config.discriminator_width)
    convolutional = {"mlp"} != {config.generator, config.discriminator}
    return 2 if (width * prod(shape[1:]) >= LARGE_LAYER if convolutional else width >= WIDE_LAYER) else 1


@contextlib.contextmanager
def on_threads(n):
    """Have torch use n threads for as long as this lasts."""
    before = torch.get_num_threads()
    if before != n:
        torch.set_num_threads(n)
    try:
        yield
    finally:
        if before != n:
            torch.set_num_threads(before)
