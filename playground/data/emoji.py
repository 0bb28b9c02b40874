"""Coloured emoji, drawn from Noto Color Emoji (SIL Open Font License 1.1, see emoji.licence.txt) by docs/emoji.py."""

from functools import lru_cache
from pathlib import Path

import torch
from torch.nn import functional

from ..needed import needed
from .images import Images
from .parameters import Pixels

HERE = Path(__file__).parent
SIDE = 32
"""Pixels of an emoji in the sheet."""


@lru_cache
def emoji(size: Pixels = 16):
    """474 emoji on white, in seven classes; the sheet has them row by row, in the order of emoji.txt."""
    rows = [line.split(" ", 1) for line in (HERE / "emoji.txt").read_text("utf-8").splitlines()]
    labels = torch.tensor([label for label, (_, characters) in enumerate(rows) for _ in characters])
    with needed("PIL.Image", "pillow", "emoji").open(HERE / "emoji.png") as opened:
        sheet = torch.frombuffer(bytearray(opened.tobytes()), dtype=torch.uint8).view(opened.height, opened.width, 3)
    tiles = sheet.unfold(0, SIDE, SIDE).unfold(1, SIDE, SIDE).flatten(0, 1)[:len(labels)]
    pictures = functional.avg_pool2d(tiles.float(), SIDE // size) if size < SIDE else tiles.float()
    return Images(tensor=pictures / 127.5 - 1, labels=labels, classes=tuple(name for name, _ in rows))
