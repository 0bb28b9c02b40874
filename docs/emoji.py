"""Draws the embedded emoji: `python docs/emoji.py NotoColorEmoji.ttf` writes emoji.png and emoji.txt into playground/data.

The font is Debian's fonts-noto-color-emoji 2.042, under the SIL Open Font License 1.1.
"""

import sys
import unicodedata
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

CLASSES = {
    "face": ((0x1F600, 0x1F644), (0x1F910, 0x1F917), (0x1F920, 0x1F92F), (0x1F970, 0x1F97A), (0x1FAE0, 0x1FAE8)),
    "animal": ((0x1F400, 0x1F43D), (0x1F980, 0x1F9AE), (0x1FAB0, 0x1FAB3), (0x1FACE, 0x1FACF)),
    "food": ((0x1F32D, 0x1F32F), (0x1F345, 0x1F37F), (0x1F950, 0x1F96F), (0x1F9C0, 0x1F9CB), (0x1FAD0, 0x1FADB)),
    "plant": ((0x1F330, 0x1F344), (0x1F490, 0x1F490), (0x1FAB4, 0x1FAB8), (0x1F940, 0x1F940)),
    "vehicle": ((0x1F680, 0x1F6A4), (0x1F6E9, 0x1F6FC)),
    "building": ((0x1F3D4, 0x1F3F0), (0x1F5FB, 0x1F5FF), (0x1F54B, 0x1F54D)),
    "heart": ((0x1F493, 0x1F49F), (0x1F9E1, 0x1F9E1), (0x1F5A4, 0x1F5A4), (0x1F90D, 0x1F90E)),
}
SIZE, BIG, ACROSS = 32, 136, 24
HERE = Path(__file__).parents[1] / "playground" / "data"


def drawn(character, font):
    """The emoji on white, SIZE x SIZE; None when the font does not have it, or has no colours for it."""
    sheet = Image.new("RGBA", (BIG, BIG))
    ImageDraw.Draw(sheet).text((0, 4), character, font=font, embedded_color=True)
    if not sheet.getbbox():
        return None
    ink = sheet.crop(sheet.getbbox())
    side = round(max(ink.size) * 32 / 30)
    paper = Image.new("RGBA", (side, side), "white")
    paper.alpha_composite(ink, ((side - ink.width) // 2, (side - ink.height) // 2))
    return paper.convert("RGB").resize((SIZE, SIZE), Image.Resampling.LANCZOS)


def main(file):
    font, pictures, lines = ImageFont.truetype(file, 109), [], []
    for name, ranges in CLASSES.items():
        row = ""
        for low, high in ranges:
            for character in map(chr, range(low, high + 1)):
                picture = drawn(character, font) if unicodedata.name(character, "") else None
                if picture:
                    pictures.append(picture)
                    row += character
        lines.append(f"{name} {row}\n")
    sheet = Image.new("RGB", (ACROSS * SIZE, -(-len(pictures) // ACROSS) * SIZE), "white")
    for i, picture in enumerate(pictures):
        sheet.paste(picture, (i % ACROSS * SIZE, i // ACROSS * SIZE))
    sheet.save(HERE / "emoji.png", optimize=True)
    (HERE / "emoji.txt").write_text("".join(lines), "utf-8")
    print(len(pictures), "emoji,", (HERE / "emoji.png").stat().st_size, "bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
