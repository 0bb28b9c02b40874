"""A walk through the latent space as MP4; players that repeat it see no seam."""

from playground.export.film import as_mp4
from playground.export.walk import FRAMES_A_SECOND, frames


def make(generator):
    return as_mp4(frames(generator), FRAMES_A_SECOND)
