"""The configuration of a run: one frozen, validated value that names every setting.

A field carries its own help text, bounds or choices, and whether it may change while the GAN trains, so that the
command line, the app and the documentation are all written from this one table.
"""

import dataclasses
import difflib
import json
import math
from dataclasses import dataclass, field, fields

from playground.errors import PlaygroundError
from playground.fits import check


def _recipes():
    from playground.recipes import RECIPES
    return tuple(RECIPES)


def _losses():
    from playground.training.losses import LOSSES
    return tuple(LOSSES)


def _penalties():
    from playground.training.penalties import PENALTIES
    return ("none", *PENALTIES)


def _usual_weight(penalty):
    from playground.training.penalties import PENALTIES
    return PENALTIES[penalty].weight if penalty in PENALTIES else 0.0


def _dynamics():
    from playground.training.dynamics import DYNAMICS
    return tuple(DYNAMICS)


def _pinned(data):
    from playground.data.own import pinned
    return pinned(data)


def _optimizers():
    from playground.training.optimizers import OPTIMIZERS
    return tuple(OPTIMIZERS)


def _conditioned():
    from playground.games import CONDITIONED
    return tuple(CONDITIONED)


def _heads():
    from playground.networks.heads import HEADS
    return tuple(HEADS)


def _families():
    from playground.networks import FAMILIES
    return tuple(FAMILIES)


def _setting(default, help, *, low=None, high=None, open_low=False, choices=None, live=False):
    return field(default=default, metadata={
        "help": help, "low": low, "high": high, "open_low": open_low, "choices": choices, "live": live})


@dataclass(frozen=True)
class Config:
    """Every setting of a run. Immutable; `changed` gives a checked copy.

    Raises PlaygroundError, in words, when a value is not allowed.
    """

    recipe: str = _setting("gan", "The named GAN that this configuration started from.", choices=_recipes)
    data: str = _setting("ring", "The data set, with its parameters: ring, or grid:side=3,std=0.05.", live=True)
    data_size: int = _setting(0, "Train on so many samples, drawn once; 0 draws fresh ones without end.",
                              low=0, high=1_000_000)
    unit_size: bool = _setting(True, "Train on the data scaled to about unit size, and scale the fakes back; it helps a lot.")
    seed: int = _setting(0, "Where every random number of the run comes from.", low=0, high=2**31 - 1)
    device: str = _setting("auto", "Where to train: auto takes CUDA, then MPS, then the CPU.",
                           choices=("auto", "cpu", "cuda", "mps"))
    precision: str = _setting("float32", "How numbers are rounded in the networks; bfloat16 is faster on some machines.",
                              choices=("float32", "bfloat16"))

    conditioning: str = _setting(
        "none", "How the players are told classes: D sees the class beside the picture (concat), has a score for each class "
        "(projection) or names the class (auxiliary); codes: classes that nobody gave, for D to find in the fakes.",
        choices=_conditioned)
    auxiliary_weight: float = _setting(1.0, "How much both players care that D names the class (conditioning=auxiliary or "
                                       "codes).", low=0, high=100, live=True)
    codes: int = _setting(10, "How many classes G is to find by itself (conditioning=codes).", low=2, high=100)

    loss: str = _setting("non-saturating", "What the two players want.", choices=_losses, live=True)
    penalty: str = _setting("none", "A price on D’s gradient, which keeps D smooth.", choices=_penalties, live=True)
    penalty_weight: float = _setting(0.0, "How much the penalty counts: γ for R1 and R2, λ for WGAN-GP.",
                                     low=0, high=1000, live=True)
    weight_clip: float = _setting(0.0, "After each of D’s updates, its weights are cut to ± this; 0 leaves them alone.",
                                  low=0, high=10, live=True)
    spectral_norm: bool = _setting(False, "Divide each of D’s weight matrices by its largest singular value.")
    label_smoothing: float = _setting(0.0, "D is told that reals are real with probability 1 − this (one-sided).",
                                      low=0, high=0.5, live=True)
    instance_noise: float = _setting(0.0, "Gaussian noise on all that D sees, in units of the data’s spread.",
                                     low=0, high=10, live=True)
    instance_noise_steps: int = _setting(0, "Steps in which the instance noise fades to nothing; 0 keeps it constant.",
                                         low=0, high=10**8, live=True)
    consistency: float = _setting(0.0, "Weight of D’s duty to score a real sample and a slightly changed copy alike.",
                                  low=0, high=1000, live=True)
    augmentation: str = _setting("none", "Change all pictures that D sees at random: always, or as much as D’s "
                                 "overfitting asks for.", choices=("none", "differentiable", "adaptive"), live=True)
    packing: int = _setting(1, "D judges so many samples of one kind together (PacGAN), and so sees variety.",
                            low=1, high=8)
    minibatch_std: bool = _setting(False, "D also sees how much the samples of its batch differ from each other.")
    top_k: float = _setting(1.0, "G learns from this share of its fakes only, those that D finds most real.",
                            low=0, high=1, open_low=True, live=True)
    top_k_steps: int = _setting(0, "Steps in which the share falls from all to top_k; 0 begins there.",
                                low=0, high=10**8, live=True)
    ema: float = _setting(0.0, "Decay of the moving average of G’s weights that samples are drawn from; 0 is off.",
                          low=0, high=0.9999, live=True)

    updates: str = _setting("alternating", "The order and the look-ahead with which the two players move.",
                            choices=_dynamics, live=True)
    unrolled_steps: int = _setting(5, "How many of D’s answers G foresees (updates=unrolled).", low=1, high=50, live=True)
    consensus: float = _setting(1.0, "How much both players care for a quiet game (updates=consensus).",
                                low=0, high=1000, live=True)
    lookahead: int = _setting(0, "Every so many steps both players go back, halfway, to where they were; 0 is off.",
                              low=0, high=10**6, live=True)

    optimizer: str = _setting("adam", "How a gradient becomes a step.", choices=_optimizers)
    generator_lr: float = _setting(1e-3, "G’s learning rate: how far it moves in each update.",
                                   low=0, high=1, open_low=True, live=True)
    discriminator_lr: float = _setting(1e-3, "D’s learning rate: how far it moves in each update.",
                                       low=0, high=1, open_low=True, live=True)
    beta1: float = _setting(0.5, "Adam’s memory of past gradients.", low=0, high=0.9999, live=True)
    beta2: float = _setting(0.999, "Adam’s memory of past squared gradients.", low=0, high=0.99999, live=True)
    batch_size: int = _setting(256, "Samples in each batch.", low=2, high=8192, live=True)
    n_critic: int = _setting(1, "D’s updates for each of G's; more makes D a better guide and each step slower.",
                             low=1, high=100, live=True)
    players: str = _setting("both", "Who learns: both, or one of them alone while the other stands still.",
                            choices=("both", "discriminator", "generator"), live=True)

    generator: str = _setting("mlp", "G’s architecture.", choices=_families)
    discriminator: str = _setting("mlp", "D’s architecture.", choices=_families)
    generator_width: int = _setting(128, "Units in each of G’s layers (channels beside the picture, for images).",
                                    low=1, high=2048)
    discriminator_width: int = _setting(128, "Units in each of D’s layers (channels of its first layer, for images).",
                                        low=1, high=2048)
    generator_depth: int = _setting(3, "G’s hidden layers (mlp), layers from z to w (style), blocks at each size (r3).",
                                   low=1, high=16)
    discriminator_depth: int = _setting(3, "D’s hidden layers (mlp), blocks at each size (r3).", low=1, high=16)
    activation: str = _setting("relu", "Between the layers (MLP): relu is ReLU in G and leaky ReLU in D.",
                               choices=("relu", "tanh"))
    generator_batch_norm: bool = _setting(False, "Batch normalisation in G (mlp, dcgan, residual, attention).")
    discriminator_batch_norm: bool = _setting(False, "Batch normalisation in D (mlp, dcgan).")
    head: str = _setting("softmax", "How G’s text becomes characters: softmax gives D their probabilities; argmax takes the likeliest "
                         "and gumbel draws them, and both pass the gradient straight through.", choices=_heads)
    temperature: float = _setting(1.0, "How soft the characters are that G’s gradient passes through; lower is sharper.",
                                  low=0, high=10, open_low=True)
    pretraining: int = _setting(0, "Steps in which G first learns the data by maximum likelihood (generator=lstm).",
                                low=0, high=10**6)
    rollouts: int = _setting(4, "How many ways each unfinished string is finished, to find out what its last character is worth "
                             "(generator=lstm).", low=1, high=64, live=True)
    cycle_weight: float = _setting(10.0, "How much G pays where a picture that is translated there and back is not what it was "
                                   "(generator=cycle).", low=0, high=1000, live=True)
    identity_weight: float = _setting(5.0, "How much G pays where it changes a picture that is of the right domain already "
                                      "(generator=cycle).", low=0, high=1000, live=True)
    pool: int = _setting(50, "So many fakes are kept, for D to see older ones too; 0 keeps none (generator=cycle).",
                         low=0, high=10_000)
    l1_weight: float = _setting(100.0, "How much G pays where a pixel is not that of the true answer (generator=unet).",
                                low=0, high=1000, live=True)
    initialisation: str = _setting("usual", "How the weights of linear layers begin: usual is uniform by fan-in, normal is "
                                   "N(0, 0.02²), orthogonal has gain 0.8.", choices=("usual", "normal", "orthogonal"))
    latent: str = _setting("normal", "The distribution of the latent z.", choices=("normal", "uniform"))
    latent_dim: int = _setting(2, "Numbers in a latent z.", low=1, high=1024)

    def __post_init__(self):
        for f in fields(self):
            _check(f, getattr(self, f.name))
        check(self)

    @property
    def mixes_batch(self):
        """Whether D’s score of a sample depends on its batch: then real and fake are scored apart."""
        return self.discriminator_batch_norm or self.minibatch_std

    def changed(self, **changes):
        """A checked copy with `changes` made; `learning_rate` stands for both players' rates.

        Values may be strings, as they come from a command line. A penalty named without a weight gets its usual one.
        """
        return dataclasses.replace(self, **parse_changes(changes))

    def to_json(self):
        return json.dumps(dataclasses.asdict(self))

    def to_python(self):
        """Python source that makes this configuration: recipe("gan", data="ring", seed=0, generator_lr=0.0005)."""
        from playground.recipes import changes_of
        return as_call("recipe", self.recipe, **changes_of(self))

    @classmethod
    def from_json(cls, text):
        """Read what `to_json` wrote. Raises PlaygroundError for other text and for settings that are not allowed."""
        try:
            settings = json.loads(text)
        except json.JSONDecodeError as error:
            raise PlaygroundError(f"This is not a configuration in JSON: {error}.") from error
        if not isinstance(settings, dict):
            raise PlaygroundError(f"A configuration in JSON is {{\"setting\": value, ...}}, not {text[:40]}.")
        return cls(**parse_changes(settings))


FIELDS = {f.name: f for f in fields(Config)}
LIVE = tuple(name for name, f in FIELDS.items() if f.metadata["live"])
"""The settings that may change while the GAN trains."""


def parse_changes(changes):
    """Check the names in a dict of changes, split `learning_rate`, turn strings into each setting’s type, and have data of
    one’s own named by what it holds.
    """
    result = {}
    for name, value in changes.items():
        if name == "learning_rate":
            result |= {rate: _parse(FIELDS[rate], value) for rate in ("generator_lr", "discriminator_lr")}
        elif name == "data":
            result[name] = _pinned(value)
        elif name in FIELDS:
            result[name] = _parse(FIELDS[name], value)
        else:
            raise PlaygroundError(f"There is no setting '{name}'.{suggestion(name, (*FIELDS, 'learning_rate'))}")
    if "penalty" in result:
        result.setdefault("penalty_weight", _usual_weight(result["penalty"]))
    return result


def differences(*configs):
    """The settings in which configurations differ: {name: [value of each]}, recipe left out."""
    return {name: [getattr(c, name) for c in configs] for name in FIELDS
            if name != "recipe" and len({getattr(c, name) for c in configs}) > 1}


def as_call(name, *arguments, **settings):
    """Python source of a call, strings in double quotes; a long one has a line for each argument."""
    words = [*map(_literal, arguments), *(f"{key}={_literal(value)}" for key, value in settings.items())]
    line = f"{name}({', '.join(words)})"
    return line if len(line) <= 100 else f"{name}(\n    " + ",\n    ".join(words) + ",\n)"


def _literal(value):
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def choices(name):
    """The allowed values of a setting that has a list of them, else None."""
    allowed = FIELDS[name].metadata["choices"]
    return allowed() if callable(allowed) else allowed


def suggestion(name, known):
    """One sentence that helps somebody who mistyped a name: the nearest known one, then all of them."""
    near = difflib.get_close_matches(str(name), known, n=1)
    return (f" Did you mean '{near[0]}'?" if near else "") + f" Known: {', '.join(known)}."


def _parse(f, value):
    try:
        if f.type is bool and isinstance(value, str):
            return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}[value.lower()]
        if f.type is int and not isinstance(value, bool) and float(value) == int(float(value)):
            return int(float(value))
        if f.type is float and not isinstance(value, bool):
            return float(value)
    except (KeyError, ValueError, TypeError, OverflowError):
        pass
    return value


def _check(f, value):
    rules, wanted = f.metadata, {int: "a whole number", float: "a number", bool: "true or false", str: "a word"}[f.type]
    if type(value) is not f.type:
        raise PlaygroundError(f"{f.name}={value!r}: {f.name} must be {wanted}.")
    allowed = choices(f.name)
    if allowed and value not in allowed:
        raise PlaygroundError(f"{f.name}={value} is not known.{suggestion(value, allowed)}")
    if rules["low"] is not None:
        too_low = value <= rules["low"] if rules["open_low"] else value < rules["low"]
        if too_low or value > rules["high"] or not math.isfinite(value):
            least = "more than" if rules["open_low"] else "at least"
            raise PlaygroundError(f"{f.name}={value:g} is out of range: it must be {least} {rules['low']:g} "
                                  f"and at most {rules['high']:g}.")
