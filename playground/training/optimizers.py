"""How a gradient becomes a step: in place on a parameter vector and its two moments.

Every optimizer is called as `step(vector, gradient, m, v, t, rate, config)`: tensors of one length, t the tensor that
counts this player's updates (float, 0-dimensional), rate the learning rate. It changes vector, m, v and t in place.
"""

from torch.optim.adam import adam as torch_adam


def adam(vector, gradient, m, v, t, rate, config):
    """Adam (Kingma and Ba 2015, arXiv 1412.6980), by torch's fused kernel; epsilon 1e-8."""
    torch_adam(
        [vector], [gradient], [m], [v], [], [t], fused=True, foreach=False, amsgrad=False, has_complex=False,
        beta1=config.beta1, beta2=config.beta2, lr=rate, weight_decay=0.0, eps=1e-8, maximize=False)


def rmsprop(vector, gradient, m, v, t, rate, config):
    """RMSProp (Hinton's lecture 6e; WGAN's choice), decay 0.99, epsilon 1e-8."""
    t.add_(1)
    v.mul_(0.99).addcmul_(gradient, gradient, value=0.01)
    vector.addcdiv_(gradient, v.sqrt().add_(1e-8), value=-rate)


def sgd(vector, gradient, m, v, t, rate, config):
    """Plain gradient descent."""
    t.add_(1)
    vector.add_(gradient, alpha=-rate)


OPTIMIZERS = {"adam": adam, "rmsprop": rmsprop, "sgd": sgd}
