"""Lessons and the diagram's cards in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from playground.lessons import lesson, lessons
from test_app import PATIENCE, Tab, browser, tab  # noqa: F401 - fixtures

DONE = re.compile("gan-mark-done")


def begin(page, name):
    page.click("#lessons")
    page.get_by_role("dialog", name="Lessons").get_by_role("button", name=lesson(name).title).click()
    expect(page.locator("#lesson")).to_contain_text(lesson(name).title)


def answer(page, index):
    page.locator("#lesson-question button").nth(index).click()


def test_a_lesson_is_followed_from_one_click_to_its_end(tab):
    page = tab.page
    begin(page, "oscillation")
    page.wait_for_function("document.querySelector('.gan-grid').dataset.kind === 'toy'")
    assert tab.run.config == lesson("oscillation").config
    expect(page.locator("#lesson #coach")).to_be_visible()
    expect(page.locator("#play")).to_have_text("Play")
    mark = page.locator("#lesson-task .gan-mark")
    expect(mark).not_to_have_class(DONE)
    page.click("#play")
    expect(mark).to_have_class(DONE, timeout=PATIENCE)
    expect(page.locator("#lesson-goals li").first).to_have_class("gan-met")
    tab.run.pause()  # a busy machine has no hands free for the clicks

    page.click("#lesson-next")
    answer(page, 0)
    expect(page.locator("#lesson-question")).to_contain_text("Not quite")
    expect(page.locator("#lesson-question")).to_contain_text("drifts outwards")
    page.click("#lesson-back")
    expect(mark).to_have_class(DONE)
    page.click("#lesson-next")
    expect(page.locator("#lesson-question")).to_contain_text("eigenvalues are ± ½ i"), "it is remembered"

    page.click("#lesson-next")
    page.click("#lesson-do")
    expect(mark).to_have_class(DONE, timeout=PATIENCE)
    assert tab.run.config.updates == "alternating" and tab.run.trainer.step >= 150
    tab.run.pause()
    page.click("#lesson-next")
    expect(mark).not_to_have_class(DONE)
    page.click("#lesson-do")
    expect(mark).to_have_class(DONE, timeout=PATIENCE)
    tab.run.pause()
    assert tab.run.trainer.metrics()["radius"] < 0.1 and tab.run.config.penalty == "r1"
    page.click("#lesson-next")
    answer(page, 0)
    expect(page.locator("#lesson-question")).to_contain_text("Yes.")
    page.click("#lesson-next")
    expect(page.locator("#lesson-end")).to_contain_text(lesson("oscillation").end)
    expect(page.locator("#lesson-end")).to_contain_text(lesson("wasserstein").title)
    page.click("#lesson-back")
    expect(page.locator("#lesson-question")).to_contain_text("Yes.")
    page.click("#lesson-next")
    page.click("#lesson-leave")
    expect(page.locator("#lesson")).to_have_count(0)
    expect(page.locator('[data-part="coach"] > #coach')).to_be_visible()
    assert tab.run.config.penalty == "r1" and tab.run.trainer.step, "the run stays"


def test_settings_that_it_does_not_need_are_hidden_and_come_back(tab):
    page = tab.page
    hidden, shown = ("#recipe", "#data", "#keep", "#batch_size", "#fold-networks"), ("#generator_lr", "#fold-loss-and-penalty")
    begin(page, "collapse")
    for control in hidden:
        expect(page.locator(control)).to_be_hidden()
    for control in shown:
        expect(page.locator(control)).to_be_visible()
    expect(page.locator("#generator_lr output")).to_have_text("0.003")
    page.click("#fold-loss-and-penalty > button")
    expect(page.locator("#penalty")).to_be_visible()
    expect(page.locator("#loss")).to_be_hidden()
    page.click("#leave-lesson")
    for control in (*hidden, *shown, "#loss"):
        expect(page.locator(control)).to_be_visible()
    expect(page.locator("#lessons")).to_be_focused()


def open_at(browser, app, query):
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(PATIENCE)
    page.goto(app[1] + query)
    page.wait_for_function("document.querySelector('#picture')?.dataset.frames > 0")
    return page


def test_a_link_opens_a_lesson_and_the_address_keeps_to_it(browser, app):
    page = open_at(browser, app, "?lesson=equilibrium")
    try:
        expect(page.locator("#lesson")).to_contain_text("The equilibrium")
        page.wait_for_function("document.querySelector('.gan-grid').dataset.kind === 'line'")
        expect(page.locator('#generator_lr output')).to_have_text("0.001")
        page.click("#leave-lesson")
        assert "lesson" not in page.url
        begin(page, "value")
        assert page.url.endswith("?lesson=value")
    finally:
        page.close()


def test_an_unknown_lesson_is_said_in_a_sentence_and_the_page_is_the_usual_one(browser, app):
    page = open_at(browser, app, "?lesson=nonsense<b>")
    try:
        expect(page.get_by_role("alert")).to_contain_text("There is no lesson “nonsense<b>”")
        expect(page.locator("#lesson")).to_have_count(0)
        expect(page.locator("#recipe")).to_be_visible()
        page.click("#step")
        page.wait_for_function("document.querySelector('#step-counter').textContent === '1'")
    finally:
        page.close()


def test_a_newcomer_is_shown_to_the_lessons_until_the_run_has_begun(tab):
    page = tab.page
    page.click("#first-lesson")
    expect(page.locator(".gan-lesson-choice")).to_have_count(len(lessons()))
    page.keyboard.press("Escape")
    expect(page.locator("#coach")).to_contain_text("G makes fakes, and D has to tell them from what is real")
    page.click("#step")
    expect(page.locator("#first-lesson")).to_be_hidden()


def test_the_list_is_used_by_keyboard(tab):
    page = tab.page
    page.focus("#lessons")
    page.keyboard.press("Enter")
    listed = page.get_by_role("dialog", name="Lessons")
    expect(listed.get_by_role("listitem")).to_have_count(len(lessons()))
    page.keyboard.press("Escape")
    expect(listed).to_have_count(0)
    expect(page.locator("#lessons")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab"), page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#lesson")).to_contain_text("The equilibrium")


def test_slow_motion_has_room_for_a_lesson(tab):
    page = tab.page
    begin(page, "one-step")
    expect(page.locator('[data-part="phase"]')).to_contain_text("Phase 1 of 11")
    expect(page.locator("#lesson-next")).to_be_visible()
    page.click("#lesson-next")
    mark = page.locator("#lesson-task .gan-mark")
    for _ in range(11):
        page.get_by_text("Next phase", exact=True).click()
    expect(mark).to_have_class(DONE, timeout=PATIENCE)
    assert page.evaluate("document.documentElement.scrollHeight") <= 900


PLACES = """() => ["#picture", "#lesson", "#lesson-next", "#diagram"].map((s) => {
  const b = document.querySelector(s).getBoundingClientRect(); return [b.x, b.y, b.width, b.height].map(Math.round); })"""
SIZE = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
WHOLE = """() => [...document.querySelectorAll("#lesson-act :is(button, li), .gan-lesson-way button")].filter((node) => node.offsetParent)
  .every((node) => { const b = node.getBoundingClientRect();
    return [b.top + 2, b.bottom - 2].every((y) => node.contains(document.elementFromPoint(b.left + b.width / 2, y))); })"""
BODY = "document.querySelector('#lesson-body').scrollWidth <= document.querySelector('#lesson-body').clientWidth"


def test_nothing_moves_or_overflows_in_a_lesson(tab):
    page = tab.page
    for name in lessons():
        begin(page, name)
        if name == "one-step":
            expect(page.locator('[data-part="phase"]')).to_contain_text("Phase 1 of 11")
        else:
            page.wait_for_function("document.querySelector('[data-part=metrics]').hasAttribute('data-empty')")
            page.click("#play")
            page.wait_for_function("!document.querySelector('[data-part=metrics]').hasAttribute('data-empty')")
        before = page.evaluate(PLACES)
        tab.run.pause()  # a busy machine has no hands free for the clicks
        _, panel, following, _ = before
        assert panel[1] + panel[3] <= 756 and following[1] + following[3] <= panel[1] + panel[3], name
        while page.locator("#lesson-next").inner_text() == "Next":
            page.click("#lesson-next")
            assert page.evaluate(PLACES) == before, name
            assert page.evaluate(SIZE) == [1440, 900] and page.evaluate(BODY) and page.evaluate(WHOLE), name
        page.click("#lesson-next")
        expect(page.locator("#lesson-end")).to_contain_text(lesson(name).end)
        assert page.evaluate(PLACES)[:2] == before[:2] and page.evaluate(BODY) and page.evaluate(WHOLE), name


def test_a_phone_follows_a_lesson_in_the_coachs_tab(browser, app):
    tab = Tab(browser, app, 390, 844)
    try:
        page = tab.page
        page.click('[data-place="curves"]')
        begin(page, "collapse")
        expect(page.locator("#lesson-body")).to_be_visible()
        assert page.get_attribute(".gan-grid", "data-tab") == "coach"
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.click("#lesson-next")
        answer(page, 0)
        expect(page.locator("#lesson-question")).to_contain_text("Yes.")
    finally:
        tab.page.close()
    assert not tab.complaints


# -- the diagram's cards -------------------------------------------------------------------------------------------------

def test_a_node_of_the_diagram_says_what_it_is_with_its_layers_and_a_notebook(tab):
    page = tab.page
    page.click("#diagram .gan-drawing-tall [data-focus=g]")
    card = page.get_by_role("dialog", name="G, the generator")
    expect(card).to_contain_text("turns random z into fakes")
    expect(card.locator("math")).to_have_count(1)
    weights = tab.run.trainer.players["g"].weights
    expect(card.locator("tfoot")).to_contain_text(f"{weights:,}")
    expect(card.locator("tbody tr")).to_have_count(4)
    expect(card.locator("tbody tr").first).to_contain_text("2 → 128")
    expect(card).to_contain_text("notebooks/05_architectures.ipynb")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    for node, title in (("z", "The latent z"), ("real", "Real samples"), ("answers", "D’s answers"), ("loss_d", "The loss of D")):
        page.locator(f"#diagram .gan-drawing-tall [data-focus={node}]").first.click()
        expect(page.get_by_role("dialog", name=title)).to_be_visible()
    page.click("h1")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_card_opens_and_closes_by_keyboard_and_leaves_slow_motion_alone(tab):
    page = tab.page
    page.click("#slow")
    expect(page.locator('[data-part="phase"]')).to_contain_text("Phase 1 of 11")
    node = page.locator("#diagram .gan-drawing-tall [data-focus=d]")
    node.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="D, the discriminator")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(node).to_be_focused()
    expect(page.locator('[data-part="phase"]')).to_be_visible()
