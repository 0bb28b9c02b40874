"""Pictures side by side."""

import math

import numpy as np

from playground.plots.paper import DOTS_PER_INCH, PIXELS_PER_INCH, SUNK, Sheet


MARGIN = 88
"""Pixels to the left of rows that have names."""


def sample_grid(images, columns=None, rows=()):
    """A figure of images [n, channels, height, width] in [-1, 1], row by row; 1 or 3 channels. `rows` are short names, one for each row.

    Small ones are enlarged to about 64 dots, in whole steps. As a file it is columns * (width * scale + 4) + 4 dots
    wide, scale = max(1, 64 // height), and rows * (height * scale + 4) + 4 high; names take 176 dots more to its left.
    """
    mosaic = tiled(images, 64, columns)
    height, width = (side * PIXELS_PER_INCH / DOTS_PER_INCH for side in mosaic.shape[:2])
    margin = MARGIN if rows else 0
    figure = Sheet(margin + width, height)
    figure.room(margin, 0, width, height).imshow(mosaic, aspect="auto", interpolation="none")
    for i, name in enumerate(rows):
        figure.write(margin - 12, (i + 0.5) * height / len(rows), name, 12, align="right")
    return figure


def tiled(images, most, columns=None, gap=4):
    """The images as one: uint8 [height, width, 3]. Each is enlarged, in whole steps, to at most `most` dots."""
    pixels = ((images.detach().cpu().clamp(-1, 1) + 1) * 127.5).round().byte().permute(0, 2, 3, 1).numpy()
    scale = max(1, most // pixels.shape[1])
    pixels = pixels.repeat(scale, 1).repeat(scale, 2)
    n, height, width, _ = pixels.shape
    columns = columns or math.ceil(math.sqrt(n))
    rows = math.ceil(n / columns)
    ground = [int(SUNK[i:i + 2], 16) for i in (1, 3, 5)]
    sheet = np.full((rows * (height + gap) + gap, columns * (width + gap) + gap, 3), ground, np.uint8)
    for i, image in enumerate(pixels):
        y, x = gap + i // columns * (height + gap), gap + i % columns * (width + gap)
        sheet[y:y + height, x:x + width] = image
    return sheet
