"""Text in a real browser: strings are shown, marked and followed, and their measures stand below."""

from playwright.sync_api import expect

from test_app import Tab, app, browser, tab  # noqa: F401 - fixtures


def test_strings_are_painted_followed_and_measured(tab):
    page = tab.page
    page.locator('#data label:has(input[value="grammar"])').click()
    expect(page.locator(".gan-frame")).to_have_attribute("data-kind", "text")
    blank = tab.picture()
    page.click("#play")
    tab.wait_for_step(40)
    assert tab.picture() != blank and tab.run.trainer.data.kind == "text"
    expect(page.locator('[data-metric="valid"]')).to_be_visible()
    expect(page.locator('[data-metric="self_bleu"]')).to_contain_text("real")
    page.click("#play")
    page.wait_for_timeout(700)
    for name in ("fakes", "past", "reals"):
        before = tab.picture()
        page.locator(f'[data-layer="{name}"]').click()
        page.wait_for_timeout(600)
        assert tab.picture() != before, name
    assert page.locator("#picture").get_attribute("aria-label").startswith("Strings at step")
