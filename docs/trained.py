"""The trained generators in `playground/trained`, made again: `python docs/trained.py [NAME ...]`, all of them without a name.

Each is trained by the command that its file then says, in some minutes on two cores, and its samples stand beside it in `--out`, to
be looked at before it is kept: a picture, or strings. A file may have 1 MB; where float32 would need more, numbers are kept in float16.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playground import Trainer, recipe
from playground.cli.sample import drawn
from playground.keeping.file import written
from playground.keeping.generator import Generator
from playground.keeping.trained import FOLDER, MOST_BYTES

KEPT = {
    "glyphs-dcgan": ("dcgan", {"data": "glyphs"}, 4000),
    "glyphs-stylegan": ("stylegan", {"data": "glyphs", "conditioning": "projection"}, 2000),
    "landscapes-r3gan": ("r3gan", {"data": "landscapes"}, 1200),
    "names-seqgan": ("seqgan", {"data": "names"}, 2100),
    "music-bach": ("chorale", {"data": "bach"}, 2400),
}
"""{name: (recipe, settings, steps)}."""


def make(name, folder):
    """Train one and write NAME.safetensors and its samples in a folder."""
    chosen, changes, steps = KEPT[name]
    trainer = Trainer(recipe(chosen, **changes))
    trainer.run(steps=steps)
    content = written(trainer)
    if len(content) > MOST_BYTES:
        content = written(trainer, half=True)
    if len(content) > MOST_BYTES:
        raise SystemExit(f"{name} would have {len(content):,} bytes: make it narrower.")
    Path(folder, f"{name}.safetensors").write_bytes(content)
    look(Generator.of(trainer), Path(folder, name))
    print(name, f"{len(content):,} bytes, {trainer.seconds:.0f} s", trainer.metrics(), flush=True)


def look(G, place):
    """Samples of a Generator as PNG, or strings as a text, beside a place."""
    if G.data.kind == "text":
        place.with_suffix(".txt").write_text("\n".join(G.data.decode(G.sample(64))) + "\n", encoding="utf-8")
    else:
        drawn(G.sample(64 if G.data.kind == "images" else 4), G).savefig(place.with_suffix(".png"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=", ".join(KEPT))
    parser.add_argument("--out", default=FOLDER, help="where they are written (default: %(default)s)")
    given = parser.parse_args()
    for name in given.names or KEPT:
        make(name, given.out)
