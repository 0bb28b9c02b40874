"""What every view of a run shares, and the moment that it looks at."""

import numpy as np
import torch

from playground.live.wishes import Wishes
from playground.training.draw import generator

FAKES = 1500


class View:
    """Shared by all kinds: fixed latents, and a stream of its own, so that looking changes nothing.

    What a visitor can ask about: `numbered`, {"fake": how many, "real": how many}, and places, by their `axes`.
    """

    fakes, numbered, axes = FAKES, {}, ()

    def __init__(self, trainer):
        self.trainer, self.data = trainer, trainer.data
        self.stream = generator(trainer.config.seed, "view", trainer.device)
        self.latents = trainer.inputs(self.fakes, self.stream)

    def reals(self, n):
        """n real samples [n, *shape] in data units, on the CPU."""
        return self.data.sample(n, generator(self.trainer.config.seed, "view/real"))

    def probe(self, moment):
        """What there is to say of the point that a visitor asks about, for the header; None if of none."""
        return None

    def answer(self, moment, at, others):
        """What D says of a place, a list of coordinates in data units: `says` in its own unit, `opinion` from 0 to 1, to
        which `others` [n, dim], places in networks' units, are the measure where scores have none of their own.
        """
        x = self.trainer.in_network_units(torch.tensor([at], dtype=torch.float32).to(self.trainer.device))
        with moment.D() as D:
            scores = D(torch.cat([x, others]))
        return {"says": float(self.trainer.loss.answer(scores)[0]), "opinion": float(moment.opinion(scores)[0])}

    def in_data_units(self, x):
        return self.trainer.in_data_units(x).cpu().numpy()

    @property
    def extent(self):
        """What the picture spans, in data units: (x0, x1), (x0, x1, y0, y1), or () for pictures."""
        return getattr(self.data, "extent", ())

    @staticmethod
    def depends(trainer):
        """What a scene is made of: when it changes, another scene is needed."""
        config = trainer.config
        return id(trainer), trainer.data.spec, config.loss, config.penalty, config.updates


class Moment:
    """A trainer as it is now, or as it was in one phase of a step; what a view looks at."""

    def __init__(self, trainer, phase=None, seen=(), wishes=Wishes(), passing=False):
        """`phase` is a Phase or None; `seen` the tensors of this turn's phases so far, {name: tensor}; `wishes` what is to
        be seen besides; `passing`: the next picture follows at once, so this one may be a little behind in places.
        """
        self.trainer, self.phase, self.seen, self.wishes = trainer, phase, dict(seen), wishes
        self.passing = passing

    def G(self):
        """The generator to look at: averaged while playing, as it is in a phase."""
        if self.phase:
            return self.trainer.looking("g", vector=self.phase.vectors["g"])
        return self.trainer.looking("g", "average" if self.trainer.config.ema else "g")

    def D(self):
        return self.trainer.looking("d", vector=self.phase.vectors["d"] if self.phase else None)

    @property
    def centre(self):
        """The raw score at which D cannot tell: 0 for probabilities, else midway between its last real and fake means."""
        if self.trainer.loss.opinion or not len(self.trainer.history):
            return 0.0
        report = self.trainer.history.last()
        middle = (report["d_real"] + report["d_fake"]) / 2
        return middle if np.isfinite(middle) else 0.0

    def opinion(self, scores):
        """D's raw scores [...] as 0 (fake) to 1 (real), 1/2 where it cannot tell."""
        loss = self.trainer.loss
        if loss.opinion:
            return loss.opinion(scores)
        away = scores - self.centre
        unit = loss.unit or float(away.abs().max()) / 3 or 1.0
        return (away / unit).sigmoid()
