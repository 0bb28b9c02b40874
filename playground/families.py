"""Every family of networks for pictures on the same data, with the same processor time for each run, over several seeds.

Processor time of one thread, so that a run comes to the same whatever else the machine does. Each run that is done can be
kept in a folder: the same call goes on from there, and two calls with other rows fill one table.
"""

import json
import os
import re
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch

from playground.comparison import Score, configs_of, in_parallel, room
from playground.config import Config
from playground.data import dataset
from playground.errors import PlaygroundError
from playground.metrics import CLASSIFIED, evaluate
from playground.register import join, registered
from playground.training.draw import generator
from playground.training.trainer import Trainer

DATA, MINUTES, SAMPLES = "fashion-mnist:size=32", 3.0, 64
"""The data, the usual processor minutes of a run, and how many of its samples are kept."""

ROWS = {
    "dcgan": "DCGAN",
    "sn-dcgan": "DCGAN’s networks, spectral norm",
    "wgan-gp": "DCGAN’s networks, WGAN-GP",
    "gan:generator=mlp,discriminator=mlp,generator_width=256,discriminator_width=256,discriminator_batch_norm=false": "MLP",
    "sngan": "residual, spectral norm",
    "sagan": "self-attention",
    "stylegan": "style-based",
    "msggan": "all sizes",
    "r3gan": "R3",
}
"""The table's recipes, as `compare` takes them, and what stands before each."""

MEASURES = {"frechet_classifier": "Fréchet distance", "precision": "precision", "recall": "recall", "density": "density",
            "coverage": "coverage", "memorised": "memorised"}
"""The measures in the table, and their titles; the first one orders the rows."""


@dataclass(frozen=True)
class Trained:
    """One run as plain data: `seconds` of processor time that it was given, `sample` uint8 [SAMPLES, channels, height, width];
    diverged: what happened, or None.
    """

    recipe: str
    config: str
    seconds: float
    steps: int
    parameters: int
    metrics: dict
    diverged: str | None
    sample: np.ndarray

    @property
    def pictures(self):
        """Its samples in [-1, 1], as tensors."""
        return torch.from_numpy(self.sample).float() / 127.5 - 1


@dataclass(frozen=True)
class Outcome:
    """The table: runs {recipe: [Trained by seed]}; `floor` are the measures of real pictures in the place of fakes."""

    data: str
    seconds: float
    runs: dict
    floor: dict

    @property
    def seeds(self):
        return len(next(iter(self.runs.values())))

    def score(self, recipe, measure):
        return Score.of([run.metrics.get(measure) for run in self.runs[recipe]])

    @property
    def order(self):
        """The recipes, the best first."""
        def distance(recipe):
            mean = self.score(recipe, next(iter(MEASURES))).mean
            return float("inf") if mean is None else mean
        return sorted(self.runs, key=distance)

    def numbers(self):
        """[{recipe, title, parameters, steps, measures {name: {mean, std, values}}, diverged}], the best first."""
        return [{"recipe": recipe, "title": titled(recipe), "parameters": runs[0].parameters,
                 "steps": vars(Score.of([run.steps for run in runs])),
                 "measures": {name: vars(self.score(recipe, name)) for name in MEASURES},
                 "diverged": {Config.from_json(run.config).seed: run.diverged for run in runs if run.diverged}}
                for recipe, runs in ((recipe, self.runs[recipe]) for recipe in self.order)]

    def as_dict(self):
        """For JSON."""
        return {"data": self.data, "seconds": self.seconds, "seeds": self.seeds, "floor": self.floor, "rows": self.numbers()}

    def about(self):
        """What was run, in words."""
        floor = self.floor.get("frechet_classifier")
        return (f"{dataset(self.data).title} at {dataset(self.data).shape[-1]} pixels, {self.seconds / 60:g} minutes of one processor "
                f"core for each run, {self.seeds} seed{'s' * (self.seeds > 1)}, mean ± standard deviation." + (
                    f" The features are those of the playground’s own classifier, so the distance is no FID; of {CLASSIFIED:,} "
                    f"pictures that nobody trained on it is {floor:.2g}." if floor is not None else ""))

    def markdown(self):
        heads, *rows = (f"| {' | '.join(cells)} |" for cells in self.cells())
        return "\n".join(["## Families of networks for pictures", "", self.about(), "", heads,
                          "| --- " * len(self.cells()[0]) + "|", *rows])

    def cells(self):
        """The table as texts: its heads, then a row for each recipe."""
        rows = [["", "recipe", *MEASURES.values(), "steps", "parameters"]]
        for n in self.numbers():
            scores = ["–" if score["mean"] is None else str(Score(**score)) for score in n["measures"].values()]
            base, _, changes = n["recipe"].partition(":")
            rows.append([n["title"], base + " (changed)" * bool(changes), *scores, f"{n['steps']['mean']:,.0f}",
                         f"{n['parameters']:,}"])
        return rows


def titled(recipe):
    """What stands before a recipe in the table; other recipes than the table's name themselves."""
    return ROWS.get(recipe, recipe)


def run_families(recipes=None, seeds=3, minutes=MINUTES, data=DATA, keep=None, changes=None, jobs=None, backend="loky",
                 tick=lambda done, total: None):
    """Train every recipe (by default the table's) from each seed, `minutes` of processor time each, and return an Outcome.

    keep: a folder; a run that is kept there with the same settings and time is not trained again.
    Raises PlaygroundError before anything runs where something cannot work.
    """
    configs = configs_of(recipes or list(ROWS), data, changes or {})
    for config in configs.values():
        Trainer(config)  # what cannot be built says so here
    seconds, runs = 60 * minutes, {recipe: [None] * seeds for recipe in configs}
    tasks, done = [], 0
    for seed in range(seeds):
        for recipe, config in configs.items():
            settings = replace(config, seed=seed).to_json()
            runs[recipe][seed] = kept = keep and read(place(keep, recipe, seed), settings, seconds)
            done += bool(kept)
            if not kept:
                tasks.append((recipe, settings, seconds, keep and str(place(keep, recipe, seed))))
    tick(done, len(configs) * seeds)
    for run in in_parallel(play, tasks, jobs or room(1), backend) if tasks else ():
        runs[run.recipe][Config.from_json(run.config).seed] = run
        done += 1
        tick(done, len(configs) * seeds)
    return Outcome(data, seconds, runs, floor(data))


def play(recipe, settings, seconds, file, own):
    """One run from its configuration in JSON, as a job for any process; kept in `file` where one is named."""
    join(own)
    trainer = Trainer(Config.from_json(settings))
    trainer.threads = 1
    end = time.thread_time() + seconds
    for _ in trainer.steps(10**9):
        if time.thread_time() >= end:
            break
    if not trainer.diverged:
        trainer.run(steps=0)  # looks once more whether all is finite
    pictures = ((trainer.sample(SAMPLES).clamp(-1, 1) + 1) * 127.5).round().byte().numpy()
    run = Trained(recipe, settings, seconds, trainer.step, sum(len(trainer.state[player]) for player in ("g", "d")),
                  trainer.metrics(every=True), trainer.diverged and trainer.diverged.what, pictures)
    if file:
        write(run, file)
    return run


def floor(data):
    """The measures of real pictures that nobody trained on, in the place of fakes; none where the data keeps none apart."""
    found = dataset(data)
    if found.unseen is None:
        return {}
    source = generator(0, "families/floor")
    chosen = torch.randperm(len(found.unseen), generator=source)[:CLASSIFIED]
    return evaluate(found.unseen[chosen], found, source, every=True)


# -- runs that are kept ------------------------------------------------------------------------------------------------

def place(folder, recipe, seed):
    """The file of a run in a folder."""
    return Path(folder) / (re.sub(r"[^a-z0-9.]+", "-", recipe.lower()) + f"-{seed}.npz")


def write(run, file):
    """Keep a run, whole or not at all."""
    told = asdict(run)
    sample = told.pop("sample")
    part = Path(file).with_suffix(".part")
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        with open(part, "wb") as opened:
            np.savez_compressed(opened, sample=sample, told=np.array(json.dumps(told)))
        os.replace(part, file)
    except OSError as error:
        raise PlaygroundError(f"{file} cannot be written: {error.strerror}. Choose another folder.") from error


def read(file, config, seconds):
    """The run kept in a file, where there is one of this configuration (JSON) and time; else None."""
    if not file.is_file():
        return None
    try:
        with np.load(file, allow_pickle=False) as kept:
            run = Trained(**json.loads(str(kept["told"])), sample=kept["sample"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PlaygroundError(f"{file} is damaged or is no run of this table: remove it.") from error
    return run if (run.config, run.seconds) == (config, seconds) else None
