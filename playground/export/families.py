"""The table of families as one HTML page that asks the network for nothing."""

from html import escape

from playground.data import dataset
from playground.export.html import document, mosaic
from playground.families import titled

SHOWN = 36
"""Samples of each run on the page."""


def page(outcome):
    """The page of an `Outcome` of families as text."""
    title = f"Families of networks on {dataset(outcome.data).title}"
    heads, body = table(outcome)
    return document(title, f"""<h1>{escape(title)}</h1>
<p>{escape(outcome.about())}</p>
<div class="wide"><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>
{"".join(f'<p><span class="ill">▲ {escape(n["title"])}, seed {seed}, diverged.</span> {escape(what)}</p>'
         for n in outcome.numbers() for seed, what in n["diverged"].items())}
<h2>Samples</h2>
<p>What G makes, for each seed; the best recipe first.</p>
{"".join(samples(outcome, recipe) for recipe in outcome.order)}""")


def table(outcome):
    """The heads and the rows in HTML."""
    heads, *rows = ([escape(cell) for cell in cells] for cells in outcome.cells())
    return ("".join(f"<th>{cell}</th>" for cell in heads),
            "".join(f"<tr><th>{row[0]}</th>{''.join(f'<td>{cell}</td>' for cell in row[1:])}</tr>" for row in rows))


def samples(outcome, recipe):
    """A row of pictures, one for each seed."""
    cells = "".join(f"<figure>{mosaic(run.pictures[:SHOWN])}<figcaption>seed {seed}</figcaption></figure>"
                    for seed, run in enumerate(outcome.runs[recipe]))
    return f'<h3>{escape(titled(recipe))}</h3><div class="wide"><div class="samples">{cells}</div></div>'
