"""Share and export in a real browser: a link opened in a new tab gives the same numbers, and files are saved."""

import base64
import json
import math
import os
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect
from small import small
from test_app import PATIENCE, Tab, browser, tab  # noqa: F401 - fixtures

from playground import Trainer, recipe, register_loss
from playground.app import files
from playground.export import FORMATS, document
from playground.onpaper import OnPaper
from playground.share import encode

ROOT = Path(__file__).resolve().parents[1]


def change_on_the_way(tab):
    """A run whose learning rate (by a key), data and loss are changed while it plays."""
    tab.page.click("#play")
    tab.wait_for_step(30)
    tab.page.focus("#generator_lr input")
    tab.page.keyboard.press("ArrowLeft")
    tab.page.wait_for_timeout(300)
    tab.run.set(data="moons")
    tab.run.set(loss="least-squares")
    tab.wait_for_step(tab.run.trainer.step + 30)
    tab.pause()


def shared(tab):
    """Press share, and wait for the link."""
    tab.page.click("#share")
    expect(tab.page.locator("#share-link")).to_be_visible()
    return tab.page.input_value("#share-link")


def test_a_shared_link_opened_in_a_new_tab_stands_there_with_the_same_losses(tab, browser, app):
    change_on_the_way(tab)
    link = shared(tab)
    assert link == tab.page.url and link.startswith(app[1] + "#run=1.")
    expect(tab.page.get_by_role("dialog")).to_contain_text(f"{tab.run.trainer.step} steps, 3 changes on the way")
    other = Tab(browser, app, at=link.removeprefix(app[1]))
    try:
        other.wait_for_step(tab.run.trainer.step)
        expect(other.page.locator("#play")).to_have_text("Play")
        assert other.run.trainer.events == tab.run.trainer.events and len(other.run.trainer.events) == 3
        assert np.array_equal(other.run.trainer.history.rows(), tab.run.trainer.history.rows())
        expect(other.page.locator("#generator_lr output")).to_have_text(tab.page.inner_text("#generator_lr output"))
        other.page.get_by_text("Loss and penalty").click()
        expect(other.page.locator("#loss input")).to_have_value("least-squares")
        other.page.click("#play")
        other.wait_for_step(tab.run.trainer.step + 5)
    finally:
        other.page.close()
    assert not other.complaints and not other.strangers


def test_a_link_to_runs_side_by_side_opens_all_of_them(tab, browser, app):
    page = tab.page
    page.click("#play")
    tab.wait_for_step(20)
    page.click("#add-run")
    page.wait_for_selector('[data-run="B"]')
    page.select_option("#contrast", "Hinge loss")
    expect(page.locator('[data-run="B"] .gan-stand-name')).to_contain_text("Hinge")
    tab.pause()
    side = tab.sessions.named(tab.name).side
    link = shared(tab)
    assert link.startswith(app[1] + "#run=2.")
    expect(page.get_by_role("dialog")).to_contain_text(re.compile(r"It holds all runs side by side: A: gan on ring, .* steps; B: gan on ring, .*1 change on the way\."))
    other = Tab(browser, app, at=link.removeprefix(app[1]))
    try:
        other.page.wait_for_selector('[data-run="B"]')
        expect(other.page.locator("#play")).to_have_text("Play", timeout=PATIENCE)
        there = other.sessions.named(other.name).side
        assert [run.config.loss for run in there.runs] == ["non-saturating", "hinge"]
        for a, b in zip(side.runs, there.runs, strict=True):
            assert np.array_equal(a.trainer.history.rows(), b.trainer.history.rows())
    finally:
        other.page.close()
    assert not other.complaints
    page.keyboard.press("Escape")
    page.click("#export")
    with page.expect_download() as saved:
        page.get_by_role("menuitem", name="The run").click()
    assert document.read_all(Path(saved.value.path()).read_text()) == [OnPaper.of(run.trainer) for run in side.runs]


def test_a_long_replay_shows_its_progress_and_pause_ends_it(browser, app):
    tab = Tab(browser, app, at="#" + encode(OnPaper(recipe("gan"), (), 40_000)))
    try:
        expect(tab.page.locator(".gan-replay")).to_contain_text("of 40,000 steps")
        tab.wait_for_step(20)
        expect(tab.page.locator("#play")).to_have_text("Pause")
        tab.page.click("#play")
        expect(tab.page.locator(".gan-replay")).to_be_hidden()
        assert 0 < tab.run.trainer.step < 40_000 and not tab.run.status.playing
        tab.page.evaluate("location.hash = 'run=1.AAAA'")
        expect(tab.page.get_by_role("alert")).to_contain_text("damaged")
        tab.page.evaluate("link => { location.hash = link; }", encode(OnPaper(recipe("lsgan"), (), 12)))
        expect(tab.page.locator("#about")).to_contain_text("squared error")
        tab.wait_for_step(12)
        assert tab.run.trainer.step == 12
    finally:
        tab.page.close()
    assert not tab.complaints


def test_nonsense_in_the_address_gives_a_sentence_and_the_usual_page(browser, app):
    tab = Tab(browser, app, at="#run=1.nonsense")
    try:
        expect(tab.page.get_by_role("alert")).to_contain_text("damaged")
        assert tab.run.config == recipe("gan")
        tab.page.click("#play")
        tab.wait_for_step(5)
    finally:
        tab.page.close()
    assert not tab.complaints


def test_a_run_that_no_link_can_hold_is_offered_as_a_file_which_the_page_opens_again(tab, tmp_path):
    page = tab.page
    page.click("#play")
    tab.wait_for_step(10)
    for i in range(1200):
        tab.run.trainer.set(generator_lr=1e-3 * (1 + abs(math.sin(i))))
    tab.pause()
    page.click("#share")
    expect(page.get_by_role("dialog")).to_contain_text("A link cannot hold this run")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save the file").click()
    saved.value.save_as(tmp_path / "run.json")
    held = document.read((tmp_path / "run.json").read_text())
    assert held == OnPaper.of(tab.run.trainer) and saved.value.suggested_filename == f"gan-ring-{held.steps}.json"
    rows = tab.run.trainer.history.rows().copy()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.click("#reset")
    expect(page.locator("#step-counter")).to_have_text("0")
    page.click("#share")
    with page.expect_file_chooser() as chooser:
        page.click("#open-run")
    chooser.value.set_files(tmp_path / "run.json")
    tab.wait_for_step(held.steps)
    expect(page.locator("#play")).to_have_text("Play")
    assert np.array_equal(tab.run.trainer.history.rows(), rows)


def test_a_loss_of_one_s_own_does_not_travel_and_the_page_says_so(tab):
    register_loss("mine", lambda real, fake: (-real).exp().mean() + fake.exp().mean(), lambda fake, real: (-fake).exp().mean())
    tab.run.set(loss="mine")
    tab.page.click("#share")
    expect(tab.page.get_by_role("dialog")).to_contain_text("your own loss 'mine'")


def test_the_exported_script_prints_the_run_s_losses(tab, tmp_path):
    change_on_the_way(tab)
    tab.page.click("#export")
    with tab.page.expect_download() as saved:
        tab.page.get_by_role("menuitem", name="Python script").click()
    expect(tab.page.locator(".gan-menu:visible")).to_contain_text("Saved as gan-moons-")
    saved.value.save_as(tmp_path / "run.py")
    done = subprocess.run([sys.executable, tmp_path / "run.py"], cwd=tmp_path, capture_output=True, text=True, timeout=120,
                          env=os.environ | {"PYTHONPATH": str(ROOT)})
    last = tab.run.trainer.history.last()
    assert json.loads(done.stdout)["losses"] == {"d": last["loss_d"], "g": last["loss_g"]}


def test_every_quick_format_is_saved_while_the_run_plays_on(tab, tmp_path):
    page = tab.page
    tab.run.speed(20)
    page.click("#play")
    tab.wait_for_step(20)
    page.press("#export", "Enter")  # unlike a click it need not wait for a busy machine to draw
    fitting = [name for name, chosen in FORMATS.items() if "points" in (chosen.kinds or ("points",))]
    assert page.locator('[role="menuitem"]:visible').evaluate_all("all => all.map((item) => item.dataset.format)") == fitting
    for name in (name for name in fitting if not FORMATS[name].slow):
        before = tab.run.trainer.step
        with page.expect_download(timeout=4 * PATIENCE) as saved:
            page.press(f'[data-format="{name}"]', "Enter")
        saved.value.save_as(tmp_path / f"run.{name}")
        assert tab.run.status.playing
        tab.wait_for_step(before + 1)
    held = document.read((tmp_path / "run.json").read_text())
    assert np.array_equal(held.replay().history.rows(), tab.run.trainer.history.rows()[:held.steps])


def test_a_film_that_was_asked_for_before_another_run_began_arrives_and_is_told_of(tab):
    page = tab.page
    tab.run.rebuild(small(data="ring"))
    tab.run.step(6)
    page.wait_for_function("document.querySelector('#step-counter').textContent === '6'")
    page.click("#export")
    with page.expect_download(lambda file: file.suggested_filename.endswith(".gif"), timeout=6 * PATIENCE) as saved:
        page.click("[data-format='gif']")
        expect(page.locator("[data-format='gif']")).to_have_attribute("aria-busy", "true")
        with page.expect_download() as beside:
            page.click("[data-format='py']")
        assert beside.value.suggested_filename == "gan-ring-6.py"
        expect(page.locator("[data-format='py']")).to_contain_text("Saved as gan-ring-6.py")
        expect(page.locator("[data-format='gif']")).to_contain_text("Making it")
        page.keyboard.press("Escape")
        expect(page.locator("#export")).to_have_attribute("data-busy", "true")
        page.click("#recipe label:has-text('r3gan')")
    assert saved.value.suggested_filename == "gan-ring-6.gif"
    expect(page.get_by_role("alert")).to_contain_text("Saved as gan-ring-6.gif")
    expect(page.locator("#export")).to_have_attribute("data-busy", "false")


def test_an_animation_is_made_in_a_process_of_its_own():
    making = files.Making(csv=0.5)
    assert files.answer(Standing(), {"ask": "making"}, making)["shares"] == making
    made = files.answer(Standing(), {"ask": "export", "format": "gif"}, making)
    assert making == {"csv": 0.5}, "what is done is not under way any more"
    film = Image.open(BytesIO(base64.b64decode(made["data"])))
    assert film.n_frames == 1 and made["name"] == "gan-ring-0.gif"


def test_the_popovers_are_worked_with_the_keyboard(tab):
    page = tab.page
    page.focus("#export")
    page.keyboard.press("Enter")
    expect(page.locator('[data-format="png"]')).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator('[data-format="gif"]')).to_be_focused()
    page.keyboard.press("ArrowUp"), page.keyboard.press("ArrowUp")
    expect(page.locator('[data-format="ipynb"]')).to_be_focused()
    page.keyboard.press("r"), page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert tab.run.trainer.step == 0, "the keys of the run rest"
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_be_hidden()
    expect(page.locator("#export")).to_be_focused()
    page.click("#share")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.mouse.click(700, 500)
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("#share")).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("given", [None, "share", 5, {}, {"ask": "delete"}, {"ask": ["share"]}, {"ask": "export", "format": "../x"},
                                   {"ask": "export", "format": {"a": 1}}])
def test_nonsense_asked_for_gives_nothing(given):
    assert not {"link", "data"} & files.answer(Standing(), given, files.Making()).keys()


class Standing:
    """All that `files.answer` reads of a run."""
    trainer = Trainer(small())


def test_only_so_many_files_are_made_at_once_and_a_slow_one_is_given_up(monkeypatch):
    monkeypatch.setattr(files, "PATIENCE", 0.1)
    assert "given up" in files.answer(Standing(), {"ask": "export", "format": "gif"}, files.Making())["refused"]
    for _ in range(files.AT_ONCE):
        assert files._places.acquire(blocking=False)
    assert "all places are taken" in files.answer(Standing(), {"ask": "export", "format": "csv"}, files.Making())["refused"]
    for _ in range(files.AT_ONCE):
        files._places.release()
    assert files.answer(Standing(), {"ask": "export", "format": "csv"}, files.Making())["name"] == "gan-ring-0.csv"
