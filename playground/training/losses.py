"""What the two players want, as pure functions of D's raw scores (logits).

Each loss is a mean over a batch. `discriminator(real, fake)` and `generator(fake, real)` take D's scores, tensors [n],
and return a scalar to be minimised; only relativistic losses look at `real` in G's turn (elsewhere it is None).
Formulas are LaTeX, broken into lines that fit a narrow column. Write sigma for the logistic function and s for D's raw
score: D(x) = sigma(s(x)) wherever D answers with the probability of a label. The f-GANs are in `divergences.py`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from torch.nn.functional import relu, softplus

from playground.training.divergences import DIVERGENCES

LOG2, LOG4 = math.log(2), math.log(4)


@dataclass(frozen=True)
class Loss:
    """One row of the table of losses.

    `opinion` maps raw scores to [0, 1], 1/2 where D cannot tell; None for scores that have no scale of their own
    (they are read relative to the midpoint between real and fake). `equilibrium` holds the values at the Nash
    equilibrium, where p_G = p_data: loss_d, loss_g, d (D's answer) and value = -loss_d; None where not determined.
    `unit` is the distance from that midpoint at which D is sure to sigma(1), None where it has none of its own.
    `zero_sum`: as functions of the fakes' scores G's loss is minus D's, up to a constant. `smoothable`: D's loss is the
    cross-entropy of labels, so that they can be smoothed.
    """

    title: str
    source: str
    discriminator: Callable
    generator: Callable
    formula_d: str
    formula_g: str
    equilibrium: dict = field(default_factory=dict)
    opinion: Callable | None = None
    unit: float | None = None
    relativistic: bool = False
    zero_sum: bool = False
    smoothable: bool = False

    @property
    def output(self):
        """What D answers with: "probability" or "score"."""
        return "probability" if self.opinion else "score"

    def answer(self, scores):
        """D's answers in its own unit: probabilities where it has them, else raw scores."""
        return self.opinion(scores) if self.opinion else scores


def cross_entropy(real, fake):
    """-E log D(x) - E log(1 - D(G(z))): minus the value function V(D, G)."""
    return softplus(-real).mean() + softplus(fake).mean()


def smoothed(value, on_real, smoothing):
    """A cross-entropy `value` with the label 1 - smoothing for reals (Salimans et al. 2016, arXiv 1606.03498)."""
    return value + smoothing * on_real.mean()


def saturating(fake, real):
    """E log(1 - D(G(z))), from logits: -softplus(s). Its gradient, -sigma(s), vanishes where D is sure of a fake."""
    return -softplus(fake).mean()


def non_saturating(fake, real):
    """-E log D(G(z)), from logits: softplus(-s)."""
    return softplus(-fake).mean()


def least_squares_d(real, fake):
    return 0.5 * ((real - 1).square().mean() + fake.square().mean())


def least_squares_g(fake, real):
    return 0.5 * (fake - 1).square().mean()


def wasserstein_d(real, fake):
    return fake.mean() - real.mean()


def wasserstein_g(fake, real):
    return -fake.mean()


def hinge_d(real, fake):
    return relu(1 - real).mean() + relu(1 + fake).mean()


def relativistic_pairing_d(real, fake):
    return softplus(fake - real).mean()


def relativistic_pairing_g(fake, real):
    return softplus(real - fake).mean()


def against_average(better, worse):
    """-E log sigma(better - E worse) - E log(1 - sigma(worse - E better)), from scores [n] of either kind."""
    return softplus(worse.mean() - better).mean() + softplus(worse - better.mean()).mean()


def relativistic_average_d(real, fake):
    return against_average(real, fake)


def relativistic_average_g(fake, real):
    return against_average(fake, real)


def clipped(scores):
    """Least-squares scores aim at 0 and 1 themselves; what overshoots counts as sure."""
    return scores.clamp(0, 1)


def sigmoid(scores):
    return scores.sigmoid()


_CROSS_ENTROPY = "L_D = -V =\n" r"-\mathbb{E}\,\log D(x) - \mathbb{E}\,\log(1 - D(G(z)))"

LOSSES = {
    "minimax": Loss(
        "Minimax", "Goodfellow et al. 2014, arXiv 1406.2661, eq. 1", cross_entropy, saturating,
        _CROSS_ENTROPY, r"L_G = \mathbb{E}\,\log(1 - D(G(z)))",
        {"loss_d": LOG4, "loss_g": -LOG2, "d": 0.5, "value": -LOG4}, sigmoid, smoothable=True, zero_sum=True),
    "non-saturating": Loss(
        "Non-saturating", "Goodfellow et al. 2014, arXiv 1406.2661, section 3", cross_entropy, non_saturating,
        _CROSS_ENTROPY, r"L_G = -\mathbb{E}\,\log D(G(z))",
        {"loss_d": LOG4, "loss_g": LOG2, "d": 0.5, "value": -LOG4}, sigmoid, smoothable=True),
    "least-squares": Loss(
        "Least squares", "Mao et al. 2017, arXiv 1611.04076, eq. 9 (a = 0, b = c = 1)", least_squares_d, least_squares_g,
        "L_D =\n" r"\tfrac12\,\mathbb{E}\,(D(x) - 1)^2 + \tfrac12\,\mathbb{E}\,D(G(z))^2",
        r"L_G = \tfrac12\,\mathbb{E}\,(D(G(z)) - 1)^2",
        {"loss_d": 0.25, "loss_g": 0.125, "d": 0.5, "value": -0.25}, clipped),
    "wasserstein": Loss(
        "Wasserstein", "Arjovsky et al. 2017, arXiv 1701.07875, eq. 2 and algorithm 1", wasserstein_d, wasserstein_g,
        r"L_D = \mathbb{E}\,D(G(z)) - \mathbb{E}\,D(x)", r"L_G = -\mathbb{E}\,D(G(z))",
        {"loss_d": 0.0, "loss_g": None, "d": None, "value": 0.0}, zero_sum=True),
    "hinge": Loss(
        "Hinge", "Lim and Ye 2017, arXiv 1705.02894; Miyato et al. 2018, arXiv 1802.05957, eq. 16 and 17",
        hinge_d, wasserstein_g,
        r"L_D = \mathbb{E}\,\max(0, 1 - D(x))" "\n" r"+\,\mathbb{E}\,\max(0, 1 + D(G(z)))", r"L_G = -\mathbb{E}\,D(G(z))",
        {"loss_d": 2.0, "loss_g": None, "d": None, "value": -2.0}, unit=0.5),
    "relativistic": Loss(
        "Relativistic pairing", "Jolicoeur-Martineau 2018, arXiv 1807.00734; Huang et al. 2024, arXiv 2501.05441, eq. 2",
        relativistic_pairing_d, relativistic_pairing_g,
        r"L_D = \mathbb{E}\,\log\left(1 + e^{-(D(x) - D(G(z)))}\right)",
        r"L_G = \mathbb{E}\,\log\left(1 + e^{-(D(G(z)) - D(x))}\right)",
        {"loss_d": LOG2, "loss_g": LOG2, "d": None, "value": -LOG2}, unit=1.0, relativistic=True),
    "relativistic-average": Loss(
        "Relativistic average", "Jolicoeur-Martineau 2018, arXiv 1807.00734 (RaSGAN)",
        relativistic_average_d, relativistic_average_g,
        r"L_D = -\mathbb{E}\,\log\sigma(D(x) - \mathbb{E}\,D(G(z)))" "\n"
        r"-\,\mathbb{E}\,\log(1 - \sigma(D(G(z)) - \mathbb{E}\,D(x)))",
        r"L_G = -\mathbb{E}\,\log\sigma(D(G(z)) - \mathbb{E}\,D(x))" "\n"
        r"-\,\mathbb{E}\,\log(1 - \sigma(D(x) - \mathbb{E}\,D(G(z))))",
        {"loss_d": LOG4, "loss_g": LOG4, "d": None, "value": -LOG4}, unit=1.0, relativistic=True),
}


def f_gan(divergence):
    """The row of an f-GAN: D maximises F and G minimises it. The best D leaves D_f, which is 0 where p_G = p_data."""
    return Loss(
        f"f-GAN, {divergence.title}", "Nowozin et al. 2016, arXiv 1606.00709, table 2",
        divergence.discriminator, divergence.generator, divergence.formula_d, divergence.formula_g,
        {"loss_d": 0.0, "loss_g": divergence.rest, "d": 0.5, "value": 0.0}, divergence.opinion, zero_sum=True)


LOSSES |= {name: f_gan(divergence) for name, divergence in DIVERGENCES.items()}
