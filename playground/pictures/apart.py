"""Reading somebody's pictures in a process of its own: whatever is in them, the caller loses a bounded time and nothing else."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from playground.errors import PlaygroundError
from playground.pictures.files import VISITOR
from playground.pictures.gather import Taken, gather

START = 30.0
"""Seconds that the process may take beyond what the reading may take."""
MEMORY = 2_000_000_000
"""Bytes that it may take beyond what it has when it begins."""


def gather_apart(content, size, channels):
    """What `gather` makes of the bytes of a zip, for a visitor. Raises PlaygroundError as it does."""
    root = Path(__file__).parents[2]
    with tempfile.TemporaryDirectory(prefix="playground-") as folder:
        source, pixels = Path(folder, "pictures.zip"), Path(folder, "pixels.npy")
        source.write_bytes(content)
        command = [sys.executable, "-m", __spec__.name, str(source), str(pixels), str(size), str(channels)]
        try:
            done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=VISITOR.seconds + START)
            said = json.loads(done.stdout.strip().splitlines()[-1])
        except (subprocess.TimeoutExpired, ValueError, IndexError) as error:
            raise PlaygroundError("These pictures could not be read: it took too long, or more memory than there is. Take fewer "
                                  "or smaller ones.") from error
        if "refused" in said:
            raise PlaygroundError(said["refused"])
        return Taken(np.load(pixels, allow_pickle=False), tuple(said["names"]), tuple(map(tuple, said["left"])))


def _limit_memory():
    """Takes effect where the system knows how."""
    try:
        import resource
        now = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (now + MEMORY, now + MEMORY))
        os.nice(5)
    except (ImportError, OSError, ValueError, AttributeError):
        pass


def _main(source, pixels, size, channels):
    _limit_memory()
    try:
        taken = gather(source, int(size), int(channels), VISITOR)
        np.save(pixels, taken.pixels)
        said = {"names": taken.names, "left": taken.left}
    except PlaygroundError as error:
        said = {"refused": str(error).replace(Path(source).name, "this")}
    except MemoryError:
        said = {"refused": "These pictures take more memory than there is. Take fewer or smaller ones."}
    print(json.dumps(said))


if __name__ == "__main__":
    _main(*sys.argv[1:])
