"""From a trainer to the packets that the page draws: a scene when the data changes, then frame after frame."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from latex2mathml.converter import convert

from playground.live.notes import note
from playground.live.packet import pack
from playground.live.views import VIEWS, Moment
from playground.networks import label
from playground.recipes import RECIPES
from playground.training.losses import LOSSES
from playground.training.penalties import PENALTIES
from playground.training.phases import PHASES
from playground.training.step import COLUMNS

CURVES = ("loss_d", "loss_g", "d_real", "d_fake", "value")


@dataclass(frozen=True)
class Frame:
    """One immutable picture of a run: `number` counts the frames made, `bytes` is the packet, to be drawn in `scene`."""

    number: int
    step: int
    status: str
    bytes: bytes
    scene: "Scene"


@dataclass(frozen=True)
class Scene:
    """What stays from frame to frame while the data and the loss stay: `bytes` is its packet."""

    id: str
    bytes: bytes


def scene(view, identity):
    """The Scene of a view."""
    trainer, config, data = view.trainer, view.trainer.config, view.data
    chosen, loss = RECIPES[config.recipe], LOSSES[config.loss]
    penalty = PENALTIES.get(config.penalty)
    header = {
        "type": "scene", "id": identity, "kind": data.kind,
        "recipe": {"name": config.recipe, "about": chosen.about, "paper": chosen.source},
        "data": {"name": data.name, "title": data.title},
        "extent": list(getattr(data, "extent", ())),
        "modes": None if data.modes is None else data.modes.tolist(),
        "modes_total": None if data.modes is None else len(data.modes),
        "networks": {p: {"label": label(config, p), "weights": trainer.players[p].weights, "latent": config.latent_dim}
                     for p in ("g", "d")},
        "loss": {"name": config.loss, "title": loss.title, "output": loss.output, "equilibrium": loss.equilibrium,
                 "formula_d": mathml(loss.formula_d + ("\n" r"+\," + penalty.formula if penalty else "")),
                 "formula_g": mathml(loss.formula_g)},
        "images": dict(zip(("channels", "height", "width"), data.shape)) if data.kind == "images" else None,
        "phases": [{"name": name, "turn": turn, "title": title} for name, turn, title, *_ in PHASES],
    }
    return Scene(identity, pack(header, view.scene()))


def frame(view, number, scene, status, rate, metrics, found, phase=None, seen=()):
    """The Frame of this moment. `status` is the run's, `rate` its steps a second, `metrics` and `found` the last measured."""
    trainer = view.trainer
    moment = Moment(trainer, phase, seen)
    steps, means = trainer.history.curves()
    last = trainer.history.last() if len(trainer.history) else {}
    header = {
        "type": "frame", "scene": scene.id, "number": number, "step": trainer.step, "rate": rate,
        "status": status.name, "playing": status.playing, "players": _SHORT[trainer.config.players],
        "now": {name: last.get(name) for name in CURVES}, "centre": moment.centre, "metrics": metrics, "found": found,
        "note": note(trainer, metrics, found), "phase": phase and describe(phase, seen),
    }
    arrays = {"curve_steps": steps, "curves": means[:, [COLUMNS.index(name) for name in CURVES]].T.astype(np.float32)}
    return Frame(number, trainer.step, status.name, pack(header, arrays | view.frame(moment)), scene)


def describe(phase, seen):
    """A phase in words and numbers, with what it holds in memory."""
    return {"index": phase.index, "name": phase.name, "turn": phase.turn, "title": phase.title,
            "text": phase.explanation, "formula": mathml(phase.formula),
            "memory": [[_NAMES[name], " × ".join(map(str, tensor.shape)) or "1", _measure(name, tensor)]
                       for name, tensor in (phase.tensors | {k: v for k, v in seen.items() if k == "pull"}).items()]}


@cache
def mathml(formula):
    """LaTeX as MathML, line by line."""
    return "<br>".join(map(convert, formula.splitlines()))


def _measure(name, tensor):
    if name in ("gradient", "pull"):
        norm = tensor.flatten(1).norm(dim=1).mean() if name == "pull" else tensor.norm()
        return f"{'mean length' if name == 'pull' else 'norm'} {float(norm):.3g}"
    if tensor.dim() == 0:
        return f"{float(tensor):.3f}"
    return f"mean score {float(tensor.mean()):.3f}" if tensor.dim() == 1 and name in ("real", "fake") else ""


_SHORT = {"both": "both", "discriminator": "d", "generator": "g"}
_NAMES = {"real": "real", "fake": "fake", "latent": "latents z", "loss": "loss", "gradient": "gradient",
          "parameters": "weights", "pull": "arrows"}
