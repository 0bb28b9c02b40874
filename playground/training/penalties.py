"""Prices on D's gradient with respect to its input, which keep D smooth.

A penalty is called as `penalty(D, real, fake, draw)`, D from samples [n, ...] to raw scores [n], real and fake
[n, ...], and returns its unscaled value for each sample, [n]; the caller averages and multiplies by `penalty_weight`.
The norm is that of one sample's gradient over all its other dimensions.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch


def squared_gradient_norm(D, x):
    """The squared norm of D's gradient at each sample of x [n, ...], as a tensor [n], differentiable in D's weights
    and, where x depends on what asks for a gradient (G, in a look ahead), in x."""
    x = x if x.requires_grad else x.detach().requires_grad_()
    (gradient,) = torch.autograd.grad(D(x).sum(), x, create_graph=True)
    return gradient.flatten(1).square().sum(1)


def between(real, fake, draw):
    """e x + (1 - e) G(z), with e uniform in [0, 1] for each sample."""
    e = draw.uniform(len(real), "penalty").view(-1, *[1] * (real.dim() - 1))
    return fake + e * (real - fake)


def from_one(squared):
    """(norm - 1)^2 of squared norms [n]."""
    return ((squared + 1e-12).sqrt() - 1).square()  # the root has no gradient at 0


def wgan_gp(D, real, fake, draw):
    """(|grad D(u)| - 1)^2 at a place u between real and fake."""
    return from_one(squared_gradient_norm(D, between(real, fake, draw)))


def wgan_div(D, real, fake, draw):
    """|grad D(u)|^6 at a place u between real and fake."""
    return squared_gradient_norm(D, between(real, fake, draw)) ** 3


def dragan(D, real, fake, draw):
    """(|grad D(u)| - 1)^2 at u = x + noise, each number of it uniform from 0 to half the batch's standard deviation.

    The noise is that of the authors' code; the paper's last version takes Gaussian noise.
    """
    noise = torch.rand(real.shape, generator=draw["penalty"], device=draw.device)
    return from_one(squared_gradient_norm(D, real + 0.5 * real.std(correction=0) * noise))


def r1(D, real, fake, draw):
    """|grad D|^2 / 2 on real samples."""
    return 0.5 * squared_gradient_norm(D, real)


def r2(D, real, fake, draw):
    """|grad D|^2 / 2 on fake samples."""
    return 0.5 * squared_gradient_norm(D, fake)


def r1_and_r2(D, real, fake, draw):
    """The sum of R1 and R2, from one pass of D over both."""
    return (0.5 * squared_gradient_norm(D, torch.cat([real, fake]))).view(2, -1).sum(0)


@dataclass(frozen=True)
class Penalty:
    """One row of the table of penalties; `weight` is its usual weight, the one it gets when chosen without one."""

    title: str
    source: str
    value: Callable
    weight: float
    formula: str


PENALTIES = {
    "wgan-gp": Penalty("Gradient penalty", "Gulrajani et al. 2017, arXiv 1704.00028, eq. 3", wgan_gp, 10.0,
                       r"\lambda\,\mathbb{E}\,(\lVert\nabla D(\hat{x})\rVert - 1)^2"),
    "wgan-div": Penalty("Wasserstein divergence", "Wu et al. 2018, arXiv 1712.01026 (k = 2, p = 6)", wgan_div, 2.0,
                        r"k\,\mathbb{E}\,\lVert\nabla D(\hat{x})\rVert^6"),
    "dragan": Penalty("DRAGAN", "Kodali et al. 2017, arXiv 1705.07215", dragan, 10.0,
                      r"\lambda\,\mathbb{E}\,(\lVert\nabla D(x + \delta)\rVert - 1)^2"),
    "r1": Penalty("R1", "Mescheder et al. 2018, arXiv 1801.04406, eq. 9", r1, 0.1,
                  r"\tfrac{\gamma}{2}\,\mathbb{E}\,\lVert\nabla D(x)\rVert^2"),
    "r2": Penalty("R2", "Mescheder et al. 2018, arXiv 1801.04406, eq. 10", r2, 0.1,
                  r"\tfrac{\gamma}{2}\,\mathbb{E}\,\lVert\nabla D(G(z))\rVert^2"),
    "r1+r2": Penalty("R1 and R2", "Huang et al. 2024, arXiv 2501.05441, eq. 3", r1_and_r2, 0.1,
                     r"\tfrac{\gamma}{2}\,\mathbb{E}\,\lVert\nabla D(x)\rVert^2"
                     "\n" r"+\,\tfrac{\gamma}{2}\,\mathbb{E}\,\lVert\nabla D(G(z))\rVert^2"),
}
