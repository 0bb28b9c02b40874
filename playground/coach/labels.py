"""What is true of a run, by a stated rule on the true distribution: what the coach's verdicts are measured against.

The rule reads samples of G, the true density p with its structure, and D as a function; nothing that the coach reads.

Words of the rule
    places    Equal or known shares of the true mass: the modes where the data has eight or more; each quarter of a mode where
              it has fewer (quadrants around it, on a line its quartiles); eight equal pieces of a curve; the tiles of a board.
              A fake belongs to the nearest place. A place is covered when it holds a quarter of its true share or more.
    covered   the true mass of the covered places.
    lost      the true mass of the places that were covered at one moment and are not at the next.
    js        the Jensen-Shannon divergence of p and q in nats, both smoothed by the same kernel (`metrics/density.py`).
    advantage how much D makes of what there is to see: the largest difference between the shares of reals and of fakes above a
              threshold of its score, over the same for the optimal D* = p / (p + q), which is the total variation of p and q.
    copied    of the fakes that lie elsewhere in p, how many lie at training samples: (q(B) - p(B)) / (1 - p(B)), B the balls
              round the training samples with the radius at which p(B) = 1/4.
The last third of a run is looked at in `MOMENTS` moments, evenly apart; where nothing else is said the mean over them counts.

The rule, in order: a run has the first label that fits
    divergence          the numbers left the finite range, or at the end half of the fakes lie outside of twice the picture
    memorisation        copied is 1/3 or more
    D too strong        js is at least 0.9 log 2 at the end (p and q hardly overlap), fell by less than 5 %, and D has 9/10 or
                        more of its possible advantage
    oscillation         covered is below 0.9, and of what is covered a third or more is lost by the next moment
    D too weak          js is above 2/3 log 2, and D has 3/10 of its possible advantage or less
    full collapse       covered is 1/4 or less at the end
    partial collapse    covered is below 0.9 at the end
    near equilibrium    js is 0.05 or less
    healthy progress    all others: the data is covered, and there is still something to learn
"""

import math
from dataclasses import dataclass

import torch

from playground.metrics.density import Densities
from playground.metrics.neighbours import distances

MOMENTS = 8
SAMPLES = 4000
LOG2 = math.log(2)
LABELS = ("divergence", "memorisation", "D too strong", "oscillation", "D too weak", "full collapse", "partial collapse",
          "near equilibrium", "healthy progress")
HEALTHY = ("near equilibrium", "healthy progress")


@dataclass(frozen=True)
class Truth:
    """What is true at one moment; the words are those of the rule. held: bool [places]; outside: share of the fakes."""

    held: torch.Tensor
    covered: float
    js: float
    outside: float
    advantage: float
    copied: float


def label(truths, shares, diverged):
    """The label of a run from its `MOMENTS` Truths, the places' true shares [places], and whether it left the numbers.

    A run that left the numbers needs no Truths.
    """
    def mean(name):
        return sum(getattr(t, name) for t in truths) / len(truths)

    if diverged:
        return "divergence"
    first, last = truths[0], truths[-1]
    lost = sum(float(shares[a.held & ~b.held].sum()) for a, b in zip(truths, truths[1:])) / (len(truths) - 1)
    rule = {
        "divergence": last.outside >= 0.5,
        "memorisation": mean("copied") >= 1 / 3,
        "D too strong": last.js >= 0.9 * LOG2 and last.js > 0.95 * first.js and mean("advantage") >= 0.9,
        "oscillation": mean("covered") < 0.9 and lost >= mean("covered") / 3,
        "D too weak": mean("js") > 2 / 3 * LOG2 and mean("advantage") <= 0.3,
        "full collapse": last.covered <= 0.25,
        "partial collapse": last.covered < 0.9,
        "near equilibrium": mean("js") <= 0.05,
        "healthy progress": True,
    }
    return next(name for name in LABELS if rule[name])


class Judge:
    """Knows the true distribution of a data set, and the samples that a run was limited to, if any."""

    def __init__(self, data, training_set, generator):
        """training_set [n, dim] in data units or None; `generator` draws the true samples."""
        self.data, self.training_set = data, training_set
        self.real = data.sample(SAMPLES, generator)
        self.places, self.densities = Places(data), Densities(data)
        low, high = self.densities.low, self.densities.high
        self.centre, self.side = (low + high) / 2, float((high - low).max())
        if training_set is not None:
            self.radius = distances(self.real, training_set).min(1).values.quantile(0.25)

    def see(self, fakes, D):
        """The Truth of fakes [n, dim] in data units and of D, which takes samples [n, dim] in data units to scores [n]."""
        shares = self.places.shares
        held = torch.bincount(self.places.of(fakes), minlength=len(shares)) / len(fakes) >= shares / 4
        variation = float((self.densities.p - self.densities.q(fakes)).abs().sum()) / 2
        far = ((fakes - self.centre).abs() > self.side).any(1)
        return Truth(held, float(shares[held].sum()), self.densities.divergences(fakes)["js"],
                     float(far.float().mean()),
                     separation(D(self.real), D(fakes)) / max(variation, 1e-3),
                     self._copied(fakes))

    def _copied(self, fakes):
        if self.training_set is None:
            return 0.0
        inside = (distances(fakes, self.training_set).min(1).values <= self.radius).float().mean()
        return (float(inside) - 0.25) / 0.75


def separation(real, fake):
    """The largest difference between the shares of scores real [n] and fake [m] above a threshold, in one direction."""
    scores = torch.cat([real, fake])
    order = scores.argsort()
    steps = torch.ones(len(scores), dtype=torch.float64) / len(fake)
    steps[:len(real)] = -1 / len(real)
    ends = scores[order].diff(append=scores.new_full((1,), torch.inf)) > 0  # equal scores lie on the same side
    return max(0.0, float(steps[order].cumsum(0)[ends].max().round(decimals=9)))


class Places:
    """The places of a data set, from its structure: `shares` [k] of the true mass, and `of` gives each sample's place."""

    def __init__(self, data):
        self.data, self.pieces, self.quartered = data, 1, False
        if data.modes is not None:
            self.centres, self.quartered = data.modes, len(data.modes) < 8
            self.shares = data.weights.repeat_interleave(4) / 4 if self.quartered else data.weights
        elif hasattr(data, "corners"):
            self.centres, self.shares = data.corners + 0.5, torch.full((len(data.corners),), 1 / len(data.corners))
        else:
            self.centres, self.pieces, self.shares = data.centres, len(data.centres) / 8, torch.full((8,), 1 / 8)

    def of(self, x):
        """The place to which each of x [n, dim] belongs, [n]."""
        nearest = distances(x, self.centres).argmin(1)
        if not self.quartered:
            return (nearest / self.pieces).long()
        away = (x - self.centres[nearest]) / self.data.std
        if x.shape[1] == 1:
            return 4 * nearest + torch.bucketize(away[:, 0], torch.special.ndtri(torch.tensor([0.25, 0.5, 0.75])))
        return 4 * nearest + 2 * (away[:, 0] > 0) + (away[:, 1] > 0)
