"""A trained G by itself: what sampling takes, without a Trainer and without its data."""

import math
import unicodedata
from dataclasses import asdict, dataclass

import torch

from playground.data.music import STEPS_A_BEAT, SUNG
from playground.data.text import decoded
from playground.errors import PlaygroundError
from playground.fits import check_truncation
from playground.networks import FAMILIES, build_generator
from playground.networks.conditioning import class_names, labels, labels_in_rows
from playground.training.draw import generator, latents
from playground.training.player import Player
from playground.training.threads import on_threads, threads

SIDES = {"line": 1, "points": 1, "images": 3, "text": 2, "music": 2}
"""The kinds of data whose G can be kept, and how many sides a sample has."""
MOST_CLASSES, MOST_VALUES = 1000, 3 * 1024 * 1024
"""The most classes and the most numbers in a sample that a description read from outside may name."""


@dataclass(frozen=True)
class Description:
    """What a G has to know of its data: kind, shape and classes as in `Data`; x * scale + centre are data units, with the
    numbers of `centre` for each of a sample's, or none; `alphabet` are the characters of text, in order.
    """

    kind: str
    shape: tuple
    classes: tuple
    scale: float
    centre: tuple
    alphabet: str = ""

    @classmethod
    def of(cls, trainer):
        data = trainer.data
        return cls(data.kind, tuple(data.shape), tuple(data.classes), float(trainer.scale), tuple(trainer.centre.view(-1).tolist())
                   if trainer.centre.any() else (), getattr(data, "alphabet", ""))

    @classmethod
    def read(cls, plain):
        """From plain values, from whomever they come. Raises PlaygroundError for what no sample can be."""
        try:
            found = cls(**{name: tuple(value) if isinstance(value, list) else value for name, value in plain.items()})
            fits = (len(found.shape) == SIDES.get(found.kind)
                    and all(type(side) is int and side > 0 for side in found.shape) and math.prod(found.shape) <= MOST_VALUES
                    and (found.kind != "music" or found.shape[0] == SUNG and found.shape[1] % STEPS_A_BEAT == 0)
                    and len(found.classes) <= MOST_CLASSES and all(type(name) is str for name in found.classes)
                    and 0 < found.scale < math.inf and len(found.centre) in (0, found.shape[0])
                    and all(math.isfinite(number) for number in found.centre)
                    and len(set(found.alphabet)) == len(found.alphabet) == (found.shape[0] if found.kind == "text" else 0)
                    and not any(unicodedata.category(character) == "Cc" for character in found.alphabet))
        except (AttributeError, TypeError, ValueError, OverflowError):
            fits = False
        if not fits:
            raise PlaygroundError("What this file says of its samples cannot be read.")
        return found

    def as_dict(self):
        return asdict(self)

    def decode(self, samples):
        """Samples of text [n, characters, length] to strings."""
        return decoded(samples, self.alphabet)


class Generator:
    """`generate` and `sample` as a Trainer has them. `config` is the run's configuration, `data` a Description, `step` the
    steps it was trained for; `module` maps latents, and labels where there are `classes`, to samples in the networks' units.
    """

    def __init__(self, config, data, tensors, step=0):
        """`tensors` {name: numbers} are the parameters and buffers. Raises PlaygroundError where they do not fit."""
        if data.kind not in FAMILIES[config.generator].kinds:
            raise PlaygroundError(f"generator={config.generator} does not make {data.kind}.")
        self.config, self.data, self.step = config, data, step
        self.shape, self.classes, self.threads = data.shape, class_names(config, data), threads(config, data.shape)
        with torch.device("meta"):
            module = build_generator(config, data)
        player = Player(module)
        wanted = player.shapes | {name: tuple(buffer.shape) for name, buffer in module.named_buffers()}
        if wanted != {name: tuple(tensor.shape) for name, tensor in tensors.items()}:
            raise PlaygroundError("The weights in this file are not those of its own configuration.")
        tensors = {name: tensor.detach().to("cpu", torch.float32) for name, tensor in tensors.items()}
        # in one vector and in its order, as in training: so that the same numbers are rounded in the same way
        player.bind(player.flat([tensors[name] for name in player.shapes]), {name: tensors[name].clone() for name in player.buffer_names})
        self.module = module.eval()

    @classmethod
    def of(cls, trainer):
        """The G of a trainer now, averaged where the run keeps an average. Raises PlaygroundError where G is no network."""
        if trainer.config.generator in ("exact", "collapsed", "dirac"):
            raise PlaygroundError(f"generator={trainer.config.generator} is no network that could be kept: train one with "
                                  "generator=mlp, or on pictures.")
        with trainer.turns:
            return cls(trainer.config, Description.of(trainer), weights(trainer), trainer.step)

    @property
    def noise_inputs(self):
        """How many numbers of noise it takes for each sample; 0 in most families."""
        return getattr(self.module, "noise_inputs", 0)

    def generate(self, z, label=None, truncation=1.0, noise=None):
        """Latents [n, latent_dim] to samples [n, *shape] on the CPU, as `Trainer.generate`; `noise` [n or 1, noise_inputs]
        takes the place of the usual one.
        """
        more = {}
        if label is not None:
            more["label"] = labels(label, len(z), self.classes)
        elif self.classes:
            more["label"] = torch.arange(len(z)) % len(self.classes)
        if truncation != 1:
            check_truncation(self.config)
            more["truncation"] = truncation
        if noise is not None:
            more["noise"] = noise
        with torch.no_grad(), on_threads(self.threads):
            return self.in_data_units(self.module(z, **more))

    def sample(self, n, seed=0, label=None, truncation=1.0):
        """n samples [n, *shape]: the same seed, the same samples. Classes stand in rows, unless `label` names one."""
        z = latents(n, self.config, generator(seed, "sample"))
        return self.generate(z, self.labels_in_rows(n) if label is None else label, truncation)

    def labels_in_rows(self, n):
        """n labels [n] in which classes stand together, in their order; None without classes."""
        return labels_in_rows(n, self.classes)

    def in_data_units(self, x):
        """From the networks' units to the data's own."""
        x = x * self.data.scale
        return x + torch.tensor(self.data.centre) if self.data.centre else x


def weights(trainer):
    """The parameters and buffers {name: tensor} from which a trainer samples: averaged where the run keeps an average."""
    key, player = "average" if trainer.config.ema else "g", trainer.players["g"]
    return {**player.views(trainer.state[key]), **{name: trainer.state[f"{key}/{name}"] for name in player.buffer_names}}
