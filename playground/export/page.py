"""A run as one HTML page: settings, changes on the way, samples, curves, metrics, and what makes it again."""

from dataclasses import asdict
from html import escape
from types import SimpleNamespace

import torch

from playground.config import FIELDS
from playground.export.html import KEYS, document, mosaic, picture, vector
from playground.export.script import make as script
from playground.onpaper import OnPaper
from playground.plots import curves, translations
from playground.recipes import RECIPES, changes_of
from playground.result import result
from playground.training.draw import generator
from playground.words import measure_title, number

FAKES = {"images": 64, "points": 1000, "line": 2500, "text": 64, "music": 4}


def make(trainer):
    return report(trainer).encode()


def report(trainer):
    """The page as text."""
    run, config, data = OnPaper.of(trainer), trainer.config, trainer.data
    recipe, found = RECIPES[config.recipe], result(trainer)
    title = f"{config.recipe} on {data.title}"
    return document(f"{title}, {trainer.step:,} steps", f"""\
<h1>{escape(title)}</h1>
<p>{escape(recipe.title)} ({escape(recipe.source)}), {trainer.step:,} steps from seed {config.seed} in {trainer.seconds:,.0f} seconds
on {trainer.device.type}. {escape(recipe.about)}</p>
{divergence(trainer)}
<h2>Samples</h2>
<p>{key(trainer)}</p>
<div class="shown">{shown(trainer)}</div>
<h2>Metrics</h2>
<p>After the last step.</p>
{table(("measure", "value"), [(measure_title(name), number(value)) for name, value in found["metrics"].items()])}
<h2>Curves</h2>
<div class="shown"><figure class="curves">{vector(curves(trainer.history, config.loss, config.pretraining))}</figure></div>
<h2>Settings</h2>
{settings(run.config)}
<h2>Changes on the way</h2>
{changes(run)}
<h2>Again</h2>
{again(run)}""")


def divergence(trainer):
    if not trainer.diverged:
        return ""
    return f'<p><span class="ill">▲ This run diverged.</span> {escape(trainer.diverged.what)}</p>'


def key(trainer):
    """What the samples show."""
    if trainer.data.kind != "images":
        return KEYS[trainer.data.kind].replace(", for each seed", "")
    return 'What <span class="fake">G makes</span>, beside <span class="real">real pictures</span>.'


def shown(trainer):
    """The samples as figures; pictures beside real ones."""
    data, config = trainer.data, trainer.config
    if data.kind == "pairs":
        return f"<figure>{vector(translations(trainer))}</figure>"
    if data.kind == "toy":
        _, means = trainer.history.curves()
        return f"<figure>{picture(SimpleNamespace(curves=dict(zip(trainer.history.columns, means.T))), data)}</figure>"
    n = FAKES[data.kind]
    fakes = trainer.generate(trainer.inputs(n, generator(config.seed, "page", trainer.device)), label=trainer.labels_in_rows(n))
    if data.kind != "images":
        return f"<figure>{picture(SimpleNamespace(sample=fakes.numpy()), data)}</figure>"
    reals = data.sample(n, generator(config.seed, "page/real"))
    return "".join(f'<figure>{mosaic(images)}<figcaption class="{name}">{name}</figcaption></figure>'
                   for name, images in (("fake", fakes), ("real", torch.as_tensor(reals))))


def table(heads, rows):
    """Rows of texts below their heads."""
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    body = "".join(f"<tr><th>{escape(first)}</th>{''.join(f'<td>{escape(text)}</td>' for text in rest)}</tr>" for first, *rest in rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def settings(config):
    """Those that are not the recipe's own, and folded away all of them."""
    rows = {name: (name, str(value), FIELDS[name].metadata["help"]) for name, value in asdict(config).items()}
    heads = ("setting", "value", "what it is")
    return (table(heads, [rows[name] for name in changes_of(config)])
            + f"<details><summary>All {len(rows)} settings at the beginning</summary>{table(heads, rows.values())}</details>")


def changes(run):
    if not run.events:
        return "<p>None: what was set at the beginning held to the end.</p>"
    return table(("after step", "set"), [(f"{event.step:,}", ", ".join(f"{name} = {value}" for name, value in event.changes.items()))
                                         for event in run.events])


def again(run):
    """What trains the run again: a command where one can, and a script in any case."""
    command = f"<pre>{escape(run.command)}</pre>" if run.command else ""
    return (f"<p>{'This command or this script makes' if command else 'This script makes'} the same run; on the same kind of processor "
            f"its numbers are the same to the last digit.</p>{command}<pre>{escape(script(run).decode())}</pre>")
