"""A trained generator in somebody's hands: one code that is held and turned this way and that, and a second one to go to.

It needs a `Still` alone, so a generator from a file is explored like one that trains: Explorer(Still(load_generator(FILE))).
The real pictures, where there are some, say what is memorised.
"""

from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from playground.errors import PlaygroundError
from playground.latent.directions import find
from playground.latent.neighbours import Neighbours, Passages
from playground.latent.paths import linear, spherical, walk
from playground.latent.projection import Projection
from playground.latent.spelled import Spelled

SEARCHES = {"images": Neighbours, "music": Passages, "text": Spelled}
"""What searches among reals, by the kind of data."""
REACH = 3.0
"""How far a direction is followed either way, in standard deviations of the codes along it."""
STRIP, PLANE = 9, 7
"""Pictures from A to B, and on each side of the plane."""
WALK = (4, 12)
"""Latents that a walk passes through, and pictures from one to the next."""
CROSSING = 33
"""Pictures of a walk from A to B."""
MODES = ("spherical", "linear", "styles")
"""Ways from A to B."""


@dataclass(frozen=True)
class Hand:
    """What is held: a latent z [latent_dim], or where nobody knows one a code [d]."""

    z: Tensor | None = None
    code: Tensor | None = None


class Explorer:
    """Explores a Still; `reals` are what it was trained on, if they are at hand: pictures [n, *shape] in [-1, 1], the notes of pieces
    [n, 4, length], or of text the data set. What is said of pictures holds for text and music as well.

    `label` is the class that is shown, None where there are none; `truncation` how far codes are from their mean;
    `amounts` how far A is moved along each direction of `way`, in its own spread.
    """

    def __init__(self, still, reals=None):
        self.still, self.reals = still, reals
        self.label = 0 if still.classes else None
        self.truncation, self.way, self.amounts, self.projection = 1.0, "ganspace", (), None
        self.a, self.b = self.sample(1), self.sample(2)
        self._found = {}

    def renew(self, still):
        """The same hands, with what its G has learned meanwhile. Directions stay, so that sliders keep their meaning."""
        self.still = still

    # -- codes -----------------------------------------------------------------------------------------------------

    def sample(self, number):
        """The Hand of a number: the latent of the fake of that number in a run's picture, and others beyond them."""
        if number <= len(self.still.fixed):
            return Hand(self.still.fixed[int(number) - 1])
        return Hand(self.still.latents(1, f"explore/{int(number)}")[0])

    def directions(self):
        """The Directions of the way and of the class that were chosen."""
        key = self.way, self.label
        if key not in self._found:
            self._found[key] = find(self.still, *key)
        return self._found[key]

    def code(self, hand):
        """The code [d] of a Hand, with the class and the truncation that were chosen."""
        code = hand.code if hand.z is None else self.still.codes(hand.z[None], self.label)[0]
        return self.still.shortened(code, self.truncation)

    def moved(self, amounts=None):
        """The code of A, moved along the directions by `amounts` [..., k], usually those that were chosen: [..., d]."""
        code = self.code(self.a)
        if amounts is None and not any(self.amounts):
            return code
        return self.directions().move(code, self._amounts() if amounts is None else amounts)

    def between(self, mode, t):
        """Codes from A at t = 0 to B at t = 1, for t [n]: [n, d]; for mode "styles" [n, layers, d].

        spherical goes round the sphere of latents, linear straight through the codes; styles takes the first layers, which
        paint what is coarse, from A and the others from B (style mixing; Karras et al. 2019, arXiv 1812.04948, section 3.1).
        """
        if mode not in MODES or mode == "styles" and not self.still.styled:
            raise PlaygroundError(f"mode={mode}: from A to B one goes {' or '.join(MODES[:3 if self.still.styled else 2])}.")
        a, b, t = self.moved(), self.code(self.b), torch.as_tensor(t, dtype=torch.float32)[:, None]
        if mode == "styles":
            from_b = torch.arange(self.still.layers) >= ((1 - t) * self.still.layers).round()
            return torch.where(from_b[..., None], b, a)
        if mode == "linear" or self.still.styled and (self.a.z is None or self.b.z is None):
            return linear(a, b, t)
        if not self.still.styled:
            return spherical(a.expand(len(t), -1), b.expand(len(t), -1), t)
        z = spherical(self.a.z.expand(len(t), -1), self.b.z.expand(len(t), -1), t)
        shift = a - self.code(self.a)  # what the sliders do to A fades on the way to B
        return self.still.shortened(self.still.codes(z, self.label), self.truncation) + (1 - t) * shift

    def take(self, code):
        """Hold this code from now on, as it is."""
        self.a, self.amounts, self.truncation = Hand(code=code), (), 1.0
        if not self.still.styled:
            self.a = Hand(z=code)

    # -- pictures [n, *shape] in [-1, 1], or music -------------------------------------------------------------------

    def pictures(self, codes):
        """What G makes of codes [n, d] or [n, layers, d]."""
        return self.still.pictures(codes, self.label)

    def ends(self):
        """A at both ends of each direction: [2 k, *shape], low and high in turn."""
        k = len(self.directions().vectors)
        amounts = self._amounts().repeat(2 * k, 1)
        for i in range(k):
            amounts[2 * i, i], amounts[2 * i + 1, i] = -REACH, REACH
        return self.pictures(self.moved(amounts))

    def strip(self, mode, n=STRIP):
        """From A to B in n pictures; for "styles" one for each number of layers that B gives."""
        return self.pictures(self.between(mode, torch.linspace(0, 1, self.still.layers + 1 if mode == "styles" else n)))

    def plane(self, i, j, n=PLANE):
        """The plane through A along directions i (to the right) and j (up): [n * n, *shape], row by row from the top."""
        k, places = len(self.directions().vectors), torch.linspace(-REACH, REACH, n)
        if not 0 <= i < k or not 0 <= j < k or i == j:
            raise PlaygroundError(f"A plane has two different directions of the {k}.")
        amounts = self._amounts().repeat(n * n, 1)
        amounts[:, i], amounts[:, j] = places.repeat(n), places.flip(0).repeat_interleave(n)
        return self.pictures(self.moved(amounts))

    def walk(self):
        """A closed walk through latents that begins at A as the sliders have it."""
        stops, steps = WALK
        z = walk(self.still.config, 1, stops, steps, "explore/walk")[:, 0]
        codes = self.still.shortened(self.still.codes(z, self.label), self.truncation)
        home = self.moved() - codes[0]
        away = torch.arange(len(codes)) / steps
        near = (1 - torch.minimum(away, stops - away)).clamp_min(0)[:, None]
        return self.pictures(codes + near * home)

    def _amounts(self):
        """Those that were chosen, one for each direction that there is."""
        k = len(self.directions().vectors)
        return torch.tensor((*self.amounts, *[0.0] * k)[:k])

    # -- real pictures ---------------------------------------------------------------------------------------------

    def neighbours(self, picture):
        """The real pictures nearest to one, a `neighbours.Found`; None where none are at hand."""
        return None if self.reals is None else self.nearest.of(picture)

    @cached_property
    def nearest(self):
        """The reals to search among."""
        return SEARCHES[self.still.kind](self.reals)

    def search(self, target):
        """Begin to search the code of a picture [*shape] in [-1, 1]; `projection` then goes on in steps."""
        if self.still.kind != "images":
            raise PlaygroundError(f"Only pictures can be searched for, not {self.still.kind}.")
        if tuple(target.shape) != self.still.shape:
            raise PlaygroundError("The picture to search has another size than those that G makes.")
        self.projection = Projection(self.still, target, self.label)
