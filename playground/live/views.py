"""What is to be seen of a trainer, as numpy arrays: one view for each kind of data.

A view has `scene()`, the arrays that stay while the data stays, and `frame(moment)`, those that change as it trains.
"""

import math
from functools import cached_property

import numpy as np
import torch

from playground.games.toy import START, field
from playground.live.layers import CALM, contoured, latent_grid
from playground.live.packet import quantised
from playground.live.pixels import as_bytes, pixels
from playground.live.view import FAKES, Moment, View
from playground.live.sung import Sung
from playground.live.translated import Translated
from playground.live.written import Written
from playground.metrics import densities
from playground.training.draw import FIXED

MAP = 64
REALS = 500
AT_ONCE = 1024
"""So many places of the map D judges at once: what its layers hold then fits the processor's cache, which saves a third."""
PUSHED = 150
"""Of the fakes so many have an arrow that shows where D pushes them."""
COMPANY = 31
"""So many go along with a fake that is asked about, for a D that looks at whole batches."""
SAID = 8
"""Of a long latent the first numbers are told."""
IMAGES = FIXED["images"]
LINE = 160


class Points(View):
    """Fakes over D's decision map, in two dimensions, and the layers that are asked for."""

    numbered, axes = {"fake": FAKES, "real": REALS}, ("x", "y")

    def __init__(self, trainer):
        super().__init__(trainer)
        x0, x1, y0, y1 = self.data.extent
        ys, xs = torch.meshgrid(_centres(y0, y1, MAP), _centres(x0, x1, MAP), indexing="ij")
        self.grid = trainer.in_network_units(torch.stack([xs, ys], -1).view(-1, 2).to(trainer.device))
        self.manifold = latent_grid(trainer.config)
        self.shown = self.reals(REALS)
        self.longest = 0.0
        self.kept, self.number = [(None, {})] * 3, 0

    def scene(self):
        return {"reals": self.quantised(self.shown)}

    def frame(self, moment):
        with moment.G() as G:
            fakes = G(self.latents)
        arrays = self.dear(moment, fakes) | {"fakes": self.quantised(self.in_data_units(fakes))}
        return arrays | self.of_phase(moment.seen)

    def dear(self, moment, fakes):
        """The layers that cost most: D's map with the densities below it, G's grid, and the arrows. In passing one of the three is made anew in
        each picture and the others are those of the pictures before, which takes their cost to a third.
        """
        self.number += 1
        for i, make in enumerate((self.judged, self.bent, self.pushed)):
            if not moment.passing or self.number % 3 == i or self.kept[i][0] != moment.wishes.layers:
                self.kept[i] = moment.wishes.layers, make(moment, fakes)
        return {name: array for _, arrays in self.kept for name, array in arrays.items()}

    def judged(self, moment, fakes):
        """D's map, and the densities: the page lays them together."""
        arrays = self.densities(fakes, moment.wishes.layers)
        if moment.wishes.layers & {"map", "half"}:
            with moment.D() as D:
                scores = torch.cat([D(places) for places in self.grid.split(AT_ONCE)])
            arrays["map"] = as_bytes(moment.opinion(scores).view(MAP, MAP))
        return arrays

    def bent(self, moment, fakes):
        """The grid of latents as G bends it."""
        if "grid" not in moment.wishes.layers or self.manifold is None:
            return {}
        with moment.G() as G:
            warped = G(self.manifold.flatten(0, -2).to(self.trainer.device))
        return {"grid": self.quantised(self.in_data_units(warped)).reshape(self.manifold.shape[:-1] + (2,))}

    def pushed(self, moment, fakes):
        """Where D pushes the first fakes."""
        if "gradients" not in moment.wishes.layers or moment.phase:
            return {}
        pull = self.pull(moment, fakes[:PUSHED], range(PUSHED))
        return {"gradients": self.arrows(fakes[:PUSHED], pull, CALM)}

    def of_phase(self, seen):
        """The batches and arrows of a phase of slow motion."""
        arrays = {f"batch_{name}": self.quantised(self.in_data_units(seen[name])) for name in ("real", "fake") if name in seen}
        for name in ("pull", "move"):
            if name in seen:
                arrays["arrows"] = self.arrows(seen["fake"], seen[name])
        return arrays

    def densities(self, fakes, layers):
        """Where reals and fakes lie, as densities with contours, and the best answer to them."""
        arrays, wanted = {}, layers & {"real_density", "fake_density", "d_star"}
        if not wanted:
            return arrays
        density = densities(self.data)
        q = density.seen(density.count(self.trainer.in_data_units(fakes)) / len(fakes), MAP) if wanted != {"real_density"} else None
        if "real_density" in layers:
            arrays |= self.contoured_p
        if "fake_density" in layers:
            arrays |= contoured("fake", q)
        if "d_star" in layers:
            arrays["d_star"] = as_bytes(density.best(self.p, q))
        return arrays

    @cached_property
    def p(self):
        density = densities(self.data)
        return density.seen(density.share, MAP)

    @cached_property
    def contoured_p(self):
        return contoured("real", self.p)

    def pull(self, moment, fakes, numbers):
        """Where D pushes fakes [n, 2], each against the real sample of its own number, in networks' units: [n, 2]."""
        real = self.trainer.in_network_units(self.shown[[i % REALS for i in numbers]].to(self.trainer.device))
        return self.trainer.pull(fakes, real, moment.phase.vectors if moment.phase else {})

    def arrows(self, fake, pull, calm=0.0):
        """From each fake along D's pull or its own move, the longest of them a tenth of the picture: int16 [k, 4].

        With `calm` the scale shrinks by this factor a picture at most, so that a moving picture does not flicker.
        """
        fake, pull = self.in_data_units(fake), (pull * self.trainer.scale).cpu().numpy()
        self.longest = max(np.linalg.norm(pull, axis=1).max(), calm * self.longest)
        reach = 0.1 * (self.data.extent[1] - self.data.extent[0]) / max(self.longest, 1e-12)
        return np.concatenate([self.quantised(fake), self.quantised(fake + pull * reach)], 1)

    def probe(self, moment):
        """{fake, z, pull}, {real, mode} or {x, y}, each with its place, `at`, and with D's `answer` there."""
        asked = moment.wishes.probe
        if not asked:
            return None
        if "fake" in asked:
            found = self.probe_fake(moment, asked["fake"])
        elif "real" in asked:
            found = self.probe_real(asked["real"])
        else:
            found = {"at": [asked["x"], asked["y"]]}
        return asked | found | self.answer(moment, found["at"], self.grid[::17])

    def probe_fake(self, moment, i):
        """A fake's first latents, its place, and how D pushes it, in networks' units."""
        numbers = [i, *range(COMPANY)]
        with moment.G() as G:
            fakes = G(self.latents[numbers])
        return {"z": self.latents[i, :SAID].tolist(), "at": self.in_data_units(fakes[0]).tolist(),
                "pull": self.pull(moment, fakes, numbers)[0].tolist()}

    def probe_real(self, i):
        """A real sample's place, and the number of the mode that is nearest, or None."""
        x, modes = self.shown[i], self.data.modes
        return {"at": x.tolist(), "mode": None if modes is None else int((modes - x).norm(dim=1).argmin())}

    def quantised(self, points):
        return quantised(np.asarray(points), self.data.extent)


class Line(View):
    """One dimension: p, q, D, the optimal D* and the arrows from z to x, after figure 1 of arXiv 1406.2661."""

    fakes, axes = 2000, ("x",)

    def __init__(self, trainer):
        super().__init__(trainer)
        self.xs = torch.linspace(*self.data.extent, LINE)
        self.points = trainer.in_network_units(self.xs[:, None].to(trainer.device))
        self.width = 0.02 * (self.data.extent[1] - self.data.extent[0])
        kernel = self.kernel(self.xs)
        self.smooth_p = kernel @ self.data.density(self.xs[:, None]) / kernel.sum(1)
        self.links = torch.linspace(-2, 2, 21)[:, None].to(trainer.device) if trainer.config.latent_dim == 1 else None

    def scene(self):
        reals = quantised(np.asarray(self.reals(REALS)), self.data.extent)
        p = self.data.density(self.xs[:, None])
        return {"reals": reals, "xs": self.xs.numpy(), "p": p.numpy().astype(np.float32)}

    def frame(self, moment):
        with moment.G() as G, moment.D() as D:
            fakes = torch.from_numpy(self.in_data_units(G(self.latents)))
            d = moment.opinion(D(self.points)).cpu()
            ends = self.in_data_units(G(self.links)) if self.links is not None else np.empty((0, 1), np.float32)
        q = self.kernel(fakes[:, 0]).mean(1)
        d_star = self.smooth_p / (self.smooth_p + q).clamp_min(1e-9)
        links = np.concatenate([self.links.cpu().numpy(), ends], 1) if len(ends) else np.empty((0, 2), np.float32)
        return {"q": q.numpy(), "d": d.numpy(), "d_star": d_star.numpy(), "links": links,
                "fakes": quantised(fakes[:REALS].numpy(), self.data.extent)}

    def probe(self, moment):
        """{x} with D's `answer` there."""
        asked = moment.wishes.probe
        return asked and asked | self.answer(moment, [asked["x"]], self.points)

    def kernel(self, samples):
        """A Gaussian bump of each sample [n] at each x: [LINE, n], in units of density."""
        away = (self.xs[:, None] - samples[None]) / self.width
        return torch.exp(-0.5 * away.square()) / (self.width * (2 * torch.pi) ** 0.5)


class Images(View):
    """A grid of fakes from fixed latents, with D's opinion of each; in a run with classes, class after class or all of one."""

    fakes = IMAGES

    def __init__(self, trainer):
        super().__init__(trainer)
        self.in_rows = trainer.labels_in_rows(IMAGES)

    def scene(self):
        return {"reals": pixels(self.reals(IMAGES // 2))}

    def frame(self, moment):
        """Of one class the real ones come along too: reals, uint8 as in the scene."""
        label = moment.wishes.label
        told = self.told(label)
        with moment.G() as G, moment.D() as D:
            fakes = G(self.latents, **told)
            scores = moment.opinion(D(fakes, **told))
        arrays = {"fakes": pixels(fakes.cpu()), "scores": scores.cpu().numpy()}
        for name in ("real", "fake"):
            if name in moment.seen:
                arrays[f"batch_{name}"] = pixels(moment.seen[name][:IMAGES].cpu())
        if label is not None and self.trainer.config.conditioning != "codes":
            arrays["reals"] = self.of_class(label)
        return arrays

    def of_class(self, label):
        data = self.trainer.data
        return pixels(data.tensor[data.labels == label][:IMAGES // 2].cpu())

    def told(self, label):
        """What both players are told: one class for all, or with None each in its rows."""
        if self.in_rows is None:
            return {}
        return {"label": self.in_rows if label is None else torch.full_like(self.in_rows, label)}


class Toy(View):
    """The plane of a toy game: the way of (θ, ψ) over the flow, with the equilibrium in the middle."""

    fakes = 1
    arrows = 13

    def __init__(self, trainer):
        super().__init__(trainer)
        self.reach = self.reach_of(trainer)

    @staticmethod
    def reach_of(trainer):
        """Half the side of the picture: 2, doubled as often as the way so far asks for."""
        farthest = max(1.0, float(np.abs(way(trainer)).max()))
        return 2.0 ** math.ceil(math.log2(farthest * 1.05)) if farthest * 1.05 > 2 else 2.0

    @staticmethod
    def depends(trainer):
        return id(trainer), trainer.config, Toy.reach_of(trainer)

    @property
    def extent(self):
        return (-self.reach, self.reach, -self.reach, self.reach)

    def scene(self):
        """field: float32 [n, n, 2], the flow (θ', ψ') at the centres of n x n cells, rows from low ψ to high."""
        ys, xs = torch.meshgrid(*[_centres(-self.reach, self.reach, self.arrows)] * 2, indexing="ij")
        flow = field(self.trainer.functional, self.trainer.state, torch.stack([xs, ys], -1).view(-1, 2), self.trainer.config)
        return {"field": flow.view(self.arrows, self.arrows, 2).numpy()}

    def frame(self, moment):
        """path: int16 [k, 2], the way so far; here: float32 [2], its end, which moves from phase to phase."""
        path = way(self.trainer)
        if moment.phase:
            path = np.concatenate([path[:-1], [[float(moment.phase.vectors[p]) for p in ("g", "d")]]])
        return {"path": quantised(path, self.extent), "here": path[-1].astype(np.float32)}


def way(trainer, most=1500):
    """The places (θ, ψ) of a toy game so far [k, 2], from its start on; a long way is its first third and its newest two."""
    rows = trainer.history.rows()[:, -2:]
    path = np.concatenate([[START], rows])
    return path if len(path) <= most else np.concatenate([path[:most // 3], path[-2 * most // 3:]])


VIEWS = {"points": Points, "line": Line, "images": Images, "text": Written, "music": Sung, "pairs": Translated, "toy": Toy}


def _centres(low, high, n):
    """The centres of n equal cells between low and high."""
    return low + (high - low) * (torch.arange(n) + 0.5) / n
