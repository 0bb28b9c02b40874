"""Published tables, run again: the papers' own settings as data, and their figures to stand beside ours.

PacGAN: Lin et al. 2018, arXiv 1712.04086, section 4.1 and table 1, and the authors' code for the settings. Differences that
are left: batch norm in G sees all fakes of a packed batch together, and starts with weights N(1, 0.02²).

Unrolled GAN: Metz et al. 2017, arXiv 1611.02163, section 3.1 and appendix A. The paper shows pictures: without unrolling G
hops from mode to mode, with 5 steps and more it comes to cover all 8. Difference that is left: D sees the data divided by
its standard deviation 1.41, not by 4.
"""

from dataclasses import dataclass, field

import numpy as np

from playground.comparison import Score, compare

LAST = 0.25
"""A GAN's modes swing: besides the last measurement, the mean over those in this last part of a run is given."""


@dataclass(frozen=True)
class Row:
    """One line of a table: its recipe, as `compare` takes it, and the modes that the paper found on each data set, if it
    says.
    """

    name: str
    recipe: str
    published: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A published experiment: `steps` is its full size; `data` {data set: the share of it that two cores do in an hour}."""

    title: str
    source: str
    settings: dict
    data: dict
    steps: int
    rows: tuple


RING, GRID = "ring:std=0.01", "grid"

TABLES = {
    "pacgan": Table(
        "PacGAN, table 1", "Lin et al. 2018, arXiv 1712.04086",
        {"updates": "simultaneous", "discriminator": "maxout", "discriminator_width": 200, "discriminator_depth": 3,
         "generator_width": 400, "generator_depth": 4, "generator_batch_norm": True, "initialisation": "normal",
         "learning_rate": 1e-4, "beta1": 0.8, "batch_size": 100, "data_size": 100_000, "unit_size": False},
        {RING: 1 / 20, GRID: 3 / 40}, 400_000,  # packing begins later on the grid
        (Row("GAN", "gan", {RING: 6.3, GRID: 17.3}),
         Row("PacGAN2", "pacgan2", {RING: 7.9, GRID: 23.8}),
         Row("PacGAN3", "pacgan3", {RING: 7.8, GRID: 24.6}),
         Row("PacGAN4", "pacgan4", {RING: 7.8, GRID: 24.8}))),
    "unrolled": Table(
        "Unrolled GAN, figure 2", "Metz et al. 2017, arXiv 1611.02163",
        {"generator_depth": 2, "discriminator_depth": 1, "initialisation": "orthogonal", "latent_dim": 256,
         "learning_rate": 1e-4, "beta1": 0.5, "batch_size": 512},
        {"ring:radius=2,std=0.02": 1 / 5}, 25_000,
        (Row("0 steps", "minimax"), Row("1 step", "minimax:updates=unrolled,unrolled_steps=1"),
         Row("5 steps", "minimax:updates=unrolled,unrolled_steps=5"),
         Row("10 steps", "minimax:updates=unrolled,unrolled_steps=10"))),
}


@dataclass(frozen=True)
class Outcome:
    """A table that was run: `comparisons` {data: Comparison}."""

    table: Table
    comparisons: dict

    def numbers(self):
        """[{row, data, steps, published, modes, modes_late, high_quality, reverse_kl}], each {"mean", "std", "values"} but
        the first four; modes_late is the mean over the measurements in the last part of each run.
        """
        return [self._row(row, data, comparison) for data, comparison in self.comparisons.items() for row in self.table.rows]

    @staticmethod
    def _row(row, data, comparison):
        scores = comparison.scores[row.recipe]
        return {"row": row.name, "data": data, "steps": comparison.steps, "published": row.published.get(data),
                "modes": vars(scores["modes"]), "modes_late": vars(late(comparison.runs[row.recipe])),
                "high_quality": vars(scores["high_quality"]), "reverse_kl": vars(scores["reverse_kl"])}

    def as_dict(self):
        """For JSON."""
        return {"steps": self.table.steps, "seconds": self.seconds, "rows": self.numbers()}

    @property
    def seconds(self):
        """By the clock, of all its runs."""
        return sum(comparison.seconds for comparison in self.comparisons.values())

    def markdown(self):
        """The table for people, with what was really run above it."""
        seeds = next(iter(self.comparisons.values())).seeds
        lines = [f"## {self.table.title}", "", f"{self.table.source}; {self.table.steps:,} steps in the paper. Here "
                 f"{seeds} seed{'s' * (seeds > 1)}, {self.seconds / 60:.1f} minutes. Mean ± standard deviation over seeds; *late* "
                 "is the mean over the last quarter of a run, because modes swing.", "",
                 "| data | | steps | modes in the paper | modes | late | high quality | reverse KL |", "| --- " * 8 + "|"]
        for n in self.numbers():
            told = "–" if n["published"] is None else f"{n['published']:g}"
            scores = [str(Score(**n[key])) for key in ("modes", "modes_late", "high_quality", "reverse_kl")]
            lines.append(f"| {n['data']} | {n['row']} | {n['steps']:,} | {told} | " + " | ".join(scores) + " |")
        return "\n".join(lines)


def late(runs):
    """The modes of each run, averaged over its late measurements: a Score."""
    return Score.of([float(np.mean([m["modes"] for _, m in run.measured[-max(1, round(LAST * len(run.measured))):]]))
                     for run in runs])


def run_table(name, seeds=1, share=None, changes=None, jobs=None, backend="loky", tick=lambda done, total: None):
    """Run a published table, paired by seed; `share` of the paper's steps, by default what two cores can do in an hour."""
    table = TABLES[name]
    names = [row.recipe for row in reversed(table.rows)]  # the dearest first, so that no core waits for it at the end
    return Outcome(table, {
        data: compare(names, data, seeds=seeds, steps=max(1, round((share or usual) * table.steps)), jobs=jobs, backend=backend,
                      changes=table.settings | (changes or {}), tick=tick) for data, usual in table.data.items()})
