"""What is to be seen of a run on text: strings of fixed latents, with what can be said of each, beside real ones."""

import numpy as np

from playground.data.text import MARKS
from playground.live.view import View
from playground.training.draw import FIXED

STRINGS, REALS = FIXED["text"], 32


class Written(View):
    """Strings as the code points of their characters, uint32 [n, length] with zeros behind them, and their marks."""

    fakes = STRINGS

    def scene(self):
        return {"reals": code_points(self.reals(REALS), self.data)}

    def frame(self, moment):
        with moment.G() as G:
            fakes = G(self.latents).cpu()
        marks = [MARKS.index(self.data.mark(string)) for string in self.data.decode(fakes)]
        arrays = {"fakes": code_points(fakes, self.data), "marks": np.array(marks, np.uint8)}
        for name, most in (("real", REALS), ("fake", STRINGS)):
            if name in moment.seen:
                arrays[f"batch_{name}"] = code_points(moment.seen[name][:most].cpu(), self.data)
        return arrays


def code_points(samples, data):
    """Samples [n, characters, length] to uint32 [n, length]; `data` decodes them."""
    length = samples.shape[2]
    rows = [[*map(ord, string)] + [0] * (length - len(string)) for string in data.decode(samples)]
    return np.array(rows, np.uint32).reshape(-1, length)
