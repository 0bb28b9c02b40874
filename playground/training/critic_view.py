"""What D gets to see of a sample: the same treatment for real and fake, so that no treatment gives them away.

augmentation -> instance noise -> packing. Each is off by default, and then costs nothing.
"""

from playground.training.augment import augment


class CriticView:
    """`view(x)` takes samples [n * packing, *shape], in the networks' units, to what D judges, [n, ...]."""

    def __init__(self, config, state, draw):
        self.config, self.draw = config, draw
        self.noise = noise_level(config, state["step"])
        self.strength = {"none": 0.0, "differentiable": 1.0}.get(config.augmentation, state.get("augment.p"))

    def __call__(self, x):
        if self.config.augmentation != "none":
            x = augment(x, self.strength, self.draw["view"])
        if self.noise:
            x = x + self.noise * self.draw.paired_normal(x.shape, "view")
        return packed(x, self.config.packing)


def packed(x, k):
    """PacGAN (Lin et al. 2018, arXiv 1712.04086): k samples that follow each other become one, side by side.

    [n * k, dim] to [n, k * dim], and pictures [n * k, c, h, w] to [n, k * c, h, w].
    """
    return x if k == 1 else x.reshape(len(x) // k, k * x.shape[1], *x.shape[2:])


def alone(x, k):
    """Samples [n, *shape], each packed with itself, so that a packed D can be asked about single places."""
    return packed(x.repeat_interleave(k, 0), k) if k > 1 else x


def noise_level(config, step):
    """The standard deviation of the instance noise at a step (Sønderby et al. 2017, arXiv 1610.04490, section 2.6)."""
    if not config.instance_noise_steps:
        return config.instance_noise
    return config.instance_noise * max(0.0, 1 - step / config.instance_noise_steps)


def kept_share(config, step):
    """The share of the fakes that G learns from at a step (Sinha et al. 2020, arXiv 2002.06224): it falls geometrically."""
    return config.top_k ** min(1.0, step / config.top_k_steps) if config.top_k_steps else config.top_k


def top_k(scores, share):
    """The highest `share` of D's scores [n] of fakes, or of their patches [n, ...], at least one of them."""
    return scores if share == 1 else scores.flatten().topk(max(1, round(share * scores.numel()))).values


OVERFIT, ADAPT_OVER = 0.6, 20_000
"""The share of reals with a positive score, less that with a negative one, at which D overfits; and the number of reals
in which the strength may go from 0 to 1. ADA (Karras et al. 2020, arXiv 2006.06676) has .6 and 500,000, for long runs."""


def adapted(strength, on_real):
    """ADA's strength after a batch of D's scores of reals [n]: more where D is too sure of them, less where not."""
    return (strength + (on_real.sign().mean() - OVERFIT).sign() * len(on_real) / ADAPT_OVER).clamp(0, 1)
