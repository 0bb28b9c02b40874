"""Games: what the players are and what each of them wants."""

from playground.games.gan import GAN

__all__ = ["GAN"]
