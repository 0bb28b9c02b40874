"""Music in a real browser: piano rolls are painted, can be heard, and their measures stand below."""

from playwright.sync_api import expect

from test_app import Tab, app, browser, tab  # noqa: F401 - fixtures


def test_pieces_are_painted_heard_and_measured(tab):
    page = tab.page
    page.locator('#data label:has(input[value="chorale-rules"])').click()
    expect(page.locator(".gan-frame")).to_have_attribute("data-kind", "music")
    blank = tab.picture()
    page.click("#play")
    tab.wait_for_step(20)
    assert tab.picture() != blank and tab.run.trainer.data.kind == "music"
    expect(page.locator('[data-metric="consonance"]')).to_contain_text("real")
    page.click("#play")
    page.wait_for_timeout(700)
    for name in ("fakes", "harsh", "others", "reals"):
        before = tab.picture()
        page.locator(f'[data-layer="{name}"]').click()
        page.wait_for_timeout(600)
        assert tab.picture() != before, name
        page.locator(f'[data-layer="{name}"]').click()
    page.wait_for_timeout(600)
    before = tab.picture()
    page.click("#listen-fake")
    expect(page.locator("#listen-fake")).to_have_text("Stop")
    page.wait_for_timeout(400)
    first = tab.picture()
    page.wait_for_timeout(400)
    assert before != first != tab.picture(), "the line of what sounds moves on"
    page.click("#listen-real")
    expect(page.locator("#listen-fake")).to_have_text("Listen")
    expect(page.locator("#listen-real")).to_have_text("Stop")
    page.click("#listen-real")
    page.wait_for_timeout(200)
    assert tab.picture() == before, "in silence it is the picture of before"
    page.get_by_text("Another", exact=True).click()
    page.wait_for_timeout(200)
    assert tab.picture() != before
    assert page.locator("#picture").get_attribute("aria-label").startswith("Four voices at step")
