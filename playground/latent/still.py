"""A generator that stands still, as a function of codes: what exploring needs of one, whether it still trains elsewhere or not.

A code is what directions, ways and searches live in: w [STYLE] for a style-based G, and z [latent_dim] for all others.
"""

import copy

import torch

from playground.training.draw import generator, latents
from playground.training.threads import on_threads, threads

AT_ONCE = 64
"""Pictures painted in one go, which bounds the memory."""
MEAN_OF = 1000
"""Random latents from which the spread of w is measured."""


class Still:
    """A copy of a G, in evaluation mode and without gradients in its weights.

    `config` is its configuration, `shape` that of a picture, `classes` the names of its classes, if it is told any;
    `module` maps latents [n, latent_dim] to pictures [n, *shape] in [-1, 1].
    """

    def __init__(self, module, config, shape, classes=(), step=None):
        self.module, self.config, self.shape = module.eval().requires_grad_(False), config, tuple(shape)
        self.classes, self.step = tuple(classes), step
        self.inner = getattr(module, "inner", module)
        self.device = next(module.parameters()).device
        self.threads = threads(config, self.shape)

    @classmethod
    def of(cls, trainer, averaged=True):
        """The G of a trainer as it is now, averaged where the run keeps an average. The trainer is not touched."""
        with trainer.turns, torch.no_grad():
            player, key = trainer.players["g"], "average" if averaged and trainer.config.ema else "g"
            module = copy.deepcopy(player.module)
            weights = player.views(trainer.state[key]) | {n: trainer.state[f"{key}/{n}"] for n in player.buffer_names}
            for name, tensor in (*module.named_parameters(), *module.named_buffers()):
                tensor.copy_(weights[name])
            return cls(module, trainer.config, trainer.data.shape, trainer.classes, trainer.step)

    # -- codes -----------------------------------------------------------------------------------------------------

    @property
    def styled(self):
        """Whether it has a style network, and so codes w."""
        return hasattr(self.inner, "mapping")

    @property
    def layers(self):
        """How many layers take a code of their own: those of a style-based G, else 0."""
        return len(self.inner.convs) if self.styled else 0

    @property
    def sizes(self):
        """Pixels a side at which each of the layers works."""
        return list(self.inner.sizes) if self.styled else []

    def latents(self, n, name):
        """n latents [n, latent_dim] that follow from the run's seed and a stream's name alone."""
        return latents(n, self.config, generator(self.config.seed, name)).to(self.device)

    @torch.no_grad()
    def codes(self, z, label=None):
        """Latents [n, latent_dim] to codes [n, d]; of a style-based G that is told classes they hold the class too."""
        z = z.to(self.device)
        if not self.styled:
            return z
        told = torch.cat([z, self.module.classes(self.labels(label, len(z)))], 1) if self.classes else z
        with on_threads(self.threads):
            return self.inner.mapping(told)

    def labels(self, label, n):
        """n classes [n] from the number of one, or one after the other; None where G knows none."""
        if not self.classes:
            return None
        return torch.arange(n, device=self.device) % len(self.classes) if label is None else torch.full((n,), label, device=self.device)

    def shortened(self, codes, truncation):
        """Codes [..., d] nearer to their mean (truncation below 1) or farther away: Karras et al. 2019, arXiv 1812.04948,
        appendix B. The mean of z is 0, that of w what training found.
        """
        if truncation == 1:
            return codes
        mean = self.inner.mapping.mean.mean if self.styled else 0.0
        return mean + truncation * (codes - mean)

    @property
    def spread(self):
        """Codes [MEAN_OF, d] of random latents."""
        return self.codes(self.latents(MEAN_OF, "explore/spread"))

    # -- pictures --------------------------------------------------------------------------------------------------

    def paint(self, codes, label=None):
        """Codes [n, d], or of a style-based G one for each layer [n, layers, d], to pictures [n, *shape] in [-1, 1]; with
        gradients in the codes where they ask for them. `label` [n] are classes, of a G that is told them.
        """
        if self.styled:
            return self.inner.paint(codes)
        return self.module(codes, **({} if label is None else {"label": label}))

    @torch.no_grad()
    def pictures(self, codes, label=None):
        """`paint` without gradients, some at a time, on the CPU; `label` is the number of one class or None."""
        codes, labels = codes.to(self.device), self.labels(label, len(codes))
        with on_threads(self.threads):
            return torch.cat([self.paint(codes[i:i + AT_ONCE], None if labels is None else labels[i:i + AT_ONCE]).cpu()
                              for i in range(0, len(codes), AT_ONCE)])

    def generate(self, z, label=None, truncation=1.0):
        """Latents [n, latent_dim] to pictures [n, *shape] on the CPU, as `Trainer.generate`."""
        return self.pictures(self.shortened(self.codes(z, label), truncation), label)
