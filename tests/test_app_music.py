"""Music in a real browser: a chorale is chosen, trained, seen, heard, explored, and taken away as a file."""

import numpy as np
import pytest
from playwright.sync_api import expect

from playground.data.music import notes_of
from playground.latent.explorer import Explorer
from playground.latent.still import Still
from playground.live.sung import sung
from playground.live.views import VIEWS
from small import CONFIGS
from test_app import Tab, browser, eventually, tab  # noqa: F401 - fixtures
from test_app_languages import Chinese, english
from test_music_files import read_midi

EAR = """() => {
  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (to, ...more) {
    if (to instanceof AudioDestinationNode) {
      window.ear = new AnalyserNode(this.context, { fftSize: 32768, smoothingTimeConstant: 0 });
      connect.call(this, window.ear);
    }
    return connect.call(this, to, ...more);
  };
}"""
"""Whatever goes to the loudspeaker goes to an analyser as well."""

LOUDNESS = """() => {
  const decibels = new Float32Array(window.ear.frequencyBinCount);
  window.ear.getFloatFrequencyData(decibels);
  return { decibels: [...decibels.slice(0, 2000)], hertz: window.ear.context.sampleRate / window.ear.fftSize, state: window.ear.context.state };
}"""


@pytest.fixture
def held(tab):  # noqa: F811
    """A page on a small run on music, at step 2."""
    return music(tab)


def music(tab):  # noqa: F811
    tab.run.rebuild(CONFIGS["chorale"])
    tab.run.step(2)
    tab.page.wait_for_function("document.querySelector('.gan-grid').dataset.kind === 'music' && Number(document.querySelector('#picture').dataset.step) === 2")
    return tab


def test_the_recipe_is_chosen_plays_and_is_painted_and_measured(tab):  # noqa: F811
    page = tab.page
    page.click("#all-recipes")
    page.locator('#recipe input[value="chorale"]').check(force=True)
    expect(page.locator(".gan-frame")).to_have_attribute("data-kind", "music")
    eventually(page, lambda: tab.run.config.recipe == "chorale")
    blank = tab.picture()
    page.click("#play")
    tab.wait_for_step(20)
    assert tab.picture() != blank and tab.run.trainer.data.kind == "music"
    for name in ("voice_order", "consonance", "repetition", "distinct_chords"):
        expect(page.locator(f'[data-metric="{name}"]')).to_contain_text("real")
    tab.pause()
    page.wait_for_timeout(700)
    for name in ("fakes", "others", "reals"):
        before = tab.picture()
        page.locator(f'[data-layer="{name}"]').click()
        eventually(page, lambda: tab.picture() != before)
        page.wait_for_timeout(600)  # it has faded
    assert page.locator("#picture").get_attribute("aria-label").startswith("Four voices at step")


def test_what_is_heard_are_the_notes_that_are_seen(held):
    page = held.page
    page.evaluate(f"({EAR})()")
    sounding = {pitch for voice in shown(held) for pitch in voice}
    page.click("#listen-fake")
    expect(page.locator("#listen-fake")).to_have_attribute("aria-pressed", "true")
    eventually(page, lambda: max(page.evaluate(LOUDNESS)["decibels"]) > -90)
    heard = page.evaluate(LOUDNESS)
    assert heard["state"] == "running"
    spectrum, hertz = np.array(heard["decibels"]), heard["hertz"]
    loudest = hertz * (2 + spectrum[2:].argmax())
    nearest = 69 + 12 * np.log2(loudest / 440)
    assert min(abs(nearest - pitch) for pitch in sounding) < 0.5, (loudest, sorted(sounding))
    page.click("#listen-fake")
    expect(page.locator("#listen-fake")).to_have_attribute("aria-pressed", "false")


def shown(tab):  # noqa: F811
    """The notes of the piece that stands in the picture, [4, length]."""
    trainer = tab.run.trainer
    return notes_of(trainer.generate(VIEWS["music"](trainer).latents))[0].tolist()


def test_midi_and_sound_are_saved_and_an_empty_sample_is_refused_and_nothing_is_lost(held, tmp_path):
    page = held.page
    for name, begins in (("midi", b"MThd"), ("wav", b"RIFF")):
        page.click("#export")
        with page.expect_download() as saved:
            page.click(f"[data-format='{name}']")
        saved.value.save_as(tmp_path / name)
        assert (tmp_path / name).read_bytes()[:4] == begins and saved.value.suggested_filename == f"chorale-chorale-rules-2.{name}"
        page.keyboard.press("Escape")
    assert len(read_midi((tmp_path / "midi").read_bytes())[2]) == 5
    for key in ("g", "average"):
        if key in held.run.trainer.state:
            held.run.trainer.state[key].fill_(float("nan"))
    page.click("#export")
    page.click("[data-format='midi']")
    expect(page.locator(".gan-menu:visible")).to_contain_text("This sample is empty, there is no note in it")
    assert held.run.trainer.step == 2 and len(held.run.trainer.history) == 2
    page.keyboard.press("Escape")


def test_two_pieces_are_gone_between_and_what_is_held_is_heard(held):
    page = held.page
    page.click("#explore")
    expect(page.locator("#explore-near")).to_contain_text("made anew")
    expect(page.locator('[data-tool="search"]')).to_be_hidden()
    page.click('[data-tool="way"]')
    page.wait_for_function("document.querySelector('.gan-way .gan-mosaic').dataset.pictures === '9'")
    large = lambda: page.evaluate("document.querySelector('#explore-large').toDataURL()")  # noqa: E731
    at_a = large()
    page.focus(".gan-way .gan-slide input")
    page.keyboard.press("End")
    eventually(page, lambda: large() != at_a)
    page.click("#listen-held")
    expect(page.locator("#listen-held")).to_have_attribute("aria-pressed", "true")
    page.click("#explore-swap")
    page.click('[data-tool="plane"]')
    page.wait_for_function("document.querySelector('.gan-plane .gan-mosaic').dataset.pictures === '49'")
    page.keyboard.press("Escape")
    expect(page.locator("#explore-panel")).to_be_hidden()
    expect(page.locator("#listen-held")).to_have_attribute("aria-pressed", "false")
    assert held.run.trainer.step == 2


def test_exploring_music_is_said_in_chinese(browser, app):  # noqa: F811
    tab = music(Tab(Chinese(browser), app))
    try:
        tab.page.click("#explore")
        tab.page.wait_for_function("document.querySelector('#explore-near')?.textContent.length > 9")
        assert set(english(tab.page)) <= {"GANSpace", "SeFa"}
    finally:
        tab.page.close()


def test_the_page_gets_what_the_explorer_makes(held):
    explorer = Explorer(Still.of(held.run.trainer))
    strip = sung(explorer.strip("spherical"))
    assert strip.shape == (9, 4, 16) and strip.dtype == np.uint8
    assert (strip[0] == sung(explorer.pictures(explorer.code(explorer.a)[None]))[0]).all()
