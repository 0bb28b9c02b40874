"""Time travel in a real browser: drag, Play, and nothing is lost; a saved run is opened with its whole timeline."""

import numpy as np
import pytest
from playwright.sync_api import expect

from playground import Trainer
from playground.app import serve
from playground.live.side import Side
from small import assert_same_run, small
from test_app import PATIENCE, Tab, browser, tab  # noqa: F401 - fixtures


def number(page, name):
    return int(page.get_attribute("#timeline", f"aria-{name}"))


def train_to(tab, step):
    tab.page.click("#play")
    tab.wait_for_step(step)
    tab.pause()


def drag_to(page, share):
    """The marker, dragged to a share of the way from the beginning to where it is."""
    page.wait_for_timeout(300)
    box = page.locator("#timeline").bounding_box()
    at, left, y = marker(page), box["x"], box["y"] + box["height"] * 0.3
    assert at > 0
    page.mouse.move(left + at, y)
    page.mouse.down()
    page.mouse.move(left + 28 + (at - 28) * share, y, steps=6)
    page.wait_for_timeout(200)
    page.mouse.up()


def marker(page):
    """Where the marker stands on the track, in pixels: found by its colour, the only ink line from top to bottom."""
    return page.evaluate("""() => {
        const canvas = document.querySelector('#timeline canvas'), ratio = canvas.width / canvas.clientWidth;
        const ink = getComputedStyle(document.querySelector('.gan-grid')).color.match(/\\d+/g).map(Number);
        const row = canvas.getContext('2d').getImageData(0, 2, canvas.width, 1).data;
        for (let x = 0; x < canvas.width; x++) if (row[4 * x + 3] > 200 && ink.every((c, i) => Math.abs(row[4 * x + i] - c) < 40)) return x / ratio;
        return -1;
    }""")


def settled(tab):
    """Waits until the page shows the moment that the marker names."""
    tab.page.wait_for_function("""() => {
        const slider = document.querySelector('#timeline'), step = document.querySelector('#step-counter').dataset.step;
        return slider.getAttribute('aria-valuenow') === step;
    }""")
    tab.page.wait_for_timeout(300)


def test_drag_back_and_play_branches_off_and_the_old_branch_is_kept(tab):
    page = tab.page
    train_to(tab, 200)
    end = tab.run.trainer.step
    rows, drawn = tab.run.trainer.history.rows().copy(), tab.picture()
    drag_to(page, 0.5)
    expect(page.locator('[data-part="counter"]')).to_contain_text(f"of {end}")
    settled(tab)
    there = tab.run.trainer.step
    assert 0.3 * end < there < 0.7 * end and number(page, "valuenow") == there == tab.step
    assert page.get_attribute(".gan-grid", "data-status") == "past" and tab.picture() != drawn
    page.click("#play")
    expect(page.locator("#branch button")).to_have_count(2)
    page.wait_for_function("step => Number(document.querySelector('#step-counter').dataset.step) > step + 20", arg=there)
    page.dispatch_event("#play", "click")
    expect(page.locator('#branch [aria-pressed="true"]')).to_have_text(f"2nothing changed from {there} on")
    page.click('#branch [data-branch="1"]')
    tab.wait_for_step(end)
    settled(tab)
    assert tab.run.trainer.step == end and np.array_equal(tab.run.trainer.history.rows(), rows)
    page.click("#step")
    tab.wait_for_step(end + 1)
    assert_same_run(tab.run.trainer, Trainer.replay(tab.run.trainer.initial_config, [], end + 1))


def test_the_settings_stand_as_they_were_and_the_change_is_named(tab):
    page = tab.page
    train_to(tab, 60)
    changed_at = tab.run.trainer.step
    tab.run.set(generator_lr=0.004)
    train_to(tab, changed_at + 60)
    page.focus("#timeline")
    page.keyboard.press("Home")
    settled(tab)
    expect(page.locator("#generator_lr output")).to_have_text("0.001")
    page.keyboard.press("End")
    settled(tab)
    expect(page.locator("#generator_lr output")).to_have_text("0.004")
    caption = page.locator("#value figcaption")
    expect(caption).to_have_attribute("data-tip", f"What D maximises and G minimises; when D cannot tell real from fake it is −log 4. Lines: step {changed_at}: G’s learning rate 0.004.")
    page.keyboard.press("Home")
    settled(tab)
    tab.run.set(loss="hinge")
    expect(page.locator('#branch [data-branch="2"]')).to_contain_text("loss hinge from 0 on")


def test_the_keyboard_moves_the_marker_and_plays(tab):
    page = tab.page
    train_to(tab, 150)
    end = tab.run.trainer.step
    page.focus("#timeline")
    for key, step in (("PageDown", end - 10 * round(end / 100)), ("Shift+ArrowLeft", end - 10 * round(end / 100) - 1), ("Home", 0),
                      ("ArrowRight", round(end / 100)), ("End", end), ("Shift+ArrowLeft", end - 1)):
        page.keyboard.press(key)
        settled(tab)
        assert tab.run.trainer.step == number(page, "valuenow") == step, key
    assert page.get_attribute("#timeline", "aria-valuetext") == f"step {end - 1} of {end}"
    page.keyboard.press(" ")
    tab.wait_for_step(end + 5)
    assert tab.run.timeline.shown.name == "2"
    page.keyboard.press(" ")
    page.keyboard.press("r")
    expect(page.locator("#branch button")).to_have_count(1)
    assert tab.step == 0


def test_a_finger_on_a_phone_goes_back_and_the_button_turns_through_the_branches(browser, app):  # noqa: F811
    tab = Tab(browser, app, 390, 844)
    try:
        page = tab.page
        train_to(tab, 150)
        end = tab.run.trainer.step
        box = page.locator("#timeline").bounding_box()
        touch = "(type, x) => document.querySelector('#timeline').dispatchEvent(new PointerEvent(type, {pointerType: 'touch', pointerId: 1, isPrimary: true, clientX: x, clientY: %f, bubbles: true}))" % (box["y"] + 15)
        page.evaluate("HTMLElement.prototype.setPointerCapture = () => {}")
        page.evaluate(f"x => ({touch})('pointerdown', x)", box["x"] + 40)
        page.evaluate(f"x => ({touch})('pointermove', x)", box["x"] + 30)
        page.evaluate(f"x => ({touch})('pointerup', x)", box["x"] + 30)
        settled(tab)
        assert 0 < tab.run.trainer.step < end
        page.click("#step")
        button = page.locator(".gan-branch-next")
        expect(button).to_have_text("2")
        button.click()
        expect(button).to_have_text("1")
        tab.wait_for_step(end)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    finally:
        tab.page.close()
    assert not tab.complaints


@pytest.fixture
def saved(tmp_path):
    trainer = Trainer(small(data="ring", seed=3))
    trainer.run(steps=120)
    trainer.set(loss="hinge")
    trainer.run(steps=60)
    trainer.save(tmp_path)
    demo, address = serve(port=None, open_browser=False, block=False, start=lambda: Side(Trainer.load(tmp_path), replay=True))
    yield trainer, (demo, address)
    demo.close(verbose=False)


def test_a_saved_run_is_opened_at_its_end_with_its_whole_timeline(saved, browser):  # noqa: F811
    trainer, app = saved
    tab, other = Tab(browser, app), Tab(browser, app)
    try:
        page = tab.page
        tab.wait_for_step(180)
        page.get_by_text("Loss and penalty").click()
        expect(page.locator("#loss input")).to_have_value("hinge")
        expect(page.locator(".gan-timeline-head .gan-note")).to_have_text("drag to go back; Play branches off", timeout=PATIENCE)
        assert_same_run(tab.run.trainer, trainer)
        page.focus("#timeline")
        page.keyboard.press("Home")
        for _ in range(3):
            page.keyboard.press("PageUp")
        settled(tab)
        assert tab.step == 60 and np.array_equal(tab.run.trainer.history.rows(), trainer.history.rows()[:60])
        expect(page.locator("#loss input")).to_have_value("non-saturating")
        assert other.run.trainer.step == 180, "everybody has a run of his own"
    finally:
        tab.page.close(), other.page.close()
    assert not tab.complaints and not other.complaints
