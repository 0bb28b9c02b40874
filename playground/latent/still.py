"""A generator that stands still, as a function of codes: what exploring needs of one, whether it still trains elsewhere or not.
What it makes are pictures; of text they are strings, as samples [characters, length].

A code is what directions, ways and searches live in: w [STYLE] for a style-based G, and z [latent_dim] for all others.
"""

import torch

from playground.keeping.generator import Generator
from playground.networks.recurrent import Speaker
from playground.training.draw import fixed_latents, generator, latents
from playground.training.threads import on_threads

AT_ONCE = 64
"""Pictures painted in one go, which bounds the memory."""
MEAN_OF = 1000
"""Random latents from which the spread of w is measured."""


class Still:
    """A `keeping.generator.Generator`, opened between z and the sample; its weights take no gradients.

    What is said of pictures here holds for text and music as well.
    """

    def __init__(self, kept, device="cpu"):
        """`device` is the one on which the run draws its fixed latents: `fixed` [n, latent_dim]."""
        self.module, self.config, self.step = kept.module.eval().requires_grad_(False), kept.config, kept.step
        self.data, self.kind, self.shape, self.classes = kept.data, kept.data.kind, tuple(kept.shape), tuple(kept.classes)
        self.threads = kept.threads
        self.fixed = fixed_latents(self.kind, self.config, device).cpu()
        self.inner = getattr(self.module, "inner", self.module)

    @classmethod
    def of(cls, trainer):
        """The G of a trainer as it is now, averaged where the run keeps an average: a copy, and the trainer is not touched."""
        return cls(Generator.of(trainer), trainer.device)

    # -- codes -----------------------------------------------------------------------------------------------------

    @property
    def styled(self):
        """Whether it has a style network, and so codes w."""
        return hasattr(self.inner, "mapping")

    @property
    def directed(self):
        """Whether a small move of the code changes the whole picture; in an LSTM each number of z draws one character."""
        return not isinstance(self.inner, Speaker)

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
        return latents(n, self.config, generator(self.config.seed, name))

    @torch.no_grad()
    def codes(self, z, label=None):
        """Latents [n, latent_dim] to codes [n, d]; of a style-based G that is told classes they hold the class too."""
        if not self.styled:
            return z
        told = torch.cat([z, self.module.classes(self.labels(label, len(z)))], 1) if self.classes else z
        with on_threads(self.threads):
            return self.inner.mapping(told)

    def labels(self, label, n):
        """n classes [n] from the number of one, or one after the other; None where G knows none."""
        if not self.classes:
            return None
        return torch.arange(n) % len(self.classes) if label is None else torch.full((n,), label)

    def shortened(self, codes, truncation):
        """Codes [..., d] nearer to their mean (truncation below 1) or farther away: Karras et al. 2019, arXiv 1812.04948,
        appendix B. The mean of z is 0, that of w what training found.
        """
        if truncation == 1:
            return codes
        mean = self.inner.mapping.mean.mean if self.styled else 0.0
        return mean + truncation * (codes - mean)

    def spread(self, label=None, n=MEAN_OF, name="explore/spread"):
        """Codes [n, d] of random latents."""
        return self.codes(self.latents(n, name), label)

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
        """`paint` without gradients, some at a time; `label` is the number of one class or None."""
        labels = self.labels(label, len(codes))
        with on_threads(self.threads):
            return torch.cat([self.paint(codes[i:i + AT_ONCE], None if labels is None else labels[i:i + AT_ONCE])
                              for i in range(0, len(codes), AT_ONCE)])
