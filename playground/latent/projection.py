"""The code from which G makes a given picture, or the nearest to it that it can make.

After Karras et al. 2020, arXiv 1912.04958, appendix D: gradient descent on w, or on z where G has no styles, from a good
start and with noise that fades. The distance is that of the pixels and of a Laplacian pyramid, which stands for features
that no network had to learn (Bojanowski et al. 2018, arXiv 1707.05776).
"""

import math

import torch
from torch.nn import functional

from playground.training.draw import generator
from playground.training.threads import on_threads

STEPS = 200
"""The most steps of one search."""
STARTS, TRIED = 4, 400
"""So many of the best of random codes are followed at once."""
RATE, NOISE, RAMP_UP, RAMP_DOWN = 0.1, 0.05, 0.05, 0.25
"""The highest rate in units of the codes' spread, the noise at the start, and the shares of steps in which the rate rises
and falls."""
SHELL = 1e-3
"""How much it costs to leave the codes that G was trained on."""


class Projection:
    """A search for one picture [*shape] in [-1, 1], of the class numbered `label` where G is told one.

    `steps(n)` goes on with it; `code` [d] is the best so far, `picture` what G makes of it, `distance` how far that is from
    the one that is searched for: a root mean square, as a share of the way from black to white.
    """

    def __init__(self, still, target, label=None, seed=0, most=STEPS):
        self.still, self.most, self.step, self.label = still, most, 0, label
        self.target = target[None]
        self.source = generator(seed, "projection")
        spread = still.spread(label, TRIED, "explore/starts")
        self.mean, self.scale = spread.mean(0), spread.std(0).mean()
        near = self.distances(still.pictures(spread, label)).topk(STARTS, largest=False).indices
        self.at = spread[near].clone().requires_grad_()
        self.descent = torch.optim.Adam([self.at], lr=RATE)
        self.distance = float("inf")
        self.keep(self.at.detach())

    @property
    def done(self):
        return self.step >= self.most

    def steps(self, n):
        """Take n more steps, at most as many as are left."""
        labels = self.still.labels(self.label, STARTS)
        with on_threads(self.still.threads):
            for _ in range(min(n, self.most - self.step)):
                self._step(labels)
        self.keep(self.at.detach())

    def _step(self, labels):
        t = self.step / self.most
        rate = min(1.0, t / RAMP_UP + 0.1) * min(1.0, 0.5 - 0.5 * math.cos(math.pi * min(1.0, (1 - t) / RAMP_DOWN)))
        self.descent.param_groups[0]["lr"] = RATE * float(self.scale) * max(rate, 1e-3)
        noise = torch.randn(self.at.shape, generator=self.source)
        seen = self.at + NOISE * self.scale * max(0.0, 1 - 2 * t) ** 2 * noise
        loss = self.distances(self.still.paint(seen, labels)) + SHELL * self.strangeness(self.at)
        (self.at.grad,) = torch.autograd.grad(loss.sum(), self.at)
        self.descent.step()
        if self.still.config.latent == "uniform" and not self.still.styled:
            self.at.data.clamp_(-1, 1)
        self.step += 1

    def strangeness(self, codes):
        """How much farther than usual codes [n, d] are from their mean, [n]."""
        usual = ((codes - self.mean) / self.scale).square().mean(1)
        return (usual - 1).clamp_min(0)

    def distances(self, pictures):
        """Of pictures [n, *shape] from the one that is searched for, [n]."""
        difference = pictures - self.target
        return difference.square().mean((1, 2, 3)) + sum(level.abs().mean((1, 2, 3)) for level in pyramid(difference))

    def keep(self, codes):
        """Remember the best of codes [n, d], if it is better than what there was."""
        pictures = self.still.pictures(codes, self.label)
        away = (pictures - self.target).square().mean((1, 2, 3)).sqrt() / 2
        best = int(away.argmin())
        if float(away[best]) < self.distance:
            self.code, self.picture, self.distance = codes[best].clone(), pictures[best], float(away[best])


def pyramid(x, smallest=4):
    """The Laplacian pyramid of x [n, c, h, w]: what each size adds to the half as large one, and last the smallest."""
    levels = []
    while min(x.shape[2:]) >= 2 * smallest and not any(side % 2 for side in x.shape[2:]):
        small = functional.avg_pool2d(x, 2)
        levels.append(x - functional.interpolate(small, scale_factor=2, mode="bilinear", align_corners=False))
        x = small
    return [*levels, x]
