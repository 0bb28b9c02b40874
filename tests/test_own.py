"""Pictures of one's own: all that can be read is taken, all else is named, and nothing dangerous is touched."""

import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image

from own_pictures import bomb, encoded, issue_zip, mixed, noise, odd, pixel_bomb, useless, zipped
from playground import PlaygroundError, Trainer, recipe
from playground.app.files import Making, in_a_process
from playground.data import dataset, own
from playground.data.written import Lines
from playground.onpaper import OnPaper
from playground.pictures.files import OWNER, VISITOR, Unusable
from playground.pictures.gather import Taken, gather
from playground.pictures.square import small_square
from playground.share import decode, encode, opened


@pytest.fixture(autouse=True)
def nothing_held():
    own._recent.clear()
    own._held.clear()


def put(folder, files):
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def colour(content, size=16, channels=3, at=None):
    """The mean colour of a picture once it is small, or the colour of one of its pixels."""
    small = small_square(content, size, channels, 10**6)
    assert small.shape == (channels, size, size) and small.dtype == np.uint8
    return small.mean((1, 2)) if at is None else small[:, at[1], at[0]]


def small_run(spec, **changes):
    return recipe("dcgan", data=spec, **{"generator_width": 4, "discriminator_width": 4, "batch_size": 8, "latent_dim": 8,
                                         "device": "cpu"} | changes)


def test_the_zip_of_the_issue_trains_and_what_was_left_out_is_listed(tmp_path):
    (tmp_path / "mine.zip").write_bytes(issue_zip())
    data = dataset(f"path:{tmp_path}/mine.zip,size=16")
    assert data.shape == (3, 16, 16) and len(data.taken.names) == 500 == len(data.tensor)
    assert set(odd()) < set(data.taken.names)
    assert dict(data.taken.left) == {"notes.txt": "not a picture", "pictures/readme.jpg": "not a picture", "half.jpg": "cut short"}
    assert data.tensor.min() >= -1 and data.tensor.max() <= 1 and data.tensor.std() > 0.1
    trainer = Trainer(small_run(data.spec))
    trainer.run(steps=3)
    assert trainer.step == 3 and not trainer.diverged and trainer.sample(2).shape == (2, 3, 16, 16)


def test_the_command_lists_what_was_taken_and_what_was_not(tmp_path):
    put(tmp_path, mixed(20) | useless())
    command = [sys.executable, "-m", "playground", "data", f"path:{tmp_path},size=16"]
    said = subprocess.run(command, capture_output=True, text=True)
    assert said.returncode == 0 and "20 pictures" in said.stdout and "half.jpg: cut short" in said.stdout
    assert "few" in said.stdout and "pictures/000.png" in said.stdout
    listed = json.loads(subprocess.run([*command, "--json"], capture_output=True, text=True).stdout)
    assert len(listed["taken"]) == 20 and ["half.jpg", "cut short"] in listed["left_out"]
    bad = subprocess.run([*command[:-1], f"path:{tmp_path}/nowhere"], capture_output=True, text=True)
    assert bad.returncode == 2 and len(bad.stderr.splitlines()) == 1


def test_a_folder_and_a_zip_of_it_are_the_same_data(tmp_path):
    (tmp_path / "it.zip").write_bytes(zipped(dict(reversed(mixed(20).items()))))
    folder = put(tmp_path / "it, a=2", mixed(20))
    one, other = dataset(f"path:{tmp_path}/it.zip"), dataset(f"path:{folder}")
    assert torch.equal(one.tensor, other.tensor) and one.taken.fingerprint == other.taken.fingerprint
    assert one.taken.names == tuple(sorted(mixed(20)))
    assert dataset(other.spec).spec == other.spec == f"path:{folder},content={other.taken.fingerprint}"


def test_every_kind_of_picture_keeps_its_colours():
    blue, size = (10, 60, 200), (40, 24)
    plain = Image.new("RGB", size, blue)
    assert colour(encoded(plain, "PNG")) == pytest.approx(blue)
    assert colour(encoded(plain.convert("CMYK"), "JPEG", quality=95)) == pytest.approx(blue, abs=6)
    assert colour(encoded(plain.quantize(4), "PNG")) == pytest.approx(blue, abs=2)
    assert colour(encoded(plain, "TIFF")) == pytest.approx(blue) and colour(encoded(plain, "WEBP", lossless=True)) == pytest.approx(blue)
    assert colour(encoded(plain, "PNG"), channels=1) == pytest.approx([61], abs=1)
    clear = Image.new("RGBA", size, (*blue, 0))
    assert colour(encoded(clear, "PNG")) == pytest.approx((255, 255, 255)), "alpha lies on white"
    see_through = plain.quantize(4)
    assert colour(encoded(see_through, "PNG", transparency=0)) == pytest.approx((255, 255, 255), abs=1)
    for grey in (0, 128, 255):
        deep = Image.fromarray(np.full((24, 40), grey * 257, np.uint16))
        assert colour(encoded(deep, "PNG")) == pytest.approx([grey] * 3, abs=1), "16 bits are not cut off"
        assert colour(encoded(deep, "TIFF")) == pytest.approx([grey] * 3, abs=1)
    frames = [Image.new("RGB", size, c) for c in ("red", "lime", "blue")]
    assert colour(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])) == pytest.approx((255, 0, 0), abs=3)


def test_a_picture_is_cut_in_its_middle_and_stands_upright():
    wide = np.zeros((32, 96, 3), np.uint8)
    wide[:, 32:64] = 255
    assert colour(encoded(Image.fromarray(wide), "PNG")) == pytest.approx([255] * 3, abs=4)
    picture = np.zeros((64, 64, 3), np.uint8)
    picture[:32] = 255  # white above
    exif = Image.Exif()
    exif[0x0112] = 3  # the camera was upside down
    turned = encoded(Image.fromarray(picture), "JPEG", exif=exif, quality=95)
    assert colour(turned, at=(8, 2)).max() < 20 and colour(turned, at=(8, 13)).min() > 235


@pytest.mark.parametrize("content, reason", [
    (b"", "empty"),
    (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n", "not a picture"),
    (pixel_bomb(), "pixels"),
    (pixel_bomb(5000), "25,000,000|5,000 × 5,000"),
    (encoded(Image.new("RGB", (500, 3)), "PNG"), "only 500 × 3"),
    (encoded(Image.fromarray(noise(0, 90, 90)), "PNG")[:400], "cut short|damaged"),
    (issue_zip()[:2000], "not a picture"),
])
def test_what_is_no_picture_is_named_with_its_reason(content, reason):
    with pytest.raises(Unusable, match=reason):
        small_square(content, 16, 3, 10**6)


def refused(path, files, words, limits=OWNER, packed=zipfile.ZIP_DEFLATED):
    path.write_bytes(files if isinstance(files, bytes) else zipped(files, packed))
    with pytest.raises(PlaygroundError) as error:
        gather(path, 16, 3, limits)
    assert words in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["../x.png", "a/../../x.png", "/etc/x.png", "..\\x.png", "C:\\x.png", "\\\\host\\x.png"])
def test_a_zip_that_points_out_of_itself_is_refused(tmp_path, name):
    refused(tmp_path / "a.zip", mixed(20) | {name: mixed(1)["pictures/000.png"]}, "points out of it")


def test_a_link_in_a_zip_is_refused(tmp_path):
    link = zipfile.ZipInfo("x.png")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    refused(tmp_path / "a.zip", (tmp_path / "a.zip").read_bytes(), "is a link")


def test_bombs_and_crowds_are_refused(tmp_path):
    content = bomb()
    assert len(content) < 2_000_000
    refused(tmp_path / "bomb.zip", content, "zip bomb", VISITOR)
    refused(tmp_path / "many.zip", {f"{i}.png": b"" for i in range(301)}, "more than 300 files", replace(VISITOR, files=300))
    refused(tmp_path / "few.zip", dict(list(mixed(15).items())), "15 pictures")
    refused(tmp_path / "no.zip", b"PK nothing", "neither a folder nor a zip")
    refused(tmp_path / "full.zip", mixed(40), "do not fit", replace(VISITOR, memory=30 * 16 * 16 * 3))
    refused(tmp_path / "slow.zip", mixed(20), "more than 0 seconds", replace(VISITOR, seconds=0.0))


def test_a_list_of_contents_that_lies_about_itself_is_not_believed(tmp_path):
    """Sizes and counts in a zip may say anything: what is read is what counts."""
    honest = zipped({**mixed(20), "z.bmp": bytes(30_000_000)})
    at = honest.index(b"PK\x01\x02", honest.rindex(b"z.bmp") - 60)
    lie = honest[:at + 24] + (100).to_bytes(4, "little") + honest[at + 28:]
    (tmp_path / "a.zip").write_bytes(lie)
    taken = gather(tmp_path / "a.zip", 16, 3, VISITOR)
    assert len(taken.names) == 20 and taken.left[0][0] == "z.bmp"


def test_links_and_devices_in_a_folder_are_left_out(tmp_path):
    folder = put(tmp_path / "in", mixed(20))
    put(tmp_path / "out", {"secret.png": mixed(1)["pictures/000.png"]})
    os.symlink(tmp_path / "out" / "secret.png", folder / "a.png")
    os.symlink(tmp_path / "out", folder / "b")
    os.symlink(folder, folder / "c")
    os.mkfifo(folder / "d.png")
    (folder / "e.png").write_bytes(b"")
    left = dict(gather(folder, 16, 3).left)
    assert left == {"a.png": "a link, which is not followed", "b": "a link, which is not followed",
                    "c": "a link, which is not followed", "d.png": "not a file but a device or a pipe", "e.png": "empty"}


def test_a_saved_run_goes_on_bit_for_bit_and_says_when_its_pictures_are_gone_or_changed(tmp_path):
    folder = put(tmp_path / "in", mixed(20))
    alone = Trainer(small_run(f"path:{folder},size=16"))
    alone.run(steps=4)
    half = Trainer(small_run(f"path:{folder},size=16"))
    half.run(steps=2)
    half.save(tmp_path / "run")
    again = Trainer.load(tmp_path / "run")
    again.run(steps=2)
    assert torch.equal(again.sample(4), alone.sample(4)) and again.config == alone.config
    paper, z = OnPaper.of(alone), torch.randn(4, 8, generator=torch.Generator().manual_seed(0))
    for change, words in ((lambda: (folder / "pictures/003.png").write_bytes(encoded(Image.new("RGB", (20, 20)), "PNG")),
                           "are not those"), (lambda: folder.rename(tmp_path / "away"), "no folder or zip")):
        own._recent.clear()
        own._held.clear()
        change()
        loaded = Trainer.load(tmp_path / "run")
        assert torch.equal(loaded.generate(z), half.generate(z)) and loaded.sample(2).shape == (2, 3, 16, 16)
        for forbidden in (lambda: loaded.run(steps=1), lambda: Trainer.replay(paper.config, paper.events, paper.steps)):
            with pytest.raises(PlaygroundError, match=words):
                forbidden()


def test_a_link_and_a_file_of_a_run_never_read_the_disk(tmp_path):
    folder = put(tmp_path / "secret", mixed(20))
    trainer = Trainer(small_run(f"path:{folder},size=16"))
    link, file = encode(OnPaper.of(trainer)), json.dumps(
        {"is": "GAN playground run", "version": 1, "config": json.loads(trainer.config.to_json()), "events": [], "steps": 0})
    assert decode(link).config == opened({"file": file})[0].config == trainer.config, "whoever has the pictures may open it"
    del trainer
    own._recent.clear()
    own._held.clear()
    for given in ({"link": link}, {"file": file}, {"file": file.replace(",content=", ",contentx=")}):
        with pytest.raises(PlaygroundError):
            opened(given)
    assert not own._held, "nothing was read"
    open_path = json.loads(file)
    open_path["config"]["data"] = f"path:{folder}"
    with pytest.raises(PlaygroundError, match="not here"):
        opened({"file": json.dumps(open_path)})
    open_path["config"]["data"], open_path["events"] = "digits", [[0, {"data": f"path:{folder}"}]]
    with pytest.raises(PlaygroundError, match="not here"):
        opened({"file": json.dumps(open_path)})


def test_pictures_that_nobody_holds_are_forgotten():
    taken = Taken(np.zeros((20, 3, 16, 16), np.uint8), ("a",) * 20, ())
    own.hold(taken)
    spec = f"path:,size=16,content={taken.fingerprint}"
    assert dataset(spec).taken is taken and dataset(spec).spec == spec
    del taken
    with pytest.raises(PlaygroundError, match="dropped into a page"):
        dataset(spec).sample(1, torch.Generator())
    with pytest.raises(PlaygroundError, match="Say where"):
        dataset("path")


@pytest.mark.parametrize("what", ["pictures", "text"])
def test_the_training_on_what_was_dropped_into_a_page_can_be_filmed(what):
    if what == "pictures":
        taken = own.hold(Taken(np.random.default_rng(0).integers(0, 255, (40, 3, 16, 16), np.uint8), tuple(map(str, range(40))), ()))
        config = recipe("gan", data=f"path:,size=16,content={taken.fingerprint}", generator_width=4, discriminator_width=4)
    else:
        taken = own.hold_text(Lines(tuple(f"abc{i}" for i in range(200, 260))), 20)
        config = recipe("text-gumbel", data=f"path:,length=20,content={taken.fingerprint}", generator_width=4, discriminator_width=4)
    trainer = Trainer(config)
    trainer.run(steps=2)
    assert in_a_process(OnPaper.of(trainer), trainer.data, "gif", Making()).startswith(b"GIF89a")
