"""Text in a real browser: strings are shown, marked and followed, measured, explored, and brought along."""

import pytest
from playwright.sync_api import expect

from playground.data import dataset
from playground.latent.explorer import Explorer
from playground.latent.neighbours import training_reals
from playground.latent.still import Still
from small import small
from test_app import PATIENCE, Tab, browser, choose_data, eventually, tab  # noqa: F401 - fixtures
from test_app_axe import faults
from test_app_languages import Chinese, english
from test_app_own import choose, drop

WORDS = "\n".join(f"{a}{b}{c}" for a in "bdgk" for b in "aeiou" for c in "lmnr")


def test_strings_are_painted_followed_and_measured(tab):
    page = tab.page
    choose_data(page, "grammar")
    expect(page.locator(".gan-frame")).to_have_attribute("data-kind", "text")
    blank = tab.picture()
    page.click("#play")
    tab.wait_for_step(40)
    assert tab.picture() != blank and tab.run.trainer.data.kind == "text"
    expect(page.locator('[data-metric="valid"]')).to_be_visible()
    expect(page.locator('[data-metric="self_bleu"]')).to_contain_text("real")
    tab.pause()
    page.wait_for_timeout(700)
    for name in ("fakes", "past", "reals"):
        before = tab.picture()
        page.locator(f'[data-layer="{name}"]').click()
        eventually(page, lambda: tab.picture() != before)
        page.wait_for_timeout(600)  # it has faded
    assert page.locator("#picture").get_attribute("aria-label").startswith("Strings at step")


# -- exploring ---------------------------------------------------------------------------------------------------------

def explored(browser, app, name="text-gumbel", width=1440, height=900):  # noqa: F811
    """A page on a small run on names, of four steps, with its panel open."""
    tab = Tab(browser, app, width, height)
    tab.run.rebuild(small(name, data="names:locale=de", batch_size=8))
    tab.run.step(4)
    tab.page.wait_for_function("document.querySelector('.gan-grid').dataset.kind === 'text' && Number(document.querySelector('#picture').dataset.step) === 4")
    tab.page.click("#explore")
    tab.page.wait_for_function("document.querySelector('#explore-near')?.textContent.length > 9 && document.querySelector('#explore-large').dataset.turn")
    return tab


def strings(page, selector):
    return page.get_attribute(selector, "aria-description")


def test_one_goes_from_one_name_to_another_and_is_told_what_is_copied(browser, app):  # noqa: F811
    tab = explored(browser, app)
    page, explorer = tab.page, Explorer(Still.of(tab.run.trainer), training_reals(tab.run.trainer))
    decode = tab.run.trainer.data.decode
    (held,) = decode(explorer.pictures(explorer.moved()[None]))
    assert strings(page, "#explore-large") == held
    expect(page.locator("#explore-near")).to_contain_text("the nearest is")
    assert len(strings(page, ".gan-near canvas").split(", ")) == 5
    expect(page.locator('[data-tool="search"]')).to_be_hidden()
    page.click('[data-tool="way"]')
    way = ", ".join(decode(explorer.strip("spherical")))
    eventually(page, lambda: strings(page, ".gan-way .gan-mosaic") == way)
    page.focus(".gan-way .gan-slide input")
    page.keyboard.press("End")
    eventually(page, lambda: strings(page, "#explore-large") == way.split(", ")[-1])
    page.click('[data-tool="plane"]')
    page.wait_for_function("document.querySelector('.gan-plane .gan-mosaic').dataset.pictures === '49'")
    tab.page.close()
    assert not tab.complaints and not tab.strangers


def test_an_lstm_has_no_directions_and_begins_at_the_way(browser, app):  # noqa: F811
    tab = explored(browser, app, "seqgan")
    expect(tab.page.locator('[data-tool="directions"]')).to_be_hidden()
    expect(tab.page.locator('[data-tool="plane"]')).to_be_hidden()
    eventually(tab.page, lambda: len((strings(tab.page, ".gan-way .gan-mosaic") or "").split(", ")) == 9)
    expect(tab.page.locator(".gan-explore .gan-trouble")).to_be_hidden()
    tab.page.close()
    assert not tab.complaints and not tab.strangers


@pytest.mark.parametrize("width, height", [(1440, 900), (390, 844)])
def test_the_panel_of_strings_fits_and_axe_finds_no_serious_fault(browser, app, width, height):  # noqa: F811
    tab = explored(browser, app, "text-gumbel", width, height)
    page = tab.page
    for tool in ("directions", "way", "plane"):
        page.click(f'[data-tool="{tool}"]')
        page.wait_for_timeout(700)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if width == 1440:
            assert page.evaluate("(p => p.scrollHeight - p.clientHeight)(document.querySelector('.gan-explore'))") <= 1, tool
        assert not faults(page), tool
    page.close()


# -- a text of one's own -----------------------------------------------------------------------------------------------

def test_a_text_file_is_dropped_and_trains(tab):
    page = tab.page
    drop(page, "mine.txt", WORDS.encode())
    expect(page.locator("#own-says")).to_have_text("80 strings of up to 32 characters.", timeout=PATIENCE)
    expect(page.locator("#own-strings li").first).to_have_text("bal")
    expect(page.locator("#own-size")).to_be_hidden()
    assert not faults(page)
    page.click("#own-use")
    eventually(page, lambda: tab.run.config.data.startswith("path:,"))
    assert tab.run.trainer.data.known == {*WORDS.split()}
    expect(page.locator("#data input:checked")).to_have_value("path")
    expect(page.locator(".gan-frame")).to_have_attribute("data-kind", "text")
    page.click("#play")
    tab.wait_for_step(3)


def test_what_is_no_text_is_refused_in_a_sentence_and_the_run_plays_on(tab):
    page = tab.page
    page.click("#play")
    tab.wait_for_step(3)
    for name, content, words in (("tool.bin", b"\0\1\2\3" * 400, "tool.bin is no text in UTF-8"),
                                 ("same.txt", b"a" * 100_000, "same.txt repeats one character, “a”"), ("short.txt", b"one two", "a GAN needs at least 50")):
        choose_data(page, "path")
        choose(page, (name, content))
        expect(page.locator("#own-says")).to_contain_text(words, timeout=PATIENCE)
        expect(page.locator("#own-use")).to_be_disabled()
        page.keyboard.press("Escape")
    step = tab.run.trainer.step
    tab.wait_for_step(step + 1)
    assert tab.run.config.data == dataset("ring").spec


def test_a_chinese_browser_brings_a_text_and_explores_in_chinese(browser, app):  # noqa: F811
    tab = explored(Chinese(browser), app)
    names = {*english(tab.page), "GANSpace", "SeFa"}
    for tool in ("directions", "way", "plane"):
        tab.page.click(f'[data-tool="{tool}"]')
        assert set(english(tab.page)) <= names, tool
    tab.page.keyboard.press("Escape")
    choose_data(tab.page, "path")
    names = {*english(tab.page)}  # among them those of the kinds of files
    choose(tab.page, ("a.txt", b"a" * 10_000))
    expect(tab.page.locator("#own-says")).to_contain_text("只重复一个字符“a”", timeout=PATIENCE)
    assert {text.replace("a.txt", "") for text in english(tab.page)} - names <= {tab.page.inner_text("#own-says").replace("a.txt", "")}
    tab.page.close()
