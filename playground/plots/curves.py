"""The value of the game, D's answers and the losses over all steps of a run, with their equilibria dotted."""

import math

import numpy as np
from matplotlib.patheffects import withStroke

from playground.plots.paper import DOTTED, FAKE, FAKE_TEXT, FONT, INK, INK_2, MUTED, PAGE, POINT, REAL, REAL_TEXT, Sheet
from playground.training.losses import LOSSES
from playground.training.step import COLUMNS

MARGIN, RIGHT = 20, 58
TEXT_COLOUR = {REAL: REAL_TEXT, FAKE: FAKE_TEXT, INK: INK}
CONSTANTS = {"log 4": math.log(4), "log 2": math.log(2), "½": 0.5, "¼": 0.25, "⅛": 0.125}


def curves(history, loss, pretraining=0):
    """A figure of a trainer's `history`; `loss` is the name in its config, which has the equilibrium. Until step `pretraining` G
    learned by maximum likelihood.
    """
    figure = Sheet(400, 460)
    draw_curves(figure, MARGIN, 16, 400 - 2 * MARGIN, 430, history, loss, pretraining)
    return figure


def draw_curves(figure, x, y, width, height, history, loss, pretraining=0):
    """Three charts, one below the other, with the steps below them."""
    steps, means = history.curves()
    last = history.last() if len(history) else {}
    table, equilibrium = dict(zip(COLUMNS, means.T)), LOSSES[loss].equilibrium
    charts = (
        ("Value of the game", [("value", "", INK)], {equilibrium["value"]: INK}),
        (f"D’s {'scores' if LOSSES[loss].output == 'score' else 'answers'}",
         [("d_real", "on real", REAL), ("d_fake", "on fake", FAKE)], {equilibrium["d"]: INK}),
        ("Losses", [("loss_d", "D", INK), ("loss_g", "G", FAKE)],
         {equilibrium["loss_g"]: FAKE, equilibrium["loss_d"]: INK}),
    )
    part = (height - 16) / len(charts)
    for i, (title, lines, marks) in enumerate(charts):
        top = y + i * part
        marks.pop(None, None)
        write_heading(figure, x, top + 8, width, title, lines)
        draw_chart(figure, x, top + 24, width, part - 36, steps, table, last, lines, marks)
    end = int(steps[-1]) if len(steps) else 0
    for share, align in ((0, "left"), (0.5, "center"), (1, "right")) if end else ():
        figure.write(x + share * (width - RIGHT), y + height - 8, f"{round(end * share):,}", 11, MUTED, align=align)
    figure.write(x + width, y + height - 8, "steps", 11, MUTED, align="right")
    if 0 < pretraining < end:
        at = x + pretraining / end * (width - RIGHT)
        figure.rule(at, y + 20, at, y + height - 16, MUTED, ls=DOTTED)
        figure.write(at - 5, y + height - 24, "likelihood", 11, MUTED, align="right")
        figure.write(at + 5, y + height - 24, "from D", 11, MUTED)


def write_heading(figure, x, y, width, title, lines):
    figure.write(x, y, title, 13, weight="bold")
    end = x + width
    if len(lines) == 1:
        figure.write_formula(end, y, "V(D, G)", align="right")
    else:
        for _, name, colour in reversed(lines):
            end = figure.write(end, y, name, 12, TEXT_COLOUR[colour], align="right") - 10


def draw_chart(figure, x, y, width, height, steps, table, last, lines, marks):
    """Smoothed lines over their raw selves, the last value written at the end.

    lines: (column, name, colour); marks: {equilibrium: colour}.
    """
    smoothed = {name: smooth(table[name]) for name, *_ in lines}
    low, high = limits(smoothed.values(), list(marks))
    axes = figure.room(x, y, width - RIGHT, height, xlim=(0, steps[-1] if len(steps) else 1), ylim=(low, high))
    figure.rule(x, y + height, x + width - RIGHT, y + height)
    names = []
    for mark, colour in marks.items():
        axes.axhline(mark, color=colour, lw=POINT, ls=DOTTED)
        names.append(name_mark(axes, mark, [table[name] for name, *_ in lines], marks, names))
    for name, _, colour in lines:
        axes.plot(steps, table[name], color=colour, lw=POINT, alpha=0.22)
        axes.plot(steps, smoothed[name], color=colour, lw=1.75 * POINT, solid_joinstyle="round")
    write_ends(figure, axes, x + width - RIGHT, y, height, smoothed, last, lines)


def name_mark(axes, value, lines, marks, names):
    """The name of an equilibrium, above or below its line, where the curves and the other marks leave most room.

    names: the places (share of the width, bottom, top) of names that stand already; returns that of this one.
    """
    low, high = axes.get_ylim()
    n, band = len(lines[0]), 0.17 * (high - low)

    def crowded(place):
        share, side = place
        bottom, top = sorted((value, value + side * band))
        parts = [line[int(share * n):int((share + 0.2) * n) + 1] for line in lines]
        spans = [part[np.isfinite(part)] for part in parts]
        covered = sum(max(0, min(top, part.max()) - max(bottom, part.min())) for part in spans if len(part))
        written = sum(share == s and bottom < t and b < top for s, b, t in names)
        return covered + band * sum(bottom < mark < top for mark in marks) + 9 * band * (written + (bottom < low or top > high))

    share, side = min(((share, side) for share in (0, 0.2, 0.4, 0.6) for side in (1, -1)), key=crowded)
    axes.annotate(constant(value), (share * axes.get_xlim()[1], value), (1.5, 2.5 * side), textcoords="offset points",
                  color=INK_2, fontsize=11 * POINT, fontfamily=FONT, va="bottom" if side > 0 else "top",
                  path_effects=[withStroke(linewidth=3 * POINT, foreground=PAGE)])
    return share, *sorted((value, value + side * band))


def write_ends(figure, axes, x, y, height, smoothed, last, lines):
    """The last values beside the ends of their lines, pushed apart where they would overlap."""
    low, high = axes.get_ylim()
    ends = [(float(smoothed[name][-1]), name, colour) for name, _, colour in lines
            if len(smoothed[name]) and math.isfinite(smoothed[name][-1]) and math.isfinite(last[name])]
    ends = sorted(ends, reverse=True)
    heights = [y + height * (1 - (value - low) / (high - low)) for value, *_ in ends]
    if len(heights) == 2 and heights[1] - heights[0] < 15:
        middle = sum(heights) / 2
        heights = [middle - 7.5, middle + 7.5]
    for (value, name, colour), at in zip(ends, heights):
        axes.plot([1], [(value - low) / (high - low)], "o", ms=4.4 * POINT, color=colour, mec="none", clip_on=False,
                  transform=axes.transAxes)
        figure.write(x + 8, at, number(last[name]), 12.5, TEXT_COLOUR[colour], "bold")


def smooth(values):
    """Means over windows of 4 % of the run, narrower at its ends; gaps (NaN) stay gaps."""
    reach = max(1, round(len(values) * 0.02))
    known = np.isfinite(values)

    def sums(x):
        total = np.concatenate([[0], np.cumsum(x, dtype=np.float64)])
        i = np.arange(len(x))
        return total[np.minimum(i + reach + 1, len(x))] - total[np.maximum(i - reach, 0)]

    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(known, sums(np.where(known, values, 0)) / sums(known), np.nan)


def limits(lines, marks):
    """A range that holds all lines and some room around each mark."""
    values = np.concatenate([*lines, [mark * share for mark in marks for share in (0.7, 1.3)]])
    values = values[np.isfinite(values)]
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    air = 0.08 * (high - low) or 0.5
    return low - air, high + air


def number(value):
    """Three digits, with a real minus sign."""
    text = f"{value:.2f}" if abs(value) < 100 else f"{value:,.0f}" if abs(value) < 1e5 else f"{value:.1e}"
    return text.replace("-", "−")


def constant(value):
    """An equilibrium by its name: log 4, ½."""
    name = next((name for name, known in CONSTANTS.items() if math.isclose(abs(value), known)), f"{abs(value):g}")
    return "−" * (value < 0) + name
