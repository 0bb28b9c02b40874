"""What is to be seen of a run on music: pieces of fixed latents, which chords sound harsh, and how real D finds each."""

import numpy as np

from playground.data.music import notes_of
from playground.live.view import View
from playground.metrics.music import consonant_pairs
from playground.sound import HARMONICS, seconds_a_step
from playground.training.draw import FIXED

PIECES = FIXED["music"]


class Sung(View):
    """Pieces as MIDI numbers, uint8 [n, 4, length]; harsh: which of their chords have a dissonant pair, uint8 [n, length]."""

    fakes = PIECES

    def scene(self):
        """Real pieces, and what the page needs to play them."""
        return {"reals": sung(self.reals(PIECES))} | organ()

    def frame(self, moment):
        with moment.G() as G, moment.D() as D:
            fakes = G(self.latents)
            scores = moment.opinion(D(fakes))
        notes = notes_of(fakes)
        arrays = {"fakes": numbers(notes), "harsh": numbers(~consonant_pairs(notes).all(1)), "scores": scores.cpu().numpy()}
        for name in ("real", "fake"):
            if name in moment.seen:
                arrays[f"batch_{name}"] = sung(moment.seen[name][:PIECES])
        return arrays


def organ():
    """How loud each harmonic is, and the seconds of a step: what a page needs to play pieces."""
    return {"harmonics": np.array(HARMONICS, np.float32), "step": np.array([seconds_a_step()], np.float32)}


def sung(samples):
    """Samples [n, 4 PITCHES, length] as MIDI numbers, uint8 [n, 4, length]."""
    return numbers(notes_of(samples))


def numbers(x):
    return x.cpu().numpy().astype(np.uint8)
