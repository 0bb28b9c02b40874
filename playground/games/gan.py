"""The two-player game of Goodfellow et al. 2014 (arXiv 1406.2661), with any loss, penalty and view of the tables."""

import torch

from playground.training.auxiliary import consistency
from playground.training.critic_view import CriticView, adapted, alone, kept_share, top_k
from playground.training.losses import LOSSES, smoothed
from playground.training.penalties import PENALTIES
from playground.training.step import COLUMNS


class GAN:
    """The loss of each player at a `Play`; each returns the scalar to be minimised and what the history keeps of it."""

    columns = COLUMNS
    phases = {}
    """What is said of the phases of a step instead of the usual, as in `training/phases.py`."""
    duties = ""
    """What G pays besides its loss, as a formula in LaTeX that follows the loss's."""

    def complete(self, row, state):
        """A step's report with what the game adds to it."""
        return row

    def measures(self, trainer, fake):
        """Metrics {name: value} of the game itself; `fake` are the samples that the other measures see."""
        return {}

    def batch(self, x, label, draw, config):
        """What is played on, of real samples x [n, *shape] in the networks' units and their labels [n] or None."""
        return x

    def samples(self, real):
        """The samples [n, *shape] of what `batch` gave."""
        return real

    def inputs(self, real, draw, config):
        """What G makes as many fakes of as there are samples in real: latents [n, latent_dim]."""
        return draw.latent(len(real), config)

    def remembered(self, fake, play, draw, config):
        """The fakes [n, *shape] that D is shown in its turn, where G has just made `fake`."""
        return fake

    def loss(self, player, play, real, draw, config, note):
        """The loss of player "d" or "g" on as many fakes as there are samples in real [n * packing, *shape]."""
        turn = {"d": self.discriminator_loss, "g": self.generator_loss}[player]
        return turn(play, real, draw, config, note)

    def discriminator_loss(self, play, real, draw, config, note):
        """D's loss on real against as many fresh fakes; the report is [loss, D(x), D(G(z)), value]."""
        loss, view = LOSSES[config.loss], CriticView(config, play.state, draw)
        z = self.inputs(real, draw, config)
        fake = play.generate(z, draw)
        note("generate", "d", latent=z, fake=fake)
        seen_real, seen_fake = view(real), view(self.remembered(fake, play, draw, config))
        on_real, on_fake = play.score_both(seen_real, seen_fake, apart=config.mixes_batch)
        note("score", "d", real=on_real, fake=on_fake)
        plain = loss.discriminator(on_real, on_fake)
        value = self._with_extras(plain, play, on_real, real, seen_real, seen_fake, draw, config)
        note("loss", "d", loss=value)
        with torch.no_grad():
            answers = loss.answer(on_real).mean(), loss.answer(on_fake).mean()
            if config.augmentation == "adaptive":
                play.state = play.state | {"augment.p": adapted(play.state["augment.p"], on_real)}
        return value, [value.detach(), *answers, -plain.detach()]

    def _with_extras(self, value, play, on_real, real, seen_real, seen_fake, draw, config):
        """D's plain loss with what else it pays for: smoothed labels, a penalty, inconsistency."""
        if config.label_smoothing:
            value = smoothed(value, on_real, config.label_smoothing)
        if config.penalty != "none":
            price = PENALTIES[config.penalty].value(play.precise_score, seen_real, seen_fake, draw).mean()
            value = value + config.penalty_weight * price
        if config.consistency:
            value = value + config.consistency * consistency(play.score, real, draw).mean()
        return value

    def generator_loss(self, play, real, draw, config, note):
        """G's loss through D's opinion of fresh fakes; the report is [loss]."""
        loss, view = LOSSES[config.loss], CriticView(config, play.state, draw)
        z = self.inputs(real, draw, config)
        fake = play.generate(z, draw)
        note("generate", "g", latent=z, fake=fake)
        if loss.relativistic:
            seen_real, seen_fake = view(real), view(fake)
            on_real, on_fake = play.score_both(seen_real, seen_fake, apart=config.mixes_batch)
        else:
            seen_fake = view(fake)
            on_real, on_fake = None, play.score(seen_fake)
        note("score", "g", fake=on_fake, real=on_real)
        value = loss.generator(top_k(on_fake, kept_share(config, play.state["step"])), on_real)
        value = self._with_duties(value, play, real, fake, seen_fake, config)
        note("loss", "g", loss=value)
        return value, [value.detach()]

    def _with_duties(self, value, play, real, fake, seen_fake, config):
        """G's plain loss with what else it pays for."""
        return value

    def pull(self, play, fake, real, config):
        """Where D would push each fake [n, *shape]: minus the gradient of its own G-loss, n times the mean's."""
        loss = LOSSES[config.loss]
        fake = fake.detach().requires_grad_()
        on_real = play.score(alone(real, config.packing)) if loss.relativistic else None
        value = loss.generator(play.score(alone(fake, config.packing)), on_real)
        (gradient,) = torch.autograd.grad(value * len(fake), fake)
        return -gradient
