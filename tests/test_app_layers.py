"""The layers and the pointer in a real browser: every chip changes the picture, and the card says what D says."""

import re

import pytest
import torch
from playwright.sync_api import expect

from playground.live.wishes import AT_FIRST, LAYERS
from small import small
from test_app import Tab, browser, choose_data, eventually, tab  # noqa: F401 - fixtures


FAKE_PIXELS = """() => {
  const canvas = document.getElementById("picture");
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  let count = 0;
  for (let i = 0; i < pixels.length; i += 4) count += pixels[i] === 0xDB && pixels[i + 1] === 0x65 && pixels[i + 2] === 0x03;
  return count;
}"""
"""How many pixels of the picture have the colour of fakes, in the light."""


def chip(page, name):
    return page.locator(f'[data-layer="{name}"]')


def place(tab, x, y):
    """Where a place in data units lies on the screen."""
    x0, x1, y0, y1 = tab.run.trainer.data.extent
    box = tab.page.locator(".gan-frame").bounding_box()
    return box["x"] + box["width"] * (x - x0) / (x1 - x0), box["y"] + box["height"] * (y1 - y) / (y1 - y0)


def fake(tab, i):
    """A fake's place in data units, and what D says of it."""
    at = tab.run.trainer.generate(tab.run._look().latents[i:i + 1])
    return at[0].tolist(), float(tab.run.trainer.opinion(at).sigmoid())


def train(tab, steps):
    tab.run.step(steps)
    tab.wait_for_step(steps)
    tab.page.wait_for_timeout(400)


def test_every_chip_changes_the_picture_and_what_the_run_computes(tab):
    page = tab.page
    page.click("#play")
    tab.wait_for_step(150)
    tab.pause()
    page.wait_for_timeout(700)
    for name in LAYERS:
        before, on = tab.picture(), chip(page, name).get_attribute("aria-pressed") == "true"
        assert on == (name in AT_FIRST)
        chip(page, name).click()
        expect(chip(page, name)).to_have_attribute("aria-pressed", str(not on).lower())
        eventually(page, lambda: (name in tab.run.wishes.layers) != on)
        eventually(page, lambda: tab.picture() != before or name == "trails")
        chip(page, name).click()
        eventually(page, lambda: (name in tab.run.wishes.layers) == on)
        page.wait_for_timeout(600)  # it has faded
    assert tab.run.wishes.layers == AT_FIRST


def test_trails_show_while_the_fakes_move_and_not_where_motion_is_reduced(tab):
    page = tab.page
    page.click("#play")
    tab.wait_for_step(30)
    tab.pause()
    page.wait_for_timeout(700)
    plain = tab.picture()
    chip(page, "trails").click()
    page.wait_for_timeout(700)
    assert tab.picture() != plain
    page.emulate_media(reduced_motion="reduce")
    expect(chip(page, "trails")).to_be_hidden()


@pytest.mark.parametrize("data, shown", [("ring", 1500), ("two-gaussians-1d", 500)])
def test_fakes_beyond_the_picture_are_counted_and_not_drawn_at_its_rim(tab, data, shown):
    tab.run.rebuild(small(data=data))
    tab.run.trainer.state["g"] *= 50  # G now throws its fakes far and wide
    train(tab, 1)
    x0, x1, *_ = tab.run.trainer.data.extent
    fakes = tab.run.trainer.generate(tab.run._look().latents[:shown])
    outside = int(((fakes < x0) | (fakes > x1)).any(1).sum())
    assert outside > 0.9 * shown
    expect(tab.page.locator("#picture")).to_have_attribute("aria-label", re.compile(f"; {outside:,} of {shown:,} fakes lie outside the picture$"))
    if data == "ring":
        inked = tab.page.evaluate(FAKE_PIXELS)
        assert inked <= 20 * (shown - outside), "a dot for each that is inside, and no other"


def test_chips_follow_the_run_to_other_data_and_back(tab):
    page = tab.page
    chip(page, "grid").click()
    choose_data(page, "grid")
    eventually(page, lambda: tab.run.config.data.startswith("grid"))
    expect(chip(page, "grid")).to_have_attribute("aria-pressed", "true")
    eventually(page, lambda: "grid" in tab.run.wishes.layers)
    choose_data(page, "digits")
    page.wait_for_function("document.querySelector('.gan-grid').dataset.kind === 'images'")
    choose_data(page, "ring")
    page.wait_for_function("document.querySelector('.gan-grid').dataset.kind === 'points'")
    expect(chip(page, "grid")).to_have_attribute("aria-pressed", "false")
    eventually(page, lambda: tab.run.wishes.layers == AT_FIRST)
    tab.run.rebuild(tab.run.config.changed(latent_dim=5))
    expect(chip(page, "grid")).to_be_hidden()


def test_slow_motion_shows_its_arrows_unasked(tab):
    page = tab.page
    expect(chip(page, "arrows")).to_be_hidden()
    page.click("#slow")
    expect(chip(page, "arrows")).to_have_attribute("aria-pressed", "true")
    expect(chip(page, "gradients")).to_be_hidden()


def test_pointing_at_a_fake_shows_its_latent_ds_answer_and_the_push(tab):
    train(tab, 100)
    page, card = tab.page, tab.page.locator("#card")
    at, says = fake(tab, 0)
    page.mouse.move(*place(tab, *at))
    expect(card).to_contain_text("A fake")
    i = tab.run.wishes.probe["fake"]  # another one may lie nearer to the pixel
    _, says = fake(tab, i)
    z = tab.run._look().latents[i].tolist()
    expect(card).to_contain_text(", ".join(f"{number:.2f}".replace("-", "−") for number in z))
    expect(card).to_contain_text(f"D says {says:.2f}:")
    expect(card).to_contain_text("pushes it")
    page.mouse.move(5, 5)
    expect(card).to_be_hidden()
    eventually(page, lambda: tab.run.wishes.probe is None)


def test_pointing_at_a_real_sample_names_its_mode_and_an_empty_place_says_what_d_says(tab):
    page, card = tab.page, tab.page.locator("#card")
    sample = tab.run._look().shown[0]
    page.mouse.move(*place(tab, *sample.tolist()))
    expect(card).to_contain_text("A real sample")
    expect(card).to_contain_text("nearest mode")
    page.mouse.move(*place(tab, 0, 0))
    expect(card).to_contain_text("Here,")
    probe = tab.run.wishes.probe
    says = float(tab.run.trainer.opinion(torch.tensor([[probe["x"], probe["y"]]])).sigmoid())
    expect(card).to_contain_text(f"D says {says:.2f}:")


def test_the_card_follows_a_fake_while_it_plays(tab):
    train(tab, 100)
    page, card = tab.page, tab.page.locator("#card")
    page.mouse.move(*place(tab, *fake(tab, 0)[0]))
    expect(card).to_contain_text("A fake")
    asked, before = tab.run.wishes.probe, card.bounding_box()
    page.keyboard.press(" ")
    tab.wait_for_step(tab.step + 100)
    page.keyboard.press(" ")
    eventually(page, lambda: not tab.run.playing)
    page.wait_for_timeout(700)
    assert tab.run.wishes.probe == asked and card.bounding_box() != before
    expect(card).to_contain_text(f"D says {fake(tab, asked['fake'])[1]:.2f}:")


def test_the_crosshair_moves_with_the_arrow_keys(tab):
    page, card = tab.page, tab.page.locator("#card")
    train(tab, 20)
    page.focus(".gan-frame")
    for _ in range(14):
        page.keyboard.press("ArrowLeft")
    for _ in range(6):
        page.keyboard.press("ArrowUp")
    expect(card).to_be_visible()
    expect(page.locator('.gan-frame .gan-hidden[role="status"]').first).to_contain_text("D says")
    x0, x1, y0, y1 = tab.run.trainer.data.extent
    there = {"x": pytest.approx(x0 + (x1 - x0) * (0.5 - 13 / 40), abs=0.01), "y": pytest.approx(y0 + (y1 - y0) * (0.5 + 6 / 40), abs=0.01)}
    for _ in range(50):  # the last key has its answer
        if "x" not in (asked := tab.run.wishes.probe) or asked == there:
            break
        page.wait_for_timeout(100)
    assert "x" not in asked or asked == there
    assert tab.run.trainer.step == 20, "an arrow on the picture takes no step"
    page.click("#slow")
    page.focus(".gan-frame")
    page.keyboard.press("ArrowLeft")
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(page.locator("#slow")).to_have_attribute("aria-pressed", "true")


def test_on_a_line_the_card_compares_d_with_the_best(tab):
    page = tab.page
    choose_data(page, "two-gaussians-1d")
    page.wait_for_function("document.querySelector('.gan-grid').dataset.kind === 'line'")
    tab.run.step(10)
    box = page.locator(".gan-frame").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 100)
    expect(page.locator("#card")).to_contain_text("the best D would say")


def test_a_finger_taps_for_the_card_and_taps_again_to_close_it(browser, app):  # noqa: F811
    class Phone:
        new_page = staticmethod(lambda viewport: browser.new_page(viewport=viewport, has_touch=True, is_mobile=True))

    tab = Tab(Phone, app, 390, 844)
    try:
        page, card = tab.page, tab.page.locator("#card")
        page.touchscreen.tap(*place(tab, 0, 0))
        expect(card).to_contain_text("Here,")
        page.touchscreen.tap(*place(tab, 0, 0))
        expect(card).to_be_hidden()
    finally:
        tab.page.close()
    assert not tab.complaints
