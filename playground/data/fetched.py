"""Data sets that are fetched once, when somebody asks for it: `python -m playground data fetch NAME`; and how each is read.

Files that the system has (Debian's package dataset-fashion-mnist) are found where they are.
"""

import gzip
import os
import struct
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from ..errors import PlaygroundError
from ..pictures.files import Unusable
from ..pictures.square import small_square
from .images import Images
from .parameters import Pixels


@dataclass(frozen=True)
class File:
    """One file: its address and size, and its digest as published, "sha256:…" or "md5:…"."""

    url: str
    bytes: int
    digest: str

    @property
    def name(self):
        return self.url.rpartition("/")[2]


@dataclass(frozen=True)
class Offer:
    """What can be fetched. licence and home: of the data; read(folder, size) gives Images; system: where it may lie already."""

    title: str
    licence: str
    home: str
    files: tuple
    read: Callable
    system: str = ""

    @property
    def bytes(self):
        return sum(file.bytes for file in self.files)


def cache():
    """The folder in which everything that is fetched lies, one folder for each data set."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "gan-playground"


def place(name):
    """The folder with all files of a data set, the system's or that of the cache; None where it is not on this machine."""
    folders = [Path(OFFERS[name].system)] if OFFERS[name].system else []
    return next((f for f in (*folders, cache() / name) if all((f / file.name).is_file() for file in OFFERS[name].files)), None)


def mnist(size: Pixels = 16):
    return _made("mnist", size)


def fashion_mnist(size: Pixels = 16):
    return _made("fashion-mnist", size)


def cifar10(size: Pixels = 16):
    return _made("cifar10", size)


def pets(size: Pixels = 16):
    return _made("pets", size)


def _made(name, size):
    folder, offer = place(name), OFFERS[name]
    if folder is None:
        raise PlaygroundError(f"{offer.title} is not on this machine yet: `python -m playground data fetch {name}` fetches its "
                              f"{offer.bytes / 1e6:,.0f} MB once. Licence: {offer.licence}.")
    return _read(name, folder, size)


@lru_cache(maxsize=2)
def _read(name, folder, size):
    try:
        return OFFERS[name].read(folder, size)
    except (OSError, EOFError, ValueError, struct.error, tarfile.TarError) as error:
        raise PlaygroundError(f"The files of {name} in {folder} are damaged: remove that folder and fetch them again.") from error


def _idx(path):
    """The array in a file of MNIST's format."""
    with gzip.open(path) as file:
        _, kind, dimensions = struct.unpack(">HBB", file.read(4))
        shape = struct.unpack(f">{dimensions}I", file.read(4 * dimensions))
        content = file.read(int(np.prod(shape)) + 1)
    if kind != 8 or len(content) != np.prod(shape):
        raise ValueError("not bytes, or not as many as announced")
    return torch.from_numpy(np.frombuffer(content, np.uint8).reshape(shape).copy())


def _read_idx(classes, ink):
    """A reader of 28 x 28 pictures; ink: whether they are strokes, which are dark on light here."""
    def read(folder, size):
        pictures, labels = _idx(folder / "train-images-idx3-ubyte.gz"), _idx(folder / "train-labels-idx1-ubyte.gz")
        light = functional.pad(pictures[:, None].float() / 255, (2, 2, 2, 2))
        light = functional.avg_pool2d(light, 32 // size)
        return Images(tensor=1 - 2 * light if ink else 2 * light - 1, labels=labels.long(), classes=classes)
    return read


def _read_cifar(folder, size):
    rows = []
    with tarfile.open(folder / "cifar-10-binary.tar.gz") as archive:
        for batch in range(1, 6):
            content = archive.extractfile(f"cifar-10-batches-bin/data_batch_{batch}.bin").read()
            rows.append(np.frombuffer(content, np.uint8).reshape(-1, 1 + 3072))
    rows = torch.from_numpy(np.concatenate(rows))
    light = functional.avg_pool2d(rows[:, 1:].view(-1, 3, 32, 32).float() / 255, 32 // size)
    return Images(tensor=2 * light - 1, labels=rows[:, 0].long(), classes=CIFAR)


def _read_pets(folder, size):
    """Each picture's middle square; they are kept small beside the archive, since it takes minutes to read them."""
    small = folder / f"small-{size}.npz"
    if not small.exists():
        pictures, labels = [], []
        with tarfile.open(folder / "images.tar.gz") as archive:
            for entry in archive:
                if entry.isfile() and entry.name.endswith(".jpg"):
                    try:
                        pictures.append(small_square(archive.extractfile(entry).read(), size, 3, 50_000_000))
                        labels.append(int(not Path(entry.name).name[0].isupper()))  # cats have a capital
                    except Unusable:
                        continue
        with open(small.with_suffix(".part"), "wb") as file:
            np.savez(file, pictures=np.stack(pictures), labels=np.array(labels))
        os.replace(small.with_suffix(".part"), small)
    with np.load(small, allow_pickle=False) as kept:
        return Images(tensor=torch.from_numpy(kept["pictures"]).float() / 127.5 - 1, labels=torch.from_numpy(kept["labels"]).long(),
                      classes=("cat", "dog"))


DIGITS = tuple("0123456789")
CLOTHES = ("T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot")
CIFAR = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")

# The md5 sums are those in torchvision's sources (mnist.py, oxford_iiit_pet.py); the sha256 sums of Fashion-MNIST are in
# one public reader of it, and that of CIFAR-10 is in several.
OFFERS = {
    "mnist": Offer(
        "MNIST", "CC BY-SA 3.0", "http://yann.lecun.com/exdb/mnist/", (
            File("https://ossci-datasets.s3.amazonaws.com/mnist/train-images-idx3-ubyte.gz", 9_912_422,
                 "md5:f68b3c2dcbeaaa9fbdd348bbdeb94873"),
            File("https://ossci-datasets.s3.amazonaws.com/mnist/train-labels-idx1-ubyte.gz", 28_881,
                 "md5:d53e105ee54ea40749a09fcbcd1e9432")), _read_idx(DIGITS, True)),
    "fashion-mnist": Offer(
        "Fashion-MNIST", "MIT", "https://github.com/zalandoresearch/fashion-mnist", (
            File("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/train-images-idx3-ubyte.gz", 26_421_880,
                 "sha256:08dc20ab1689590a0bcd66e874647b6ee8464e2d501b5a3f1f78831db19a3fdc"),
            File("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/train-labels-idx1-ubyte.gz", 29_515,
                 "sha256:b0197879cbda89f3dc7b894f9fd52b858e68ea4182b6947c9d8c2b67e5f18dcc")), _read_idx(CLOTHES, False),
        "/usr/share/datasets/fashion-mnist"),
    "cifar10": Offer(
        "CIFAR-10", "none stated; for research, cite Krizhevsky 2009", "https://www.cs.toronto.edu/~kriz/cifar.html", (
            File("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz", 170_052_171,
                 "sha256:c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"),), _read_cifar),
    "pets": Offer(
        "Oxford-IIIT Pet", "CC BY-SA 4.0; the pictures remain their owners’", "https://www.robots.ox.ac.uk/~vgg/data/pets/", (
            File("https://www.robots.ox.ac.uk/~vgg/data/pets/data/images.tar.gz", 791_918_971,
                 "md5:5c4f3ee8e5d25df40f4fd59a7f44e54c"),), _read_pets),
}
