"""A walk through the latent space as GIF, without end; of half the frames, because a GIF is large."""

from playground.export.animation import as_gif
from playground.export.walk import FRAMES_A_SECOND, frames
from playground.latent.paths import BETWEEN


def make(generator):
    return as_gif(frames(generator, BETWEEN // 2), 2 * 1000 // FRAMES_A_SECOND)
