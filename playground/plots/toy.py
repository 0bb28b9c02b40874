"""Toy games: the way of (θ, ψ) over the gradient field, with the equilibrium in the middle, and its eigenvalues."""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.patheffects import withStroke

from playground.live.views import Toy, way
from playground.plots.paper import FAINT, FAKE_TEXT, INK, INK_2, MUTED, POINT, REAL_TEXT, Sheet, UNSURE, rounded

SIDE, MARGIN, HEAD = 480, 20, 44
COMPRESSED = 0.35
"""Arrows are as long as this power of the speed, so that slow places still show their direction."""
OLDEST = 0.3
RIM = [withStroke(linewidth=3 * POINT, foreground=UNSURE)]
"""Around words, so that the arrows below them do not disturb."""


def toy(trainer):
    """A figure of a toy game's way so far, over the gradient flow of both players."""
    figure = Sheet(SIDE + 2 * MARGIN, SIDE + HEAD + MARGIN)
    draw_toy(figure, MARGIN, HEAD, SIDE, trainer)
    write_legend(figure, MARGIN, HEAD - 20, SIDE, trainer)
    return figure


def draw_toy(figure, x, y, side, trainer):
    """The square picture with its top left corner at (x, y)."""
    view = Toy(trainer)
    reach, path = view.reach, way(trainer, 20_000)
    axes = figure.room(x, y, side, side, xlim=(-reach, reach), ylim=(-reach, reach))
    draw_field(axes, view.scene()["field"], reach)
    axes.axhline(0, color=MUTED, lw=POINT)
    axes.axvline(0, color=MUTED, lw=POINT)
    draw_way(axes, path)
    marks = ((0, 0), 16, UNSURE, INK), (path[0], 9, UNSURE, INK_2), (path[-1], 13, INK, UNSURE)
    for place, size, fill, edge in marks:
        axes.plot(*place, "o", ms=size * POINT, mfc=fill, mec=edge, mew=1.75 * POINT, zorder=5)
    rounded(axes)

    def at(theta, psi):
        return x + side * (theta / reach + 1) / 2, y + side * (1 - psi / reach) / 2

    middle_x, middle_y = at(0, 0)
    figure.write(middle_x + 12, middle_y + 20, "equilibrium", 12, INK, "bold", path_effects=RIM)
    figure.write(at(*path[0])[0] + 9, at(*path[0])[1] - 10, "start", 12, INK_2, path_effects=RIM)
    end = figure.write(x + side - 10, middle_y - 13, "where G’s fake is", 12, FAKE_TEXT, align="right",
                       path_effects=RIM)
    figure.write_formula(end - 5, middle_y - 14, "θ", 17, FAKE_TEXT, align="right")
    end = figure.write_formula(middle_x + 9, y + 15, "ψ", 17, REAL_TEXT)
    figure.write(end + 5, y + 16, "D’s slope", 12, REAL_TEXT, path_effects=RIM)
    for value in (-reach / 2, reach / 2):
        text = f"{value:g}".replace("-", "−")
        figure.write(at(value, 0)[0], middle_y + 11, text, 11, MUTED, align="center", path_effects=RIM)
        figure.write(middle_x - 6, at(0, value)[1], text, 11, MUTED, align="right", path_effects=RIM)


def draw_field(axes, field, reach):
    """Arrows of the flow [n, n, 2] at the middles of n x n cells."""
    n = len(field)
    cell = 2 * reach / n
    middles = (np.arange(n) + 0.5) * cell - reach
    speed = np.linalg.norm(field, axis=2, keepdims=True)
    fastest = max(float(speed.max()), 1e-12)
    arrows = 0.86 * cell * field / np.maximum(speed, 1e-6 * fastest) * (speed / fastest) ** COMPRESSED
    axes.quiver(*np.meshgrid(middles, middles), arrows[..., 0], arrows[..., 1], color=FAINT, pivot="mid", angles="xy",
                scale_units="xy", scale=1, units="width", width=0.0026, headwidth=4, headlength=4.5, headaxislength=4.5)


def draw_way(axes, path):
    """The way [k, 2] as a line whose older parts are paler."""
    if len(path) > 1:
        ages = OLDEST + (1 - OLDEST) * np.linspace(0, 1, len(path) - 1) ** 2
        axes.add_collection(LineCollection(np.stack([path[:-1], path[1:]], 1), colors=INK, lw=1.75 * POINT, zorder=3,
                                           alpha=ages))


def write_legend(figure, x, y, side, trainer):
    """The way in numbers, and the eigenvalues of the linearised flow."""
    measured = trainer.metrics()
    figure.write(x, y, "The way of both players", 12, INK, "bold")
    figure.write(x + side, y, in_words(measured), 12, INK_2, align="right")


def in_words(metrics):
    """The distance from the equilibrium, at first and now, and the eigenvalues there."""
    return (f"distance {metrics['radius_initial']:.2f} → {metrics['radius']:.2f} · "
            f"eigenvalues {eigenvalues(metrics['eigenvalues'])}")


def eigenvalues(pairs):
    """Two eigenvalues [[real, imaginary], ...] in one text: conjugates as −0.25 ± 0.43 i."""
    (real, imaginary), (other, _) = ([0.0 if abs(part) < 5e-4 else part for part in pair] for pair in pairs)
    text = f"{real:.2f} ± {abs(imaginary):.2f} i" if imaginary else f"{real:.2f} and {other:.2f}"
    text = text.removeprefix("0.00 ") if imaginary else text
    return text.replace("-", "−")
