"""Random changes of pictures that D sees, through which gradients flow to G: colour, translation, cutout.

Differentiable augmentation (Zhao et al. 2020, arXiv 2006.10738); with a strength below 1 each change befalls a picture
only with that probability, as in ADA (Karras et al. 2020, arXiv 2006.06676).
"""

import torch
from torch.nn import functional as F


def augment(x, strength, generator):
    """Pictures [n, c, h, w] in [-1, 1], each changed in its own way; `strength` in [0, 1] is a number or a tensor []."""
    for change in (brightness, contrast, translation, cutout):
        chosen = _uniform(x, generator) < strength
        x = torch.where(chosen, change(x, generator), x)
    return x


def brightness(x, generator):
    """Lighter or darker by up to half of the scale from black to grey."""
    return x + (_uniform(x, generator) - 0.5)


def contrast(x, generator):
    """Contrast between a half and one and a half times its own."""
    mean = x.mean((1, 2, 3), keepdim=True)
    return (x - mean) * (_uniform(x, generator) + 0.5) + mean


def translation(x, generator):
    """Moved by up to an eighth of the size; what comes in from outside is the edge repeated."""
    n, _, h, w = x.shape
    reach = max(1, h // 8)
    dy, dx = ((_uniform(x, generator).view(n, 1, 1) * (2 * reach + 1)).long() for _ in range(2))
    rows = dy + torch.arange(h, device=x.device).view(1, h, 1)
    columns = dx + torch.arange(w, device=x.device).view(1, 1, w)
    wide = F.pad(x, (reach, reach, reach, reach), mode="replicate").permute(0, 2, 3, 1)
    return wide[torch.arange(n, device=x.device).view(n, 1, 1), rows, columns].permute(0, 3, 1, 2)


def cutout(x, generator):
    """A square of half the size turned grey."""
    n, _, h, w = x.shape
    y, across = (_uniform(x, generator) * size for size in (h, w))
    inside = ((torch.arange(h, device=x.device).view(1, 1, h, 1) - y).abs() <= h / 4) & (
        (torch.arange(w, device=x.device).view(1, 1, 1, w) - across).abs() <= w / 4)
    return x.masked_fill(inside, 0.0)


def _uniform(x, generator):
    """A number in [0, 1) for each picture: [n, 1, 1, 1]."""
    return torch.rand(len(x), 1, 1, 1, generator=generator, device=x.device)
