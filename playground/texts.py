"""Three ways around the discrete wall, and maximum likelihood alone, on three kinds of text, with the same processor time each.

The oracle is SeqGAN's idea (Yu et al. 2017, arXiv 1609.05473, section 4): 26 letters here and 5,000 words in the paper, so its
table's figures stand beside ours for their order, not their size.
"""

from dataclasses import dataclass
from functools import cache

import torch

from playground.budget import train_all
from playground.comparison import Score, configs_of
from playground.config import Config
from playground.data import dataset
from playground.metrics import evaluate, samples_for
from playground.training.draw import generator

MINUTES = 2.0
"""The usual processor minutes of a run."""

ALONE = "seqgan:pretraining=1000000"
ROWS = {
    "text-gumbel": "straight-through Gumbel-softmax",
    "text-wgan-gp": "WGAN-GP on soft outputs",
    "seqgan": "policy gradient with roll-outs",
    ALONE: "maximum likelihood alone",
}
"""The table's recipes, as `compare` takes them, and what they are."""

DATA = {
    "grammar": {"valid": "valid", "distinct": "distinct", "js4": "JS-4", "js6": "JS-6", "self_bleu": "self-BLEU"},
    "names": {"attested_trigrams": "attested trigrams", "copied": "copied", "js4": "JS-4", "js6": "JS-6", "self_bleu": "self-BLEU"},
    "oracle": {"oracle_nll": "oracle NLL", "js4": "JS-4", "js6": "JS-6", "self_bleu": "self-BLEU"},
}
"""The data sets, and of each the measures in its table with their titles."""

PUBLISHED = {"seqgan": 8.736, ALONE: 9.038}
"""NLL_oracle in SeqGAN's table 1."""
OTHERS = "scheduled sampling 8.985, PG-BLEU 8.946"
"""What else stands there."""

REAL, CHANCE = "other strings of the data", "characters at random"
"""What is measured in the place of fakes."""


@dataclass(frozen=True)
class Outcome:
    """The tables: runs {data: {recipe: [Trained by seed]}}."""

    seconds: float
    runs: dict

    def numbers(self):
        """[{data, recipe, title, steps, measures {name: {mean, std, values}}, published, diverged}]; last of each data set what
        its own strings and random ones have, as titles without a recipe.
        """
        return [row for data, runs in self.runs.items() for row in
                [*(self._row(data, recipe, of) for recipe, of in runs.items()), *map(self._measured, (data, data), (REAL, CHANCE))]]

    def _row(self, data, recipe, runs):
        return {"data": data, "recipe": recipe, "title": ROWS.get(recipe, recipe),
                "steps": vars(Score.of([run.steps for run in runs])),
                "measures": {name: vars(Score.of([run.metrics.get(name) for run in runs])) for name in DATA[data]},
                "published": PUBLISHED.get(recipe) if data == "oracle" else None,
                "diverged": {Config.from_json(run.config).seed: run.diverged for run in runs if run.diverged}}

    @staticmethod
    def _measured(data, title):
        found = (real if title == REAL else chance)(data)
        return {"data": data, "recipe": None, "title": title, "steps": None, "published": None, "diverged": {},
                "measures": {name: vars(Score.of([found.get(name)])) for name in DATA[data]}}

    def as_dict(self):
        """For JSON."""
        return {"seconds": self.seconds, "rows": self.numbers()}

    def markdown(self):
        """A table for each data set."""
        seeds = len(next(iter(next(iter(self.runs.values())).values())))
        about = (f"{self.seconds / 60:g} minutes of one processor core for each run, {seeds} seed{'s' * (seeds > 1)}, mean ± standard "
                 f"deviation. SeqGAN’s figures are of 5,000 words and ours of 26 letters; its table also has {OTHERS}.")
        return "\n\n".join(["## Text compared", about, *map(self._table, self.runs)])

    def _table(self, data):
        published = ["oracle NLL in the paper"] * (data == "oracle")
        heads = [dataset(data).title, "recipe", *DATA[data].values(), *published, "steps"]
        rows = [[n["title"], named(n["recipe"]), *(str(Score(**score)) if score["mean"] is not None else "–" for score in n["measures"].values()),
                 *[f"{n['published']:g}" if n["published"] else "–"] * len(published),
                 f"{n['steps']['mean']:,.0f}" if n["steps"] else ""] for n in self.numbers() if n["data"] == data]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows))


def named(recipe):
    """A recipe as it stands in the table."""
    base, _, changes = (recipe or "").partition(":")
    return f"`{base}`" + ", changed" * bool(changes) if base else ""


def run_texts(recipes=None, seeds=3, minutes=MINUTES, keep=None, changes=None, jobs=None, backend="loky",
              tick=lambda done, total: None):
    """Train every recipe (by default the table's) on each data set from each seed, `minutes` of processor time each, and return an
    Outcome. `keep`: a folder for runs that are done. Raises PlaygroundError before anything runs where something cannot work.
    """
    places = {(data, recipe): config for data in DATA
              for recipe, config in configs_of(recipes or list(ROWS), data, changes or {}).items()}
    found = train_all({f"{recipe} on {data}": config for (data, recipe), config in places.items()}, seeds, minutes, keep, jobs,
                      backend, tick)
    runs = {data: {} for data in DATA}
    for (data, recipe), of in zip(places, found.values()):
        runs[data][recipe] = of
    return Outcome(60 * minutes, runs)


@cache  # always the same, and slow
def real(data):
    """The measures {name: value} of a data set's own strings, in the place of fakes; of a list what stands there of itself, because
    each of its strings is a copy.
    """
    found = evaluated(data, dataset(data).sample(samples_for(dataset(data)), generator(0, "texts/real")))
    return found | {name: found.get(f"real_{name}") for name in DATA[data]}


@cache
def chance(data):
    """The measures {name: value} of strings whose characters are drawn evenly, in the place of fakes."""
    found = dataset(data)
    codes = torch.randint(len(found.alphabet), (samples_for(found), found.length), generator=generator(0, "texts/chance"))
    return evaluated(data, found.one_hot(codes))


def evaluated(data, samples):
    return evaluate(samples, dataset(data), generator(0, "texts/metrics"), True)
