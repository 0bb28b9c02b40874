"""What our HTML pages share: one file that asks the network for nothing, in the light and the dark of its reader."""

import base64
import re
from html import escape
from io import BytesIO, StringIO
from pathlib import Path

import torch

import playground
from playground.games.toy import START
from playground.games.translation import halves
from playground.plots.compare import RUN_B
from playground.plots.images import tiled
from playground.plots.line import histogram
from playground.plots.music import rolls
from playground.plots.paper import FAKE, FAKE_TEXT, INK, INK_2, LINE, MUTED, PAGE, REAL, REAL_TEXT
from playground.plots.strings import SIGNS
from playground.training.draw import generator

TOKENS = {PAGE: "page", INK: "ink", INK_2: "ink-2", MUTED: "muted", LINE: "line", REAL: "real", REAL_TEXT: "real-text",
          FAKE: "fake", FAKE_TEXT: "fake-text", RUN_B: "run-b"}
"""The colours of our figures, by their names in report.css."""

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
"""Nothing but what the file holds itself, and no scripts, even if a text in it were not escaped."""

REALS, SIDE, TILE = 500, 240, 32

KEYS = {"points": '<span class="real">● real</span> and <span class="fake">● fake</span>, for each seed.',
        "images": "What G makes, for each seed.",
        "pairs": "What G makes of pictures that nobody trained on, for each seed.",
        "music": "What G’s voices sing, for each seed: time runs to the right, pitch upwards.",
    "text": "What G writes, for each seed: ✓ valid, + new, = copied, × wrong.",
        "line": '<span class="fake">Histogram of the fakes</span> over the <span class="real">real density</span>, for each '
                "seed.",
        "toy": "The way of both players from (1, 1), θ to the right and ψ upwards; the equilibrium is in the middle."}
"""What the samples of each kind of data show."""


def document(title, body):
    """A whole page, as text, from the HTML of its body."""
    style = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
    return f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<title>{escape(title)}</title><style>
{style}</style></head>
<body><main>
{body}
<p>GAN playground {playground.__version__}, torch {torch.__version__}</p>
</main></body></html>
"""


def picture(run, data):
    """The samples of one run, `run.sample` as an array [n, *shape] or in a toy game its `run.curves`, as an image of HTML."""
    match data.kind:
        case "points":
            real = data.sample(REALS, generator(0, "report")).numpy()
            return square(data.extent, dots(real, data.extent, "real", 3.4, 0.5) + dots(run.sample, data.extent, "page", 5.5)
                          + dots(run.sample, data.extent, "fake", 4))
        case "images":
            return mosaic(torch.from_numpy(run.sample))
        case "pairs":
            return mosaic(halves(torch.from_numpy(run.sample))[1])
        case "line":
            return vector(histogram(torch.from_numpy(run.sample), data))
        case "text":
            return written(data.decode(torch.from_numpy(run.sample)), data)
        case "music":
            return vector(rolls(torch.from_numpy(run.sample)))
        case "toy":
            return way([START, *zip(run.curves["theta"], run.curves["psi"])])


def place(point, extent):
    """A point in data units as "x y" in the square's."""
    x0, x1, y0, y1 = extent
    x, y = SIDE * (point[0] - x0) / (x1 - x0), SIDE * (y1 - point[1]) / (y1 - y0)
    return f"{x:.1f} {y:.1f}"


def square(extent, content):
    return f'<svg viewBox="0 0 {SIDE} {SIDE}" role="img">{content}</svg>'


def dots(points, extent, colour, size, opacity=1):
    """All points [n, 2] as one path of round ends, which is a tenth of as many circles."""
    ends = "".join(f"M{place(point, extent)}h0" for point in points)
    return f'<path class="dots" d="{ends}" stroke="var(--{colour})" stroke-width="{size}" stroke-opacity="{opacity}"/>'


def way(path):
    """The way of (θ, ψ) around the equilibrium."""
    reach = 1.1 * max(abs(float(part)) for point in path for part in point)
    extent = (-reach, reach, -reach, reach)
    axes = f"M0 {SIDE / 2}h{SIDE}M{SIDE / 2} 0v{SIDE}"
    line = "M" + "L".join(place(point, extent) for point in path)
    return square(extent, f'<path d="{axes}" fill="none" stroke="var(--line)"/>'
                          f'<path d="{line}" fill="none" stroke="var(--ink)" stroke-width="1.5"/>'
                          + dots(path[:1], extent, "muted", 6) + dots(path[-1:], extent, "ink", 8))


def written(strings, data):
    """Strings with what can be said of each, as text of the page."""
    return f"<pre>{escape(chr(10).join(f'{SIGNS[data.mark(string)]} {string}' for string in strings))}</pre>"


def mosaic(images):
    """Images [n, channels, height, width] as one PNG inside the page."""
    from PIL import Image
    file = BytesIO()
    Image.fromarray(tiled(images, TILE, gap=2)).save(file, "png")
    return f'<img alt="" src="data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}">'


def vector(figure):
    """A figure as SVG inside the page, its colours those of the reader's light or dark."""
    file = StringIO()
    figure.patch.set_alpha(0)
    figure.savefig(file, format="svg", metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")))
    svg = re.sub(r' xmlns(:xlink)?="[^"]*"', "", file.getvalue()[file.getvalue().index("<svg"):])
    for colour, token in TOKENS.items():
        svg = svg.replace(colour.lower(), f"var(--{token})")
    return svg
