"""One network whose parameters are a single vector, and whose modules can be bound to it."""

import torch
from torch import nn

from playground.networks.layers import initialise


class Player:
    """The layout of a network in a parameter vector [p].

    Convolution weights lie in the vector in channels-last order and are viewed by `permute`, which costs nothing and
    makes convolutions faster on most processors.
    """

    def __init__(self, module, scheme="usual"):
        """`module` may live on the meta device: `start` gives it its memory, and its first numbers by `scheme`."""
        self.module, self.scheme = module, scheme
        for layer in module.modules():
            if isinstance(layer, (nn.BatchNorm1d, nn.BatchNorm2d)):
                layer.num_batches_tracked = None  # counts calls, and nothing here reads it
        self.shapes = {name: tuple(p.shape) for name, p in module.named_parameters()}
        self.sizes = [p.numel() for p in module.parameters()]
        self.buffer_names = [name for name, _ in module.named_buffers()]

    @property
    def weights(self):
        """The number of parameters."""
        return sum(self.sizes)

    def start(self, generator, device):
        """Initial parameters [p] and buffers {name: tensor} on `device`, drawn on the CPU: the same on every device."""
        self.module.to_empty(device="cpu")
        vector = torch.full((self.weights,), torch.nan)  # what `initialise` forgets must not look like a number
        self.bind(vector, dict(self.module.named_buffers()))
        initialise(self.module, generator, self.scheme)
        return vector.to(device), {name: b.to(device) for name, b in self.module.named_buffers()}

    def views(self, vector):
        """{parameter name: view of `vector` in its shape}."""
        return {name: _shaped(part, shape)
                for part, (name, shape) in zip(vector.split(self.sizes), self.shapes.items())}

    def flat(self, gradients):
        """Gradients in the order of the parameters, as one vector [p]."""
        return torch.cat([(g.permute(0, 2, 3, 1) if g.dim() == 4 else g).reshape(-1) for g in gradients])

    def bind(self, vector, buffers):
        """Make the module's parameters views of `vector` and its buffers the tensors given, so that steps are in place."""
        for name, view in self.views(vector).items():
            owner, _, leaf = name.rpartition(".")
            setattr(self.module.get_submodule(owner), leaf, nn.Parameter(view, requires_grad=False))
        for name, tensor in buffers.items():
            owner, _, leaf = name.rpartition(".")
            setattr(self.module.get_submodule(owner), leaf, tensor)
        self.parameters = list(self.module.parameters())


def _shaped(part, shape):
    if len(shape) == 4:
        a, b, h, w = shape
        return part.view(a, h, w, b).permute(0, 3, 1, 2)
    return part.view(shape)
