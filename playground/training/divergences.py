"""The divergences of f-GANs, as games between D and G (Nowozin et al. 2016, arXiv 1606.00709, tables 1, 2 and 6).

D_f(P || Q) = E_Q f(p/q) is the greatest value over all T of F = E_P T(x) - E_Q f*(T(x)), f* the convex conjugate of f;
it is reached at T = f'(p/q). T = g(v) of D's raw score v, g the output activation that keeps T where f* is finite. D
maximises F and G minimises it. What stands here are g and f* of g in closed form: through T itself digits would be
lost.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor
from torch.nn.functional import relu, softplus


@dataclass(frozen=True)
class Divergence:
    """One f-divergence, as functions of raw scores v [n] to [n].

    gain: T = g(v), which D collects on reals; cost: f*(g(v)), which it pays on fakes; both also as LaTeX
    opinion: r / (1 + r), where r = p/q is the ratio that v stands for, so that f'(r) = g(v)
    rest: G's loss where p = q
    """

    title: str
    gain: Callable[[Tensor], Tensor]
    cost: Callable[[Tensor], Tensor]
    opinion: Callable[[Tensor], Tensor]
    rest: float
    gain_formula: str
    cost_formula: str

    def discriminator(self, real, fake):
        """-F of scores [n]."""
        return self.cost(fake).mean() - self.gain(real).mean()

    def generator(self, fake, real):
        """F without the part that G has no say in."""
        return -self.cost(fake).mean()

    @property
    def formula_d(self):
        return "L_D = -F =\n" rf"-\,\mathbb{{E}}\left[{self.gain_formula}\right]" "\n" rf"+\,{self._paid}"

    @property
    def formula_g(self):
        return f"L_G =\n-\\,{self._paid}"

    @property
    def _paid(self):
        return rf"\mathbb{{E}}\left[{self.cost_formula}\right]"


def pearson_opinion(v):
    """T = v = 2 (r - 1); a score below -2 stands for no ratio and counts as r = 0."""
    r = relu(1 + v / 2)
    return r / (1 + r)


DIVERGENCES = {
    "f-kl": Divergence(  # f(u) = u log u
        "Kullback-Leibler", lambda v: v, lambda v: (v - 1).exp(), lambda v: (v - 1).sigmoid(), -1.0,
        "D(x)", r"e^{D(G(z)) - 1}"),
    "f-reverse-kl": Divergence(  # f(u) = -log u
        "reverse Kullback-Leibler", lambda v: -(-v).exp(), lambda v: v - 1, lambda v: v.sigmoid(), 1.0,
        r"-e^{-D(x)}", "D(G(z)) - 1"),
    "f-pearson": Divergence(  # f(u) = (u - 1)², whose conjugate over ratios u >= 0 is flat below T = -2
        "Pearson χ²", lambda v: v, lambda v: relu(v + 2).square() / 4 - 1, pearson_opinion, 0.0,
        "D(x)", r"\tfrac14 \max(0, D(G(z)) + 2)^2 - 1"),
    "f-hellinger": Divergence(  # f(u) = (√u - 1)²
        "squared Hellinger", lambda v: -(-v).expm1(), lambda v: v.expm1(), lambda v: (2 * v).sigmoid(), 0.0,
        r"1 - e^{-D(x)}", r"e^{D(G(z))} - 1"),
    "f-js": Divergence(  # f(u) = u log u - (u + 1) log((u + 1) / 2), twice the Jensen-Shannon divergence
        "Jensen-Shannon", lambda v: math.log(2) - softplus(-v), lambda v: softplus(v) - math.log(2),
        lambda v: v.sigmoid(), 0.0,
        r"\log(2\,\sigma(D(x)))", r"-\log(2 - 2\,\sigma(D(G(z))))"),
}
