"""A run as JSON: all that is needed to make it again, and what it came to. `read` takes it back as an OnPaper. A page adds the runs
that stand side by side, which `read_all` takes back.
"""

import json
from dataclasses import asdict

from playground.config import Config
from playground.errors import PlaygroundError
from playground.onpaper import OnPaper
from playground.register import require
from playground.result import as_json, result

NAME, VERSION = "GAN playground run", 1


def make(trainer):
    steps, means = trainer.history.curves()
    curves = {"step": steps.tolist(), **{name: column.tolist() for name, column in zip(trainer.history.columns, means.T)}}
    found = result(trainer)
    return as_json(plain(OnPaper.of(trainer)) | {
        "result": {key: found[key] for key in ("device", "losses", "metrics")},
        "curves": curves}).encode() + b"\n"


def plain(run):
    """An OnPaper as plain values, without results."""
    return {"is": NAME, "version": VERSION, "config": asdict(run.config), "steps": run.steps,
            "events": [[event.step, event.changes] for event in run.events]}


def side_by_side(content, runs):
    """The bytes that `make` gave, with several OnPapers that stood side by side, from the left."""
    return as_json(json.loads(content) | {"side_by_side": [plain(run) for run in runs]}).encode() + b"\n"


def read(text):
    """The OnPaper in a JSON file, from whomever it comes. Raises PlaygroundError, in words, for anything else."""
    return _run(_content(text))


def read_all(text):
    """The OnPapers in a JSON file: those that stood side by side, or the one. Raises as `read` does."""
    content = _content(text)
    several = content.get("side_by_side", [content])
    if not isinstance(several, list) or not all(isinstance(one, dict) for one in several):
        raise PlaygroundError("The runs side by side in this file cannot be read.")
    return [_run(one) for one in several]


def _content(text):
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PlaygroundError("This is not a run of the playground: a run's file is the JSON that export makes.") from error
    if not isinstance(content, dict) or content.get("is") != NAME:
        raise PlaygroundError("This JSON is not a run of the playground: take one that export has made.")
    if content.get("version") != VERSION:
        raise PlaygroundError(f"This file is of version {content.get('version')}, and this playground reads version {VERSION}.")
    return content


def _run(content):
    config = content.get("config")
    if not isinstance(config, dict):
        raise PlaygroundError("The settings of this run cannot be read.")
    require(config)
    return OnPaper.read(lambda: Config.from_json(json.dumps(config)), content.get("events"), content.get("steps"))
