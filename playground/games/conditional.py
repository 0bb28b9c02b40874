"""Games whose players are told a class with each sample.

A batch is a pair of samples and labels; G makes a fake of each real sample's class, so that real and fake differ in
nothing else and no labels have to be drawn.
"""

import torch
from torch.nn.functional import cross_entropy

from playground.games.gan import GAN
from playground.metrics import METRIC_IMAGES
from playground.metrics.neighbours import named_right


class Conditional(GAN):
    """D judges whether a sample is a real one of its class: by concatenation, or by projection."""

    def batch(self, x, label, draw, config):
        return x, self.label(label, len(x), draw["label"], config)

    def label(self, label, n, source, config):
        """n labels to play with, of those [n] that came with real samples, or drawn from a generator."""
        return label

    def samples(self, real):
        return real[0]

    def loss(self, player, play, real, draw, config, note):
        x, play.label = real
        return super().loss(player, play, x, draw, config, note)

    def measures(self, trainer, fake):
        """label_accuracy: the share of fakes whose nearest real picture is of the class that was asked for."""
        fake = fake[:METRIC_IMAGES]
        labels = trainer.metric_labels(len(fake))
        return {"label_accuracy": named_right(fake, labels, trainer.data.tensor, trainer.data.labels)}


class Auxiliary(Conditional):
    """D judges real and fake alone, and both players pay where it names a class wrongly (arXiv 1610.09585, eq. 2 and 3)."""

    def _with_extras(self, value, play, on_real, real, seen_real, seen_fake, draw, config):
        value = super()._with_extras(value, play, on_real, real, seen_real, seen_fake, draw, config)
        return value + config.auxiliary_weight * sum(_wrong(play, seen) for seen in (seen_real, seen_fake))

    def _with_duties(self, value, play, real, fake, seen_fake, config):
        return value + config.auxiliary_weight * _wrong(play, seen_fake)


class Codes(Auxiliary):
    """InfoGAN (Chen et al. 2016, arXiv 1606.03657): nobody has labels. G is told a code at random and D has to read it.

    What both pay is minus the lower bound of the mutual information of code and picture, eq. 5, up to a constant.
    """

    def label(self, label, n, source, config):
        return torch.randint(config.codes, (n,), generator=source, device=source.device)

    def _with_extras(self, value, play, on_real, real, seen_real, seen_fake, draw, config):
        value = GAN._with_extras(self, value, play, on_real, real, seen_real, seen_fake, draw, config)
        return value + config.auxiliary_weight * _wrong(play, seen_fake)

    def measures(self, trainer, fake):
        return {}


def _wrong(play, seen):
    """The cross-entropy of the labels in what D says of samples."""
    return cross_entropy(play.classify(seen), play.label)
