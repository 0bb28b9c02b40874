"""The training of a run as a film: as `animation`, with more pictures, in H.264 (ITU-T H.264), which browsers and phones play."""

import tempfile
from fractions import Fraction
from pathlib import Path

from playground.errors import PlaygroundError
from playground.export.animation import following

PICTURES, A_SECOND, LAST = 200, 20, 2
"""Pictures of the training, so many a second; the last one stays for so many seconds."""
QUALITY = "18"
"""x264's constant rate factor, at which nobody sees a loss."""


def make(run):
    return as_mp4(held(following(run, PICTURES)), A_SECOND)


def held(pictures):
    """The pictures, the last one again and again."""
    for picture in pictures:
        yield picture
    for _ in range(LAST * A_SECOND):
        yield picture


def as_mp4(pictures, a_second):
    """Images as the bytes of an MP4: 4:2:0 colour, which phones ask for, and the index first, so that it plays while it loads.

    4:2:0 wants even sides: an odd one loses its last row or column. It takes a file on the disk to put the index first.
    """
    with tempfile.TemporaryDirectory(prefix="playground-") as folder:
        path = Path(folder, "film.mp4")
        write(pictures, a_second, path)
        return path.read_bytes()


def write(pictures, a_second, path):
    av = _av()
    with av.open(path, "w", options={"movflags": "faststart"}) as film:
        stream = None
        for picture in pictures:
            width, height = (side // 2 * 2 for side in picture.size)
            if stream is None:
                stream = film.add_stream("libx264", Fraction(a_second), options={"crf": QUALITY, "preset": "fast"})
                stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
            film.mux(stream.encode(av.VideoFrame.from_image(picture.convert("RGB").crop((0, 0, width, height)))))
        film.mux(stream.encode(None))


def _av():
    try:
        import av
    except ImportError as error:
        raise PlaygroundError("A film needs the package av: pip install av") from error
    return av
