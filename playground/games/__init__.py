"""Games: what the players are and what each of them wants."""

from playground.games.gan import GAN
from playground.games.toy import Toy

__all__ = ["GAN", "Toy", "game_for"]


def game_for(data):
    """The game that is played on a data set."""
    return Toy() if data.kind == "toy" else GAN()
