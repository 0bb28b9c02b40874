"""Bach's four-voice chorales, read from the corpus inside the package music21 where that is installed.

The scores are compressed MusicXML and are read here as they lie: music21 itself, which would take minutes, is never imported.
"""

import importlib.util
import os
import xml.etree.ElementTree as ElementTree
import zipfile
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch

from ..errors import PlaygroundError
from .kept import cache
from .music import SCALE, VOICES, Pieces
from .parameters import Steps

SILENT = -1
"""In place of a pitch: the voice rests."""
WHITE = dict(zip("CDEFGAB", SCALE))
MAJOR = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
MINOR = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)
"""How well each of twelve pitches fits a major and a minor key, from the tonic upwards (Krumhansl and Kessler 1982)."""
HERE = "bach-1.npz"
"""What is kept of them, in the cache."""


def bach(length: Steps = 32):
    sung, bars = _opened(prepare())
    return Pieces(length=length, sung=sung, bars=bars)


@lru_cache(maxsize=1)
def _opened(path):
    with np.load(path, allow_pickle=False) as found:
        return torch.from_numpy(found["sung"]).long(), torch.from_numpy(found["bars"]).long()


def kept():
    """The file with the chorales that were read, or None."""
    file = cache() / HERE
    return file if file.exists() else None


def corpus():
    """The folder of Bach's scores in the installed package, or None."""
    spec = importlib.util.find_spec("music21")
    folders = [Path(place) / "corpus" / "bach" for place in (spec and spec.submodule_search_locations) or ()]
    return next((folder for folder in folders if folder.is_dir()), None)


def size():
    """The bytes of all scores, 0 where there are none."""
    return sum(path.stat().st_size for path in corpus().glob("*.mxl")) if corpus() else 0


def scores():
    """The files of all chorales. Raises PlaygroundError where there are none, with what to do."""
    folder = corpus()
    if folder is None:
        raise PlaygroundError("Bach’s chorales are read from the package music21, which is not installed here: pip install music21, "
                              "or take the data set chorale-rules, which needs nothing.")
    return sorted(folder.glob("*.mxl"))


def prepare(progress=lambda done, total: None):
    """Read all chorales and keep them in the cache, if they are not there yet; `progress(bytes so far, all)` meanwhile. Returns
    the file. Takes some ten seconds.
    """
    if there := kept():
        return there
    sung, bars, steps, done, total = [], [], 0, 0, size()
    for path in scores():
        done += path.stat().st_size
        if piece := read(path):
            voices, begin = piece
            end = steps + voices.shape[1]
            bars += [(steps + start, end) for start in begin]
            sung.append(transposed(voices))
            steps = end
        progress(done, total)
    here = cache() / HERE
    here.parent.mkdir(parents=True, exist_ok=True)
    part = here.with_suffix(f".{os.getpid()}.part")
    with open(part, "wb") as file:
        np.savez_compressed(file, sung=np.concatenate(sung, 1).astype(np.int16), bars=np.array(bars, np.int32))
    os.replace(part, here)
    return here


def read(path):
    """A score to (MIDI numbers [4, eighths], the eighths at which bars begin); None where it has not four voices of single notes
    in common time.
    """
    root = score(path)
    parts = root.findall("part")
    beats = {(time.findtext("beats"), time.findtext("beat-type")) for time in root.iter("time")}
    if len(parts) != len(VOICES) or beats != {("4", "4")} or root.find(".//backup") is not None:
        return None
    voices = [line(part) for part in parts]
    shortest = min(len(notes) for notes, _ in voices)
    return np.array([notes[:shortest] for notes, _ in voices]), [start for start in voices[0][1] if start < shortest]


def score(path):
    """The root of a compressed MusicXML file."""
    with zipfile.ZipFile(path) as archive:
        container = ElementTree.fromstring(archive.read("META-INF/container.xml"))
        inner = next(element.attrib["full-path"] for element in container.iter() if element.tag.endswith("rootfile"))
        return ElementTree.fromstring(archive.read(inner))


def line(part):
    """One voice: (what sounds when each eighth begins, the eighths at which bars begin)."""
    changes, now, divisions, bars = [], 0.0, 1, []
    for bar in part.findall("measure"):
        if now % 1 == 0:
            bars.append(int(now))
        for element in bar:
            if element.tag == "attributes":
                divisions = int(element.findtext("divisions", divisions))
            elif element.tag == "note" and element.find("chord") is None and element.find("grace") is None:
                changes.append((now, pitch(element)))
                now += 2 * float(element.findtext("duration")) / divisions
    times = np.array([time for time, _ in changes])
    at = np.searchsorted(times, np.arange(int(now)) + 1e-6, "right") - 1
    return np.array([number for _, number in changes])[at], bars


def pitch(note):
    """Its MIDI number, or SILENT."""
    step = note.findtext("pitch/step")
    if step is None:
        return SILENT
    return 12 * (int(note.findtext("pitch/octave")) + 1) + WHITE[step] + int(float(note.findtext("pitch/alter", "0")))


def transposed(voices):
    """MIDI numbers [4, steps] moved to C major or A minor, by six semitones at most."""
    return np.where(voices == SILENT, SILENT, voices + (6 - key(voices)) % 12 - 6)


def key(voices):
    """The key of a piece, 0 for C major and A minor to 11 for B major and G sharp minor: its tonic is the bass's last note, and
    its mode the one whose profile is more like how long each pitch sounds.
    """
    last = voices[-1][voices[-1] != SILENT][-1] % 12
    sounding = np.bincount(voices[voices != SILENT] % 12, minlength=12)
    major, minor = (np.corrcoef(sounding, np.roll(profile, last))[0, 1] for profile in (MAJOR, MINOR))
    return int(last if major >= minor else (last + 3) % 12)
