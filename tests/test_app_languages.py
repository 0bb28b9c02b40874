"""The page in Chinese, in a real browser: one language everywhere, chosen by the browser or by the switch."""

import re

import pytest
from playwright.sync_api import expect

from playground.canvas import script
from playground.lessons import lessons
from playground.recipes import RECIPES
from test_app import Tab, browser, choose_data, eventually  # noqa: F401 - fixtures

WORD = re.compile(r"[A-Za-z][A-Za-z’'-]+")
NAMES = set("""GAN GANs WGAN WGAN-GP LSGAN SNGAN RSGAN DCGAN DRAGAN PacGAN R3GAN StyleGAN2 StyleGAN Dirac-GAN f-GAN Adam SGD CUDA MPS CPU MLP ReLU
    leaky relu tanh adam rmsprop sgd cuda mps float bfloat Wasserstein Dirac KL JS Jensen Shannon Kullback Leibler Kullback-Leibler
    Jensen-Shannon Pearson Hellinger Goodfellow Kantorovich English Esc Enter MB log exp max DRAGAN Python Jupyter json png gif csv
    py ipynb mp gif html safetensors onnx ONNX grid walk SN-DCGAN Fashion-MNIST dataset-fashion-mnist Debian softmax gumbel generator lstm JS- Gumbel-softmax SeqGAN MIDI WAV wav midi NLL JS BLEU self-BLEU GIF InfoGAN oracle collapsed music LSTM maxout top_k top mlp style conditioning concat projection auxiliary codes argmax CycleGAN cycle unet""".split()) | set(RECIPES) | {word for name in RECIPES for word in WORD.findall(name)}
"""What is the same in both languages: names of methods, of people, of files and of keys, and the formula log 2."""

SHOWN = """() => {
  const found = [], silent = "script, style, code, math, textarea, [data-verbatim], template";
  const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) if (!node.parentElement.closest(silent)) found.push(node.data);
  for (const node of document.querySelectorAll("*")) {
    if (node.closest(silent)) continue;
    for (const name of ["aria-label", "aria-valuetext", "data-caption", "data-tip", "label", "placeholder", "title"]) if (node.hasAttribute(name)) found.push(node.getAttribute(name));
  }
  return [...new Set(found.map((text) => text.trim()).filter(Boolean))];
}"""


def english(page):
    """All texts of the page, seen or not, with an English word that is no name."""
    page.wait_for_timeout(300)
    return [text for text in page.evaluate(SHOWN) if any(word not in NAMES for word in WORD.findall(text))]


def chinese(page):
    page.wait_for_timeout(300)
    return [text for text in page.evaluate(SHOWN) if re.search("[一-鿿]", text)]


class Chinese:
    """A browser that speaks Chinese, as `Tab` wants one."""

    def __init__(self, browser):
        self.browser = browser

    def new_page(self, **kwargs):
        return self.browser.new_page(locale="zh-CN", **kwargs)


@pytest.fixture
def tab(browser, app):
    tab = Tab(Chinese(browser), app)
    yield tab
    tab.page.close()
    assert not tab.complaints
    assert not tab.strangers


def choose(page, name):
    page.get_by_role("radio", name=name, exact=True).check(force=True)


def test_a_chinese_browser_gets_a_chinese_page(tab):
    page = tab.page
    assert page.get_attribute("html", "lang") == "zh-Hans"
    expect(page.locator("#play")).to_have_text("播放")
    assert not english(page)
    page.click("#play")
    tab.wait_for_step(100)
    assert not english(page)
    tab.pause()
    expect(page.locator("#play")).to_have_text("播放")
    for fold in page.locator(".gan-fold > button").all():
        fold.click()
    page.click("#all-recipes")
    page.locator("#loss input").scroll_into_view_if_needed()
    expect(page.locator("#loss input")).to_have_js_property("value", "non-saturating")
    page.click("#loss input")
    page.get_by_role("option", name="合页", exact=True).click()
    eventually(page, lambda: tab.run.config.loss == "hinge")
    assert not english(page)


def test_every_recipe_and_every_kind_of_data_is_said_in_chinese(tab):
    page = tab.page
    page.click("#all-recipes")
    for name, recipe in RECIPES.items():
        chip = page.locator(f'#recipe input[value="{name}"]')
        chip.click(force=True)
        eventually(page, lambda: tab.run.config.recipe == name)
        expect(chip).to_be_checked()  # an answer about the recipe before may come in between
        page.wait_for_timeout(200)
    assert not english(page)
    for name in ("gaussian-1d", "digits", "ring"):
        choose_data(page, name)
        eventually(page, lambda: tab.run.config.data.startswith(name))
        page.wait_for_timeout(300)
        page.click("#play")
        tab.wait_for_step(5)
        tab.pause()
        assert not english(page)


def test_slow_motion_lessons_runs_side_by_side_and_menus_are_said_in_chinese(tab):
    page = tab.page
    page.click("#slow")
    for i in range(1, 12):
        expect(page.locator("[data-part=phase]")).to_contain_text(f"第 {i} 阶段，共 11 个")
        assert not english(page)
        page.locator(".gan-buttons .gan-primary").click()
    page.click("#slow")
    for menu in ("#share", "#export", "#lessons", '#diagram [data-focus="g"] >> visible=true'):
        page.locator(menu).click()
        page.wait_for_timeout(500)
        assert not english(page)
        page.keyboard.press("Escape")
    page.hover("#picture")
    page.wait_for_timeout(800)
    assert not english(page)
    page.click("#add-run")
    expect(page.locator("#contrast")).to_be_visible()
    assert not english(page)
    page.select_option("#contrast", "WGAN with gradient penalty")
    eventually(page, lambda: page.locator(".gan-settings-apart tr").count() > 2)
    assert not english(page)


def test_every_page_of_every_lesson_is_said_in_chinese(tab):
    page = tab.page
    for i, lesson in enumerate(lessons().values()):
        page.click("#lessons")
        page.locator(".gan-lesson-choice").nth(i).click()
        expect(page.locator("#lesson")).to_be_visible()
        tab.run.pause()
        while True:
            if page.locator("#lesson-question").count():
                page.locator("#lesson-question button").first.click()
            assert not english(page)
            if page.locator("#lesson-end").count():
                break
            page.click("#lesson-next")


def test_the_switch_changes_all_at_once_and_back_and_is_kept(tab):
    page = tab.page
    before = set(page.evaluate(SHOWN))
    page.get_by_role("button", name="English", exact=True).click()
    expect(page.locator("#play")).to_have_text("Play")
    assert page.get_attribute("html", "lang") == "en"
    assert not chinese(page)
    page.reload()
    expect(page.locator("#play")).to_have_text("Play")
    tab.complaints.clear()  # of the stream that the reload cut off
    page.get_by_role("button", name="中文", exact=True).click()
    expect(page.locator("#play")).to_have_text("播放")
    page.wait_for_timeout(1500)
    assert not english(page)
    assert len(before) > 100


def test_an_english_browser_gets_english_and_the_address_can_ask_for_chinese(browser, app):
    tab = Tab(browser, app)
    expect(tab.page.locator("#play")).to_have_text("Play")
    assert not chinese(tab.page)
    tab.page.close()
    tab = Tab(browser, app, at="?lang=zh")
    assert not english(tab.page)
    tab.page.close()
    assert not tab.complaints


def test_what_a_notebook_draws_before_it_is_on_the_page_is_said_too(browser):  # noqa: F811
    page = browser.new_page(locale="zh-CN")
    page.add_script_tag(type="module", content=script() + """
        const root = document.createElement("div");
        new Tongue(root, () => {});
        root.append("Losses");
        setTimeout(() => document.body.append(root));""")
    expect(page.locator("div")).to_have_text("损失")
    page.close()
