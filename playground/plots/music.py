"""Music as a figure: piano rolls, time to the right and pitch upwards, a tone for each voice: orange of fakes, blue of real pieces."""

import math

import numpy as np
from matplotlib.colors import to_hex, to_rgb

from playground.data.music import LOWEST, PITCHES, STEPS_A_BEAT, VOICES, notes_of
from playground.plots.paper import FAINT, FAKE, INK, INK_2, LINE, REAL, Sheet, rounded
from playground.sound import held

WIDTH, HEIGHT, GAP, MARGIN, LETTERS, LETTER_HEIGHT = 420, 170, 24, 24, 16, 12
SMALL, SMALL_GAP, GROUND = 72, 6, "#FBE6D3"
"""The side of a small one, what is between two, and the ground behind."""
BEATS_A_BAR = 4
LOW, HIGH = min(LOWEST) - 1, max(LOWEST) + PITCHES
DEPTHS = (0.0, 0.6, 0.3, 0.85)
"""How far each voice's tone is on its way to ink: neighbours differ in lightness, which all eyes tell apart."""
LEGEND = "S soprano   A alto   T tenor   B bass"


def rolls(samples, columns=1, real=False):
    """A figure of samples [n, 4 PITCHES, length], one below the other; or of fakes in several columns, row by row, small."""
    if columns > 1:
        return small_rolls(samples, columns)
    figure = Sheet(2 * MARGIN + WIDTH, 2 * MARGIN + len(samples) * (HEIGHT + GAP))
    figure.write(MARGIN, MARGIN - 4, LEGEND, 12, INK_2)
    for i, notes in enumerate(notes_of(samples).numpy()):
        draw_roll(figure, MARGIN, MARGIN + 16 + i * (HEIGHT + GAP), WIDTH, HEIGHT, notes, REAL if real else FAKE)
    return figure


def small_rolls(samples, columns):
    """The notes alone, a square of them for each sample."""
    rows = math.ceil(len(samples) / columns)
    figure = Sheet(columns * (SMALL + SMALL_GAP) + SMALL_GAP, rows * (SMALL + SMALL_GAP) + SMALL_GAP)
    for i, notes in enumerate(notes_of(samples).numpy()):
        row, column = divmod(i, columns)
        axes = figure.room(SMALL_GAP + column * (SMALL + SMALL_GAP), SMALL_GAP + row * (SMALL + SMALL_GAP), SMALL, SMALL)
        draw_notes(axes, notes, 1.2)
        rounded(axes, 6, GROUND)
    return figure


def draw_rolls(figure, x, y, side, samples):
    """As many samples as there is room for in a square from (x, y) on."""
    for i, notes in enumerate(notes_of(samples[:side // (HEIGHT + GAP)]).numpy()):
        draw_roll(figure, x, y + i * (HEIGHT + GAP), side, HEIGHT, notes)


def draw_roll(figure, x, y, width, height, notes, colour=FAKE):
    """MIDI numbers [4, length] in a rectangle, with a line for every bar, and at the left the letters of the voices."""
    axes = figure.room(x + LETTERS, y, width - LETTERS, height)
    steps = notes.shape[1]
    for step in range(0, steps + 1, STEPS_A_BEAT):
        bar = step % (BEATS_A_BAR * STEPS_A_BEAT) == 0
        axes.axvline(step, color=FAINT if bar else LINE, lw=0.6 if bar else 0.4)
    draw_notes(axes, notes, 2.6, colour)
    middles = apart(y + height * (HIGH - notes[:, 0]) / (HIGH - LOW), LETTER_HEIGHT)
    for middle, depth, name in zip(middles, DEPTHS, VOICES):
        figure.write(x, middle, name[0].upper(), 11, tone(depth, colour), weight="bold")


def apart(middles, gap):
    """The same places [n], moved down where two of them are nearer than `gap`."""
    order, steps = np.argsort(middles, kind="stable"), gap * np.arange(len(middles))
    moved = np.empty(len(middles))
    moved[order] = np.maximum.accumulate(middles[order] - steps) + steps
    return moved


def draw_notes(axes, notes, thick, colour=FAKE):
    """MIDI numbers [4, length] as lines, a tone for each voice."""
    axes.set_xlim(0, notes.shape[1])
    axes.set_ylim(LOW, HIGH)
    for voice, depth in zip(notes, DEPTHS):
        pitches, begins, ends = np.array(held(voice)).T
        axes.hlines(pitches, begins + 0.08, ends - 0.08, color=tone(depth, colour), lw=thick)


def tone(depth, colour=FAKE):
    """A colour, so far on its way to ink."""
    return to_hex([(1 - depth) * a + depth * b for a, b in zip(to_rgb(colour), to_rgb(INK))])
