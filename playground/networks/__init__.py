"""Generators and discriminators, by family. A network is built from the shape of the data, never from constants."""

from collections.abc import Callable
from dataclasses import dataclass

from playground.errors import PlaygroundError
from playground.networks import (attention, conditioning, dcgan, dirac, given, maxout, mlp, music, r3, recurrent, residual, skip,
                                 style, text, translation)


@dataclass(frozen=True)
class Family:
    """One architecture: `generator(config, data)` and `discriminator(config, shape)` give modules, `kinds` what they fit.

    G maps [n, latent_dim], or pairs where it translates, to [n, *data.shape]. D maps [n, *shape] to raw scores [n]; shape is that of one sample, (1,),
    (2,) or (channels, height, width), or of several packed together. None where a family has no such player.
    """

    title: str
    generator: Callable | None
    discriminator: Callable | None
    kinds: tuple
    label: Callable


FAMILIES = {
    "mlp": Family("MLP", mlp.generator, mlp.discriminator, ("line", "points", "images"), mlp.label),
    "dcgan": Family("DCGAN", dcgan.generator, dcgan.discriminator, ("images",), dcgan.label),
    "residual": Family("residual", residual.generator, residual.discriminator, ("images",), residual.label),
    "attention": Family("self-attention", attention.generator, attention.discriminator, ("images",), attention.label),
    "style": Family("style-based", style.generator, style.discriminator, ("images",), style.label),
    "skip": Family("all sizes", skip.generator, skip.discriminator, ("images",), skip.label),
    "r3": Family("R3", r3.generator, r3.discriminator, ("images",), r3.label),
    "text": Family("text", text.generator, text.discriminator, ("text",), text.label),
    "music": Family("music", music.generator, music.discriminator, ("music",), text.label),
    "cycle": Family("two translators", translation.cycle_generator, translation.cycle_discriminator, ("pairs",), translation.label),
    "unet": Family("U-Net", translation.unet_generator, translation.unet_discriminator, ("pairs",), translation.label),
    "lstm": Family("LSTM", recurrent.generator, None, ("text",), recurrent.label),
    "maxout": Family("maxout", None, maxout.discriminator, ("line", "points"), maxout.label),
    "dirac": Family("one number", dirac.generator, dirac.discriminator, ("toy",), dirac.label),
    "exact": Family("the data itself", given.exact, None, ("line", "points"), lambda width, depth: "the data itself"),
    "collapsed": Family("one mode", given.collapsed, None, ("line", "points"), lambda width, depth: "one mode"),
}


def build(config, data):
    """The two modules of a configuration: {"d": discriminator, "g": generator}."""
    for role in ("generator", "discriminator"):
        family = getattr(config, role)
        fit = {name: f for name, f in FAMILIES.items() if getattr(f, role) and data.kind in f.kinds}
        if family not in fit:
            raise PlaygroundError(f"{role}={family} does not fit {data.spec}, which holds {data.kind}: take {role}="
                                  f"{' or '.join(fit)}, or other data.")
    packed = (config.packing * data.shape[0], *data.shape[1:])
    build_d = FAMILIES[config.discriminator].discriminator
    if config.conditioning != "none":
        classes = len(conditioning.class_names(config, data))
        d = conditioning.told_d(build_d, config, data.shape, classes)
    else:
        d = build_d(config, packed)
    return {"d": d, "g": build_generator(config, data)}


def build_generator(config, data):
    """G alone; of the data only `shape` and `classes` are asked."""
    build_g = FAMILIES[config.generator].generator
    if config.conditioning != "none":
        return conditioning.told_g(build_g, config, data, len(conditioning.class_names(config, data)))
    return build_g(config, data)


def label(config, player):
    """A few words for a player's architecture, such as "3 × 128"."""
    role = {"g": "generator", "d": "discriminator"}[player]
    family = FAMILIES[getattr(config, role)]
    return family.label(getattr(config, f"{role}_width"), getattr(config, f"{role}_depth"))
