"""The two-player game of Goodfellow et al. 2014 (arXiv 1406.2661), with any loss and any penalty of the tables."""

import torch

from playground.training.losses import LOSSES
from playground.training.penalties import PENALTIES


class GAN:
    """The loss of each player at a `Play`; each returns the scalar to be minimised and what the history keeps of it."""

    def discriminator_loss(self, play, real, draw, config, note):
        """D's loss on real [n, *shape] against as many fresh fakes; the report is [loss, D(x), D(G(z)), value]."""
        loss = LOSSES[config.loss]
        z = draw.latent(len(real), config)
        with torch.no_grad():  # only D learns in D's turn
            fake = play.generate(z)
        note("generate", "d", latent=z, fake=fake)
        on_real, on_fake = play.score_both(real, fake, apart=config.discriminator_batch_norm)
        note("score", "d", real=on_real, fake=on_fake)
        plain = value = loss.discriminator(on_real, on_fake)
        if config.penalty != "none":
            price = PENALTIES[config.penalty].value(play.precise_score, real, fake, draw).mean()
            value = plain + config.penalty_weight * price
        note("loss", "d", loss=value)
        with torch.no_grad():
            answers = loss.answer(on_real).mean(), loss.answer(on_fake).mean()
        return value, [value.detach(), *answers, -plain.detach()]

    def generator_loss(self, play, real, draw, config, note):
        """G's loss through D's opinion of fresh fakes, [n] as many as the real batch; the report is [loss]."""
        loss = LOSSES[config.loss]
        z = draw.latent(len(real), config)
        fake = play.generate(z)
        note("generate", "g", latent=z, fake=fake)
        if loss.relativistic:
            on_real, on_fake = play.score_both(real, fake, apart=config.discriminator_batch_norm)
        else:
            on_real, on_fake = None, play.score(fake)
        note("score", "g", fake=on_fake, real=on_real)
        value = loss.generator(on_fake, on_real)
        note("loss", "g", loss=value)
        return value, [value.detach()]

    def pull(self, play, fake, real, config):
        """Where D would push each fake [n, *shape]: minus the gradient of its own G-loss, n times the mean's."""
        loss = LOSSES[config.loss]
        fake = fake.detach().requires_grad_()
        value = loss.generator(play.score(fake), play.score(real) if loss.relativistic else None)
        (gradient,) = torch.autograd.grad(value * len(fake), fake)
        return -gradient
