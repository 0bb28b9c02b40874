"""Drawing one's own data in a real browser, with mouse and keys, while the GAN trains."""

import math

import torch
from playwright.sync_api import expect

from playground.data import dataset
from playground.data.drawn import read_strokes
from test_app import Tab, browser, choose_data, tab  # noqa: F401 - fixtures



def stroke(page, places):
    """Draw through places (x, y) of the sheet, each from 0 to 1 from its upper left corner, as a fast hand does."""
    box = page.locator("#drawing").bounding_box()
    at = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in places]
    page.mouse.move(*at[0])
    page.mouse.down()
    for place in at[1:]:
        page.mouse.move(*place)
    page.mouse.up()


def wait_for_data(tab, start):
    for _ in range(100):
        if tab.run.config.data.startswith(start):
            return tab.run.config.data
        tab.page.wait_for_timeout(100)
    raise AssertionError(tab.run.config.data)


def test_a_drawing_is_learned_by_the_gan_that_trains(tab):
    page = tab.page
    page.click("#play")
    tab.wait_for_step(30)
    trainer, seen = tab.run.trainer, tab.step
    page.check("#keep input")
    choose_data(page, "drawn")
    expect(page.locator("#drawing")).to_be_focused()
    expect(page.locator("#draw-use")).to_be_disabled()
    expect(page.locator("#draw-use")).to_have_text("Use it, keep the networks")
    stroke(page, [(0.25, 0.5), (0.75, 0.5), (0.75, 0.25)])
    stroke(page, [(0.5, 0.9)])
    tab.wait_for_step(seen + 10)
    assert tab.run.config.data == "ring", "nothing changes before it is used"
    page.click("#draw-use")
    data = dataset(wait_for_data(tab, "drawn:"))
    assert tab.run.trainer is trainer and trainer.events[-1].changes == {"data": tab.run.config.data}
    assert tab.run.status.playing
    line, dot = read_strokes(data.strokes)
    assert len(line) == 3, "no beads, and no more points than needed"
    assert (line - torch.tensor([[-1, 0], [1, 0], [1, 1]])).abs().max() < 0.02
    assert (dot - torch.tensor([[0, -1.6]])).abs().max() < 0.02
    expect(page.locator("#drawing")).to_be_hidden()
    expect(page.locator("#data input:checked")).to_have_value("drawn")
    expect(page.locator("#controls small", has_text="your drawing")).to_be_visible()
    assert "data:image/svg" in page.evaluate("document.querySelector('.gan-grid').style.getPropertyValue('--gan-drawing')")
    tab.wait_for_step(tab.step + 20)
    page.click("#reset")
    page.wait_for_function("document.querySelector('#step-counter').textContent === '0'")
    assert tab.run.config.data == data.spec, "Reset does not erase it"


def test_a_drawing_can_be_undone_cancelled_and_changed_again(tab):
    page = tab.page
    choose_data(page, "drawn")
    stroke(page, [(0.2, 0.2), (0.8, 0.2)])
    page.keyboard.press("Escape")
    expect(page.locator("#drawing")).to_be_hidden()
    assert tab.run.config.data == "ring" and page.input_value("#data input:checked") == "ring"
    choose_data(page, "drawn")
    expect(page.locator("#draw-use")).to_be_disabled()
    stroke(page, [(0.3, 0.3), (0.7, 0.3)])
    stroke(page, [(0.3, 0.7), (0.7, 0.7)])
    stroke(page, [(0.1, 0.1), (0.9, 0.9)])
    page.click("#draw-undo")
    page.click("#draw-clear")
    page.click("#draw-undo")
    page.fill("#draw-brush", "0.12")
    page.click("#draw-use")
    first = dataset(wait_for_data(tab, "drawn:"))
    assert len(read_strokes(first.strokes)) == 2 and first.noise == 0.12
    page.wait_for_function("document.querySelector('.gan-which').textContent.includes('drawing')")
    choose_data(page, "grid")
    wait_for_data(tab, "grid")
    choose_data(page, "drawn")
    stroke(page, [(0.5, 0.3), (0.5, 0.7)])
    page.click("#draw-use")
    second = dataset(wait_for_data(tab, "drawn:"))
    assert second.strokes.startswith(first.strokes + ".") and second.noise == 0.12
    page.wait_for_function("document.querySelector('#data input:checked').value === 'drawn'")
    choose_data(page, "drawn")
    page.click("#draw-cancel")
    assert tab.run.config.data == second.spec


def test_the_keyboard_alone_can_draw(tab):
    page = tab.page
    page.focus("#data input[value='swiss-roll']")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#drawing")).to_be_focused()
    page.keyboard.press("Space")
    for _ in range(10):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    (path,) = read_strokes(dataset(wait_for_data(tab, "drawn:")).strokes)
    assert (path - torch.tensor([[0, 0], [0, 1]])).abs().max() < 0.01
    assert tab.run.trainer.step == 0 and not tab.run.status.playing, "its keys did nothing else"


def test_a_long_scribble_fits_into_its_text(tab):
    page = tab.page
    choose_data(page, "drawn")
    stroke(page, [(0.5 + 0.4 * math.cos(0.9 * i) * math.sin(0.013 * i), 0.5 + 0.4 * math.sin(0.9 * i)) for i in range(400)])
    expect(page.locator(".gan-draw-note")).to_contain_text("full")
    page.click("#draw-use")
    assert len(dataset(wait_for_data(tab, "drawn:")).strokes) <= 4096


def test_other_data_keeps_the_networks_where_that_is_asked_for_and_can_be(tab):
    page = tab.page
    page.click("#play")
    tab.wait_for_step(30)
    trainer = tab.run.trainer
    page.check("#keep input")
    choose_data(page, "spiral")
    wait_for_data(tab, "spiral")
    expect(page.locator("#data input:checked")).to_have_value("spiral")
    assert tab.run.trainer is trainer and trainer.step >= 30 and tab.run.status.playing
    choose_data(page, "gaussian-1d")
    wait_for_data(tab, "gaussian-1d")
    assert tab.run.trainer is not trainer, "these networks were built for the plane"
    page.uncheck("#keep input")
    choose_data(page, "ring")
    wait_for_data(tab, "ring")
    trainer = tab.run.trainer
    choose_data(page, "moons")
    wait_for_data(tab, "moons")
    assert tab.run.trainer is not trainer


def test_a_drawing_begins_a_new_run_as_other_data_does_unless_the_networks_are_kept(tab):
    page = tab.page
    page.click("#step")
    tab.wait_for_step(1)
    trainer = tab.run.trainer
    choose_data(page, "drawn")
    stroke(page, [(0.3, 0.3), (0.7, 0.3)])
    expect(page.locator("#draw-use")).to_have_text("Use it in a new run")
    page.click("#draw-use")
    wait_for_data(tab, "drawn:")
    assert tab.run.trainer is not trainer and tab.run.trainer.step == 0


def test_a_finger_draws_on_a_phone(browser, app):  # noqa: F811
    tab = Tab(browser, app, 390, 844)
    page = tab.page
    try:
        page.click(".gan-tabs [data-place='controls']")
        choose_data(page, "drawn")
        page.wait_for_timeout(800)
        box = page.locator("#drawing").bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= 844
        touch = page.context.new_cdp_session(page)
        at = [(box["x"] + x * box["width"], box["y"] + 0.5 * box["height"]) for x in (0.25, 0.5, 0.75)]
        for kind, (x, y) in zip(("touchStart", "touchMove", "touchMove"), at):
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        for button in ("#draw-undo", "#draw-clear", "#draw-cancel", "#draw-use"):
            size = page.locator(button).bounding_box()
            assert size["height"] >= 44 and size["width"] >= 44
        page.click("#draw-use")
        (path,) = read_strokes(dataset(wait_for_data(tab, "drawn:")).strokes)
        assert (path - torch.tensor([[-1, 0], [1, 0]])).abs().max() < 0.03
        assert not tab.complaints
    finally:
        page.close()
