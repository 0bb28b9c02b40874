"""The strings of the data nearest to a generated one: is it copied?

The distance is the edit distance: the fewest characters that are put in, left out or replaced (Levenshtein 1966).
"""

import torch
from torch import Tensor

from playground.latent.neighbours import SHOWN, Found

MOST = 60_000
"""Strings that are searched."""
ENDLESS = "These data are drawn anew without end, so nothing can be copied from them."
MARKED = {"valid": "Valid: the grammar makes this expression.", "wrong": "Wrong: the grammar does not make this."}


class Spelled:
    """Searches among the strings of a text data set, where those are a list; of a grammar it says whether one is valid."""

    def __init__(self, data):
        self.data = data
        self.listed = sorted(getattr(data, "known", ()))[:MOST]
        self.codes = data.codes(self.listed)
        self.lengths = torch.tensor([len(string) for string in self.listed])

    def of(self, sample, k=SHOWN):
        """The k nearest to one sample [characters, length], a Found whose `pictures` are samples too."""
        (string,) = self.data.decode(sample[None])
        if not self.listed:
            return Found(sample[None][:0], [], [], "own", MARKED.get(self.data.mark(string), ENDLESS))
        away = edits(self.data.codes([string])[0, :len(string)], self.codes, self.lengths)
        numbers = away.argsort(stable=True)[:k]
        verdict, sentence = self.verdict(string, self.listed[numbers[0]], int(away[numbers[0]]))
        return Found(self.data.one_hot(self.codes[numbers]), numbers.tolist(), away[numbers].tolist(), verdict, sentence)

    def verdict(self, string, nearest, away):
        """What the distance to the nearest string of the data says, a name and a sentence."""
        if not away:
            return "copied", f"Copied: “{string}” stands in the data."
        if self.data.attested(string):
            return "own", f"New: the nearest is “{nearest}”, at a distance of {away}, and any three characters in a row stand somewhere in the data."
        return "far", f"Wrong: the nearest is “{nearest}”, at a distance of {away}, and some three characters in a row stand nowhere in the data."


def edits(code: Tensor, codes: Tensor, lengths: Tensor) -> Tensor:
    """The edit distance of characters [l] from those of each row of codes [n, most], of which the first lengths [n] count: [n]."""
    places = torch.arange(codes.shape[1] + 1)
    row = places.expand(len(codes), -1)
    for i, character in enumerate(code, 1):
        left_out, replaced = row[:, 1:] + 1, row[:, :-1] + (codes != character)
        row = torch.cat([row.new_full((len(codes), 1), i), torch.minimum(left_out, replaced)], 1)
        row = (row - places).cummin(1).values + places  # what is put in
    return row.gather(1, lengths[:, None])[:, 0]
