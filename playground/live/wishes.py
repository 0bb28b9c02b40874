"""What a visitor wants to see besides the plain picture: layers that cost something, and one point that is asked about."""

import base64
from dataclasses import dataclass

import numpy as np

from playground.errors import PlaygroundError

LAYERS = ("reals", "real_density", "fakes", "fake_density", "trails", "gradients", "map", "half", "d_star", "grid")
"""The layers of the picture of points. What a layer shows is computed and sent only while it is switched on; the fakes
always are, for the diagram and the timeline show them too."""
FAR = 1e9
"""No coordinate that can be asked about is larger."""
AT_FIRST = frozenset({"reals", "fakes", "map", "half"})


@dataclass(frozen=True)
class Wishes:
    """layers: the names that are switched on; probe: None, or what is asked about, as `parse_probe` gives it; label: the class
    whose fakes are shown, or None for all; picture: one of the visitor's own for G to translate, bytes [height, width, channels], or
    None.
    """

    layers: frozenset = AT_FIRST
    probe: dict | None = None
    label: int | None = None
    picture: np.ndarray | None = None


def parse_layers(names):
    """A frozenset of names in LAYERS. Raises PlaygroundError for anything else."""
    if not isinstance(names, (list, tuple, set, frozenset)) or not all(name in LAYERS for name in names):
        raise PlaygroundError(f"The layers to show are a list of some of: {', '.join(LAYERS)}.")
    return frozenset(names)


def parse_label(given, classes):
    """The number of one of the classes, or None for all. Raises PlaygroundError for anything else."""
    if given is not None and not (type(given) is int and 0 <= given < len(classes)):
        raise PlaygroundError(f"There are {len(classes)} classes here, numbered from 0." if classes
                              else "This run knows no classes: choose conditioning=projection on data with classes.")
    return given


def parse_picture(pixels, view):
    """Bytes [height, width, channels] from their base64, in the size of the pictures that are translated; None for no more.

    Raises PlaygroundError for anything else, and where nothing is translated.
    """
    if pixels is None:
        return None
    if view.data.kind != "pairs":
        raise PlaygroundError("This run makes pictures of noise, so it translates none: choose the recipe cyclegan or pix2pix.")
    double, height, width = view.data.shape
    try:
        return np.frombuffer(base64.b64decode(pixels, validate=True), np.uint8).reshape(height, width, double // 2)
    except (TypeError, ValueError) as error:
        raise PlaygroundError("This picture did not arrive whole. Choose it once more.") from error


def parse_probe(given, view):
    """What may be asked about in this view, of `given`: {"fake": index}, {"real": index}, {"x": x, "y": y} or on a line
    {"x": x}, in data units; None of an empty dict. Raises PlaygroundError for anything else.
    """
    if not given:
        return None
    for name, count in view.numbered.items():
        if given.keys() == {name} and type(given[name]) is int and 0 <= given[name] < count:
            return dict(given)
    if view.axes and given.keys() == set(view.axes) and all(map(_is_coordinate, given.values())):
        return {axis: float(given[axis]) for axis in view.axes}
    raise PlaygroundError("In this picture one can point at a place, or at a fake or a real sample by its number." if view.axes
                          else "In this picture there is nothing to point at.")


def _is_coordinate(value):
    return type(value) in (int, float) and abs(value) < FAR
