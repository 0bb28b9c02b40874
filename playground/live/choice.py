"""Which data a run is trained on: the networks are kept where they fit it, else a new run begins."""

from contextlib import suppress
from functools import partial

from playground.data import dataset
from playground.data.own import from_memory_only
from playground.errors import PlaygroundError
from playground.recipes import recipe, usual


def choose_data(run, spec, keep=False):
    """Train on the data set `spec`: with `keep` the networks go on, where they were built for such samples; else a new run begins,
    of the recipe at hand; of the data's `usual` one in place of the plain GAN, and where the other does not go with the data.
    """
    data, now = dataset(spec), run.trainer.data
    if keep and (data.kind, data.shape) == (now.kind, now.shape):
        run.set(data=data.spec)
    else:
        run.rebuild(_on(data.spec, run.config))


def draw(run, given):
    """Train on a drawing of the page, {"strokes": text, "std": number, "keep": whether the networks are kept}."""
    choose_data(run, f"drawn:strokes={given.get('strokes') or ''},std={given.get('std')}", bool(given.get("keep")))


def own(run, given):
    """Train on pictures that were dropped into the page, {"content": fingerprint, "size": number, "keep": whether the
    networks are kept}, or on a text, with "length" instead of "size"; nothing is read for it."""
    name = "length" if "length" in given else "size"
    with from_memory_only():
        choose_data(run, f"path:,{name}={given.get(name)},content={given.get('content')}", bool(given.get("keep")))


def _on(data, config):
    begin = partial(recipe, data=data, seed=config.seed, device=config.device)
    if config.recipe != "gan":
        with suppress(PlaygroundError):
            return begin(config.recipe)
    return begin(usual(data))
