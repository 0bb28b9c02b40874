"""A kept generator as a file: safetensors (huggingface.co/docs/safetensors), which holds numbers and texts and never code.

Its tensors are the parameters and buffers of G by their names; its metadata say the rest, and can be read without the tensors.
"""

import json
from dataclasses import asdict, dataclass, fields

import torch

import playground
from playground.config import Config
from playground.errors import PlaygroundError
from playground.export.document import plain
from playground.export.script import make as script
from playground.keeping.card import card
from playground.keeping.generator import Description, Generator
from playground.keeping.trained import place
from playground.onpaper import OnPaper
from playground.register import require
from playground.result import as_json, result

NAME, VERSION = "GAN playground generator", "1"
MOST_BYTES = 1_000_000_000
"""A file larger than this is not read."""


@dataclass(frozen=True)
class About:
    """What a file says of itself. `run` {config, steps, events...} makes it again, as do `script`, and `command` if it is not
    empty; figures: steps, seconds, numbers (in G) and metrics; stored: the type of the numbers in the file; card: Markdown.
    """

    title: str
    config: Config
    data: Description
    run: dict
    command: str
    script: str
    figures: dict
    stored: str
    made_with: str
    card: str = ""


def about_trainer(trainer, stored="float32"):
    """The About of a trainer's G now."""
    run, found = OnPaper.of(trainer), result(trainer)
    figures = {"steps": found["steps"], "seconds": found["seconds"], "numbers": trainer.players["g"].weights,
               "metrics": found["metrics"]}
    title = f"{trainer.config.recipe} on {trainer.data.title}"
    made_with = f"GAN playground {playground.__version__}, torch {torch.__version__}"
    about = About(title, trainer.config, Description.of(trainer), plain(run), run.command or "", script(run).decode(),
                  json.loads(as_json(figures)), stored, made_with)
    return About(**vars(about) | {"card": card(about, f"{trainer.data.title}, `{trainer.data.spec}`")})


def written(trainer, half=False):
    """The file of a trainer's G now, as bytes; `half` stores its numbers in float16, half the size and slightly rounded."""
    from safetensors.torch import save
    kept = Generator.of(trainer)
    stored = torch.float16 if half else torch.float32
    tensors = {name: tensor.to(stored).contiguous().clone()
               for name, tensor in (*kept.module.named_parameters(), *kept.module.named_buffers())}
    about = about_trainer(trainer, str(stored).removeprefix("torch."))
    texts = asdict(about) | {"config": asdict(about.config), "data": about.data.as_dict()}
    return save(tensors, {"format": "pt", "is": NAME, "version": VERSION} | {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for name, value in texts.items()})


def load_generator(where):
    """The Generator in a .safetensors file of the playground, or "trained:NAME", one that comes with it.

    Raises PlaygroundError, in one sentence, for anything else; runs no code from the file.
    """
    path = place(where)
    about = about_file(path)
    with _opened(path) as file:
        try:
            tensors = {name: file.get_tensor(name) for name in file.keys()}
        except Exception as error:  # as with a checkpoint: no end to the ways in which a file can be broken
            raise _damaged(path) from error
    return Generator(about.config, about.data, tensors, about.figures["steps"])


def about_file(where):
    """The About of a file, read from its metadata alone; `where` and what is raised are as for `load_generator`."""
    path = place(where)
    with _opened(path) as file:
        texts = file.metadata() or {}
    if texts.get("is") != NAME:
        raise PlaygroundError(f"{path} is no generator of the playground: take a file that export --format safetensors has made.")
    if texts.get("version") != VERSION:
        raise PlaygroundError(f"{path} is of version {texts.get('version')}, and this playground reads version {VERSION}.")
    try:
        values = {field.name: texts[field.name] for field in fields(About)}
        for name in ("config", "data", "run", "figures"):
            values[name] = json.loads(values[name])
        _check_figures(**values["figures"])
        require({"loss": values["config"]["loss"]})  # of the data G needs no more than its description
        values["config"] = Config(**values["config"])
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise PlaygroundError(f"What {path} says of itself cannot be read.") from error
    return About(**values | {"data": Description.read(values["data"])})


def _check_figures(steps, seconds, numbers, metrics):
    if type(steps) is not int or not all(value is None or type(value) in (int, float)
                                         for value in (seconds, numbers, *metrics.values())):
        raise ValueError("a figure is no number")


def _opened(path):
    """A file whose header has been read and checked."""
    from safetensors import safe_open
    if not path.is_file():
        raise PlaygroundError(f"There is no file {path}.")
    if path.stat().st_size > MOST_BYTES:
        raise PlaygroundError(f"{path} has {path.stat().st_size / 1e6:,.0f} MB, and at most {MOST_BYTES / 1e6:,.0f} are read.")
    try:
        return safe_open(path, framework="pt")
    except Exception as error:
        raise _damaged(path) from error


def _damaged(path):
    return PlaygroundError(f"{path} is damaged or is no .safetensors file; nothing was loaded.")
