"""A comparison as one HTML page that asks the network for nothing, in the light and the dark of its reader."""

from html import escape
from pathlib import Path

from playground.data import dataset
from playground.errors import PlaygroundError
from playground.export.html import KEYS, document, picture, vector
from playground.plots.compare import bands, letter, quantities


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
    return document(title, f"""\
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
<pre>{escape(comparison.command)}</pre>""")


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

