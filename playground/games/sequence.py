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
            gain = self.gains(play, fake, on_fake, view, draw, config)
            value = -(play.likelihood(fake) * gain).sum(1).mean()
        note("loss", "g", loss=value)
        return value, [value.detach()]

    @torch.no_grad()
    def gains(self, play, fake, on_fake, view, draw, config):
        """Q_t - Q_{t-1} [n, length]. Q_t is D's answer on the whole string, on average over `rollouts` ways to go on after character
        t (eq. 4). After a padding character, the first of the alphabet, there is hardly more than one: the string as it is; and
        what follows one is held against the last Q before it, which knows nothing of what follows.
        """
        answer, (n, _, length) = LOSSES[config.loss].answer, fake.shape
        after = answer(on_fake)[:, None].repeat(1, length)
        open_ended = fake[:, 0] < 0.5
        last, string = open_ended[:, :-1].T.nonzero().T  # after which characters of which strings ways begin
        ways = string.repeat(config.rollouts)
        z = draw.latent(len(ways), config, "noise")
        ends = play.complete(z, fake[ways], last.repeat(config.rollouts) + 1)
        after[string, last] = answer(play.score(view(ends))).view(config.rollouts, -1).mean(0)
        known = torch.cat([after[:, :1].mean(0, keepdim=True).expand(n, 1), after], 1)
        where = torch.arange(1, length, device=fake.device) * open_ended[:, :-1]
        return after - known.gather(1, torch.cat([where.new_zeros(n, 1), where], 1).cummax(1).values)
