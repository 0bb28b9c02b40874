"""Layers that torch has not in the form needed here, and the initialisation of all of them."""

from abc import ABC, abstractmethod

import torch
from torch import nn
from torch.nn import functional as F


class Given(nn.Module, ABC):
    """A layer whose first numbers are given, not drawn."""

    @abstractmethod
    def begin(self):
        """Fill in the parameters and buffers."""


class Drawn(nn.Module, ABC):
    """A layer that draws its first numbers in a way of its own."""

    @abstractmethod
    def draw(self, generator):
        """Fill in the layer's own parameters and buffers from `generator`."""


class ByFanIn(Drawn):
    """Weights that begin as N(0, gain² / fan in), so that a layer keeps the size of what it is given; biases 0."""

    def __init__(self, *args, gain=2 ** 0.5, **kwargs):
        super().__init__(*args, **kwargs)
        self.gain = gain

    def draw(self, generator):
        self.weight.normal_(0, self.gain * self.weight[0].numel() ** -0.5, generator=generator)
        if self.bias is not None:
            self.bias.zero_()


class FanIn(ByFanIn, nn.Conv2d):
    """A convolution whose weights begin by their fan-in."""


class FanIn1d(ByFanIn, nn.Conv1d):
    """A convolution along a sequence whose weights begin by their fan-in."""


class FanInLinear(ByFanIn, nn.Linear):
    """A linear layer whose weights begin by their fan-in."""


class SpectralNorm(nn.Module):
    """Divides a layer's weight by its largest singular value (Miyato et al. 2018, arXiv 1802.05957, algorithm 1).

    One step of the power iteration at each call in training; `u` is the left singular vector so far. As in the paper,
    the weight is seen as a matrix with one row an output channel.
    """

    def __init__(self, rows):
        super().__init__()
        self.register_buffer("u", torch.empty(rows))

    def forward(self, weight):
        matrix = weight.flatten(1)
        with torch.no_grad():
            v = F.normalize(matrix.mT @ self.u, dim=0)
            u = F.normalize(matrix @ v, dim=0)
            if self.training:
                self.u.copy_(u)
        return weight / torch.dot(u, matrix @ v)


class SNLinear(nn.Linear):
    """A linear layer under spectral normalisation."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.norm = SpectralNorm(self.weight.shape[0])

    def forward(self, x):
        return F.linear(x, self.norm(self.weight), self.bias)


class SNConv2d(nn.Conv2d):
    """A convolution under spectral normalisation."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.norm = SpectralNorm(self.weight.shape[0])

    def forward(self, x):
        return self._conv_forward(x, self.norm(self.weight), self.bias)


class SNConv1d(FanIn1d):
    """A convolution along a sequence under spectral normalisation."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.norm = SpectralNorm(self.weight.shape[0])

    def forward(self, x):
        return self._conv_forward(x, self.norm(self.weight), self.bias)


class MinibatchStd(Given):
    """Appends to features [n, k] how much the batch differs: the standard deviation over it, averaged: [n, k + 1].

    Minibatch standard deviation (Karras et al. 2018, arXiv 1710.10196, section 3), over the whole batch. When D is
    looked at outside training there is no batch: then it is the running average of the batches of training.
    """

    def __init__(self):
        super().__init__()
        self.register_buffer("usual", torch.empty(()))

    def begin(self):
        self.usual.zero_()

    def forward(self, x):
        spread = (x.var(0, correction=0) + 1e-8).sqrt().mean() if self.training else self.usual
        if self.training:
            with torch.no_grad():
                self.usual.lerp_(spread.to(self.usual.dtype), 0.1)
        return torch.cat([x, spread.expand(len(x), 1)], 1)


def linear(spectral_norm):
    """The class of D's linear layers."""
    return SNLinear if spectral_norm else nn.Linear


def conv(spectral_norm):
    """The class of D's convolutions."""
    return SNConv2d if spectral_norm else nn.Conv2d


def conv1d(spectral_norm):
    """The class of D's convolutions along a sequence."""
    return SNConv1d if spectral_norm else FanIn1d


def fan_in(spectral_norm):
    """The class of D's convolutions in the families whose weights begin by their fan-in."""
    return SNConv2d if spectral_norm else FanIn


def usual(layer, generator):
    """Uniform in ± 1/sqrt(fan in), weights and biases."""
    bound = layer.in_features ** -0.5
    layer.weight.uniform_(-bound, bound, generator=generator)
    if layer.bias is not None:
        layer.bias.uniform_(-bound, bound, generator=generator)


def normal(layer, generator):
    """N(0, 0.02²), biases 0: PacGAN's (Lin et al. 2018, arXiv 1712.04086), after DCGAN's."""
    layer.weight.normal_(0, 0.02, generator=generator)
    if layer.bias is not None:
        layer.bias.zero_()


def orthogonal(layer, generator):
    """Orthogonal with gain 0.8, biases 0: that of unrolled GANs (Metz et al. 2017, arXiv 1611.02163, appendix A)."""
    nn.init.orthogonal_(layer.weight, 0.8, generator=generator)
    if layer.bias is not None:
        layer.bias.zero_()


SCHEMES = {"usual": usual, "normal": normal, "orthogonal": orthogonal}


@torch.no_grad()
def initialise(module, generator, scheme="usual"):
    """Fill a module's parameters and buffers from `generator` alone.

    Layers that begin or draw by themselves do. Linear layers by `scheme`, a name in SCHEMES. Convolutions: N(0, 0.02²), as in DCGAN (Radford et al. 2015,
    arXiv 1511.06434, section 4); batch-norm weights: N(1, 0.02²), as in its authors' code. Other biases start at 0.
    """
    for layer in module.modules():
        match layer:
            case Given():
                layer.begin()
            case Drawn():
                layer.draw(generator)
            case nn.Linear():
                SCHEMES[scheme](layer, generator)
            case nn.Conv2d() | nn.ConvTranspose2d():
                layer.weight.normal_(0, 0.02, generator=generator)
                if layer.bias is not None:
                    layer.bias.zero_()
            case nn.BatchNorm1d() | nn.BatchNorm2d():
                layer.weight.normal_(1, 0.02, generator=generator)
                layer.bias.zero_()
                layer.running_mean.zero_()
                layer.running_var.fill_(1)
            case SpectralNorm():
                layer.u.normal_(generator=generator)
                layer.u.div_(layer.u.norm())
