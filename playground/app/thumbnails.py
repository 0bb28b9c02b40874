"""A small picture of each data set for its tile in the page, as CSS: dots of an SVG used as a mask."""

from html import escape
from urllib.parse import quote

import torch

from playground.data import DATA, at_hand, dataset
from playground.data.music import notes_of
from playground.games.translation import halves
from playground.sound import held
from playground.training.draw import generator

SIZE, DOTS = 40, 130
FRAME = ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" fill="none" stroke="#000" stroke-width="2.4" '
         'stroke-linejoin="round"><rect x="7.5" y="9.5" width="25" height="21" rx="2.5"/><path d="M8 27l7.5-8 6 6.5 4-3.5 6.5 6"/>'
         '<circle cx="25.5" cy="16" r="2.2"/></svg>')
PENCIL = ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" fill="none" stroke="#000" stroke-width="2.4" '
          'stroke-linejoin="round">'
          '<path d="M9 31L10.5 24 25.5 9Q27.5 7 29.5 9L31 10.5Q33 12.5 31 14.5L16 29.5ZM22.5 12L28 17.5"/></svg>')


def rules():
    """One rule for each data set: its radio's tile wears the picture, in the colour of real samples."""
    return "".join(f'#data label:has(input[value="{name}"]) {{ --gan-picture: {_picture(name)}; }}\n' for name in at_hand())


def _picture(name):
    """The value for the style sheet; where one draws, a pencil until the canvas has a drawing."""
    if name == "path":
        return _url(FRAME)
    if name == "drawn":
        return f"var(--gan-drawing, {_url(PENCIL)})"
    return _url(svg(name))


def _url(text):
    return f'url("data:image/svg+xml,{quote(text)}")'


def svg(name):
    """Samples of a data set as an SVG: dots, bars of its density in one dimension, the ink of one picture, a few strings,
    the notes of a piece, or the spike of a single place."""
    data = dataset(f"{name}:size=16" if DATA[name].kind == "pairs" else name)
    marks = {"line": _bars, "points": _dots, "images": _ink, "text": _letters, "music": _roll, "pairs": _halves, "toy": _spike}[data.kind](data)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}">{"".join(marks)}</svg>'


def _dots(data):
    x0, x1, y0, y1 = data.extent
    for x, y in data.sample(DOTS, generator(0, "thumbnail")).tolist():
        yield f'<circle cx="{(x - x0) / (x1 - x0) * SIZE:.1f}" cy="{(y1 - y) / (y1 - y0) * SIZE:.1f}" r="1.1"/>'


def _bars(data):
    heights = data.density(torch.linspace(*data.extent, SIZE // 2)[:, None])
    for i, height in enumerate((heights / heights.max() * (SIZE - 8)).tolist()):
        yield f'<rect x="{2 * i}" y="{SIZE - 4 - height:.1f}" width="1.4" height="{height:.1f}"/>'


def _spike(data):
    middle = SIZE / 2
    yield f'<path d="M4 32H36M{middle} 32V9" fill="none" stroke="#000" stroke-width="1.8"/>'
    yield f'<path d="M{middle} 4L{middle - 4} 12H{middle + 4}Z"/>'


def _letters(data):
    for i, string in enumerate(data.decode(data.sample(3, generator(0, "thumbnail")))):
        yield (f'<text x="20" y="{12 + 11 * i}" font-family="monospace" font-size="9" text-anchor="middle">'
               f"{escape(string[:6])}</text>")


def _roll(data):
    notes = notes_of(data.sample(1, generator(0, "thumbnail")))[0].numpy()
    low, high, step = notes.min() - 3, notes.max() + 3, SIZE / notes.shape[1]
    for voice in notes:
        for pitch, begin, end in held(voice):
            yield (f'<rect x="{begin * step:.1f}" y="{(high - pitch) / (high - low) * SIZE:.1f}" '
                   f'width="{(end - begin) * step - 0.4:.1f}" height="1.6"/>')


def _ink(data):
    return _tile(data.sample(1, generator(0, "thumbnail"))[0].mean(0))


def _halves(data):
    """The left half of a picture, and the right half of what it becomes."""
    x, y = (half[0].mean(0) for half in halves(data.sample(1, generator(0, "thumbnail"))))
    middle = len(x) // 2
    return _tile(torch.cat([x[:, :middle], y[:, middle:]], 1))


def _tile(picture):
    """The dark places of a picture [side, side]."""
    picture = 2 * (picture - picture.min()) / (picture.max() - picture.min()) - 1  # whatever is darkest is ink
    unit = SIZE / len(picture)
    for y, row in enumerate(picture.tolist()):
        for x, paper in enumerate(row):
            if paper < 0.8:
                yield (f'<rect x="{x * unit}" y="{y * unit}" width="{unit}" height="{unit}" '
                       f'opacity="{(1 - paper) / 2:.2f}"/>')
