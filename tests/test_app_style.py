"""Style transfer in a real browser: what G makes of each picture is seen as it learns, and of a visitor's own picture too."""

import base64
import io

from PIL import Image
from playwright.sync_api import expect

from playground import recipe
from test_app import browser, choose_data, eventually, tab  # noqa: F401 - fixtures


def begin(tab, name="cyclegan"):
    """A small run of a recipe, seen by the page."""
    tab.run.rebuild(recipe(name, data="bold:size=16", generator_width=4, discriminator_width=4, generator_depth=1, batch_size=4))
    expect(tab.page.locator(".gan-frame")).to_have_attribute("data-kind", "pairs")


def encoded():
    file = io.BytesIO()
    Image.effect_noise((90, 60), 60).save(file, "PNG")
    return file.getvalue()


def test_translations_are_painted_and_measured_in_columns_that_can_be_switched_off(tab):
    page = tab.page
    begin(tab)
    blank = tab.picture()
    page.click("#play")
    tab.wait_for_step(20)
    assert tab.picture() != blank
    expect(page.locator('[data-metric="l1_to_truth"]')).to_be_visible()
    tab.pause()
    for name in ("map", "inputs", "fakes", "back", "reals"):
        page.wait_for_timeout(400)
        before = tab.picture()
        page.locator(f'[data-layer="{name}"]').click()
        eventually(page, lambda: tab.picture() != before)
    assert page.locator("#picture").get_attribute("aria-label").startswith("Translations at step")


def test_the_diagram_says_what_g_is_given_and_shows_the_way_back_where_there_is_one(tab):
    page = tab.page
    shown = ".gan-drawing-tall"
    expect(page.locator(f"{shown} .gan-round")).to_be_hidden()
    begin(tab)
    expect(page.locator(f"{shown} .gan-round")).to_be_visible()
    expect(page.locator(shown)).to_contain_text("D(G(x))")
    expect(page.locator(shown)).to_contain_text("regular")
    begin(tab, "pix2pix")
    expect(page.locator(f"{shown} .gan-round")).to_be_hidden()
    expect(page.locator('[data-layer="back"]')).to_be_hidden()
    choose_data(page, "ring")
    expect(page.locator(shown)).to_contain_text("D(G(z))")


def test_a_picture_of_ones_own_is_translated_as_g_learns_and_taken_away_again(tab):
    page = tab.page
    begin(tab)
    page.set_input_files("#yours-file", [{"name": "mine.png", "mimeType": "image/png", "buffer": encoded()}])
    expect(page.locator("#yours-remove")).to_be_visible()
    assert tab.run.wishes.picture.shape == (16, 16, 1)
    page.click("#play")
    tab.wait_for_step(10)
    page.click("#yours-remove")
    expect(page.locator("#yours-remove")).to_be_hidden()
    page.evaluate("""data => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], "mine.png", { type: "image/png" }));
        document.querySelector("#picture").dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: transfer }));
    }""", base64.b64encode(encoded()).decode())
    expect(page.locator("#yours-remove")).to_be_visible()
    page.set_input_files("#yours-file", [{"name": "notes.txt", "mimeType": "text/plain", "buffer": b"no picture"}])
    expect(page.get_by_text("The browser cannot read this picture.")).to_be_visible()


def test_slow_motion_says_what_is_translated(tab):
    page = tab.page
    begin(tab)
    page.click("#slow")
    expect(page.locator("#phase, [data-part='phase']").first).to_contain_text("Nobody says which of them belong together")
