"""Embedded pictures, ink on paper: ink is -1, paper is +1. Optional packages are imported where they are used."""

import string
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from ..needed import needed
from .base import Data
from .parameters import Pixels


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Images(Data):
    """Pictures in memory: tensor [n, channels, height, width] in [-1, 1], labels [n] (long) into classes, or None; and
    `unseen` ones [m, ...] of the same kind that are never trained on, where the data set keeps some apart.
    """

    tensor: Tensor
    labels: Tensor | None = None
    classes: tuple[str, ...] = ()
    unseen: Tensor | None = None

    scale = 1.0

    @property
    def shape(self) -> tuple[int, int, int]:
        return tuple(self.tensor.shape[1:])

    @property
    def centre(self) -> Tensor:
        return torch.zeros(())

    def sample(self, n: int, generator: torch.Generator) -> Tensor:
        (tensor,) = self._on(generator.device, "tensor")
        return tensor[self._chosen(n, generator)]

    def labelled(self, n: int, generator: torch.Generator) -> tuple[Tensor, Tensor | None]:
        if self.labels is None:
            return super().labelled(n, generator)
        tensor, labels = self._on(generator.device, "tensor", "labels")
        chosen = self._chosen(n, generator)
        return tensor[chosen], labels[chosen]

    def parted(self, training_set: Tensor | None) -> tuple[Tensor, Tensor]:
        if self.unseen is not None:
            return (self.tensor if training_set is None else training_set), self.unseen
        if training_set is None:
            return self.tensor, self.tensor[:0]
        return self._parted(training_set)

    def _parted(self, training_set):
        """`parted` for the newest training set, found out once."""
        of, parts = self._copies.get("parted", (None, None))
        if of is not training_set:
            seen = {picture.numpy().tobytes() for picture in training_set.cpu()}
            known = torch.tensor([picture.numpy().tobytes() in seen for picture in self.tensor])
            parts = self.tensor[known], self.tensor[~known]
            self._copies["parted"] = training_set, parts
        return parts

    def _chosen(self, n, generator):
        return torch.randint(len(self.tensor), (n,), generator=generator, device=generator.device)


@lru_cache
def digits(size: Pixels = 16):
    """1,797 handwritten digits of 8 x 8 pixels, enlarged smoothly (Alpaydin and Kaynak 1998; from scikit-learn)."""
    scans = needed("sklearn.datasets", "scikit-learn", "digits").load_digits()
    ink = torch.tensor(scans.images, dtype=torch.float32)[:, None] / 16
    ink = functional.pad(ink, (1, 1, 1, 1))  # strokes touch the edge
    ink = functional.interpolate(ink, size=(size, size), mode="bicubic").clamp(0, 1)
    return Images(tensor=1 - 2 * ink, labels=torch.tensor(scans.target), classes=tuple(string.digits))


@lru_cache
def glyphs(size: Pixels = 16):
    """The letters A to Z in each font with Latin capitals that matplotlib ships (22 fonts, 572 letters)."""
    letters = [
        (image, string.ascii_uppercase.index(letter))
        for font in matplotlib_fonts()
        for letter in string.ascii_uppercase
        if (image := draw_letter(letter, font, size)) is not None
    ]
    images, labels = zip(*letters)
    paper = torch.stack(images)[:, None].float() / 255
    return Images(tensor=2 * paper - 1, labels=torch.tensor(labels), classes=tuple(string.ascii_uppercase))


# In these the place of a letter holds something else: a box, a bracket, a calligraphic sign.
NOT_LATIN = ("LastResort", "STIXSiz", "STIXNonUni", "cmex", "cmsy")


def matplotlib_fonts() -> list[Path]:
    folder = Path(needed("matplotlib", "matplotlib", "glyphs").get_data_path(), "fonts", "ttf")
    return [file for file in sorted(folder.glob("*.ttf")) if not file.name.startswith(NOT_LATIN)]


def draw_letter(letter: str, file: Path, size: int) -> Tensor | None:
    """The letter as uint8 [size, size], 0 ink and 255 paper; None when the font does not have it.

    Capitals of every font are 3/4 of the tile tall; a letter wider or taller than 7/8 is made smaller.
    It is drawn eight times as large and averaged down, which is exact antialiasing.
    """
    ink = written(letter, file, 6 * size)
    return None if ink is None else on_tile(within(ink, (7 * size, 7 * size)), size, 8)


def written(letter: str, file: Path, capital: int):
    """`ink_of` a letter; None when the font does not have it."""
    ink = ink_of(letter, file, capital)
    return None if ink is None or ink == missing(file, capital) else ink


@lru_cache
def missing(file: Path, capital: int):
    """What stands in the place of a letter that the font does not have."""
    return ink_of("\uffff", file, capital)  # no font has it


def within(ink, box: tuple[float, float]):
    """Pillow's image, made smaller where it is wider or taller than the box."""
    if ink.width > box[0] or ink.height > box[1]:
        ink.thumbnail(box, needed("PIL.Image", "pillow", "glyphs").Resampling.LANCZOS)
    return ink


def on_tile(ink, size: int, times: int) -> Tensor:
    """The ink in the middle of a tile, made so many `times` smaller: uint8 [size, size], 0 ink and 255 paper."""
    image = needed("PIL.Image", "pillow", "glyphs")
    tile = times * size
    paper = image.new("L", (tile, tile), 255)
    paper.paste(0, ((tile - ink.width) // 2, (tile - ink.height) // 2), mask=ink)
    small = paper.resize((size, size), image.Resampling.BOX)
    return torch.frombuffer(bytearray(small.tobytes()), dtype=torch.uint8).reshape(size, size)


def ink_of(text: str, file: Path, capital: int):
    """Pillow's image of the text, 255 where there is ink, cut to the ink; None when blank.

    capital: the height of the letter H in pixels.
    """
    image, draw = needed("PIL.Image", "pillow", "glyphs"), needed("PIL.ImageDraw", "pillow", "glyphs")
    font = font_of_height(file, capital)
    if font is None:
        return None
    sheet = image.new("L", (4 * capital, 4 * capital))
    draw.Draw(sheet).text((2 * capital, 2 * capital), text, fill=255, font=font, anchor="mm")
    return sheet.crop(sheet.getbbox()) if sheet.getbbox() else None


@lru_cache
def font_of_height(file: Path, capital: int):
    """The font in the size that makes the letter H `capital` pixels tall; None when its H is blank."""
    fonts = needed("PIL.ImageFont", "pillow", "glyphs")
    plain = {"layout_engine": fonts.Layout.BASIC}  # the same letters with and without libraqm
    _, top, _, bottom = fonts.truetype(file, 256, **plain).getbbox("H")
    return fonts.truetype(file, 256 * capital / (bottom - top), **plain) if bottom > top else None
