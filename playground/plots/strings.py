"""Text as a figure: strings side by side, each with what can be said of it."""

from playground.plots.paper import FAKE_TEXT, INK, MUTED, Sheet

SIZE, LINE, LETTER, GAP, MARGIN = 13, 20, 8.0, 28, 20
FONT = "DejaVu Sans Mono"
SIGNS = {"": " ", "wrong": "×", "new": "+", "valid": "✓", "copied": "="}
LEGEND = "✓ valid   + new   = copied   × wrong"
ROWS = 16


def strings(samples, data):
    """A figure of samples [n, characters, length]: columns of strings, marked where anything is known of them."""
    columns = -(-len(samples) // ROWS)
    figure = Sheet(2 * MARGIN + columns * width(data), 2 * MARGIN + (ROWS + 1) * LINE)
    draw_strings(figure, MARGIN, MARGIN + LINE, samples, data)
    figure.write(MARGIN, MARGIN, LEGEND, 12, MUTED)
    return figure


def width(data):
    """Of a column of strings with their marks."""
    return (data.length + 2) * LETTER + GAP


def draw_strings(figure, x, y, samples, data, room=None):
    """Strings in columns of ROWS from (x, y) on, as many columns as there is room for."""
    for i, string in enumerate(data.decode(samples)):
        left = x + i // ROWS * width(data)
        if room and left + width(data) - GAP > x + room:
            return
        mark, line = data.mark(string), y + (i % ROWS + 0.5) * LINE
        figure.write(left, line, SIGNS[mark], SIZE, MUTED if mark == "wrong" else FAKE_TEXT, fontfamily=FONT)
        figure.write(left + 2 * LETTER, line, string, SIZE, MUTED if mark == "wrong" else INK, fontfamily=FONT)
