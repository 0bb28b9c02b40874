"""Directions in which a G's pictures change most, found without anybody naming them.

Both ways give unit vectors in the space of codes (see `Still`), the most important one first.
"""

import contextlib
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from playground.errors import PlaygroundError
from playground.latent.still import AT_ONCE
from playground.networks.conditioning import ClassNorm
from playground.networks.pictures import SMALLEST

SAMPLES = 1000
"""Latents whose activations GANSpace looks at."""
MOST = 8
"""Directions that are found."""


@dataclass(frozen=True)
class Directions:
    """vectors: [k, d], of unit length. shares: [k], how much each counts: of the activations' variance (GANSpace), or of the
    first weights' squared size (SeFa). sigmas: [k], how far random codes spread along each.
    """

    vectors: Tensor
    shares: Tensor
    sigmas: Tensor

    def move(self, code, amounts):
        """A code [..., d] moved by `amounts` [..., k] of each direction's own spread."""
        return code + (amounts * self.sigmas) @ self.vectors


def ganspace(still, label=None, k=MOST):
    """GANSpace (Härkönen et al. 2020, arXiv 2004.02546): principal components of w; or, of a G without styles, of what its
    first layer and nonlinearity make of z, each brought back to z by regression (eq. 2 and 3).
    """
    z = still.latents(SAMPLES, "explore/ganspace")
    codes = still.codes(z, label)
    found = codes if still.styled else early(still, codes, label)
    coordinates, components, shares = principal(found, k)
    if still.styled:
        return directions(still, label, components, shares)
    centred = (codes - codes.mean(0)).double()
    toward = torch.linalg.lstsq(coordinates / coordinates.std(0), centred, driver="gelsd").solution
    return directions(still, label, toward, shares)


def sefa(still, label=None, k=MOST):
    """SeFa (Shen and Zhou 2021, arXiv 2007.06600): eigenvectors of AᵀA, where A is the weight that first meets the code, or
    of a style-based G all the weights that do, one below the other.
    """
    if still.styled:
        weight = torch.cat([conv.style.weight for conv in still.inner.convs])
    else:
        weight = first_layer(still.module).weight[:, :still.config.latent_dim]
    values, vectors = torch.linalg.eigh(weight.double().mT @ weight.double())
    values = values.flip(0).clamp_min(0)
    return directions(still, label, vectors.flip(1).mT[:k], (values / values.sum())[:k])


WAYS = {"ganspace": ganspace, "sefa": sefa}


def find(still, way, label=None):
    """Directions by a way in WAYS, for pictures of the class numbered `label`, where there are any. Raises PlaygroundError for
    any other way, and for a G that has none.
    """
    if way not in WAYS:
        raise PlaygroundError(f"directions={way} is not known: {' or '.join(WAYS)}.")
    if not still.directed:
        raise PlaygroundError("Here each number of z draws one character, so there are no directions: go from A to B.")
    return WAYS[way](still, label)


def directions(still, label, vectors, shares):
    """Directions along vectors [k, d] of any length; the largest number in each is made positive."""
    vectors = vectors / vectors.norm(dim=1, keepdim=True).clamp_min(1e-12)
    largest = vectors.gather(1, vectors.abs().argmax(1, keepdim=True))
    vectors = (vectors * torch.where(largest < 0, -1.0, 1.0)).float()
    return Directions(vectors, shares.float(), (still.spread(label) @ vectors.mT).std(0))


def principal(x, k):
    """Coordinates [n, k] along the first principal components [k, d] of x [n, d], in double precision, and the share of the
    variance of each [k]; by the smaller one of the two matrices of products.
    """
    x = (x - x.mean(0)).double()
    small = x.mT @ x if x.shape[1] <= x.shape[0] else x @ x.mT
    values, vectors = torch.linalg.eigh(small)
    k = min(k, int((values > values[-1] * 1e-10).sum()))
    values, vectors = values.flip(0).clamp_min(0), vectors.flip(1)[:, :k]
    components = vectors if x.shape[1] <= x.shape[0] else x.mT @ (vectors / values[:k].sqrt())
    return x @ components, components.mT, (values / values.sum())[:k]


def first_layer(module):
    """The layer that meets z."""
    return next(layer for layer in module.modules() if isinstance(layer, nn.Linear))


class Enough(Exception):
    """The rest of G is not needed."""


def early(still, codes, label):
    """What the second layer with weights is given [n, d], for codes [n, k] and a class, at 4 x 4 places at most; the pictures
    where there is no second one.
    """
    second = second_layer(still.module)
    if second is None:
        return still.pictures(codes, label).flatten(1)

    def keep(layer, given):
        x = given[0]
        kept.append((functional.adaptive_avg_pool2d(x, SMALLEST) if x.dim() == 4 else x).flatten(1))
        raise Enough

    kept, hook = [], second.register_forward_pre_hook(keep)
    try:
        for some in codes.split(AT_ONCE):
            with contextlib.suppress(Enough), torch.no_grad():
                still.paint(some, still.labels(label, len(some)))
    finally:
        hook.remove()
    return torch.cat(kept)


def second_layer(module):
    """The layer after the one that meets z; those by which a normalisation hears of classes do not count."""
    heard = {id(part) for norm in module.modules() if isinstance(norm, ClassNorm) for part in (norm.gain, norm.shift)}
    layers = [layer for layer in module.modules() if isinstance(layer, (nn.Linear, nn.Conv1d, nn.Conv2d, nn.ConvTranspose2d))]
    return next((layer for layer in layers[1:] if id(layer) not in heard), None)
