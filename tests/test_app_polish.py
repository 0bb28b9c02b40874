"""What strangers stumbled over, in a real browser: a collapse and its cure, a phone in the hand, the first second of the page."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from playground import recipe
from playground.app.controls import data_shelves
from small import small
from test_app import PATIENCE, Tab, browser, choose_data, eventually, tab  # noqa: F401 - fixtures

COLLAPSED = {"generator": "collapsed", "latent_dim": 3, "generator_lr": 1e-6, "discriminator_lr": 1e-6}
FOOT = 704
"""Where the foot bar of a phone 844 high begins."""


def box(page, selector):
    """The place of an element: top, bottom."""
    return page.evaluate("s => { const b = document.querySelector(s).getBoundingClientRect(); return [b.top, b.bottom]; }", selector)


def in_sight(page, selector):
    """Whether an element is seen whole, above the foot bar of a phone."""
    top, bottom = box(page, selector)
    return 0 <= top and bottom <= FOOT


@pytest.fixture
def phone(browser, app):  # noqa: F811
    tab = Tab(browser, app, 390, 844)  # noqa: F811
    yield tab
    tab.page.close()
    assert not tab.complaints


def collapse(tab):  # noqa: F811
    tab.run.rebuild(small(**COLLAPSED))
    tab.run.step(500)


def test_a_phone_says_what_is_wrong_wherever_one_looks_and_leads_to_the_cure(phone):
    page = phone.page
    collapse(phone)
    page.click(".gan-tabs [data-place='curves']")
    expect(page.locator("#call")).to_be_visible()
    expect(page.locator("#call")).to_contain_text("What helps?")
    page.click("#call")
    expect(page.locator("#cure")).to_be_focused()
    eventually(page, lambda: in_sight(page, "#cure"))
    expect(page.locator("#call")).to_be_hidden()
    page.click("#cure")
    expect(page.locator("#coach")).to_contain_text("Tried at step 500")
    expect(page.locator("#coach")).to_contain_text("It has until step 1,000 to work.")
    expect(page.locator("#cure")).to_be_hidden()


def test_on_a_phone_a_tab_comes_into_sight_and_other_data_show_the_picture(phone):
    page = phone.page
    page.click(".gan-tabs [data-place='curves']")
    eventually(page, lambda: in_sight(page, "[data-part='curves'] .gan-chart"))
    page.click(".gan-which")
    eventually(page, lambda: in_sight(page, "#data"))
    choose_data(page, "grid")
    eventually(page, lambda: phone.run.config.data == "grid" and in_sight(page, "#picture"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("at", ["", "?lang=zh"])
def test_a_phone_names_the_data_in_full(browser, app, at):  # noqa: F811
    tab = Tab(browser, app, 390, 844, at=at)  # noqa: F811
    name = tab.page.locator(".gan-which-name")
    for data in ("ring", "grid", "two-gaussians-1d"):
        tab.run.rebuild(small(data=data))
        eventually(tab.page, lambda: tab.page.evaluate("document.querySelector('.gan-grid').dataset.kind") == tab.run.trainer.data.kind)
        if not at:
            expect(name).to_have_text(f"gan {tab.run.trainer.data.title}")
        eventually(tab.page, lambda: name.evaluate("n => n.scrollWidth <= n.clientWidth && n.scrollHeight <= n.clientHeight"))
    tab.page.close()
    assert not tab.complaints


def test_on_a_wide_page_the_cure_is_in_sight_however_much_the_coach_says(tab):  # noqa: F811
    page = tab.page
    collapse(tab)
    expect(page.locator("#cure")).to_be_visible()
    expect(page.locator("#call")).to_be_hidden()
    (top, bottom), (above, below) = box(page, "#cure"), box(page, "#coach")
    assert above <= top and bottom <= below <= 756
    assert box(page, ".gan-coach-said")[1] <= top, "it covers nothing of what is said"


FIRST = """
new MutationObserver((_, seen) => {
  const host = document.getElementById("gan-outline");
  if (!host?.shadowRoot?.querySelector(".gan-empty")) return;
  const place = (s) => { const b = host.shadowRoot.querySelector(s).getBoundingClientRect(); return [b.x, b.y, b.width, b.height]; };
  window.outlined = { words: host.shadowRoot.textContent, frame: place(".gan-frame"), foot: place("[data-part=timeline]") };
  seen.disconnect();
}).observe(document, { childList: true, subtree: true });
"""


@pytest.mark.parametrize("width, height", [(1440, 900), (1200, 800), (390, 844)])
def test_the_outline_stands_where_the_page_will_stand_and_goes(browser, app, width, height):  # noqa: F811
    page = browser.new_page(viewport={"width": width, "height": height})
    try:
        page.add_init_script(FIRST)
        page.goto(app[1], wait_until="commit")
        page.wait_for_function("window.outlined", timeout=PATIENCE)
        outlined = page.evaluate("window.outlined")
        assert "GAN playground" in outlined["words"] and "Starting…" in outlined["words"]
        page.wait_for_function("document.querySelector('#picture')?.dataset.frames > 0", timeout=PATIENCE)
        expect(page.locator("#gan-outline")).to_have_count(0)
        now = page.evaluate("""() => [".gan-shell [data-part=picture] .gan-frame", ".gan-shell [data-part=timeline]"].map((s) => {
          const b = document.querySelector(s).getBoundingClientRect(); return [b.x, b.y, b.width, b.height]; })""")
        assert now[0] == pytest.approx(outlined["frame"], abs=2)
        assert now[1][1] == pytest.approx(outlined["foot"][1], abs=2)
    finally:
        page.close()


def test_a_whole_animation_is_saved_by_the_button(tab, tmp_path):  # noqa: F811
    page = tab.page
    tab.run.rebuild(small(data="ring"))
    tab.run.step(6)
    page.wait_for_function("document.querySelector('#step-counter').textContent === '6'")
    page.click("#export")
    with page.expect_download(timeout=6 * PATIENCE) as saved:
        page.click("[data-format='gif']")
    saved.value.save_as(tmp_path / saved.value.suggested_filename)
    file = Image.open(BytesIO((tmp_path / saved.value.suggested_filename).read_bytes()))
    assert file.format == "GIF" and file.n_frames == 7, "the beginning, and each of its steps"


NAMED = """() => [...document.querySelectorAll("#data label")].filter((label) => label.offsetParent).map((label) => {
  const text = label.querySelector("span");
  const [tile, name] = [label, text].map((node) => node.getBoundingClientRect());
  return [text.textContent, name.left >= tile.left && name.right <= tile.right + 1 && name.top >= tile.top && name.bottom <= tile.bottom && name.height > 10];
})"""
"""The names of the tiles in sight, and whether each lies whole in its tile."""


@pytest.mark.parametrize("at, width, height", [("", 1440, 900), ("?lang=zh", 1440, 900), ("", 390, 844)])
def test_every_tile_of_data_says_its_name_and_the_shelf_of_the_run_s_data_is_open(browser, app, at, width, height):  # noqa: F811
    tab = Tab(browser, app, width, height, at=at)  # noqa: F811
    page = tab.page
    if width < 720:
        page.click(".gan-tabs [data-place='controls']")
    seen = set()
    for title, shelf in data_shelves().items():
        page.click(f'[data-shelf="{title}"]')
        named = page.evaluate(NAMED)
        assert len(named) == len(shelf["names"]) and all(whole for _, whole in named), named
        seen |= {name for name, _ in named}
    assert len(seen) == page.locator("#data input").count(), "each has a place, and a name of its own"
    assert tab.run.config.data == "ring", "looking chooses nothing"
    for data, title in (("gaussian-1d", "1-D"), ("names", "Text"), ("grid", "Points")):
        tab.run.rebuild(small(data=data) if data != "names" else recipe("text-gumbel", data=data))
        expect(page.locator(f'[data-shelf="{title}"]')).to_have_attribute("aria-pressed", "true")
        expect(page.locator(f'#data label:has(input[value="{data}"])')).to_be_visible()
    tab.page.close()
    assert not tab.complaints


def test_a_wide_page_shows_recipe_data_and_the_first_settings_without_scrolling(tab):  # noqa: F811
    bottom = box(tab.page, "[data-part='timeline']")[0]
    for selector in ("#recipe", "#data", "#batch_size"):
        top, end = box(tab.page, selector)
        assert 56 <= top and end <= bottom, selector


@pytest.mark.parametrize("at, title, says", [("", "WGAN with gradient penalty", "The critic pays for every gradient that is not of length 1"),
                                             ("?lang=zh", "带梯度惩罚的 WGAN", "评判器")])
def test_the_tip_of_a_recipe_has_its_title_what_it_is_and_its_paper(browser, app, at, title, says):  # noqa: F811
    tab = Tab(browser, app, at=at)  # noqa: F811
    tab.page.hover('#recipe label:has(input[value="wgan-gp"])')
    lines = tab.page.locator(".gan-tip p")
    expect(lines.nth(0)).to_have_text(title)
    expect(lines.nth(1)).to_contain_text(says)
    expect(lines.last).to_have_text("Gulrajani et al. 2017, arXiv 1704.00028")
    tab.page.close()


@pytest.mark.parametrize("width, height", [(1440, 900), (1280, 720), (390, 844), (390, 640)])
def test_more_data_fits_into_the_window(browser, app, width, height):  # noqa: F811
    tab = Tab(browser, app, width, height)  # noqa: F811
    page = tab.page
    if width < 1400:
        page.click(".gan-which" if width < 720 else ".gan-drawer-button")
    page.click("#fetch")
    expect(page.locator(".gan-offers li")).to_have_count(6)
    eventually(page, lambda: box(page, ".gan-popover")[0] >= 0 and box(page, ".gan-popover")[1] <= height)
    page.locator(".gan-offers li button").last.scroll_into_view_if_needed()
    assert box(page, ".gan-offers li:last-child button")[1] <= height
    page.close()


def test_all_recipes_scroll_inside_a_wide_page(tab):  # noqa: F811
    page = tab.page
    page.click("#all-recipes")
    page.locator("#recipe label").last.scroll_into_view_if_needed()
    assert box(page, "#recipe label:last-of-type")[1] <= box(page, "[data-part='timeline']")[0]
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_the_top_bar_fits_at_every_width(tab):
    page = tab.page
    page.click("#play")
    page.wait_for_function("document.querySelector('.gan-rate').textContent")
    for width in range(720, 1921, 40):
        page.set_viewport_size({"width": width, "height": 900})
        eventually(page, lambda: page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"])
