"""The app in a real browser: what a visitor clicks is what the run does, and nobody disturbs anybody."""

import json
import re
import shutil
import time
import urllib.request

import numpy as np
import pytest
from playwright.sync_api import expect, sync_playwright

from playground import Trainer, differences, recipe
from playground.app.controls import data_shelves
from playground.recipes import RECIPES

PATIENCE = 30_000
"""Milliseconds that a busy machine may take."""


def eventually(page, holds):
    """Wait until `holds()`, for as long as a busy machine may take, while the page goes on."""
    end = time.monotonic() + PATIENCE / 1000
    while not holds():
        assert time.monotonic() < end, "it never came true"
        page.wait_for_timeout(100)


def open_shelf(page, name):
    """Open the shelf on which a data set lies."""
    title = next(title for title, shelf in data_shelves().items() if name in shelf["names"])
    page.click(f'[data-shelf="{title}"]')


def choose_data(page, name):
    """Choose a data set by its tile, as a person does."""
    open_shelf(page, name)
    page.click(f'#data label:has(input[value="{name}"])')


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        yield chromium
        chromium.close()


class Tab:
    """A page with its run on the server, and whatever it complained about or asked of other hosts."""

    def __init__(self, browser, app, width=1440, height=900, at=""):
        self.sessions, before = app[0].sessions, set(app[0].sessions.names())
        self.page = browser.new_page(viewport={"width": width, "height": height})
        self.page.set_default_timeout(PATIENCE)
        self.complaints, self.strangers = [], []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda line: self.complaints.append(line.text) if line.type == "error" else None)
        self.page.on("request", lambda r: self.strangers.append(r.url) if not r.url.startswith((app[1], "data:", "blob:")) else None)
        self.page.goto(app[1] + at)
        self.page.wait_for_function("document.querySelector('#picture')?.dataset.frames > 0")
        (self.name,) = set(self.sessions.names()) - before
        self.run = self.sessions.named(self.name).run
        self.run.speed(60)  # on two cores a browser without a graphics card needs its share, or clicks time out

    @property
    def step(self):
        return int(self.page.inner_text("#step-counter").replace(",", ""))

    def wait_for_step(self, step):
        self.page.wait_for_function(
            "step => Number(document.querySelector('#step-counter').textContent.replaceAll(',', '')) >= step", arg=step)

    def pause(self):
        """Press Pause, and wait until it holds: the page says so at once, the runs when all have ended their step."""
        self.page.dispatch_event("#play", "click")  # a busy machine may be too slow for a pointer while it trains
        side = self.sessions.named(self.name).side
        eventually(self.page, lambda: not side.playing)
        expect(self.page.locator("#play")).to_have_attribute("aria-pressed", "false")
        self.wait_for_step(side.runs[0].trainer.step)

    def picture(self):
        return self.page.evaluate("[...document.querySelectorAll('#picture canvas, canvas#picture')].map(c => c.toDataURL()).join()")


@pytest.fixture
def tab(browser, app):
    tab = Tab(browser, app)
    yield tab
    tab.page.close()
    assert not tab.complaints
    assert not tab.strangers


def test_play_moves_the_picture_and_pause_holds_it(tab):
    page = tab.page
    assert tab.step == 0
    first = tab.picture()
    page.click("#play")
    tab.wait_for_step(100)
    assert tab.picture() != first
    assert int(page.get_attribute("#picture", "data-frames")) > 5
    assert int(page.get_attribute("#picture", "data-step")) > 0
    tab.pause()
    held = tab.step
    page.wait_for_timeout(1500)
    assert tab.step == held == tab.run.trainer.step
    page.click("#step")
    tab.wait_for_step(held + 1)
    assert tab.run.trainer.step == held + 1


def test_the_learning_rate_slider_acts_on_the_running_gan(tab):
    page = tab.page
    page.click("#play")
    tab.wait_for_step(20)
    before = tab.run.config.generator_lr
    page.focus("#generator_lr input")
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    eventually(page, lambda: tab.run.config.generator_lr > before)
    shown = lambda: float(page.inner_text("#generator_lr output"))  # noqa: E731
    eventually(page, lambda: shown() == pytest.approx(tab.run.config.generator_lr, rel=1e-3))
    assert tab.run.trainer.events[-1].changes == {"generator_lr": tab.run.config.generator_lr}
    assert tab.run.status.playing, "the GAN went on"


def test_folded_controls_are_whole_after_a_change_elsewhere(tab):
    page = tab.page
    page.focus("#batch_size input")
    page.keyboard.press("ArrowLeft")
    page.click("#recipe label:has-text('r3gan')")
    page.wait_for_function("document.querySelector('#recipe input:checked').value === 'r3gan'")
    page.wait_for_timeout(500)
    for fold in page.locator(".gan-fold > button").all():
        fold.click()
    expect(page.locator("#ema output")).to_have_text("0.995")
    expect(page.locator("#generator_width output")).to_have_text("128")
    page.focus("#generator_width input")
    page.keyboard.press("ArrowLeft")
    eventually(page, lambda: tab.run.config.generator_width < 128)


def test_two_tabs_train_side_by_side_and_give_the_numbers_of_a_trainer_alone(tab, browser, app):
    other = Tab(browser, app)
    try:
        other.page.click("#recipe label:has-text('lsgan')")
        eventually(other.page, lambda: other.run.config.recipe == "lsgan")
        for each in (tab, other):
            each.page.bring_to_front()
            each.page.click("#play")
        for each in (tab, other):
            each.page.bring_to_front()
            each.wait_for_step(120)
            each.run.pause()
        assert (tab.run.config.recipe, other.run.config.recipe) == ("gan", "lsgan")
        for each, config in ((tab, recipe("gan")), (other, recipe("lsgan"))):
            alone = Trainer(config)
            alone.run(steps=each.run.trainer.step)
            assert np.array_equal(each.run.trainer.history.rows(), alone.history.rows())
    finally:
        other.page.close()


def test_a_page_that_loses_its_stream_begins_another(tab):
    session = tab.sessions.named(tab.name)
    session.stream += 1  # as when something on the way cuts it
    lost = session.stream
    eventually(tab.page, lambda: session.stream > lost)
    tab.page.click("#play")
    tab.wait_for_step(20)


def test_a_closed_tab_frees_its_run(browser, app):
    tab = Tab(browser, app)
    tab.page.click("#play")
    tab.wait_for_step(20)
    run, closed = tab.run, time.monotonic()
    tab.page.close()
    while tab.name in tab.sessions.names() or run._thread.is_alive():
        assert time.monotonic() - closed < 20, "the run still uses the processor"
        time.sleep(0.2)


def test_slow_motion_shows_the_eleven_phases_of_one_step(tab):
    page = tab.page
    page.click("#slow")
    titles = []
    for index in range(1, 12):
        expect(page.locator('[data-part="phase"]')).to_contain_text(f"Phase {index} of 11")
        titles.append(page.inner_text('[data-part="phase"] h2, [data-part="phase"] h3').strip())
        page.get_by_text("Next phase", exact=True).click()
    expect(page.locator('[data-part="phase"]')).to_contain_text("Phase 1 of 11")
    assert titles[0] == "Draw reals" and titles[-1] == "G’s update"
    assert tab.run.trainer.step == 2


@pytest.mark.parametrize("data, kind", [("two-gaussians-1d", "line"), ("grid", "points"), ("digits", "images")])
def test_data_of_every_kind_begins_a_new_run(tab, data, kind):
    page = tab.page
    choose_data(page, data)
    page.wait_for_function("kind => document.querySelector('.gan-grid').dataset.kind === kind", arg=kind)
    assert tab.run.trainer.data.kind == kind
    page.click("#play")
    tab.wait_for_step(5)


def test_a_recipe_that_needs_pictures_brings_its_own_data(tab):
    page = tab.page
    page.click("#recipe label:has-text('dcgan')")
    page.wait_for_function("document.querySelector('.gan-grid').dataset.kind === 'images'")
    expect(page.get_by_role("radio", name="capital letters")).to_be_checked()


def test_the_dirac_gan_shows_the_way_of_both_players_and_the_eigenvalues(tab):
    page = tab.page
    choose_data(page, "dirac")
    page.wait_for_function("document.querySelector('.gan-grid').dataset.kind === 'toy'")
    page.click("#all-recipes")
    page.click("#recipe label:has-text('bilinear')")
    page.wait_for_function("document.querySelector('#recipe input:checked').value === 'bilinear'")
    page.click("#recipe label:has-text('dirac')")
    expect(page.locator("#about")).to_contain_text("The smallest GAN")
    page.click("#play")
    tab.wait_for_step(20)
    tab.pause()
    assert tab.run.config.recipe == "dirac"
    measured = tab.run.trainer.metrics()
    expect(page.locator('[data-metric="eigenvalues"]')).to_contain_text("± 0.50 i")
    expect(page.locator('[data-metric="radius"]')).to_contain_text(f"1.41 → {measured['radius']:.2f}")
    theta = _number(tab.run.trainer.state["g"])
    expect(page.locator('[data-part="diagram"] .gan-drawing-tall')).to_contain_text(f"θ = {theta}")
    assert not page.is_visible("#generator_width") and page.is_visible("#generator_lr"), "the toy has no widths"
    page.wait_for_timeout(300)
    drawn = tab.picture()
    page.click('[data-layer="way"]')
    eventually(page, lambda: tab.picture() != drawn)


def _number(value):
    return f"{float(value):.2f}".replace("-", "−")


def test_recipes_unfold_on_shelves_and_move_with_the_arrow_keys(tab):
    page = tab.page
    chip = page.locator("#recipe label", has_text="hinge")
    assert not chip.is_visible() and page.locator("#recipe label:visible").count() < 12
    page.click("#all-recipes")
    assert page.locator("#recipe input").count() == page.locator("#recipe label:visible").count() == len(RECIPES)
    assert {each.get_attribute("name") for each in page.locator("#recipe input").all()} == {"recipe"}, "one tab stop"
    chip.click()
    expect(page.locator("#about")).to_contain_text("beyond ±1")
    page.keyboard.press("ArrowRight")
    chosen = lambda: page.eval_on_selector("#recipe input:checked", "input => input.value")  # noqa: E731
    eventually(page, lambda: tab.run.config.recipe == chosen() != "hinge")
    page.click("#all-recipes")
    assert page.locator(f'#recipe label:has(input[value="{chosen()}"])').is_visible(), "the chosen one stays in sight"


def choose(page, setting, value):
    page.click(f"#{setting} input")
    page.get_by_role("option", name=value, exact=True).click()


def test_the_updates_change_while_the_gan_trains_and_a_refusal_puts_them_back(tab):
    page = tab.page
    page.click("#play")
    page.get_by_text("How the players move").click()
    expect(page.locator("#updates")).to_be_visible()
    expect(page.locator("#unrolled_steps")).to_be_hidden()
    choose(page, "updates", "unrolled")
    expect(page.locator("#unrolled_steps")).to_be_visible()
    assert tab.run.config.updates == "unrolled" and tab.run.status.playing
    tab.run.set(updates="alternating", n_critic=2)
    choose(page, "updates", "simultaneous")
    expect(page.locator("#updates input")).to_have_value("alternating")
    expect(page.locator("#n_critic output")).to_have_text("2")
    assert tab.run.config.updates == "alternating"
    expect(page.get_by_role("alert")).to_contain_text("n_critic has to be 1")


def test_the_stop_rule_and_the_duality_gap_are_switched_on_by_the_page(tab):
    page = tab.page
    choose_data(page, "dirac")
    page.wait_for_function("document.querySelector('.gan-grid').dataset.kind === 'toy'")
    tab.run.set(penalty="r1", penalty_weight=1.0)
    page.click("#step")
    page.click("#until"), page.click("#gap")
    page.focus("#speed")
    page.keyboard.press("End")
    page.click("#play")
    expect(page.locator("#play")).to_have_text("Play on", timeout=PATIENCE)
    expect(page.locator("#coach .gan-goals li.gan-met")).to_have_count(4)
    expect(page.locator("#coach .gan-goals")).to_contain_text("plateau")
    expect(page.locator('[data-metric="duality_gap"] b')).to_have_text(re.compile(r"\d"))
    assert not tab.run.status.playing and tab.run.trainer.metrics()["radius"] < 0.05
    page.click("#until")
    expect(page.locator("#coach .gan-goals")).to_be_hidden()
    expect(page.locator("#play")).to_have_text("Play")


def test_reset_begins_again_with_the_same_numbers(tab):
    page = tab.page
    page.click("#step")
    tab.wait_for_step(1)
    first = tab.run.trainer.history.rows().copy()
    page.click("#reset")
    page.wait_for_function("document.querySelector('#step-counter').textContent === '0'")
    page.click("#step")
    tab.wait_for_step(1)
    assert np.array_equal(tab.run.trainer.history.rows(), first)


def test_a_diverged_run_says_so_and_the_page_lives_on(tab):
    page = tab.page
    page.click("#play")
    tab.wait_for_step(60)
    tab.run.set(learning_rate=1.0, loss="least-squares")
    expect(page.locator('[data-part="coach"]')).to_contain_text("finite numbers")
    assert tab.run.trainer.diverged and not tab.run.status.playing
    page.click("#play")
    tab.wait_for_step(tab.run.trainer.step + 20)


def test_the_coach_s_cure_is_one_click_and_the_controls_show_it(tab):
    page = tab.page
    page.click("#recipe label:has-text('minimax')")
    expect(page.locator("#about")).to_contain_text("original game")
    tab.run.set(discriminator_lr=0.05, generator_lr=1e-4)
    page.get_by_text("Loss and penalty").click()
    expect(page.locator("#loss input")).to_have_value("minimax")
    tab.run.step(600)
    expect(page.locator("#cure")).to_be_visible()
    ill = tab.run.config
    page.click("#cure")
    eventually(page, lambda: tab.run.config != ill)
    (changed, _), *_ = differences(ill, tab.run.config).items()
    assert changed in ("loss", "penalty")
    expect(page.locator(f"#{changed} input")).to_have_value(getattr(tab.run.config, changed))
    assert tab.run.trainer.step == 600, "the run goes on"


def test_nonsense_from_a_page_ends_in_a_sentence_and_leaves_the_server_alive(tab, app):
    config = json.load(urllib.request.urlopen(app[1] + "config"))
    numbers = {d["api_name"]: d["id"] for d in config["dependencies"]}
    nonsense = [{"action": "speed", "steps_per_second": "fast"}, {"action": "speed", "steps_per_second": -1},
                {"action": "players", "value": "nobody"}, {"action": "next"}, {"action": "delete"}, {}, None]
    for given in nonsense:
        body = {"data": [], "fn_index": numbers["act"], "session_hash": tab.name, "event_data": given}
        request = urllib.request.Request(f"{app[1]}gradio_api/run/predict", json.dumps(body).encode(),
                                         {"Content-Type": "application/json"})
        assert urllib.request.urlopen(request).status == 200
    tab.page.click("#play")
    tab.wait_for_step(5)


@pytest.mark.parametrize("width, height", [(1440, 900), (1280, 800), (900, 1100), (390, 844)])
def test_the_page_fits_its_window(browser, app, width, height):
    tab = Tab(browser, app, width, height)
    try:
        page = tab.page
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if width >= 1440:
            assert page.evaluate("document.documentElement.scrollHeight") <= height
        assert page.is_visible("#play") and page.is_visible("#picture")
        page.click("#play")
        tab.wait_for_step(5)
    finally:
        tab.page.close()
    assert not tab.complaints
