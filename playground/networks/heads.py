"""Output heads: from G's last layer to characters. D sees what leaves the head, and G's gradient passes back through it."""

import torch
from torch import nn
from torch.nn import functional


class Softmax(nn.Module):
    """Columns of probabilities, which D can tell from characters: WGAN-GP on soft outputs (arXiv 1704.00028, section 5.4)."""

    noisy = False

    def __init__(self, temperature):
        super().__init__()
        self.temperature = temperature

    def forward(self, logits, noise=None):
        """Logits [n, characters, length] to probabilities of the same shape."""
        return (logits / self.temperature).softmax(1)


class Argmax(Softmax):
    """The likeliest character; its gradient is that of the softmax at a temperature: the straight-through estimator (Bengio et al.
    2013, arXiv 1308.3432, section 4). The latent alone decides, so that all variety has to come from there.
    """

    def forward(self, logits, noise=None):
        soft = super().forward(logits)
        numbers = torch.arange(soft.shape[1], device=soft.device)[:, None]
        hard = (soft.argmax(1, keepdim=True) == numbers).to(soft.dtype)
        return hard + (soft - soft.detach())


class Gumbel(Argmax):
    """A character drawn by its probability, by the Gumbel-max trick (Kusner and Hernández-Lobato 2016, arXiv 1611.04051;
    straight-through as in Jang et al. 2016, arXiv 1611.01144, eq. 2).

    `noise`, standard normal, chooses; without any the likeliest character is taken.
    """

    noisy = True

    def forward(self, logits, noise=None):
        return super().forward(logits if noise is None else logits + gumbel(noise))


def gumbel(normal):
    """Standard normal numbers as standard Gumbel ones, -log(-log Φ(x)): by the same quantile."""
    return -(-torch.special.log_ndtr(normal)).clamp(min=1e-20).log()


HEADS = {"softmax": Softmax, "argmax": Argmax, "gumbel": Gumbel}
"""Each takes a temperature; `noisy` says whether it takes noise of the shape of the logits."""
