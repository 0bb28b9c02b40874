"""Films of a training and of a walk through the latent space, and the page of a run."""

import re
from io import BytesIO

import av
import numpy as np
import pytest
from PIL import Image
from small import pictures, small, trained

from playground import Trainer
from playground.export import FORMATS, film, page, walk
from playground.keeping.generator import Generator
from playground.latent import paths
from playground.onpaper import OnPaper


def decoded(content):
    """All frames of an MP4, [n, height, width, 3], and its stream."""
    with av.open(BytesIO(content)) as opened:
        (stream,) = opened.streams
        return np.stack([frame.to_ndarray(format="rgb24") for frame in opened.decode(stream)]), stream.codec_context, stream


@pytest.mark.parametrize("config", [small(), pictures("dcgan"), small("gan", data="two-gaussians-1d"), small("dirac")])
def test_a_film_of_the_training_moves_and_rests_at_its_end(config, monkeypatch):
    monkeypatch.setattr(film, "PICTURES", 3)
    monkeypatch.setattr(film, "A_SECOND", 5)
    monkeypatch.setattr(film, "LAST", 1)
    content = FORMATS["mp4"].make(OnPaper(config, (), 6))
    frames, codec, stream = decoded(content)
    assert frames.shape == (4 + 5, 528, 468, 3) and stream.average_rate == 5
    assert (codec.name, codec.pix_fmt) == ("h264", "yuv420p"), "what phones play"
    assert content.index(b"moov") < content.index(b"mdat"), "it plays while it loads"
    difference = np.abs(frames[1:].astype(int) - frames[:-1]).mean((1, 2, 3))
    assert difference[:3].min() > 0.01 and difference[3:].max() < 0.5


@pytest.mark.parametrize("config", [pictures("stylegan", conditioning="projection"), pictures("dcgan", data="emoji:size=32", latent="uniform")])
def test_a_walk_is_closed_in_both_formats(config, monkeypatch):
    monkeypatch.setattr(walk, "walk", lambda *args, steps: paths.walk(*args, stops=2, steps=steps // 6))
    kept = Generator.of(trained(config, 1))
    with Image.open(BytesIO(FORMATS["walk.gif"].make(kept))) as gif:
        assert (gif.n_frames, gif.size, gif.info["loop"], gif.info["duration"]) == (4, (532, 532), 0, 80)
    frames, codec, stream = decoded(FORMATS["walk.mp4"].make(kept))
    assert frames.shape == (8, 532, 532, 3) and codec.pix_fmt == "yuv420p" and stream.average_rate == walk.FRAMES_A_SECOND
    first = np.asarray(next(walk.frames(kept)), int)
    assert np.abs(frames[0] - first).mean() < 12, "the colours are those of the samples"


def test_an_odd_side_loses_a_row():
    frames, *_ = decoded(film.as_mp4([Image.new("RGB", (33, 17), "white")] * 3, 10))
    assert frames.shape == (3, 16, 32, 3) and frames.min() > 250


def test_grid_is_the_samples_of_the_seed():
    trainer = trained(pictures(seed=5), 1)
    grid = np.asarray(Image.open(BytesIO(FORMATS["grid.png"].make(trainer))).convert("L"))
    assert grid.shape == (548, 548)
    wanted = Generator.of(trainer).sample(64, 5)[0, 0].numpy()
    assert np.abs(grid[4:68:4, 4:68:4] / 127.5 - 1 - wanted).max() < 0.01


# -- the page of a run -------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("config", [small(), pictures("sngan", conditioning="projection"), small("gan", data="two-gaussians-1d"), small("dirac")])
def test_the_page_holds_all_and_asks_for_nothing(config):
    trainer = trained(config, 3)
    text = FORMATS["html"].make(trainer).decode()
    assert not re.search(r"https?:|//\w|url\((?!#)|@import|<script|<link|<iframe|\son\w+=", re.sub(r"base64,[\w+/=]+", "", text))
    assert set(re.findall(r'src="([a-z]+:)', text)) <= {"data:"} and "default-src 'none'" in text
    assert OnPaper.of(trainer).command in text and "None: what was set" in text and "<svg" in text and "prefers-color-scheme: dark" in text
    assert all(f"<th>{name}</th>" in text for name in ("seed", "generator_lr", "loss"))


@pytest.mark.parametrize("config", [small(), small("dirac")])
def test_there_is_a_page_before_the_first_step(config):
    assert "0 steps" in page.report(Trainer(config))


def test_the_page_tells_what_was_changed_and_escapes_what_it_is_given():
    trainer = Trainer(small())
    trainer.run(steps=2)
    trainer.set(loss="hinge", batch_size=48)
    trainer.run(steps=1)
    text = page.report(trainer)
    assert "loss = hinge, batch_size = 48" in text and "This script makes" in text and "trainer.set(" in text
    object.__setattr__(trainer.data, "title", "<script>x</script>")
    assert "<script>" not in page.report(trainer)
