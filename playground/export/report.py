"""A comparison as one HTML page that asks the network for nothing, in the light and the dark of its reader."""

import base64
import re
from html import escape
from io import BytesIO, StringIO
from pathlib import Path

import torch

import playground
from playground.data import dataset
from playground.errors import PlaygroundError
from playground.games.toy import START
from playground.plots.compare import RUN_B, bands, letter, quantities
from playground.plots.images import tiled
from playground.plots.line import histogram
from playground.plots.paper import FAKE, FAKE_TEXT, INK, INK_2, LINE, MUTED, PAGE, REAL, REAL_TEXT
from playground.training.draw import generator

TOKENS = {PAGE: "page", INK: "ink", INK_2: "ink-2", MUTED: "muted", LINE: "line", REAL: "real", REAL_TEXT: "real-text",
          FAKE: "fake", FAKE_TEXT: "fake-text", RUN_B: "run-b"}
"""The colours of our figures, by their names in report.css."""

REALS, SIDE, TILE = 500, 240, 32


def write_report(comparison, file):
    """Write a `Comparison` as a page. Raises PlaygroundError where the file cannot be written."""
    try:
        Path(file).write_text(report(comparison), encoding="utf-8")
    except OSError as error:
        raise PlaygroundError(f"{file} cannot be written: {error.strerror}. Choose another file.") from error


def report(comparison):
    """The page as text."""
    data = dataset(comparison.data)
    title = f"{listed(comparison.names)} on {data.title}"
    seeds = "one seed" if comparison.seeds == 1 else f"{comparison.seeds} seeds"
    spread = "" if comparison.seeds == 1 else " Mean ± standard deviation over the seeds, and below it the value of each."
    style = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
    return f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title><style>
{style}</style></head>
<body><main>
<h1>{escape(title)}</h1>
<p>Each recipe played {comparison.steps:,} steps from {seeds}; the same seed gives all of them the same start and the same
data. {comparison.seconds:,.0f} seconds.</p>
{divergences(comparison)}
<h2>Settings that differ</h2>
{settings(comparison)}
<h2>Scores</h2>
<p>After the last step.{spread}</p>
{scores(comparison)}
<h2>On the way</h2>
<p>Lines are means over the seeds, bands one standard deviation. {legend(comparison)}{unlike(comparison)}</p>
<div class="charts">{"".join(vector(bands(comparison, quantity)) for quantity in quantities(comparison))}</div>
<h2>Samples</h2>
<p>{KEYS[data.kind]}</p>
{samples(comparison, data)}
<h2>Again</h2>
<p>This command makes the same comparison; on the same kind of processor its numbers are the same to the last digit.</p>
<pre>{escape(comparison.command)}</pre>
<p>GAN playground {playground.__version__}, torch {torch.__version__}</p>
</main></body></html>
"""


KEYS = {"points": '<span class="real">● real</span> and <span class="fake">● fake</span>, for each seed.',
        "images": "What G makes, for each seed.",
        "line": '<span class="fake">Histogram of the fakes</span> over the <span class="real">real density</span>, for each '
                "seed.",
        "toy": "The way of both players from (1, 1), θ to the right and ψ upwards; the equilibrium is in the middle."}
"""What the samples of each kind of data show."""


def listed(names):
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def headed(i, name):
    """A recipe's letter and name."""
    return f'<span class="letter a{i % 4}">{letter(i)}</span>{escape(name)}'


def legend(comparison):
    return ", ".join(headed(i, name) for i, name in enumerate(comparison.names)) + "."


def unlike(comparison):
    """A warning where D's numbers mean different things."""
    return " The losses differ, so that D’s numbers and both losses do not compare." * ("loss" in comparison.differences)


def divergences(comparison):
    """A sentence for each run that diverged."""
    return "".join(f'<p><span class="ill">▲ {escape(name)}, seed {seed}, diverged.</span> {escape(what)} What is shown of it '
                   "is its newest good state.</p>"
                   for name, runs in comparison.diverged.items() for seed, what in runs.items())


def table(comparison, corner, rows):
    """Rows [(title, [cell in HTML])] below the recipes' names."""
    heads = "".join(f"<th>{headed(i, name)}</th>" for i, name in enumerate(comparison.names))
    body = "".join(f"<tr><th>{escape(title)}</th>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
                   for title, cells in rows)
    return f'<div class="wide"><table><thead><tr><th>{corner}</th>{heads}</tr></thead><tbody>{body}</tbody></table></div>'


def settings(comparison):
    if not comparison.differences:
        return "<p>None: the recipes are the same.</p>"
    return table(comparison, "setting", [(name, [escape(str(value)) for value in values])
                                         for name, values in comparison.differences.items()])


def scores(comparison):
    def cell(score):
        values = " · ".join("–" if value is None else f"{value:.3g}" for value in score.values)
        return f"{score}<small>{values}</small>" if comparison.seeds > 1 else str(score)
    return table(comparison, "measure", [(title, map(cell, row)) for title, row in comparison.table])


def samples(comparison, data):
    """A row of pictures for each recipe, one for each seed."""
    def row(i, name):
        cells = "".join(f"<figure>{picture(run, data)}<figcaption>{caption(run)}</figcaption></figure>"
                        for run in comparison.runs[name])
        return f'<h3>{headed(i, name)}</h3><div class="wide"><div class="samples">{cells}</div></div>'
    return "".join(row(i, name) for i, name in enumerate(comparison.names))


def caption(run):
    return f"seed {run.seed}" + ', <span class="ill">▲ diverged</span>' * bool(run.diverged)


# -- pictures ----------------------------------------------------------------------------------------------------------

def picture(run, data):
    """The samples of one run as an image of HTML."""
    match data.kind:
        case "points":
            real = data.sample(REALS, generator(0, "report")).numpy()
            return square(data.extent, dots(real, data.extent, "real", 3.4, 0.5) + dots(run.sample, data.extent, "page", 5.5)
                          + dots(run.sample, data.extent, "fake", 4))
        case "images":
            return mosaic(torch.from_numpy(run.sample))
        case "line":
            return vector(histogram(torch.from_numpy(run.sample), data))
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
