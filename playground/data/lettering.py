"""Letters of the fonts that matplotlib ships in two styles, so that the true answer is known: the same letter of the same family."""

import string
from functools import lru_cache
from pathlib import Path

import torch
from torch import Tensor

from .images import matplotlib_fonts, on_tile, within, written
from .pairs import Pairs, paired
from .parameters import Pixels

CHARACTERS = string.ascii_uppercase + string.ascii_lowercase + string.digits
FINE = 4
"""A letter is drawn so many times as large, and averaged down."""
CAPITAL, MOST = 3 / 4, 7 / 8
"""Shares of the tile that a capital is tall, and that a letter spans at most."""
SMALLER = (1.0, 0.9, 0.8)
"""The letters to train on are drawn in several sizes too, as shares of that; the others in the first one."""

SANS, MONO, SERIF = "DejaVu Sans", "DejaVu Sans Mono", "DejaVu Serif"
STIX, MODERN, MODERN_SANS = "STIX", "Computer Modern", "Computer Modern Sans"
BOLD = (
    (SANS, "DejaVuSans", "DejaVuSans-Bold"), (SANS, "DejaVuSans-Oblique", "DejaVuSans-BoldOblique"),
    (MONO, "DejaVuSansMono", "DejaVuSansMono-Bold"), (MONO, "DejaVuSansMono-Oblique", "DejaVuSansMono-BoldOblique"),
    (SERIF, "DejaVuSerif", "DejaVuSerif-Bold"), (SERIF, "DejaVuSerif-Italic", "DejaVuSerif-BoldItalic"),
    (STIX, "STIXGeneral", "STIXGeneralBol"), (STIX, "STIXGeneralItalic", "STIXGeneralBolIta"),
    (MODERN, "cmr10", "cmb10"),
)
ITALIC = (
    (SANS, "DejaVuSans", "DejaVuSans-Oblique"), (SANS, "DejaVuSans-Bold", "DejaVuSans-BoldOblique"),
    (MONO, "DejaVuSansMono", "DejaVuSansMono-Oblique"), (MONO, "DejaVuSansMono-Bold", "DejaVuSansMono-BoldOblique"),
    (SERIF, "DejaVuSerif", "DejaVuSerif-Italic"), (SERIF, "DejaVuSerif-Bold", "DejaVuSerif-BoldItalic"),
    (STIX, "STIXGeneral", "STIXGeneralItalic"), (STIX, "STIXGeneralBol", "STIXGeneralBolIta"),
    (MODERN, "cmr10", "cmti10"),
)
SANS_SERIF = (
    ("DejaVu", "DejaVuSerif", "DejaVuSans"), ("DejaVu", "DejaVuSerif-Bold", "DejaVuSans-Bold"),
    ("DejaVu", "DejaVuSerif-Italic", "DejaVuSans-Oblique"), ("DejaVu", "DejaVuSerif-BoldItalic", "DejaVuSans-BoldOblique"),
    (MODERN_SANS, "cmr10", "cmss10"),
)
"""(family, font of X, font of Y)."""
UNSEEN = (SANS, SERIF, MODERN_SANS)
"""The families whose letters nobody trains on."""


@lru_cache
def bold(size: Pixels = 32):
    """Letters and digits of five families, regular and bold."""
    return lettering(BOLD, size, ("regular", "bold"))


@lru_cache
def italic(size: Pixels = 32):
    """Letters and digits of five families, upright and slanted."""
    return lettering(ITALIC, size, ("upright", "italic"))


@lru_cache
def serif(size: Pixels = 32):
    """Letters and digits of two families, with and without serifs."""
    return lettering(SANS_SERIF, size, ("serif", "sans"))


def lettering(fonts, size: int, domains: tuple[str, str]) -> Pairs:
    """The characters that both fonts of a row have, with the families of UNSEEN kept apart."""
    files = {file.stem: file for file in matplotlib_fonts()}
    drawn = [(family in UNSEEN, pair) for family, *names in fonts for share in SMALLER[:1 if family in UNSEEN else None]
             for letter in CHARACTERS if (pair := letter_pair(letter, [files[name] for name in names], size, share)) is not None]
    unseen, pairs = zip(*drawn)
    x, y = (torch.stack(pairs).float() / 127.5 - 1).unsqueeze(2).unbind(1)
    return paired(x, y, torch.tensor(unseen), domains)


def letter_pair(letter: str, files: list[Path], size: int, share: float) -> Tensor | None:
    """A letter in two fonts, `share` of its usual size, uint8 [2, size, size], 0 ink and 255 paper, each in the middle; None when
    one has it not. If one of them is too large for the tile, both are made smaller alike.
    """
    inks = [written(letter, file, round(FINE * CAPITAL * share * size)) for file in files]
    if None in inks:
        return None
    by = min(1, FINE * MOST * size / max(side for ink in inks for side in ink.size))
    return torch.stack([on_tile(within(ink, (by * ink.width, by * ink.height)), size, FINE) for ink in inks])
