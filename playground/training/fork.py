"""A copy of a running game that plays on by itself, on random numbers of its own: what would happen if..."""

import torch

from playground.networks import build
from playground.training.draw import Draw
from playground.training.engine import Bound, Play, clone
from playground.training.player import Player
from playground.training.step import silent, turn


class Fork:
    """Both networks at the trainer's state, with its optimizers' moments; nothing that it does reaches the trainer."""

    def __init__(self, trainer, stream):
        """`stream` names its random numbers, which depend on the run's seed and step besides."""
        self.trainer, self.config, self.game = trainer, trainer.config, trainer.game
        with torch.device("meta"):
            modules = build(self.config, trainer.data)
        self.state = clone(trainer.state)
        self.draw = Draw(f"{self.config.seed}/{stream}/{trainer.step}", trainer.device)
        self.engine = Bound({name: Player(module) for name, module in modules.items()}, self.state)

    def learn(self, player, steps):
        """`player` takes so many steps against the other one, who stands still; returns the fork."""
        for _ in range(steps):
            real = self.trainer.real(self.config.batch_size * self.config.packing, self.draw)
            self.state, _, _ = turn(self.game, self.engine, self.state, player, real, self.draw, self.config, silent)
        return self

    def gradients(self):
        """Both players' gradients {player: [p]} at this point, on one fresh batch; nobody moves."""
        real = self.trainer.real(self.config.batch_size * self.config.packing, self.draw)
        found = {}
        for player in ("d", "g"):
            found[player], _, self.state = self.engine.slope(
                player, self.state, lambda play: self.game.loss(player, play, real, self.draw, self.config, silent))
        return found

    def play(self):
        """Both networks as functions."""
        return Play(self.engine, self.state)
