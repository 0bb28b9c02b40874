"""One dimension, as in Goodfellow et al. 2014 (arXiv 1406.2661), figure 1: p, q, D and D* over x, and z → x below."""

import numpy as np
import torch

from playground.live.views import VIEWS, Moment
from playground.plots.paper import (DOTTED, FAINT, FAKE, FAKE_TEXT, INK, INK_2, MUTED, POINT, REAL, REAL_TEXT, Sheet,
                                    rounded)

SIDE, MARGIN, HEAD = 480, 20, 44
BARS = 80
LEFT, RIGHT, TOP, BASE, X, Z = 0.06, 0.94, 0.06, 0.66, 0.75, 0.91
"""Where the parts stand, as shares of the picture's side: the densities above, x and z below."""


def line(trainer):
    """A figure of the data's density p, G's density q, D and the optimal D*, and where G takes the latents z."""
    figure = Sheet(SIDE + 2 * MARGIN, SIDE + HEAD + MARGIN)
    draw_line(figure, MARGIN, HEAD, SIDE, trainer)
    write_legend(figure, MARGIN, HEAD - 20, SIDE, trainer)
    return figure


def histogram(samples, data):
    """A figure of the histogram of fake samples [n, 1], in data units, over the data's density."""
    height = 300
    figure = Sheet(SIDE + 2 * MARGIN, height + MARGIN)
    low, high = data.extent
    left, width = MARGIN + 12, SIDE - 24
    rounded(figure.room(MARGIN, HEAD, SIDE, height - HEAD))
    axes = figure.room(left, HEAD + 12, width, height - HEAD - 12 - 32)
    counts, edges = np.histogram(samples[:, 0].numpy(), BARS, data.extent)
    bar = (high - low) / BARS
    xs = torch.linspace(low, high, 400)
    p, q = data.density(xs[:, None]).numpy(), counts / len(samples) / bar
    axes.bar(edges[:-1], q, bar, align="edge", color=FAKE, alpha=0.5, lw=0)
    draw_density(axes, xs, p, REAL)
    axes.set(xlim=data.extent, ylim=(0, tallest(p, q)))
    write_ticks(figure, data.extent, lambda value: left + width * (value - low) / (high - low), height - 16)
    figure.rule(left, height - 32, left + width, height - 32, FAINT)
    x = figure.write_formula(MARGIN, HEAD - 20, "p", colour=REAL_TEXT)
    x = figure.write(x + 5, HEAD - 20, "real density", 12, REAL_TEXT, "bold")
    figure.write(x + 18, HEAD - 20, f"{len(samples):,} fakes", 12, FAKE_TEXT, "bold")
    return figure


def draw_line(figure, x, y, side, trainer):
    """The square picture with its top left corner at (x, y)."""
    view = VIEWS["line"](trainer)
    scene, frame = view.scene(), view.frame(Moment(trainer))
    extent, linked = trainer.data.extent, trainer.config.latent_dim == 1
    base = BASE if linked else 0.92  # without arrows the densities have all the room
    rounded(figure.room(x, y, side, side))

    def at(value, low=extent[0], high=extent[1]):
        return x + side * (LEFT + (RIGHT - LEFT) * (np.clip(value, low, high) - low) / (high - low))

    axes = figure.room(at(extent[0]), y + TOP * side, (RIGHT - LEFT) * side, (base - TOP) * side, xlim=extent,
                       ylim=(0, 1))
    top = tallest(scene["p"], frame["q"])
    draw_density(axes, scene["xs"], scene["p"] / top, REAL)
    draw_density(axes, scene["xs"], frame["q"] / top, FAKE)
    axes.axhline(0.5, color=MUTED, lw=POINT, ls=DOTTED)
    if trainer.loss.opinion:
        axes.plot(scene["xs"], frame["d_star"], color=INK, lw=1.75 * POINT, ls=(0, (0.1, 2.4)), dash_capstyle="round",
                  clip_on=False)
    axes.plot(scene["xs"], frame["d"], color=INK, lw=1.75 * POINT, clip_on=False)
    figure.rule(at(extent[0]), y + base * side, at(extent[1]), y + base * side, FAINT)
    for share, text in ((1, "1"), (0.5, "½"), (0, "0")):
        figure.write(x + RIGHT * side + 7, y + (base - (base - TOP) * share) * side, text, 11, MUTED)
    figure.write_formula(x + RIGHT * side + 7, y + (base - (base - TOP) * 0.75) * side, "D", colour=INK_2)
    write_ticks(figure, extent, at, y + (base + 0.03) * side)
    if linked:
        draw_links(figure, x, y, side, at, frame["links"])


def draw_density(axes, xs, density, colour):
    axes.fill_between(xs, density, color=colour, alpha=0.13, lw=0)
    axes.plot(xs, density, color=colour, lw=2 * POINT)


def tallest(p, q):
    """How high the axis reaches: a q that sits on one place would be far taller than three times p."""
    return 1.15 * max(p.max(), min(q.max(), 3 * p.max()))


def draw_links(figure, x, y, side, at, links):
    """Arrows from latents z to their samples x, links [k, 2]."""
    widest = max(2, np.ceil(np.abs(links[:, 0]).max()))
    axes = figure.room(x, y, side, side, xlim=(x, x + side), ylim=(y + side, y))
    for height, name in ((X, "x"), (Z, "z")):
        figure.rule(x + LEFT * side, y + height * side, x + RIGHT * side, y + height * side, FAINT)
        figure.write_formula(x + LEFT * side - 9, y + height * side, name, colour=INK_2, align="right")
    for z, sample in links:
        start, end = (at(z, -widest, widest), y + Z * side - 2), (at(sample), y + X * side + 2)
        axes.annotate("", end, start, arrowprops={
            "arrowstyle": "-|>,head_width=0.11,head_length=0.26", "color": FAKE_TEXT, "alpha": 0.7, "lw": 0.9 * POINT,
            "shrinkA": 0, "shrinkB": 0})
    for z in range(-int(widest), int(widest) + 1):
        figure.write(at(z, -widest, widest), y + (Z + 0.03) * side, str(z).replace("-", "−"), 11, MUTED, align="center")


def write_ticks(figure, extent, at, y):
    """Round numbers along x."""
    low, high = extent
    gap = next((gap for gap in (0.5, 1, 2, 5, 10) if (high - low) / gap <= 10), 20)
    for value in np.arange(np.ceil(low / gap), np.floor(high / gap) + 1) * gap:
        figure.write(at(value), y, f"{value:g}".replace("-", "−"), 11, MUTED, align="center")


def write_legend(figure, x, y, side, trainer):
    """What the lines are, in one line."""
    words = [("p", "real", REAL_TEXT), ("q", "fake", FAKE_TEXT), ("D", "", INK)]
    if trainer.loss.opinion:
        words.append(("D*", "best possible, dotted", INK))
    for formula, name, colour in words:
        x = figure.write_formula(x, y, formula, colour=colour)
        x = figure.write(x + 5, y, name, 12, colour) + 16 if name else x + 16
