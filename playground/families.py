"""Every recipe for pictures on the same data, with the same processor time for each run, over several seeds: the families of
networks, and the losses on DCGAN’s networks.
"""

from dataclasses import dataclass

import torch

from playground.budget import train_all
from playground.comparison import Score, configs_of
from playground.config import Config
from playground.data import dataset
from playground.metrics import CLASSIFIED, evaluate
from playground.recipes import RECIPES
from playground.training.draw import generator

DATA, MINUTES = "fashion-mnist:size=32", 3.0
"""The data, and the usual processor minutes of a run."""

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
ROWS |= {name: f"DCGAN’s networks, {chosen.title}" for name, chosen in RECIPES.items()
         if name not in ROWS and chosen.kinds in ((), ("images",))}
"""The table's recipes, as `compare` takes them, and what stands before each."""

MEASURES = {"frechet_classifier": "Fréchet distance", "precision": "precision", "recall": "recall", "density": "density",
            "coverage": "coverage", "memorised": "memorised"}
"""The measures in the table, and their titles; the first one orders the rows."""


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
    return Outcome(data, 60 * minutes, train_all(configs, seeds, minutes, keep, jobs, backend, tick), floor(data))


def floor(data):
    """The measures of real pictures that nobody trained on, in the place of fakes; none where the data keeps none apart."""
    found = dataset(data)
    if found.unseen is None:
        return {}
    source = generator(0, "families/floor")
    chosen = torch.randperm(len(found.unseen), generator=source)[:CLASSIFIED]
    return evaluate(found.unseen[chosen], found, source, every=True)
