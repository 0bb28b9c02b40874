"""Pictures and shares as bytes, as they travel to the page."""

import torch


def as_bytes(unit):
    """Numbers in [0, 1] as bytes."""
    return (unit.nan_to_num(0.5) * 255).round().clamp(0, 255).to(torch.uint8).cpu().numpy()


def pixels(images):
    """Pictures [n, c, h, w] in [-1, 1] as bytes [n, h, w, c]."""
    return as_bytes((images + 1) / 2).transpose(0, 2, 3, 1)
