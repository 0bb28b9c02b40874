"""Data sets that are fetched once, when somebody asks for it: `python -m playground data fetch NAME`; and how each is read.

Files that the system has (Debian's package dataset-fashion-mnist) are found where they are.
"""

import gzip
import os
import struct
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType

import numpy as np
import torch
from torch.nn import functional

from ..errors import PlaygroundError
from ..pictures.files import Unusable
from ..pictures.square import small_square
from . import bach
from .images import Images
from .kept import cache
from .pairs import Pairs, numbers
from .parameters import Pixels, PictureSide


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
    """What can be fetched. licence and home: of the data; read(folder, size) gives the data; system: where it may lie already,
    put there by Debian's `package`; made: the module that makes it of what an installed package holds, instead of files, by
    prepare(progress), and knows `size()` and where it is `kept()`.
    """

    title: str
    licence: str
    home: str
    files: tuple = ()
    read: Callable | None = None
    system: str = ""
    package: str = ""
    made: ModuleType | None = None

    @property
    def bytes(self):
        return self.made.size() if self.made else sum(file.bytes for file in self.files)


def place(name):
    """Where a data set lies, a folder with all its files, the system's or that of the cache, or the file that was made; None where
    it is not on this machine.
    """
    if OFFERS[name].made:
        return OFFERS[name].made.kept()
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


def horse2zebra(size: PictureSide = 32):
    return _made("horse2zebra", size)


def _made(name, size):
    folder, offer = place(name), OFFERS[name]
    if folder is None:
        packaged = f", or install Debian’s package {offer.package}" * bool(offer.package)
        raise PlaygroundError(f"{offer.title} is not on this machine yet: `python -m playground data fetch {name}` fetches its "
                              f"{offer.bytes / 1e6:,.0f} MB once{packaged}. Licence: {offer.licence}.")
    return _read(name, folder, size)


@lru_cache(maxsize=2)
def _read(name, folder, size):
    try:
        return OFFERS[name].read(folder, size)
    except (OSError, EOFError, ValueError, struct.error, tarfile.TarError, zipfile.BadZipFile) as error:
        raise PlaygroundError(f"The files of {name} in {folder} are damaged: remove that folder and fetch them again.") from error


def read_idx(path):
    """The array in a file of MNIST's format."""
    with gzip.open(path) as file:
        _, kind, dimensions = struct.unpack(">HBB", file.read(4))
        shape = struct.unpack(f">{dimensions}I", file.read(4 * dimensions))
        content = file.read(int(np.prod(shape)) + 1)
    if kind != 8 or len(content) != np.prod(shape):
        raise ValueError("not bytes, or not as many as announced")
    return torch.from_numpy(np.frombuffer(content, np.uint8).reshape(shape).copy())


def _read_idx(classes, ink, test):
    """A reader of 28 x 28 pictures; ink: whether they are strokes, which are dark on light here; test: whether there is a
    test part, whose pictures nobody trains on.
    """
    def read(folder, size):
        parts = [small_idx(folder / f"{part}-images-idx3-ubyte.gz", size, ink) for part in ("train", "t10k")[:1 + test]]
        labels = read_idx(folder / "train-labels-idx1-ubyte.gz").long()
        return Images(tensor=parts[0], labels=labels, classes=classes, unseen=parts[1] if test else None)
    return read


def small_idx(path, size, ink):
    """28 x 28 pictures in a file of MNIST's format, with a margin: [n, 1, size, size] in [-1, 1]."""
    light = functional.pad(read_idx(path)[:, None].float() / 255, (2, 2, 2, 2))
    light = functional.avg_pool2d(light, 32 // size)
    return 1 - 2 * light if ink else 2 * light - 1


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


def _read_horses(folder, size):
    """As for the pets; what the authors call test is what nobody trains on."""
    small = folder / f"small-{size}.npz"
    if not small.exists():
        pictures = {"trainA": [], "trainB": [], "testA": [], "testB": []}
        with zipfile.ZipFile(folder / "horse2zebra.zip") as archive:
            for entry in sorted(archive.namelist()):
                part = Path(entry).parent.name
                if part in pictures and entry.endswith(".jpg"):
                    try:
                        pictures[part].append(small_square(archive.read(entry), size, 3, 50_000_000))
                    except Unusable:
                        continue
        with open(small.with_suffix(".part"), "wb") as file:
            np.savez(file, **{name: np.stack(part) for name, part in pictures.items()})
        os.replace(small.with_suffix(".part"), small)
    with np.load(small, allow_pickle=False) as kept:
        x, y, *tests = (torch.from_numpy(kept[name]) for name in ("trainA", "trainB", "testA", "testB"))
    unseen = torch.cat([numbers(test[:min(map(len, tests))]) for test in tests], 1)
    return Pairs(x=x, y=y, unseen=unseen, domains=("horse", "zebra"), matched=False)


DIGITS = tuple("0123456789")
CLOTHES = ("T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot")
CIFAR = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")

# The md5 sums are those in torchvision's sources (mnist.py, oxford_iiit_pet.py); the sha256 sums of Fashion-MNIST are in
# one public reader of it, and that of CIFAR-10 is in several; that of horse2zebra is in
# tensorflow_datasets/url_checksums/cycle_gan.txt.
OFFERS = {
    "mnist": Offer(
        "MNIST", "CC BY-SA 3.0", "http://yann.lecun.com/exdb/mnist/", (
            File("https://ossci-datasets.s3.amazonaws.com/mnist/train-images-idx3-ubyte.gz", 9_912_422,
                 "md5:f68b3c2dcbeaaa9fbdd348bbdeb94873"),
            File("https://ossci-datasets.s3.amazonaws.com/mnist/train-labels-idx1-ubyte.gz", 28_881,
                 "md5:d53e105ee54ea40749a09fcbcd1e9432")), _read_idx(DIGITS, True, test=False)),
    "fashion-mnist": Offer(
        "Fashion-MNIST", "MIT", "https://github.com/zalandoresearch/fashion-mnist", (
            File("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/train-images-idx3-ubyte.gz", 26_421_880,
                 "sha256:3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
            File("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/train-labels-idx1-ubyte.gz", 29_515,
                 "sha256:a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
            File("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/t10k-images-idx3-ubyte.gz", 4_422_102,
                 "sha256:346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
            File("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/t10k-labels-idx1-ubyte.gz", 5_148,
                 "sha256:67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5")), _read_idx(CLOTHES, False, test=True),
        "/usr/share/datasets/fashion-mnist", "dataset-fashion-mnist"),
    "cifar10": Offer(
        "CIFAR-10", "none stated; for research, cite Krizhevsky 2009", "https://www.cs.toronto.edu/~kriz/cifar.html", (
            File("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz", 170_052_171,
                 "sha256:c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"),), _read_cifar),
    "pets": Offer(
        "Oxford-IIIT Pet", "CC BY-SA 4.0; the pictures remain their owners’", "https://www.robots.ox.ac.uk/~vgg/data/pets/", (
            File("https://www.robots.ox.ac.uk/~vgg/data/pets/data/images.tar.gz", 791_918_971,
                 "md5:5c4f3ee8e5d25df40f4fd59a7f44e54c"),), _read_pets),
    "horse2zebra": Offer(
        "Horses and zebras", "ImageNet’s terms: for research and teaching, not for commerce",
        "https://github.com/junyanz/pytorch-CycleGAN-and-pix2pix", (
            File("http://efrosgans.eecs.berkeley.edu/cyclegan/datasets/horse2zebra.zip", 116_867_962,
                 "sha256:a74d9d392eecca9966b51287a76ca126af473d9de4f3e8fc0e9cda08fa1730a1"),), _read_horses),
    "bach": Offer("Bach’s chorales", "the music is free; whoever encoded it lets music21 pass it on, some perhaps not for commerce",
                  "https://www.music21.org", made=bach),
}
