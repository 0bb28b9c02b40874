"""Translations as a figure: in each row a picture, what G makes of it, that on its way back, and the truth."""

from playground.games.translation import seen
from playground.plots.images import tiled
from playground.plots.paper import FAKE_TEXT, REAL_TEXT, Sheet
from playground.training.draw import generator

SIDE, GAP, MARGIN, HEAD = 64, 4, 20, 24
ROWS = 8
COLOURS = {"input": REAL_TEXT, "output": FAKE_TEXT, "back": FAKE_TEXT, "truth": REAL_TEXT}


def headings(data):
    """What each column shows, {name of `seen`: words}."""
    first, second = data.domains
    return {"input": first, "output": f"G: {second}", "back": "and back", "truth": f"true {second}"}


def translations(trainer, rows=ROWS):
    """A figure of what a trainer's G makes of pictures that nobody trained on; the same ones at every call."""
    pictures = shown(trainer, rows)
    figure = Sheet(2 * MARGIN + len(pictures) * (SIDE + GAP), 2 * MARGIN + HEAD + rows * (SIDE + GAP))
    draw_translations(figure, MARGIN, MARGIN + HEAD, SIDE, pictures, trainer.data)
    return figure


def shown(trainer, rows):
    """`seen` of a trainer now, of as many pictures."""
    pairs = trainer.inputs(rows, generator(trainer.config.seed, "translations", trainer.device))
    return seen(trainer.generate, pairs, trainer.data, trainer.config.generator == "cycle")


def draw_translations(figure, x, y, side, pictures, data):
    """Columns of pictures [n, c, h, w] from (x, y) on, each `side` wide, with their headings above."""
    words = headings(data)
    for name, column in pictures.items():
        figure.write(x, y - 12, words[name], 12, COLOURS[name])
        mosaic = tiled(column, 2 * side, 1)
        height = len(column) * (side + GAP) + GAP
        figure.room(x - GAP / 2, y - GAP / 2, side + GAP, height - GAP / 2).imshow(mosaic, aspect="auto", interpolation="none")
        x += side + GAP
