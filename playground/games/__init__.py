"""Games: what the players are and what each of them wants."""

from playground.games.conditional import Auxiliary, Codes, Conditional
from playground.games.gan import GAN
from playground.games.sequence import SeqGAN
from playground.games.toy import Toy

__all__ = ["Auxiliary", "Codes", "Conditional", "GAN", "SeqGAN", "Toy", "game_for"]

CONDITIONED = {"none": GAN, "concat": Conditional, "projection": Conditional, "auxiliary": Auxiliary, "codes": Codes}
"""The game by how its players are told classes."""


def game_for(data, config):
    """The game that is played on a data set."""
    if config.generator == "lstm":
        return SeqGAN()
    return Toy() if data.kind == "toy" else CONDITIONED[config.conditioning]()
