"""From a trainer to the packets that the page draws: a scene when the data changes, then frame after frame."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from latex2mathml.converter import convert

from playground.data.drawn import sheet
from playground.keeping import trained
from playground.live.anatomy import layers, notebooks
from playground.live.notes import note
from playground.live.packet import pack
from playground.live.views import Moment
from playground.networks import label
from playground.networks.conditioning import said_classes
from playground.recipes import RECIPES
from playground.training.losses import LOSSES
from playground.training.penalties import PENALTIES
from playground.training.phases import PHASES
from playground.training.step import COLUMNS

CURVES = ("loss_d", "loss_g", "d_real", "d_fake", "value")
NOW = (*CURVES, "gradient_d", "gradient_g")


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
        "drawing": sheet(data),
        "extent": list(view.extent),
        "modes": None if data.modes is None else data.modes.tolist(),
        "modes_total": None if data.modes is None else len(data.modes),
        "networks": {p: {"label": label(config, p), "weights": trainer.players[p].weights, "latent": config.latent_dim,
                         "layers": layers(trainer.players[p])} for p in ("g", "d")},
        "notebooks": notebooks(data.kind),
        "loss": {"name": config.loss, "title": loss.title, "output": loss.output, "equilibrium": loss.equilibrium,
                 "formula_d": mathml(loss.formula_d + ("\n" r"+\," + penalty.formula if penalty else "")),
                 "formula_g": mathml(loss.formula_g + trainer.game.duties)},
        "pretraining": config.pretraining, "classes": said_classes(config, trainer.classes), "coded": config.conditioning == "codes", "trained": trained.nearest_first(data),
        "images": dict(zip(("channels", "height", "width"), data.shape)) if data.kind == "images" else None,
        "pairs": translation(trainer) if data.kind == "pairs" else None,
        "marks": list(data.marks) if data.kind == "text" else None,
        "phases": [{"name": name, "turn": turn, "title": (PHASES | trainer.game.phases)[name, turn][0]} for name, turn in trainer.dynamics.order],
    }
    return Scene(identity, pack(header, view.scene()))


def translation(trainer):
    """What the page has to know of a run on pairs: what both kinds are called, the shape of a picture, whether the true answers are
    known, whether G translates back too, and whether what is shown was kept apart.
    """
    data, (double, height, width) = trainer.data, trainer.data.shape
    return {"domains": list(data.domains), "shape": [double // 2, height, width], "matched": data.matched,
            "back": trainer.config.generator == "cycle", "unseen": data.unseen is not None}


def frame(view, number, scene, status, rate, measures, wishes, timeline, phase=None, seen=()):
    """The Frame of this moment. `status` is the run's, `rate` its steps a second, `measures` its newest Measures, `wishes`
    what is to be seen besides, `timeline` its Timeline.
    """
    trainer = view.trainer
    moment = Moment(trainer, phase, seen, wishes, passing=status.playing and not phase)
    steps, means = timeline.curves()
    now = known(trainer.history, phase, trainer.dynamics.order)
    header = {
        "type": "frame", "scene": scene.id, "number": number, "step": trainer.step, "rate": rate,
        "status": status.name, "playing": status.playing, "goal": status.goal, "players": _SHORT[trainer.config.players],
        "now": {name: now.get(name) for name in NOW}, "centre": moment.centre,
        "note": note(trainer, measures), "probe": view.probe(moment),
        "classes": {"label": wishes.label, "shares": measures.by_class} if trainer.classes else None,
        "phase": phase and describe(phase, seen, trainer.loss),
    } | measures.header(trainer) | timeline.header()
    curves = {"curve_steps": steps, "curves": means[:, [COLUMNS.index(name) for name in CURVES]].T.astype(np.float32)}
    return Frame(number, trainer.step, status.name, pack(header, curves | timeline.arrays() | view.frame(moment)), scene)


def known(history, phase, order):
    """The newest number of every column; in a phase, what has not been worked out yet is that of the step before."""
    newest = history.last() if len(history) else {}
    if not phase:
        return newest
    before = history.last(2) if len(history) > 1 else {}
    done = order[:phase.index]
    fresh = {name for name, key in WORKED_OUT.items() if key in done}
    return {name: (newest if name in fresh else before).get(name) for name in newest}


WORKED_OUT = {"d_real": ("score", "d"), "d_fake": ("score", "d"), "loss_d": ("loss", "d"), "value": ("loss", "d"),
              "gradient_d": ("gradient", "d"), "loss_g": ("loss", "g"), "gradient_g": ("gradient", "g")}
"""The phase in which each number of a step comes to be known."""


def describe(phase, seen, loss):
    """A phase in words and numbers, with what it holds in memory."""
    return {"index": phase.index, "name": phase.name, "turn": phase.turn, "title": phase.title,
            "text": phase.explanation, "formula": mathml(phase.formula),
            "memory": [[_NAMES[name], " × ".join(f"{n:,}" for n in tensor.shape) or "1", _measure(name, tensor, loss)]
                       for name, tensor in (phase.tensors | {k: v for k, v in seen.items() if k in ARROWS}).items()]}


@cache
def mathml(formula):
    """LaTeX as MathML, line by line."""
    return "<br>".join(map(convert, formula.splitlines()))


def _measure(name, tensor, loss):
    if name in ARROWS:
        return f"mean length {tensor.flatten(1).norm(dim=1).mean():.3g}"
    if name == "gradient":
        return f"norm {tensor.norm():.3g}"
    if tensor.dim() == 0:
        return f"{tensor:.3f}".replace("-", "−")
    if tensor.dim() == 1 and name in ("real", "fake"):
        mean = f"{loss.answer(tensor).mean():.2f}".replace("-", "−")
        return f"D says {mean} on average" if loss.opinion else f"mean score {mean}"
    return ""


ARROWS = ("pull", "move")
_SHORT = {"both": "both", "discriminator": "d", "generator": "g"}
_NAMES = {"real": "real", "fake": "fake", "latent": "latents z", "loss": "loss", "gradient": "gradient",
          "parameters": "weights", "pull": "arrows a", "move": "arrows"}
