"""What is to be seen of a run on music: in the page, in notebooks and in reports."""

import numpy as np
import pytest
import torch
from matplotlib.colors import to_hex

from playground import plots
from playground.app.thumbnails import svg
from playground.data.music import notes_of
from playground.export import FORMATS
from playground.live.frames import scene
from playground.live.packet import unpack
from playground.live.sung import PIECES
from playground.live.views import VIEWS, Moment
from playground.metrics.music import consonant_pairs
from playground.plots.music import DEPTHS, LETTER_HEIGHT, apart, tone
from playground.plots.paper import FAKE, REAL
from small import CONFIGS, trained


@pytest.fixture(scope="module")
def played():
    return trained(CONFIGS["chorale"], 2)


def test_the_page_gets_notes_which_chords_are_harsh_and_how_to_play_them(played):
    view = VIEWS["music"](played)
    sight, frame = unpack(scene(view, "1").bytes), view.frame(Moment(played))
    assert sight["kind"] == "music" and sight["arrays"]["reals"].shape == (PIECES, 4, 16)
    assert sight["arrays"]["step"][0] == pytest.approx(0.375) and sight["arrays"]["harmonics"][0] == 1
    notes = notes_of(played.generate(view.latents))
    assert np.array_equal(frame["fakes"], notes.numpy()) and frame["fakes"].dtype == np.uint8
    assert np.array_equal(frame["harsh"], (~consonant_pairs(notes)).any(1).numpy())
    assert len(list(played.phases())) > 5


def test_figures_and_reports(played):
    samples = played.sample(3)
    figure = plots.samples(samples, played)
    assert len(figure.axes) == 3 and plots.summary(played)
    assert FORMATS["html"].make(played) and FORMATS["png"].make(played)
    assert svg("chorale-rules").count("<rect") > 40


def test_the_tones_of_the_voices_differ_in_lightness():
    light = sorted(sum(w * int(tone(depth)[i:i + 2], 16) for i, w in ((1, 0.2126), (3, 0.7152), (5, 0.0722))) for depth in DEPTHS)
    assert min(np.diff(light)) > 15 and torch.tensor(DEPTHS).diff().abs().min() > 0.25


def test_real_music_is_blue_and_fakes_are_orange(played):
    def colours(**kind):
        return {to_hex(line.get_color()[0]) for axes in plots.rolls(played.sample(1), **kind).axes for line in axes.collections}
    assert FAKE.lower() in colours() - colours(real=True) and REAL.lower() in colours(real=True) - colours()


def test_letters_of_voices_that_sing_the_same_stand_apart():
    assert apart(np.array([30.0, 10, 10, 11]), LETTER_HEIGHT).tolist() == [46, 10, 22, 34]
    assert apart(np.array([0.0, 20, 40, 60]), LETTER_HEIGHT).tolist() == [0, 20, 40, 60]
