"""How recipes fare over several seeds: a mean line for each, in a band of one standard deviation."""

import numpy as np
from matplotlib.ticker import MaxNLocator

from playground.plots.curves import limits, number, smooth
from playground.plots.paper import DOTTED, INK, INK_2, MUTED, POINT, Sheet
from playground.words import measure_title

RUN_B = "#8A2F7B"
STYLES = ((INK, "-"), (RUN_B, (0, (5, 3))), (INK_2, DOTTED), (RUN_B, DOTTED))
"""(colour, dashes) of the recipes A, B, C, D; more of them begin again, and their letters tell them apart."""

TITLES = {"loss_d": "D’s loss", "loss_g": "G’s loss", "value": "Value of the game", "d_real": "D on real",
          "d_fake": "D on fake", "gradient_d": "Norm of D’s gradient", "gradient_g": "Norm of G’s gradient",
          "theta": "θ, where the fake is", "psi": "ψ, D’s slope"}
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM, GAP = 340, 190, 44, 74, 32, 26, 14


def letter(i):
    """The name of recipe i in a chart: A, B, ..., Z, A2, ..."""
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[i % 26] + (str(i // 26 + 1) if i >= 26 else "")


def quantities(comparison):
    """What `bands` can draw: the columns of the history, then the metrics measured on the way."""
    name = comparison.names[0]
    run = comparison.runs[name][0]
    known = [column for column in TITLES if column in run.curves]
    return [*known, *(metric for metric in run.measured[0][1]
                      if metric in comparison.scores[name] and metric != "modes_total")]


def bands(comparison, quantity):
    """A figure of one column of the history or one metric: a mean line over the seeds for each recipe, A first, and a
    band of one standard deviation around it. Columns of the history are smoothed first.
    """
    figure = Sheet(WIDTH, HEIGHT)
    of_history = quantity in comparison.runs[comparison.names[0]][0].curves
    lines = [(steps, *middle([smooth(line) for line in values] if of_history else values))
             for steps, values in comparison.series(quantity).values()]
    title = TITLES.get(quantity) or measure_title(quantity)
    figure.write(0, 12, title[0].upper() + title[1:], 13, weight="bold")
    low, high = limits([part for _, mean, spread in lines for part in (mean - spread, mean + spread)], [])
    width, height = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    axes = figure.room(LEFT, TOP, width, height, xlim=(0, comparison.steps), ylim=(low, high))

    def at(value):
        return TOP + height * (high - value) / (high - low)

    for tick in MaxNLocator(3).tick_values(low, high):
        if low <= tick <= high:
            figure.rule(LEFT, at(tick), LEFT + width, at(tick), zorder=-1)
            figure.write(LEFT - 8, at(tick), f"{tick:.4g}".replace("-", "−"), 11, MUTED, align="right")
    ends = []
    for i, (steps, mean, spread) in enumerate(lines):
        colour, dashes = STYLES[i % len(STYLES)]
        axes.fill_between(steps, mean - spread, mean + spread, color=colour, alpha=0.13, lw=0)
        axes.plot(steps, mean, color=colour, ls=dashes, lw=1.75 * POINT, solid_joinstyle="round")
        if np.isfinite(mean).any():
            last = mean[np.isfinite(mean)][-1]
            ends.append((at(last), i, last))
    ends.sort()
    for y, (_, i, last) in zip(apart([y for y, *_ in ends], TOP + height), ends):
        figure.write(LEFT + width + 8, y, letter(i), 12, STYLES[i % len(STYLES)][0], "bold")
        figure.write(LEFT + width + 22, y, number(last), 12, INK_2)
    figure.write(LEFT, HEIGHT - 12, "0", 11, MUTED)
    figure.write(LEFT + width, HEIGHT - 12, f"{comparison.steps:,} steps", 11, MUTED, align="right")
    return figure


def middle(values):
    """Mean and sample standard deviation over the seeds of values [seeds, n] where they are defined: two arrays [n]."""
    values = np.asarray(values, float)
    known = np.isfinite(values)
    n = known.sum(0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(known, values, 0).sum(0) / n
        spread = np.sqrt(np.square(np.where(known, values - mean, 0)).sum(0) / np.maximum(n - 1, 1))
    return mean, spread


def apart(heights, bottom):
    """Sorted heights in pixels, pushed down and then up again where labels would overlap."""
    moved = []
    for y in heights:
        moved.append(max(y, moved[-1] + GAP) if moved else y)
    for i in reversed(range(len(moved))):
        moved[i] = min(moved[i], moved[i + 1] - GAP if i + 1 < len(moved) else bottom)
    return moved
