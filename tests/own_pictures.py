"""Pictures that somebody might bring, and files that only look like it."""

import io
import struct
import warnings
import zipfile
import zlib

import numpy as np
from PIL import Image

MODES = ("RGB", "L", "RGBA", "P", "LA", "1")


def encoded(image, kind, **settings):
    file = io.BytesIO()
    image.save(file, kind, **settings)
    return file.getvalue()


def noise(i, width, height, channels=3):
    return np.random.default_rng(i).integers(0, 256, (height, width, channels), dtype=np.uint8)


def mixed(n):
    """n pictures of mixed size and mode: {name: bytes}."""
    found = {}
    for i in range(n):
        image = Image.fromarray(noise(i, 20 + i % 31, 20 + i % 17)).convert(MODES[i % len(MODES)])
        found[f"pictures/{i:03}.png"] = encoded(image, "PNG")
    return found


def odd():
    """The files of the issue that are special, and pictures all the same: {name: bytes}."""
    frames = [Image.new("P", (40, 30), colour) for colour in (3, 90, 200)]
    deep = Image.fromarray(np.linspace(0, 65_535, 40 * 30).reshape(30, 40).astype(np.uint16))
    return {"animated.gif": encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]),
            "cmyk.jpg": encoded(Image.fromarray(noise(1, 50, 60)).convert("CMYK"), "JPEG"),
            "deep.png": encoded(deep, "PNG")}


def useless():
    """Two text files and a truncated JPEG: {name: bytes}."""
    whole = encoded(Image.fromarray(noise(2, 200, 150)), "JPEG")
    return {"notes.txt": b"not a picture", "pictures/readme.jpg": b"nor is this", "half.jpg": whole[:len(whole) // 2]}


def zipped(files, packed=zipfile.ZIP_DEFLATED):
    """A zip of {name: bytes}, as bytes."""
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", packed) as archive:
        warnings.simplefilter("ignore")
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def issue_zip():
    """500 pictures of mixed size and mode, with the odd ones among them, and three files that are none."""
    return zipped(mixed(497) | odd() | useless())


def bomb():
    """A small zip that unfolds to a quarter of a gigabyte of nothing."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in mixed(20).items():
            archive.writestr(name, content)
        for i in range(16):
            archive.writestr(f"z{i}.bmp", bytes(1 << 24))
    return file.getvalue()


def pixel_bomb(side=60_000):
    """A PNG of a few bytes that says it has side x side pixels."""
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
