"""One picture of any size and kind, checked, and made a small square. Pillow is imported where it is used."""

import io

import numpy as np

from playground.needed import needed
from playground.pictures.files import Unusable

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "PPM")
"""What is read. Others of Pillow's formats start programs, or are hardly ever photographs."""
SMALLEST = 8
"""Pixels that a picture has to have on each side."""
DEEP = ("I", "I;16", "I;16L", "I;16B", "F")
"""Pillow's names for grey pictures of more than eight bits."""


def small_square(content, size, channels, pixels):
    """The middle square of a picture, uint8 [channels, size, size], of the bytes of its file; transparent is white.

    Raises Unusable, with the reason, for what is not a whole picture of at most so many `pixels`, and before it is decoded
    where that can be known.
    """
    image = needed("PIL.Image", "pillow", "path")
    if not content:
        raise Unusable("empty")
    try:
        with image.open(io.BytesIO(content), formats=FORMATS) as opened:
            _check_size(opened, pixels)
            opened.draft(None, (2 * size, 2 * size))  # of a large JPEG no more is decoded than is needed
            return _square(_in_colour(_upright(opened), channels), size)
    except Unusable:
        raise
    except image.UnidentifiedImageError:
        raise Unusable("not a picture") from None
    except image.DecompressionBombError:
        raise Unusable(f"more than {pixels / 1e6:.0f} million pixels") from None
    except Exception as error:  # there is no end to the ways in which a picture can be broken
        cut = "truncated" in str(error)
        raise Unusable("cut short" if cut else "damaged, or of a kind that is not read here") from error


def _check_size(opened, pixels):
    width, height = opened.size
    if width * height > pixels:
        raise Unusable(f"{width:,} × {height:,} pixels, and at most {pixels / 1e6:.0f} million are read")
    if min(width, height) < SMALLEST:
        raise Unusable(f"only {width:,} × {height:,} pixels, and at least {SMALLEST} a side are needed")


def _upright(opened):
    """As the camera was held."""
    operations = needed("PIL.ImageOps", "pillow", "path")
    opened.load()
    try:
        return operations.exif_transpose(opened)
    except Exception:  # a note about the picture may be broken while the picture is whole
        return opened


def _in_colour(picture, channels):
    """In mode RGB, or L for one channel, on white."""
    image = needed("PIL.Image", "pillow", "path")
    if picture.mode in DEEP:
        picture = _shallow(picture)
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        picture = image.alpha_composite(image.new("RGBA", picture.size, "white"), picture)
    return picture.convert("RGB" if channels == 3 else "L")


def _shallow(picture):
    """A deep grey picture in eight bits: whole numbers span 0 to 65,535, others what they span."""
    values = np.asarray(picture).astype(np.float32)
    if picture.mode == "F":
        low, high = np.nanmin(values), np.nanmax(values)
        values = (np.nan_to_num(values) - low) / max(high - low, 1e-12) * 65_535
    image = needed("PIL.Image", "pillow", "path")
    return image.fromarray((values / 257).round().clip(0, 255).astype(np.uint8))


def _square(picture, size):
    """uint8 [channels, size, size]."""
    image = needed("PIL.Image", "pillow", "path")
    side = min(picture.size)
    left, top = ((whole - side) / 2 for whole in picture.size)
    small = picture.resize((size, size), image.Resampling.LANCZOS, box=(left, top, left + side, top + side))
    return np.asarray(small).reshape(size, size, -1).transpose(2, 0, 1)
