"""The command line with what was dropped into a page at hand: `python -m playground.cli.carried FILE COMMAND ...`, for a process
beside the server's. FILE is what `carry` wrote there.
"""

import sys

import numpy as np

from playground.cli import main
from playground.data.own import hold, hold_text
from playground.data.table import DATA, read_pairs
from playground.data.written import Lines
from playground.pictures.gather import Taken


def carry(data, file):
    """Write the pictures or strings of one's own data set into a file (.npz, without pickles)."""
    if isinstance(data.taken, Taken):
        np.savez(file, pixels=data.taken.pixels, names=np.array(data.taken.names))
    else:
        source = DATA["path"]
        given = source.defaults | read_pairs(source, data.spec.partition(":")[2])
        np.savez(file, strings=np.array(data.taken.strings), length=given["length"])


def held(file):
    """What `carry` wrote, held for `path` to find."""
    with np.load(file, allow_pickle=False) as kept:
        if "pixels" in kept:
            return hold(Taken(kept["pixels"], tuple(kept["names"].tolist()), ()))
        return hold_text(Lines(tuple(kept["strings"].tolist())), int(kept["length"]))


if __name__ == "__main__":
    taken = held(sys.argv[1])  # as long as the process lives
    sys.exit(main(sys.argv[2:]))
