"""Data that is fetched: only when asked for, checked before it is used, and from where it stopped. No test leaves this machine."""

import gzip
import hashlib
import http.server
import io
import struct
import tarfile
import threading
from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image

from own_pictures import encoded, noise, zipped
from playground import PlaygroundError
from playground.cli import main
from playground.data import at_hand, dataset, fetched
from playground.data.fetch import fetch
from playground.data.fetched import OFFERS, File


def idx(array):
    return gzip.compress(struct.pack(">HBB", 0, 8, array.ndim) + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes())


def tar(files):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return file.getvalue()


CLOTHES = noise(0, 28, 28 * 20)[..., 0].reshape(20, 28, 28)
CIFAR = {f"cifar-10-batches-bin/data_batch_{i}.bin": noise(i, 3073, 4)[..., 0].__mod__(10).tobytes() for i in range(1, 6)}
FILES = {
    "train-images-idx3-ubyte.gz": idx(CLOTHES), "train-labels-idx1-ubyte.gz": idx(np.arange(20, dtype=np.uint8) % 10),
    "t10k-images-idx3-ubyte.gz": idx(CLOTHES[::-1][:6].copy()), "t10k-labels-idx1-ubyte.gz": idx(np.arange(6, dtype=np.uint8)),
    "cifar-10-binary.tar.gz": tar(CIFAR),
    "images.tar.gz": tar({f"images/{name}_{i}.jpg": encoded(Image.fromarray(noise(i, 60, 50)), "JPEG")
                          for i in range(3) for name in ("Siamese", "beagle")} | {"images/x.mat": b"no picture"}),
    "horse2zebra.zip": zipped({f"horse2zebra/{part}/{i}.jpg": encoded(Image.fromarray(noise(i, 60, 50)), "JPEG")
                               for part, n in (("trainA", 5), ("trainB", 4), ("testA", 3), ("testB", 2)) for i in range(n)}),
}


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves FILES, from where it is asked to; `stop` bytes are the most it sends at once."""

    asked, stop = [], None

    def do_GET(self):
        content, start = FILES[self.path[1:]], int(self.headers.get("Range", "bytes=0-")[6:-1])
        self.asked.append((self.path[1:], start))
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.end_headers()
        self.wfile.write(content[start:][:self.stop])

    def log_message(self, *_):
        pass


@pytest.fixture
def server(tmp_path, monkeypatch):
    """The table with addresses on this machine, and an empty cache."""
    served = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    Handler.asked, Handler.stop = [], None
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    fetched._read.cache_clear()
    for name, offer in OFFERS.items():
        files = tuple(File(f"http://127.0.0.1:{served.server_port}/{file.name}", len(FILES[file.name]),
                           f"sha256:{hashlib.sha256(FILES[file.name]).hexdigest()}") for file in offer.files)
        monkeypatch.setitem(OFFERS, name, replace(offer, files=files, system=""))
    yield Handler
    served.shutdown()
    served.server_close()
    fetched._read.cache_clear()


def test_nothing_is_fetched_before_it_is_asked_for(server):
    for name in (name for name, offer in OFFERS.items() if offer.files):
        with pytest.raises(PlaygroundError, match=f"data fetch {name}.*MB once.*Licence"):
            dataset(name)
        assert name not in at_hand()
    assert not server.asked


@pytest.mark.parametrize("size", [16, 32])
@pytest.mark.parametrize("name, n, channels", [("mnist", 20, 1), ("fashion-mnist", 20, 1), ("cifar10", 20, 3), ("pets", 6, 3)])
def test_what_was_fetched_is_a_data_set_with_labels(server, name, n, channels, size):
    done = []
    fetch(name, lambda so_far, total: done.append((so_far, total)))
    assert done[-1][0] == done[-1][1] == OFFERS[name].bytes and name in at_hand()
    data = dataset(f"{name}:size={size}")
    assert data.tensor.shape == (n, channels, size, size) and data.tensor.abs().max() <= 1
    assert data.labels.dtype == torch.int64 and len(data.labels) == n and data.labels.max() < len(data.classes)
    asked = len(server.asked)
    fetch(name)
    assert len(server.asked) == asked, "once"


def test_horses_and_zebras_are_two_kinds_with_some_kept_apart(server):
    fetch("horse2zebra")
    data = dataset("horse2zebra")
    assert data.kind == "pairs" and not data.matched and data.domains == ("horse", "zebra")
    assert data.x.shape == (5, 3, 32, 32) and data.y.shape == (4, 3, 32, 32) and data.unseen.shape == (2, 6, 32, 32)
    assert data.sample(9, torch.Generator().manual_seed(0)).abs().max() <= 1


def test_the_pixels_are_those_of_the_file(server):
    fetch("fashion-mnist"), fetch("mnist"), fetch("pets")
    clothes = dataset("fashion-mnist:size=32").tensor[:, 0, 2:-2, 2:-2]
    assert torch.equal(((clothes + 1) * 127.5).round().byte(), torch.from_numpy(CLOTHES))
    assert torch.allclose(dataset("mnist:size=32").tensor[:, :, 2:-2, 2:-2], -clothes[:, None], atol=1e-6), "ink is dark"
    assert dataset("pets").labels.tolist() == [0, 1] * 3
    unseen = dataset("fashion-mnist:size=32").unseen
    assert torch.equal(unseen, dataset("fashion-mnist:size=32").tensor.flip(0)[:6]), "the test part, which nobody trains on"


def test_who_has_debian_s_package_is_told_its_name(server):
    with pytest.raises(PlaygroundError, match="or install Debian’s package dataset-fashion-mnist"):
        dataset("fashion-mnist")


def test_it_goes_on_from_where_it_stopped(server):
    server.stop = 5000
    with pytest.raises(PlaygroundError, match="Only 5,000 of"):
        fetch("mnist")
    server.stop = None
    fetch("mnist")
    assert server.asked[:2] == [("train-images-idx3-ubyte.gz", 0), ("train-images-idx3-ubyte.gz", 5000)]
    assert dataset("mnist").tensor.shape == (20, 1, 16, 16)


@pytest.mark.parametrize("change", [lambda c: c[:-1] + bytes([c[-1] ^ 1]), lambda c: c + b"more"])
def test_what_is_not_as_it_should_be_is_thrown_away(server, change, monkeypatch):
    monkeypatch.setitem(FILES, "cifar-10-binary.tar.gz", change(FILES["cifar-10-binary.tar.gz"]))
    with pytest.raises(PlaygroundError, match="thrown away"):
        fetch("cifar10")
    assert not list((fetched.cache() / "cifar10").iterdir()) and "cifar10" not in at_hand()


def test_a_server_that_is_not_there_is_named_in_a_sentence(server, monkeypatch):
    gone = tuple(replace(file, url="http://127.0.0.1:9/" + file.name) for file in OFFERS["mnist"].files)
    monkeypatch.setitem(OFFERS, "mnist", replace(OFFERS["mnist"], files=gone))
    with pytest.raises(PlaygroundError, match="cannot be reached"):
        fetch("mnist")


def test_files_that_the_system_has_are_found(server, tmp_path, monkeypatch):
    system = tmp_path / "system"
    system.mkdir()
    for file in OFFERS["fashion-mnist"].files:
        (system / file.name).write_bytes(FILES[file.name])
    monkeypatch.setitem(OFFERS, "fashion-mnist", replace(OFFERS["fashion-mnist"], system=str(system)))
    assert dataset("fashion-mnist").tensor.shape == (20, 1, 16, 16) and not server.asked


def test_the_command_says_licence_and_size_first(server, capsys):
    assert main(["data", "fetch"]) == 0
    listed = capsys.readouterr().out
    assert all(name in listed and offer.licence.split(";")[0] in " ".join(listed.split()) for name, offer in OFFERS.items())
    assert main(["data", "fetch", "mnist"]) == 0
    said = capsys.readouterr()
    assert "Licence: CC BY-SA 3.0" in said.err and "mnist is in" in said.out
    assert main(["data", "fetch", "imagenet"]) == 2
