"""A walk through the latent space as GIF, without end."""

from playground.export.animation import as_gif
from playground.export.walk import FRAMES_A_SECOND, frames


def make(generator):
    return as_gif(frames(generator), 1000 // FRAMES_A_SECOND)
