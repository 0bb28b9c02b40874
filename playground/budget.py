"""Runs that each get the same processor time of one thread, so that they come to the same whatever else the machine does.

Each run that is done can be kept in a folder: the same call goes on from there, and two calls with other rows fill one table.
"""

import json
import os
import re
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch

from playground.comparison import in_parallel, room
from playground.config import Config
from playground.errors import PlaygroundError
from playground.register import join
from playground.training.trainer import Trainer

SAMPLES = 64
"""How many of a run's samples are kept."""


@dataclass(frozen=True)
class Trained:
    """One run as plain data: `seconds` of processor time that it was given, `sample` uint8 [SAMPLES, channels, height, width], or
    of text SAMPLES strings; diverged: what happened, or None.
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


def train_all(configs, seeds, minutes, keep=None, jobs=None, backend="loky", tick=lambda done, total: None):
    """Train each of configs {name: Config} from the seeds 0 to seeds - 1, `minutes` of processor time each: {name: [Trained by
    seed]}.

    keep: a folder; a run that is kept there with the same settings and time is not trained again.
    Raises PlaygroundError before anything runs where something cannot work.
    """
    for config in configs.values():
        Trainer(config)  # what cannot be built says so here
    seconds, runs = 60 * minutes, {name: [None] * seeds for name in configs}
    tasks, done = [], 0
    for seed in range(seeds):
        for name, config in configs.items():
            settings = replace(config, seed=seed).to_json()
            runs[name][seed] = kept = keep and read(place(keep, name, seed), settings, seconds)
            done += bool(kept)
            if not kept:
                tasks.append((name, settings, seconds, keep and str(place(keep, name, seed))))
    tick(done, len(configs) * seeds)
    for run in in_parallel(play, tasks, jobs or room(1), backend) if tasks else ():
        runs[run.recipe][Config.from_json(run.config).seed] = run
        done += 1
        tick(done, len(configs) * seeds)
    return runs


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
    run = Trained(recipe, settings, seconds, trainer.step, sum(len(trainer.state[player]) for player in ("g", "d")),
                  trainer.metrics(every=True), trainer.diverged and trainer.diverged.what, sampled(trainer))
    if file:
        write(run, file)
    return run


def sampled(trainer):
    """Some of a trainer's samples, as they are kept."""
    samples = trainer.sample(SAMPLES)
    if trainer.data.kind == "text":
        return np.array(trainer.data.decode(samples))
    return ((samples.clamp(-1, 1) + 1) * 127.5).round().byte().numpy()


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
