"""What a page asks of a generator that it explores, and the answers: each a packet with pictures, or with strings as code points.

The Explorer has a copy of the run's G, taken between two steps, so that training neither waits for it nor hears of it.
"""

import base64
import math
import threading

import numpy as np
import torch
from PIL import Image

from playground.errors import PlaygroundError
from playground.export.animation import as_gif
from playground.keeping.file import load_generator
from playground.keeping.trained import PREFIX
from playground.latent.directions import WAYS
from playground.latent.explorer import CROSSING, MODES, REACH, Explorer
from playground.latent.neighbours import is_at_hand, reals_at_hand, training_reals
from playground.latent.still import Still
from playground.live.packet import pack
from playground.live.pixels import pixels
from playground.live.sung import organ, sung
from playground.live.written import code_points
from playground.networks.conditioning import labels_in_rows, said_classes
from playground.plots.images import tiled
from playground.training.draw import FIXED, generator

OFFERED = 12
"""Training pictures that are offered to be searched for."""
AT_ONCE = 20
"""Steps of a search between two answers."""
MOST_NUMBER, LONGEST = 1_000_000, 1.5
"""The last number of a sample, and the highest truncation."""
SEEN = {"images": lambda samples, data: pixels(samples), "text": code_points, "music": lambda samples, data: sung(samples)}
"""What can be explored, and how the page gets to see it: samples, and the Description of their data."""
KEPT_SIDE, KEPT_PAUSE = 256, 80
"""Pixels and milliseconds of a picture of a way that is taken away."""
NOT_EXPLORED = "There is nothing here to explore: choose data that are pictures, such as digits or letters, or text, such as names, or music."
MADE_ANEW = "Every training piece is made anew, so there is none that G could have memorised."
NOT_AT_HAND = "What it learned from is not at hand here, so nobody can say what is memorised."
UNKNOWN = "The page asked for something that is not known here. Close this panel and open it again."


class Exploring:
    """The exploring of one page."""

    def __init__(self):
        self._lock, self._explorer, self._of = threading.Lock(), None, None

    def answer(self, run, given):
        """A packet for a wish of the page about its Run: {"do": name in DOES, "wants": names in SHOWS, ...} and what
        `_set` reads. Its header repeats "do" and "turn"; "refused" is a sentence, when it was.
        """
        given = given if isinstance(given, dict) else {}
        said = {"type": "explore", "do": str(given.get("do")), "turn": given.get("turn") if type(given.get("turn")) is int else None}
        with self._lock:
            try:
                header, arrays = self._answer(run, given)
            except PlaygroundError as error:
                header, arrays = {"refused": str(error)}, {}
            except (KeyError, IndexError, TypeError, ValueError, OverflowError):
                header, arrays = {"refused": UNKNOWN}, {}
        return pack(said | header, arrays)

    def close(self):
        """Nothing is explored any more, and the copy of G goes."""
        self._explorer = self._of = None

    def _answer(self, run, given):
        if given.get("do") == "close":
            self.close()
            return {}, {}
        source = given.get("source") or None
        anew = self._explorer is None or self._of != (source or run.trainer)
        if anew:
            self._explorer, self._of = begun(run, source), source or run.trainer
        self._set(run, given, anew)
        DOES[given["do"]](self, run, given)
        if given["do"] in ("take", "swap", "found"):
            given = given | {"t": None}  # what is held now is seen
        header, arrays = self._now(given, anew)
        for name in given.get("wants", ()):
            more, pictures = SHOWS[name](self, given)
            header |= more
            arrays |= {key: self._seen(value) for key, value in pictures.items()}
        return header, arrays

    # -- what is chosen --------------------------------------------------------------------------------------------

    def _set(self, run, given, anew):
        """The sliders and choices of the page, if they are what they can be; at first the class that the picture shows."""
        explorer, classes = self._explorer, self._explorer.still.classes
        label = given.get("label") if not anew else run.wishes.label if self._of is run.trainer else None
        explorer.label = (min(max(int(label or 0), 0), len(classes) - 1)) if classes else None
        explorer.truncation = _number(given.get("truncation", 1.0), 0.0, LONGEST)
        explorer.way = given["way"] if given.get("way") in WAYS else "ganspace"
        explorer.amounts = tuple(_number(amount, -REACH, REACH) for amount in given.get("amounts", ())[:32])

    def _shown(self, given):
        """The code of the large picture: A as the sliders have it, or a place on the way to B."""
        if given.get("t") is None:
            return self._explorer.moved()
        return self._explorer.between(_mode(given), [_number(given["t"], 0.0, 1.0)])[0]

    # -- what is done ----------------------------------------------------------------------------------------------

    def _renew(self, run, given):
        if self._of is run.trainer:
            self._explorer.renew(run.still())

    def _hold(self, run, given):
        """Another sample as A or B, by its number."""
        setattr(self._explorer, "b" if given["do"] == "b" else "a", self._explorer.sample(_number(given["number"], 1, MOST_NUMBER)))

    def _fake(self, run, given):
        """A fake of the picture as A: by its number, with the class that it is shown with."""
        number, explorer = int(_number(given["number"], 1, FIXED["images"])), self._explorer
        explorer.a = explorer.sample(number)
        if explorer.still.classes:
            rows = labels_in_rows(FIXED["images"], explorer.still.classes)
            explorer.label = int(rows[number - 1]) if run.wishes.label is None else run.wishes.label

    def _take(self, run, given):
        code = self._shown(given)
        if code.dim() > 1:
            raise PlaygroundError("A mixture of styles has no single code to hold: choose another way from A to B first.")
        self._explorer.take(code)

    def _swap(self, run, given):
        explorer = self._explorer
        explorer.a, explorer.b, explorer.amounts = explorer.b, explorer.a, ()

    def _search(self, run, given):
        """Begin to search one of the training pictures, or one of the visitor's own in its pixels."""
        explorer = self._explorer
        if "pixels" in given:
            channels, height, width = explorer.still.shape
            raw = np.frombuffer(base64.b64decode(given["pixels"], validate=True), np.uint8).reshape(height, width, channels)
            target = torch.from_numpy(raw.copy()).permute(2, 0, 1).float() / 127.5 - 1
        else:
            target = explorer.reals[int(_number(given["real"], 0, len(explorer.reals) - 1))]
        explorer.search(target)

    def _found(self, run, given):
        """Hold what was found."""
        if not self._explorer.projection:
            raise PlaygroundError("Nothing was searched for yet: choose a picture first.")
        self._explorer.take(self._explorer.projection.code)

    def _seen(self, samples):
        """Samples [n, *shape] as the page gets them."""
        still = self._explorer.still
        return SEEN[still.kind](samples, still.data)

    # -- what is shown ---------------------------------------------------------------------------------------------

    def _now(self, given, anew):
        """The large picture, and what stands beside it as long as G is the same."""
        explorer, still = self._explorer, self._explorer.still
        self._large = explorer.pictures(self._shown(given)[None])
        header = {"step": still.step, "label": explorer.label, "truncation": explorer.truncation,
                  "amounts": list(explorer.amounts), "anew": anew}
        if anew:
            header |= {"classes": said_classes(still.config, still.classes), "styled": still.styled, "sizes": still.sizes, "reach": REACH,
                       "longest": LONGEST, "average": bool(still.config.ema), "shape": list(still.shape), "kind": still.kind,
                       "directed": still.directed}
        return header, {"large": self._seen(self._large)} | (organ() if anew and still.kind == "music" else {})

    def _near(self, given):
        found = self._explorer.neighbours(self._large[0])
        if found is None:
            still = self._explorer.still
            why = MADE_ANEW if still.kind == "music" and is_at_hand(still.config) else NOT_AT_HAND
            return {"near": {"distances": [], "verdict": "unknown", "sentence": why}}, {}
        return ({"near": {"distances": found.distances, "verdict": found.verdict, "sentence": found.sentence}},
                {"near": found.pictures} if found.numbers else {})

    def _ends(self, given):
        if not self._explorer.still.directed:
            return {}, {}
        found = self._explorer.directions()
        return {"shares": found.shares.tolist(), "way": self._explorer.way}, {"ends": self._explorer.ends()}

    def _strip(self, given):
        mode = _mode(given)
        return {"mode": mode}, {"strip": self._explorer.strip(mode)}

    def _plane(self, given):
        i, j = (int(_number(axis, 0, 31)) for axis in given["axes"])
        return {"shares": self._explorer.directions().shares.tolist()}, {"plane": self._explorer.plane(i, j)}

    def _walk(self, given):
        """A walk on the way from A to B, which the page goes there and back; else one that wanders and comes home."""
        explorer = self._explorer
        return {}, {"walk": explorer.walk() if given.get("t") is None else explorer.strip(_mode(given), CROSSING)}

    def _keep(self, given):
        """The way from A to B and back as GIF, in base64."""
        if self._explorer.still.kind != "images":
            raise PlaygroundError("Only a way through pictures is kept as an animation.")
        there = self._explorer.strip(_mode(given), CROSSING)
        pictures = torch.cat([there, there[1:-1].flip(0)])
        gif = as_gif([Image.fromarray(tiled(picture[None], KEPT_SIDE)) for picture in pictures], KEPT_PAUSE)
        return {"kept": base64.b64encode(gif).decode()}, {}

    def _reals(self, given):
        """Some training pictures, others for every `shuffle`."""
        if self._explorer.reals is None or self._explorer.still.kind != "images":
            return {"numbers": []}, {}
        source = generator(0, f"explore/reals/{int(_number(given.get('shuffle', 0), 0, MOST_NUMBER))}")
        chosen = torch.randperm(len(self._explorer.reals), generator=source)[:OFFERED]
        return {"numbers": chosen.tolist()}, {"reals": self._explorer.reals[chosen]}

    def _progress(self, given):
        """A search a little farther on."""
        search = self._explorer.projection
        if search is None:
            return {"search": None}, {}
        search.steps(AT_ONCE)
        usual = None if self._explorer.reals is None else self._explorer.nearest.usual
        return ({"search": {"step": search.step, "most": search.most, "sentence": how_near(search, usual)}},
                {"target": search.target, "found": search.picture[None]})


def begun(run, source):
    """An Explorer of a Run's G as it is now; or of `source`, the name of one that comes with the playground."""
    if source is None:
        if run.trainer.data.kind not in SEEN:
            raise PlaygroundError(NOT_EXPLORED)
        return Explorer(run.still(), training_reals(run.trainer))
    kept = load_generator(PREFIX + str(source))
    if kept.data.kind not in SEEN:
        raise PlaygroundError(NOT_EXPLORED)
    return Explorer(Still(kept), reals_at_hand(kept.config))


DOES = {"open": lambda *_: None, "show": lambda *_: None, "renew": Exploring._renew, "a": Exploring._hold, "b": Exploring._hold, "fake": Exploring._fake,
        "take": Exploring._take, "swap": Exploring._swap, "search": Exploring._search, "found": Exploring._found}
SHOWS = {"near": Exploring._near, "ends": Exploring._ends, "strip": Exploring._strip, "plane": Exploring._plane,
         "walk": Exploring._walk, "keep": Exploring._keep, "reals": Exploring._reals, "progress": Exploring._progress}
"""What a page may ask to be done, and to be shown besides the large picture."""


def how_near(search, usual):
    """How near a Projection came, in words; `usual` is how far training pictures are from each other."""
    measured = f"It came within {100 * search.distance:.1f} %"
    measured += f"; training pictures are usually {100 * usual:.1f} % from their own nearest." if usual else "."
    if not search.done:
        return f"Still searching. {measured}"
    if not usual:
        return measured
    if search.distance <= usual / 2:
        return f"Found: G can make this picture, or nearly. {measured}"
    if search.distance <= usual:
        return f"G can make something like it. {measured}"
    return f"G cannot make this picture; this is the nearest that was found. {measured}"


def _number(value, low, high):
    """A number of the page, kept between two bounds."""
    if type(value) not in (int, float) or not math.isfinite(value):
        raise ValueError(f"{value} is no number")
    return min(max(value, low), high)


def _mode(given):
    return given["mode"] if given.get("mode") in MODES else "spherical"
