"""Two dimensions: real and fake samples over D's opinion of every place."""

import torch

from playground.live.views import Moment
from playground.plots.paper import FAKE, FAKE_TEXT, INK, OPINION, PAGE, POINT, REAL, REAL_TEXT, Sheet, rounded
from playground.training.draw import generator

REALS, MAP = 500, 160
SIDE, MARGIN, HEAD = 480, 20, 44


def points(samples, data, trainer=None):
    """A figure of fake samples [n, 2] and 500 real ones, in data units, over D's map if its trainer is given."""
    figure = Sheet(SIDE + 2 * MARGIN, SIDE + HEAD + MARGIN)
    draw_points(figure, MARGIN, HEAD, SIDE, samples, data, trainer)
    write_legend(figure, MARGIN, HEAD - 20, SIDE, trainer)
    return figure


def draw_points(figure, x, y, side, samples, data, trainer=None):
    """The square picture with its top left corner at (x, y)."""
    x0, x1, y0, y1 = data.extent
    axes = figure.room(x, y, side, side, xlim=(x0, x1), ylim=(y0, y1))
    if trainer:
        opinion = decision_map(trainer, data.extent).numpy()
        axes.imshow(opinion, cmap=OPINION, vmin=0, vmax=1, origin="lower", extent=data.extent, aspect="auto",
                    interpolation="bilinear")
        if opinion.min() < 0.5 < opinion.max():
            axes.contour(opinion, [0.5], origin="lower", extent=data.extent, colors=INK, alpha=0.5, linewidths=POINT)
    real = data.sample(REALS, generator(0, "plot"))
    axes.scatter(*real.T.numpy(), s=(2 * 1.9 * POINT) ** 2, c=REAL, alpha=0.62, lw=0, zorder=3)
    axes.scatter(*samples.T.numpy(), s=((2 * 2.5 + 0.75) * POINT) ** 2, c=FAKE, ec=PAGE, lw=0.75 * POINT, zorder=4)
    axes.set(xlim=(x0, x1), ylim=(y0, y1))
    rounded(axes)


def decision_map(trainer, extent):
    """D's opinion [MAP, MAP] in 0..1 at the middles of the cells of a square (x0, x1, y0, y1), the lowest row first."""
    x0, x1, y0, y1 = extent
    middles = (torch.arange(MAP) + 0.5) / MAP
    ys, xs = torch.meshgrid(y0 + (y1 - y0) * middles, x0 + (x1 - x0) * middles, indexing="ij")
    scores = trainer.opinion(torch.stack([xs, ys], -1).view(-1, 2))
    return Moment(trainer).opinion(scores).view(MAP, MAP)


def write_legend(figure, x, y, side, trainer=None):
    """What the colours mean, in one line as wide as the picture."""
    end = x + side
    for colour, text_colour, name in ((REAL, REAL_TEXT, "real"), (FAKE, FAKE_TEXT, "fake")):
        figure.write(x + 2, y, "●", 9, colour)
        x = figure.write(x + 15, y, name, 12, text_colour, "bold") + 14
    if trainer:
        bar = figure.write(end, y, "D says real", 12, REAL_TEXT, align="right") - 84
        figure.room(bar, y - 4, 76, 8).imshow([[i / 255 for i in range(256)]], cmap=OPINION, aspect="auto")
        figure.rule(bar + 38, y - 7, bar + 38, y + 7, INK)
        figure.write(bar - 8, y, "D says fake", 12, FAKE_TEXT, align="right")
