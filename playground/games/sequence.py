"""A game on strings that G draws character by character, so that no gradient comes back through them: SeqGAN (Yu et al. 2017,
arXiv 1609.05473).
"""

import torch

from playground.games.gan import GAN
from playground.training.critic_view import CriticView
from playground.training.losses import LOSSES


class SeqGAN(GAN):
    """D plays as in the GAN. G first learns the data by maximum likelihood, for `pretraining` steps, and then by policy gradient:
    each character becomes likelier by how real D finds the strings that go on from it.
    """

    def generator_loss(self, play, real, draw, config, note):
        """-log p of the reals' characters, on average; later -sum_t (Q_t - Q_{t-1}) log p(y_t | y_<t) (eq. 6 to 8): what a
        character changes in how real D finds the string. The report is [loss].
        """
        view = CriticView(config, play.state, draw)
        z = draw.latent(len(real), config)
        with torch.no_grad():
            fake = play.generate(z, draw)
            note("generate", "g", latent=z, fake=fake)
            on_fake = play.score(view(fake))
            note("score", "g", fake=on_fake)
        if play.state["step"] < config.pretraining:
            value = -play.likelihood(real).mean()
        else:
            reward = self.rewards(play, fake, on_fake, view, draw, config)
            before = torch.cat([reward[:, :1].mean(0, keepdim=True).expand(len(reward), 1), reward[:, :-1]], 1)
            value = -(play.likelihood(fake) * (reward - before)).sum(1).mean()  # what came before changes no expectation
        note("loss", "g", loss=value)
        return value, [value.detach()]

    @torch.no_grad()
    def rewards(self, play, fake, on_fake, view, draw, config):
        """Q [n, length]: D's answer on the whole string, on average over `rollouts` ways to go on after each character (eq. 4)."""
        answer, (n, _, length) = LOSSES[config.loss].answer, fake.shape
        kept = torch.arange(1, length, device=fake.device).repeat_interleave(config.rollouts * n)
        z = draw.latent(len(kept), config, "noise")
        ends = play.complete(z, fake.repeat(config.rollouts * (length - 1), 1, 1), kept)
        on_way = answer(play.score(view(ends))).view(length - 1, config.rollouts, n).mean(1)
        return torch.cat([on_way, answer(on_fake)[None]]).T
