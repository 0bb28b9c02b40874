"""How a gradient becomes a step of a parameter vector, with the optimizer's two moments and its count of updates.

A step takes tensors of one length (vector, gradient, m, v), t, the 0-dimensional count of this player's updates (float),
the learning rate and the configuration. `OPTIMIZERS[name].step` changes vector, m, v and t in place; `.glide` is the same
rule in arithmetic: it changes nothing, returns all four anew, and can be differentiated (an unrolled player needs that).
"""

from collections.abc import Callable
from dataclasses import dataclass

from torch.optim.adam import adam as torch_adam


@dataclass(frozen=True)
class Optimizer:
    """One row of the table of optimizers."""

    step: Callable
    glide: Callable


def adam(vector, gradient, m, v, t, rate, config):
    """Adam (Kingma and Ba 2015, arXiv 1412.6980), by torch's fused kernel; epsilon 1e-8."""
    torch_adam(
        [vector], [gradient], [m], [v], [], [t], fused=True, foreach=False, amsgrad=False, has_complex=False,
        beta1=config.beta1, beta2=config.beta2, lr=rate, weight_decay=0.0, eps=1e-8, maximize=False)


def glide_adam(vector, gradient, m, v, t, rate, config):
    """Adam in arithmetic. The tiny number under the root keeps its derivative finite where a gradient is exactly 0."""
    t = t + 1
    m = m + (gradient - m) * (1 - config.beta1)
    v = v * config.beta2 + gradient.square() * (1 - config.beta2)
    size = (v / (1 - config.beta2 ** t) + 1e-30).sqrt()
    return vector - rate * (m / (1 - config.beta1 ** t)) / (size + 1e-8), m, v, t


def rmsprop(vector, gradient, m, v, t, rate, config):
    """RMSProp (Hinton's lecture 6e; WGAN's choice), decay 0.99, epsilon 1e-8."""
    t.add_(1)
    v.mul_(0.99).addcmul_(gradient, gradient, value=0.01)
    vector.addcdiv_(gradient, v.sqrt().add_(1e-8), value=-rate)


def glide_rmsprop(vector, gradient, m, v, t, rate, config):
    v = v * 0.99 + gradient.square() * 0.01
    return vector - rate * gradient / ((v + 1e-30).sqrt() + 1e-8), m, v, t + 1


def sgd(vector, gradient, m, v, t, rate, config):
    """Plain gradient descent."""
    t.add_(1)
    vector.add_(gradient, alpha=-rate)


def glide_sgd(vector, gradient, m, v, t, rate, config):
    return vector - rate * gradient, m, v, t + 1


OPTIMIZERS = {"adam": Optimizer(adam, glide_adam), "rmsprop": Optimizer(rmsprop, glide_rmsprop),
              "sgd": Optimizer(sgd, glide_sgd)}
