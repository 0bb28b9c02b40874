"""What is to be seen of a run that translates: pictures that nobody trained on, what G makes of each, its way back, and the truth."""

import torch

from playground.data.pairs import numbers
from playground.games.translation import halves, seen
from playground.live.pixels import pixels
from playground.live.view import View

PICTURES = 16


class Translated(View):
    """Pictures as bytes [n, h, w, c]: `inputs`, and `reals` of the other kind, the true answers where they are known; in a frame
    `fakes`, what G makes of the inputs, `back`, what becomes of those on the way back, and `scores`, how real D finds each of the
    fakes. `own_…` are the same of a visitor's picture.
    """

    fakes = PICTURES

    def scene(self):
        x, y = (pixels(half.cpu()) for half in halves(self.latents))
        return {"inputs": x, "reals": y}

    def frame(self, moment):
        with moment.G() as G, moment.D() as D:
            found = self.seen(G, self.latents)
            own = self.seen(G, self.pair_of(moment.wishes.picture))
            given = torch.cat([found["input"], found["output"]], 1)
            scores = moment.opinion(D(given))[:, -1:].mean((1, 2, 3))
        arrays = {"fakes": pixels(found["output"].cpu()), "scores": scores.cpu().numpy()}
        if "back" in found:
            arrays["back"] = pixels(found["back"].cpu())
        arrays |= {f"own_{name}": pixels(own[key].cpu()) for key, name in NAMES.items() if key in own}
        if "real" in moment.seen:
            arrays |= {"batch_input": batch(moment.seen["real"], 0), "batch_real": batch(moment.seen["real"], 1)}
        if "fake" in moment.seen:
            arrays["batch_fake"] = batch(moment.seen["fake"], 1)
        return arrays

    def seen(self, G, pairs):
        """What there is to see of G on pairs; nothing where there are none."""
        return {} if pairs is None else seen(G, pairs, self.data, self.trainer.config.generator == "cycle")

    def pair_of(self, picture):
        """A visitor's picture, bytes [h, w, c], as a pair with itself; None where there is none of this size."""
        channels, *sides = self.data.shape
        if picture is None or picture.shape != (*sides, channels // 2):
            return None
        x = torch.from_numpy(picture.copy()).permute(2, 0, 1)[None].to(self.trainer.device)
        return torch.cat([numbers(x)] * 2, 1)


NAMES = {"input": "input", "output": "fakes", "back": "back"}
"""What a frame calls what is `seen`."""


def batch(pairs, half):
    """One kind of a batch of pairs, as many as are shown."""
    return pixels(halves(pairs)[half][:PICTURES].cpu())
