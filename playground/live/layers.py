"""What the layers of points are made of: contours of a density, and the grid of latents that G bends."""

import numpy as np
import torch

INSIDE = (0.9, 0.6, 0.3)
"""The contours of a density: the outermost line has nine tenths of its mass inside."""
LINES = 31
"""Places along each side of the latent grid; a latent of one number has 8 LINES of them, in a row."""
SPAN = 2.0
"""A normal latent is shown from -SPAN to SPAN, where 95 % of its numbers lie."""
CALM = 0.91
"""By this factor at most the arrows' scale follows when D's pull grows weaker, each time they are made: by half in a second."""


def contoured(name, density):
    """A density [n, n] of any scale, its square root as bytes, and the levels of the lines that have INSIDE inside."""
    root = density.clamp_min(0).sqrt()
    steps = (root / root.max().clamp_min(1e-30) * 255).round().long()
    mass = torch.bincount(steps.flatten(), weights=density.flatten(), minlength=256)
    outside = mass.cumsum(0) / mass.sum().clamp_min(1e-30)
    levels = [int((outside <= 1 - share).sum()) for share in INSIDE]
    return {f"{name}_density": steps.to(torch.uint8).numpy(), f"{name}_levels": np.array(levels, np.uint8)}


def latent_grid(config):
    """A regular grid of latents [LINES, LINES, 2], a row of them [8 LINES, 1], or None in more dimensions."""
    reach = 1.0 if config.latent == "uniform" else SPAN
    if config.latent_dim == 1:
        return torch.linspace(-reach, reach, 8 * LINES)[:, None]
    if config.latent_dim == 2:
        steps = torch.linspace(-reach, reach, LINES)
        return torch.stack(torch.meshgrid(steps, steps, indexing="ij"), -1)
    return None
