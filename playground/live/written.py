"""What is to be seen of a run on text: strings of fixed latents, with what can be said of each, beside real ones."""

import numpy as np

from playground.data.text import MARKS
from playground.live.view import View

STRINGS, REALS = 64, 32


class Written(View):
    """Strings as the code points of their characters, uint32 [n, length] with zeros behind them, and their marks."""

    fakes = STRINGS

    def scene(self):
        return {"reals": self.code_points(self.reals(REALS))}

    def frame(self, moment):
        with moment.G() as G:
            fakes = G(self.latents).cpu()
        marks = [MARKS.index(self.data.mark(string)) for string in self.data.decode(fakes)]
        arrays = {"fakes": self.code_points(fakes), "marks": np.array(marks, np.uint8)}
        for name, most in (("real", REALS), ("fake", STRINGS)):
            if name in moment.seen:
                arrays[f"batch_{name}"] = self.code_points(moment.seen[name][:most].cpu())
        return arrays

    def code_points(self, samples):
        """Samples [n, characters, length] to uint32 [n, length]."""
        rows = [[*map(ord, string)] + [0] * (self.data.length - len(string)) for string in self.data.decode(samples)]
        return np.array(rows, np.uint32)
