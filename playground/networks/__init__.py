"""Generators and discriminators, by family. A network is built from the shape of the data, never from constants."""

from collections.abc import Callable
from dataclasses import dataclass

from playground.errors import PlaygroundError
from playground.networks import dcgan, mlp


@dataclass(frozen=True)
class Family:
    """One architecture: `generator(config, shape)` and `discriminator(config, shape)` give modules, `kinds` what they fit.

    shape is that of one sample, (1,), (2,) or (channels, height, width). G maps [n, latent_dim] to [n, *shape],
    D maps [n, *shape] to raw scores [n].
    """

    title: str
    generator: Callable
    discriminator: Callable
    kinds: tuple
    label: Callable


FAMILIES = {
    "mlp": Family("MLP", mlp.generator, mlp.discriminator, ("line", "points", "images"), mlp.label),
    "dcgan": Family("DCGAN", dcgan.generator, dcgan.discriminator, ("images",), dcgan.label),
}


def build(config, data):
    """The two modules of a configuration: {"d": discriminator, "g": generator}."""
    for role in ("generator", "discriminator"):
        family = getattr(config, role)
        if data.kind not in FAMILIES[family].kinds:
            raise PlaygroundError(
                f"{role}={family} needs {' or '.join(FAMILIES[family].kinds)}, and {data.spec} holds {data.kind}: "
                f"take {' or '.join(name for name, f in FAMILIES.items() if data.kind in f.kinds)}, or other data.")
    return {"d": FAMILIES[config.discriminator].discriminator(config, data.shape),
            "g": FAMILIES[config.generator].generator(config, data.shape)}


def label(config, player):
    """A few words for a player's architecture, such as "3 × 128"."""
    role = {"g": "generator", "d": "discriminator"}[player]
    family = FAMILIES[getattr(config, role)]
    return family.label(getattr(config, f"{role}_width"), getattr(config, f"{role}_depth"))
