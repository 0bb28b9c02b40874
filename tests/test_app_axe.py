"""axe-core on the page, in each of its states: no serious or critical fault."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from playwright.sync_api import expect
from test_app import Tab, browser  # noqa: F401 - fixtures

from playground.lessons import lesson

GRAVE = ("serious", "critical")


def faults(page):
    """What axe finds grave, in a line each, when all that fades has come to rest."""
    page.wait_for_function("document.getAnimations().every(each => each.playState !== 'running')")
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {node['html'][:120]}" for fault in found if fault["impact"] in GRAVE for node in fault["nodes"]]


SIZES = [(1440, 900, "light"), (1440, 900, "dark"), (1200, 800, "light"), (390, 844, "light"), (390, 844, "dark")]


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}-{size[2]}")
def page(request, browser, app):  # noqa: F811
    width, height, theme = request.param
    tab = Tab(browser, app, width, height)
    if theme == "dark":
        if width < 720:
            tab.page.click(".gan-tabs [data-place='controls']")
        tab.page.click("[aria-label='Dark theme'] >> visible=true")
        if width < 720:
            tab.page.click(".gan-tabs [data-place='coach']")
    tab.page.click("#play")
    tab.wait_for_step(60)
    tab.pause()
    yield tab.page
    tab.page.close()


def check_share(page):
    for name, panel in (("#share", "#share-link"), ("#export", "[data-format='gif']")):
        page.click(name)
        expect(page.locator(panel)).to_be_visible()
        assert not faults(page), name
        page.keyboard.press("Escape")


def test_axe_finds_no_serious_fault_in_a_lesson(page):
    page.click("#lessons")
    assert not faults(page), "the list of lessons"
    page.get_by_role("dialog", name="Lessons").get_by_role("button", name=lesson("oscillation").title).click()
    while not page.locator("#lesson-end").count():
        if page.locator("#lesson-question").count():
            page.locator("#lesson-question button").first.click()
        assert not faults(page), page.inner_text("#lesson")
        page.click("#lesson-next")
    assert not faults(page), "its last card"


def test_axe_finds_no_serious_fault_in_runs_side_by_side(page):
    page.click("#add-run")
    expect(page.locator("#contrast")).to_be_attached()
    page.wait_for_function("document.querySelectorAll('.gan-stand').length === 2")
    assert not faults(page), "two runs"
    page.click("#add-run")
    page.wait_for_function("document.querySelectorAll('.gan-stand').length === 3")
    assert not faults(page), "three runs"


def test_axe_finds_no_serious_fault(page):
    places = ["coach"]
    if page.viewport_size["width"] < 720:
        places = ["coach", "curves", "diagram", "controls"]
    for place in places:
        if len(places) > 1:
            page.click(f".gan-tabs [data-place='{place}']")
        assert not faults(page), place
    if 720 <= page.viewport_size["width"] < 1400:
        page.click(".gan-drawer-button")
    for fold in page.locator(".gan-fold > button").all():
        fold.click()
    page.click("#all-recipes")
    assert not faults(page), "everything unfolded"
    page.click('#data label:has(input[value="drawn"])')
    assert not faults(page), "drawing"
    page.keyboard.press("Escape")
    check_share(page)  # it closes the drawer
    page.click("#slow")
    page.wait_for_function("document.querySelector('.gan-phase h2').textContent")
    assert not faults(page), "slow motion"
