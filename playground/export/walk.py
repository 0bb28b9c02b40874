"""A closed walk through the latent space, of WALKERS latents at once, each with its class: frame after frame."""

from PIL import Image

from playground.latent.paths import BETWEEN, walk
from playground.plots.images import tiled

WALKERS, COLUMNS, TILE = 16, 4, 128
FRAMES_A_SECOND = 25


def frames(generator, steps=BETWEEN):
    """Each moment of the walk as an image, so many from stop to stop: that after the last is the first again."""
    label = generator.labels_in_rows(WALKERS)
    for z in walk(generator.config, WALKERS, steps=steps):
        yield Image.fromarray(tiled(generator.generate(z, label), TILE, COLUMNS))
