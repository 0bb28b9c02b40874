"""The training of a run as an animation: it is trained again, and drawn now and then, as GIF.

The same latents are followed from picture to picture, at most PICTURES of them, SIDE pixels wide.
"""

import sys
from io import BytesIO

import numpy as np
from PIL import Image
from tqdm import tqdm

from playground.plots.paper import INK_2, PIXELS_PER_INCH, Sheet
from playground.plots.summary import FAKES, MARGIN, SIDE, draw_picture
from playground.training.draw import generator, latents
from playground.training.trainer import Trainer

PICTURES, MILLISECONDS, LAST = 60, 100, 2000
COLOURS = 128
HEAD = 84


def make(run):
    return as_gif(following(run, PICTURES), MILLISECONDS, LAST)


def following(run, n):
    """An OnPaper trained again: yields its beginning and then up to n pictures of it, evenly spread over its steps. A bar on
    standard error says how far it is.
    """
    steps = {round(i * run.steps / n) for i in range(n + 1)}
    trainer = Trainer(run.config)
    yield picture(trainer)
    reports = trainer.replaying(run.events, run.steps)
    for report in tqdm(reports, total=run.steps, unit=" steps", mininterval=0.5, file=sys.stderr, dynamic_ncols=True):
        if report.step in steps:
            yield picture(trainer)


def as_gif(pictures, milliseconds, last=None):
    """Images as the bytes of a GIF with few colours, each shown so long; the last one for `last` milliseconds."""
    pictures = [picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE) for picture in pictures]
    file = BytesIO()
    pictures[0].save(file, format="GIF", save_all=True, append_images=pictures[1:], loop=0, disposal=1,
                     duration=[*[milliseconds] * (len(pictures) - 1), last or milliseconds])
    return file.getvalue()


def picture(trainer):
    """A trainer's fakes now, as an image."""
    sheet = Sheet(SIDE + 2 * MARGIN, HEAD + SIDE + MARGIN)
    end = sheet.write(MARGIN, 28, f"{trainer.config.recipe} on {trainer.data.title}", 15, weight="bold")
    sheet.write(end + 12, 28, f"step {trainer.step:,}", 12, INK_2)
    draw_picture(sheet, MARGIN, HEAD, trainer, fakes(trainer))
    file = BytesIO()
    sheet.savefig(file, format="raw", dpi=PIXELS_PER_INCH)
    width, height = (round(side) for side in (sheet.width, sheet.height))
    pixels = np.frombuffer(file.getvalue(), np.uint8).reshape(height, width, 4)
    return Image.fromarray(pixels[..., :3].copy())


def fakes(trainer):
    """Samples of the same latents in every picture; None for the kinds that are drawn without."""
    if trainer.data.kind not in FAKES:
        return None
    z = latents(FAKES[trainer.data.kind], trainer.config, generator(trainer.config.seed, "animation", trainer.device))
    return trainer.generate(z, label=trainer.labels_in_rows(len(z)))
