"""Games: what the players are and what each of them wants."""

from playground.games.conditional import Auxiliary, Codes, Conditional
from playground.games.gan import GAN
from playground.games.sequence import SeqGAN
from playground.games.toy import Toy
from playground.games.translation import CycleGAN, Pix2Pix

__all__ = ["Auxiliary", "Codes", "Conditional", "CycleGAN", "GAN", "Pix2Pix", "SeqGAN", "Toy", "game_for"]

CONDITIONED = {"none": GAN, "concat": Conditional, "projection": Conditional, "auxiliary": Auxiliary, "codes": Codes}
"""The game by how its players are told classes."""
OF_GENERATOR = {"lstm": SeqGAN, "cycle": CycleGAN, "unet": Pix2Pix, "dirac": Toy}
"""The game of a G that can play no other."""


def game_for(config):
    """The game that a configuration plays."""
    return OF_GENERATOR.get(config.generator, CONDITIONED[config.conditioning])()
