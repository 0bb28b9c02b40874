"""Recipes compared: each plays from the same seeds, many runs at once, on this machine or on a cluster.

    comparison = compare(["gan", "r3gan"], data="grid", seeds=3, steps=2000)
    comparison.scores["r3gan"]["modes"].mean
"""

import contextlib
import importlib.util
import math
import shlex
import statistics
import time
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from playground.config import Config, differences
from playground.errors import PlaygroundError
from playground.recipes import recipe
from playground.register import join, registered
from playground.training.trainer import Trainer
from playground.words import measure_title

MARKS = 20
"""How often a run is measured on its way."""

SAMPLES = {"points": 500, "line": 2500, "images": 36, "text": 36, "music": 4, "pairs": 36, "toy": 1}
"""How many samples of each run are kept, by the kind of data."""

BACKENDS = ("loky", "threading", "dask", "ray")
"""Where joblib lets the runs play: processes or threads of this machine, or a cluster."""

CLUSTERS = {"dask": "distributed", "ray": "ray"}
"""The package that each cluster needs."""


def compare(names, data=None, *, seeds=3, steps=2000, changes=None, jobs=None, backend="loky", tick=lambda done, total: None):
    """Train every recipe `steps` steps from each of the seeds 0 to seeds - 1, and return a `Comparison`.

    names: recipes, also with settings of their own, as "gan:loss=hinge,n_critic=2"; changes {setting: value} hold for
    all. data: the data set, else the first recipe's usual one. jobs: runs at the same time; by default as many as this
    machine has cores for, and all that a cluster offers. `tick(done, total)` is told of the runs that are done, from 0 on. The
    numbers do not depend on jobs and backend.

    Raises PlaygroundError before anything runs where a recipe, a setting or the backend cannot work.
    """
    _check_backend(backend)
    configs = configs_of(names, data, changes or {})
    trainers = [Trainer(config) for config in configs.values()]  # what cannot be built says so here
    jobs = jobs or (-1 if backend in CLUSTERS else room(max(trainer.threads for trainer in trainers)))
    tasks = [(name, replace(config, seed=seed).to_json(), steps) for seed in range(seeds) for name, config in configs.items()]
    began, runs = time.perf_counter(), {name: [None] * seeds for name in configs}
    tick(0, len(tasks))
    for done, played in enumerate(in_parallel(play, tasks, jobs, backend), 1):
        runs[played.name][played.seed] = played
        tick(done, len(tasks))
    return Comparison(configs, changes or {}, runs, steps, time.perf_counter() - began)


@dataclass(frozen=True)
class Played:
    """One run as plain data.

    metrics: all that fit the data, at the end; measured: [(step, the quick ones)] on the way; curves: {column: means [n]} at `steps` [n];
    sample: fakes [k, *shape] in data units; diverged: what happened, or None, and then everything here is of the newest
    good state.
    """

    name: str
    seed: int
    metrics: dict
    measured: list
    steps: np.ndarray
    curves: dict
    sample: np.ndarray
    diverged: str | None
    seconds: float


@dataclass(frozen=True)
class Score:
    """One metric of one recipe: a value for each seed (None where it is undefined), the mean of the defined ones and
    their sample standard deviation (n - 1 below the line), None where there are fewer than two.
    """

    mean: float | None
    std: float | None
    values: list

    @classmethod
    def of(cls, values):
        known = [value for value in values if value is not None and math.isfinite(value)]
        return cls(statistics.fmean(known) if known else None,
                   statistics.stdev(known) if len(known) > 1 else None, values)

    def __str__(self):
        if self.mean is None:
            return "undefined"
        return f"{self.mean:.3g}" + (f" ± {self.std:.2g}" if self.std is not None else "")


@dataclass(frozen=True)
class Comparison:
    """configs: {name: Config at seed 0}; changes: settings of all; runs: {name: [Played by seed]}."""

    configs: dict
    changes: dict
    runs: dict
    steps: int
    seconds: float

    @property
    def names(self):
        return list(self.configs)

    @property
    def seeds(self):
        return len(self.runs[self.names[0]])

    @property
    def data(self):
        return self.configs[self.names[0]].data

    @property
    def differences(self):
        """The settings in which the recipes differ: {setting: [value of each]}."""
        return differences(*self.configs.values())

    @cached_property
    def scores(self):
        """{name: {metric: Score}}, of all metrics that are one number."""
        return {name: {metric: Score.of([run.metrics[metric] for run in runs]) for metric in runs[0].metrics
                       if not isinstance(runs[0].metrics[metric], list)}
                for name, runs in self.runs.items()}

    @property
    def table(self):
        """What people read of the scores: [(title, [Score of each recipe])]."""
        rows = {metric: [scores[metric] for scores in self.scores.values()] for metric in self.scores[self.names[0]]}
        total = rows.pop("modes_total", None)
        return [(f"modes of {total[0].mean:g}" if metric == "modes" else measure_title(metric), row)
                for metric, row in rows.items()]

    @property
    def diverged(self):
        """{name: {seed: what happened}} of the runs that left the finite numbers; their scores are of the state before."""
        told = {name: {run.seed: run.diverged for run in runs if run.diverged} for name, runs in self.runs.items()}
        return {name: runs for name, runs in told.items() if runs}

    @property
    def command(self):
        """The command line that makes this comparison again."""
        changes = [f"{key}={value}" for key, value in self.changes.items()]
        return shlex.join(["python", "-m", "playground", "compare", *self.names, "--data", self.data,
                           "--seeds", str(self.seeds), "--steps", str(self.steps), *(["--set", *changes] * bool(changes))])

    def as_dict(self):
        """Everything but curves and samples, for JSON."""
        return {"recipes": {name: {metric: vars(score) for metric, score in scores.items()}
                            for name, scores in self.scores.items()},
                "differences": self.differences, "data": self.data, "steps": self.steps,
                "seeds": list(range(self.seeds)), "diverged": self.diverged, "seconds": self.seconds}

    def series(self, quantity):
        """A column of the history or a metric along the way: {name: (steps [n], values [seeds, n])}.

        NaN where it is undefined and after the end of a run that diverged.
        """
        return {name: _aligned([_line(run, quantity) for run in runs]) for name, runs in self.runs.items()}


def play(name, settings, steps, own):
    """One run from its configuration in JSON to its end, a job for any process; `own` are the user's own parts."""
    join(own)
    trainer, began, measured = Trainer(Config.from_json(settings)), time.perf_counter(), []
    for mark in sorted({math.ceil(steps * i / MARKS) for i in range(MARKS + 1)}):
        trainer.run(steps=mark - trainer.step)
        if trainer.diverged:
            break
        measured.append((trainer.step, trainer.metrics()))
    at, means = trainer.history.curves()
    return Played(name, trainer.config.seed, trainer.metrics(every=True), measured, at, dict(zip(trainer.history.columns, means.T)),
                  trainer.sample(SAMPLES[trainer.data.kind]).numpy(),
                  trainer.diverged and trainer.diverged.what, time.perf_counter() - began)


def configs_of(names, data, changes):
    """{name: Config} of recipes as `compare` takes them, all on the same data and at seed 0."""
    if len(set(names)) < max(len(names), 1):
        raise PlaygroundError("Name at least one recipe, and each only once: compare gan gan:loss=hinge r3gan.")
    _refuse("--set", changes, ("data", "seed", "recipe"))
    configs = {}
    for name in names:
        base, _, own = name.partition(":")
        settings = {}
        for pair in filter(None, own.split(",")):
            key, equals, value = (part.strip() for part in pair.partition("="))
            if not equals:
                raise PlaygroundError(f"{name}: settings of a recipe are written {base}:loss=hinge,n_critic=2.")
            settings[key] = value
        _refuse(name, settings, ("data", "seed", "recipe", "device"))
        given = changes | settings
        configs[name] = recipe(base, **given | ({"data": data} if data else {}))
        data = configs[name].data
    return configs


def _refuse(where, settings, shared):
    """Raises PlaygroundError where settings name one that all runs share."""
    if found := settings.keys() & set(shared):
        raise PlaygroundError(f"{where}: {min(found)} is the same for all recipes that are compared, and the seeds are "
                              "counted from 0: take --data, --device and --seeds.")


def room(threads):
    """How many runs of so many threads this machine's cores have room for."""
    from joblib import cpu_count
    return max(1, cpu_count() // threads)


def in_parallel(play, tasks, jobs, backend):
    """Call `play(*task, own)`, own being the user's own parts, for each of the tasks; yields each result when it is done.

    Raises PlaygroundError where there is no such backend.
    """
    _check_backend(backend)
    from joblib import Parallel, delayed, parallel_config
    own = registered()
    with _cluster(backend):
        with parallel_config(backend, n_jobs=jobs):
            parallel = Parallel(return_as="list" if backend == "ray" else "generator_unordered")  # ray: all it can
        yield from parallel(delayed(play)(*task, own) for task in tasks)


def _check_backend(backend):
    if backend not in BACKENDS:
        raise PlaygroundError(f"There is no backend '{backend}': take one of {', '.join(BACKENDS)}.")
    package = CLUSTERS.get(backend)
    if package and not importlib.util.find_spec(package):
        raise PlaygroundError(f"backend={backend} needs the package {package}: pip install {package}.")


@contextlib.contextmanager
def _cluster(backend):
    """Be connected with the cluster: as the program is already, or else as its environment says."""
    with contextlib.ExitStack() as stack:
        if backend == "ray":
            from ray.util.joblib import register_ray
            register_ray()
        elif backend == "dask":
            from distributed import get_client
            try:
                get_client()
            except ValueError:
                stack.enter_context(_dask())
        yield


def _dask():
    """A client of the Dask cluster that the environment names."""
    import dask
    from distributed import Client
    address = dask.config.get("scheduler-address", None)
    if not address:
        raise PlaygroundError("backend=dask needs a cluster: set DASK_SCHEDULER_ADDRESS=tcp://host:8786, or in Python "
                              "make a distributed.Client first.")
    try:
        return Client(address)
    except (OSError, ValueError) as error:
        raise PlaygroundError(f"No Dask cluster answers at {address}: see that its scheduler runs and that "
                              "DASK_SCHEDULER_ADDRESS is right.") from error


def _line(run, quantity):
    """(steps, values) of a column or metric of one run, undefined values as NaN."""
    if quantity in run.curves:
        return (run.steps, run.curves[quantity]) if len(run.steps) else (np.zeros(1), np.full(1, np.nan))
    return (np.array([step for step, _ in run.measured]),
            np.array([values[quantity] for _, values in run.measured], dtype=float))


def _aligned(lines):
    """Lines [(steps, values)] at the steps of the longest one: (steps [n], values [len(lines), n])."""
    steps = max((steps for steps, _ in lines), key=lambda steps: steps[-1])
    return steps, np.stack([np.interp(steps, *line, right=np.nan) for line in lines])
