"""Exploring in the page: the large picture follows the sliders, the map and the way to B, and training never hears of it."""

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image, ImageSequence
from playwright.sync_api import expect

from playground import Trainer, recipe
from playground.latent.explorer import CROSSING, Explorer
from playground.latent.still import Still
from playground.live.explore import KEPT_PAUSE, KEPT_SIDE
from playground.live.packet import unpack
from playground.plots.images import tiled
from small import CONFIGS, pictures
from test_app import PATIENCE, Tab, browser, eventually  # noqa: F401 - fixtures
from test_app_axe import faults
from test_app_languages import Chinese, english

CONFIG = pictures(conditioning="projection")


@pytest.fixture
def tab(browser, app):  # noqa: F811
    tab = opened(browser, app)
    yield tab
    tab.page.close()
    assert not tab.complaints and not tab.strangers


ABOVE = """() => {
  const top = document.querySelector(".gan-explore").getBoundingClientRect().top;
  return Math.max(...[...document.querySelectorAll(".gan-explore-head > *")].filter((n) => n.offsetParent).map((n) => top - n.getBoundingClientRect().top));
}"""
"""By how much the head of the panel sticks out at its top, where it is cut off."""


def opened(browser, app, width=1440, height=900, config=CONFIG):  # noqa: F811
    """A page on a small conditional run of four steps."""
    tab = Tab(browser, app, width, height)
    tab.run.rebuild(config)
    tab.run.step(4)
    tab.page.wait_for_function("document.querySelector('.gan-grid').dataset.kind === 'images' && Number(document.querySelector('#picture').dataset.step) === 4")
    return tab


def explore(tab):
    tab.page.click("#explore")
    settled(tab)


def settled(tab):
    """Wait until the answers have come: a sentence about what is near, and a large picture."""
    tab.page.wait_for_function("document.querySelector('#explore-near')?.textContent.length > 9 && document.querySelector('#explore-large').dataset.turn")
    tab.page.wait_for_timeout(600)


def large(tab):
    return tab.page.evaluate("document.querySelector('#explore-large').toDataURL()")


def changed(tab, before):
    eventually(tab.page, lambda: large(tab) != before)
    return large(tab)


def seen(data):
    """A canvas's picture as grey numbers [16, 16] from -1 to 1."""
    picture = Image.open(io.BytesIO(base64.b64decode(data.partition(",")[2]))).convert("L")
    return np.asarray(picture.resize((16, 16), Image.Resampling.BOX), float) / 127.5 - 1


def test_the_large_picture_is_what_g_makes_and_follows_a_slider_and_training_stays_the_same_to_the_last_bit(tab):
    page = tab.page
    explore(tab)
    first = large(tab)
    explorer = Explorer(Still.of(tab.run.trainer))
    assert np.abs(seen(first) - explorer.pictures(explorer.moved()[None])[0, 0].numpy()).mean() < 0.06
    slider = page.locator('.gan-direction[data-direction="1"] input')
    slider.focus()
    for _ in range(25):
        page.keyboard.press("ArrowRight")
    moved = changed(tab, first)
    settled(tab)
    explorer.amounts = (2.5,)
    assert slider.get_attribute("aria-valuetext") == "+2.5 σ"
    assert np.abs(seen(large(tab)) - explorer.pictures(explorer.moved()[None])[0, 0].numpy()).mean() < 0.06
    page.click("#explore-zero")
    changed(tab, moved)
    page.click("#play")
    tab.wait_for_step(30)
    page.click("#explore-newest")
    eventually(page, lambda: not re.search(r"step 4(?![\d,])", page.inner_text("#explore-step")))
    page.click("#explore-next")
    tab.run.pause()
    alone = Trainer(CONFIG)
    alone.run(steps=tab.run.trainer.step)
    assert np.array_equal(alone.history.rows(), tab.run.trainer.history.rows())


def test_every_tool_answers_with_keyboard_and_pointer(tab):
    page = tab.page
    explore(tab)
    expect(page.locator("#explore-near")).to_contain_text("% away; training pictures are usually")
    page.click('.gan-segment[data-value="sefa"]')
    expect(page.locator('.gan-segment[data-value="sefa"]')).to_have_attribute("aria-pressed", "true")
    page.click('[data-tool="way"]')
    page.wait_for_function("document.querySelector('.gan-way .gan-mosaic').dataset.pictures === '9'")
    before = large(tab)
    page.focus(".gan-way .gan-slide input")
    page.keyboard.press("End")
    at_b = changed(tab, before)
    page.click("#explore-swap")
    expect(page.locator(".gan-sample")).to_have_text("taken")
    eventually(page, lambda: large(tab) == at_b)  # what was B is held now
    page.click('[data-tool="plane"]')
    page.wait_for_function("document.querySelector('.gan-plane .gan-mosaic').dataset.pictures === '49'")
    before = large(tab)
    box = page.locator("#explore-plane").bounding_box()
    page.mouse.click(box["x"] + 0.9 * box["width"], box["y"] + 0.1 * box["height"])
    before = changed(tab, before)
    page.focus("#explore-plane")
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    before = changed(tab, before)
    page.click("#explore-walk")
    changed(tab, before)
    expect(page.locator("#explore-walk")).to_have_attribute("aria-pressed", "true")
    page.click("#explore-walk")
    page.keyboard.press("Escape")
    expect(page.locator("#explore-panel")).to_be_hidden()
    assert page.evaluate("document.activeElement.id") == "explore"


def test_a_walk_from_a_to_b_goes_there_and_back_and_what_is_held_stays_in_other_tools_and_when_the_panel_is_closed(tab):
    page = tab.page
    explore(tab)
    page.click("#explore-next"), page.click("#explore-next")  # sample 2 is B
    page.click('[data-tool="way"]')
    page.locator(".gan-way .gan-slide input").fill("0.5")
    place = lambda: float(page.input_value(".gan-way .gan-slide input"))  # noqa: E731
    settled(tab)
    page.click("#explore-walk")
    eventually(page, lambda: place() > 0.9)
    expect(page.locator("#explore-near")).to_be_hidden()
    eventually(page, lambda: 0.2 < place() < 0.9)
    page.click("#explore-walk")
    settled(tab)
    stopped = place()
    explorer = Explorer(Still.of(tab.run.trainer))
    explorer.a = explorer.sample(3)
    there = explorer.pictures(explorer.between("spherical", [stopped]))[0, 0].numpy()
    expect(page.locator("#explore-near")).to_be_visible()
    assert np.abs(seen(large(tab)) - there).mean() < 0.06
    before = large(tab)
    page.click('[data-tool="directions"]')
    held = changed(tab, before)
    page.click('[data-tool="way"]')
    assert changed(tab, held) == before and place() == stopped
    page.click("#explore-panel .gan-cross")
    page.click("#explore")
    settled(tab)
    assert place() == stopped and large(tab) == before
    expect(page.locator(".gan-sample")).to_have_text("sample 3")


def middle_of_fake(page, number):
    """The place of a fake in the grid of pictures, on the page."""
    box = page.locator(".gan-frame").bounding_box()
    pitch = (box["width"] * (1 - 20 / 592) + 4) / 12
    return box["x"] + ((number - 1) % 8 + 0.45) * pitch, box["y"] + ((number - 1) // 8 + 0.45) * pitch


def holds_fake(tab, number):
    """The panel shows the fake of that number, of its class, and says so."""
    expect(tab.page.locator(".gan-sample")).to_have_text(f"sample {number}")
    settled(tab)
    shown = unpack(tab.run.frame.bytes)["arrays"]["fakes"][number - 1, :, :, 0] / 127.5 - 1
    assert np.abs(seen(large(tab)) - shown).mean() < 0.06
    expect(tab.page.locator("#explore-class")).to_have_value(str((number - 1) * 10 // 64))


def test_a_fake_of_the_picture_is_explored_by_a_click_or_a_key(tab):
    page = tab.page
    page.mouse.click(*middle_of_fake(page, 43))
    holds_fake(tab, 43)
    page.keyboard.press("Escape")
    expect(page.locator(".gan-frame")).to_be_focused()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    holds_fake(tab, 8)
    page.click("#explore-next")
    expect(page.locator(".gan-sample")).to_have_text("sample 9")
    page.keyboard.press("Escape")
    page.mouse.click(*middle_of_fake(page, 2))  # B, unless another is
    holds_fake(tab, 2)
    page.keyboard.press("Escape")
    page.click("#slow")
    page.mouse.click(*middle_of_fake(page, 2))
    expect(page.locator("#explore-panel")).to_be_hidden()
    assert tab.run.trainer.step <= 5


def test_the_compass_is_there_whatever_the_run_and_opens_what_is_nearest_to_its_data(tab):
    page = tab.page
    for config, name in ((CONFIG, "glyphs-dcgan"), (pictures(data="landscapes"), "landscapes-r3gan"), (CONFIGS["text-gumbel"], "names-seqgan"),
                         (CONFIGS["chorale"], "music-bach"), (recipe("gan"), "glyphs-dcgan")):
        tab.run.rebuild(config)
        expect(page.locator(".gan-which-name")).to_have_text(f"{config.recipe} {tab.run.trainer.data.title}", timeout=PATIENCE)
        page.click(".gan-explore-first")
        expect(page.locator("#explore-source")).to_have_value(name)
        page.wait_for_function("document.querySelector('#explore-large').dataset.turn")
        page.keyboard.press("Escape")
        expect(page.locator(".gan-explore-first")).to_be_focused()


def test_a_ready_made_generator_is_named_as_one(tab):
    page = tab.page
    explore(tab)
    expect(page.locator("#explore-ready-made")).to_be_hidden()
    page.select_option("#explore-source", "glyphs-dcgan")
    expect(page.locator("#explore-ready-made")).to_contain_text("your own run")
    expect(page.locator("#explore-newest")).to_be_hidden()
    page.select_option("#explore-source", "")
    expect(page.locator("#explore-newest")).to_be_visible()


def test_ready_made_music_is_heard_whatever_the_run_is(tab):
    page = tab.page
    explore(tab)
    page.select_option("#explore-source", "music-bach")
    expect(page.locator("#explore-panel")).to_have_attribute("data-kind", "music")
    settled(tab)
    page.click("#listen-held")
    expect(page.locator("#listen-held")).to_have_attribute("aria-pressed", "true")
    page.click("#listen-held")
    expect(page.locator("#listen-held")).to_have_attribute("aria-pressed", "false")


def test_the_sample_to_go_to_is_never_the_one_that_is_held(tab):
    page = tab.page
    explore(tab)
    page.locator('[data-tool="way"]').click()
    page.click("#explore-next")
    expect(page.locator(".gan-sample")).to_have_text("sample 2")
    settled(tab)
    strip = page.evaluate("""() => {
        const [canvas, tiles] = [document.querySelector('.gan-way canvas'), 9];
        const tile = (i) => [...canvas.getContext('2d').getImageData(Math.floor(canvas.width * i / tiles), 0, Math.floor(canvas.width / tiles) - 8, canvas.height).data];
        return [tile(0), tile(tiles - 1)];
    }""")
    assert strip[0] != strip[1]


def test_a_training_picture_and_one_of_the_visitor_s_own_are_searched_for(tab):
    page = tab.page
    explore(tab)
    page.click('[data-tool="search"]')
    page.click(".gan-reals button:nth-child(2)")
    page.wait_for_function("document.querySelector('.gan-pair progress').value === 1")
    expect(page.locator("#explore-search")).to_contain_text("It came within")
    before = large(tab)
    page.click("#explore-found")
    changed(tab, before)
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(file, "PNG")
    page.set_input_files("#explore-file", [{"name": "white.png", "mimeType": "image/png", "buffer": file.getvalue()}])
    page.wait_for_function("document.querySelector('.gan-pair progress').value < 1")
    page.wait_for_function("document.querySelector('.gan-pair progress').value === 1")
    wanted = seen(page.evaluate("document.querySelector('.gan-pair canvas').toDataURL()"))
    assert np.abs(wanted - 1).max() < 0.05
    page.set_input_files("#explore-file", [{"name": "notes.png", "mimeType": "image/png", "buffer": b"no picture"}])
    expect(page.locator("#explore-search")).to_contain_text("cannot read")


def test_a_class_is_chosen_and_each_says_how_well_it_is_learned(tab):
    page = tab.page
    expect(page.locator("#class option")).to_have_count(11)
    eventually(page, lambda: "%" in page.inner_text("#class option:nth-child(3)"))
    page.select_option("#class", "3")
    eventually(page, lambda: tab.run.wishes.label == 3)
    expect(page.locator('.gan-class-bars i[data-shown="true"]')).to_have_count(1)
    told = tab.run._look().told(3)["label"]
    assert set(told.tolist()) == {3}
    explore(tab)
    expect(page.locator("#explore-class")).to_have_value("3")  # it begins with the class that is shown
    page.keyboard.press("Escape")
    page.click(".gan-class-bars i:nth-child(4)")
    eventually(page, lambda: tab.run.wishes.label is None)
    explore(tab)
    expect(page.locator("#explore-class option")).to_have_count(10)
    before = large(tab)
    page.select_option("#explore-class", "7")
    changed(tab, before)


def test_the_way_from_a_to_b_is_taken_away_as_an_animation(tab, tmp_path):
    page = tab.page
    explore(tab)
    page.click('[data-tool="way"]')
    settled(tab)
    with page.expect_download() as saved:
        page.click("#explore-keep")
    assert saved.value.suggested_filename == "dcgan-a-to-b.gif"
    saved.value.save_as(tmp_path / "way.gif")
    explorer = Explorer(Still.of(tab.run.trainer))
    with Image.open(tmp_path / "way.gif") as gif:
        seen_at = {}  # pictures that are alike are one, shown longer
        for each in ImageSequence.Iterator(gif):
            shown = np.asarray(each.convert("RGB")).astype(float)
            seen_at |= dict.fromkeys(range(len(seen_at), len(seen_at) + each.info["duration"] // KEPT_PAUSE), shown)
    assert len(seen_at) == 2 * (CROSSING - 1), "there and back, without end"
    for place, code in ((0, explorer.sample(1)), (CROSSING - 1, explorer.sample(2))):
        assert np.abs(seen_at[place] - tiled(explorer.pictures(explorer.code(code)[None]), KEPT_SIDE)).mean() < 4


def test_another_run_is_met_and_data_without_pictures_close_the_panel(tab):
    page = tab.page
    explore(tab)
    tab.run.rebuild(pictures(generator="style", generator_batch_norm=False, generator_depth=1))
    page.wait_for_function("document.querySelector('.gan-hand-column .gan-slide span').textContent === 'Truncation ψ'")
    page.click('[data-tool="way"]')
    page.click('.gan-segment[data-value="styles"]')
    page.wait_for_function("document.querySelector('.gan-way .gan-mosaic').dataset.pictures === '6'")
    expect(page.locator("#explore-take")).to_be_disabled()
    tab.run.rebuild(recipe("gan"))
    expect(page.locator("#explore-panel")).to_be_hidden()
    expect(page.locator("#explore")).to_be_hidden()


@pytest.mark.parametrize("width, height", [(1440, 900), (900, 1100), (390, 844)])
def test_the_panel_fits_and_axe_finds_no_serious_fault(browser, app, width, height):  # noqa: F811
    tab = opened(browser, app, width, height)
    page = tab.page
    explore(tab)
    for tool in ("directions", "way", "plane", "search"):
        page.click(f'[data-tool="{tool}"]')
        page.wait_for_timeout(700)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(ABOVE) <= 0, "nothing of the head is cut off"
        if width == 1440:
            assert page.evaluate("document.documentElement.scrollHeight") <= height
            assert page.evaluate("(p => p.scrollHeight - p.clientHeight)(document.querySelector('.gan-explore'))") <= 1, tool
        assert not faults(page), tool
    page.close()


def test_a_chinese_browser_explores_in_chinese(browser, app):  # noqa: F811
    tab = opened(Chinese(browser), app)
    names = {*english(tab.page), "GANSpace", "SeFa"}  # of data and files, the same everywhere
    explore(tab)
    for tool in ("directions", "way", "plane", "search"):
        tab.page.click(f'[data-tool="{tool}"]')
        if tool == "search":
            tab.page.click(".gan-reals button:nth-child(2)")
            tab.page.wait_for_function("document.querySelector('.gan-pair progress').value === 1")
        assert set(english(tab.page)) <= names, tool
    tab.page.close()


def test_nonsense_ends_in_a_sentence():
    from playground.live.explore import Exploring
    from playground.live.packet import unpack
    from playground.live.run import Run
    run, exploring = Run(CONFIG), Exploring()
    try:
        for given in (None, {}, {"do": "fly"}, {"do": "show", "amounts": "many"}, {"do": "show", "truncation": float("nan")},
                      {"do": "a", "number": None}, {"do": "show", "wants": ["everything"]}, {"do": "show", "wants": ["plane"], "axes": [1]},
                      {"do": "search", "pixels": "AAAA"}, {"do": "search", "real": "first"}, {"do": "found"},
                      {"do": "show", "wants": ["plane"], "axes": [2, 2]}, {"do": "show", "t": 0.5, "label": "x"}):
            assert unpack(exploring.answer(run, given))["refused"].endswith("."), given
        assert "large" in unpack(exploring.answer(run, {"do": "open"}))["arrays"], "and the next wish is granted"
    finally:
        run.close()
