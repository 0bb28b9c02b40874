"""Makes the README's pictures and figures: `python docs/pictures.py app|pages|notebook|grid|glyphs|classes|emoji`, from the top of the project."""

import json
import shutil
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import torch
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))

from lab import jupyter_lab  # noqa: E402  (the path comes first)

from playground import Trainer, differences, plots, recipe  # noqa: E402  (the path comes first)
from playground.metrics.neighbours import distances  # noqa: E402
from playground.plots.images import tiled  # noqa: E402
from playground.plots.paper import Sheet  # noqa: E402
from playground.plots.points import draw_points  # noqa: E402

HERE = Path(__file__).parent
PICTURES = "sn-dcgan"
"""The recipe that the README recommends for pictures."""


class Tab:
    """A page in a real browser with its run on the server. Every picture is of a known step, whatever the machine does besides."""

    def __init__(self, browser, demo, address, dark=False):
        before = set(demo.sessions.names())
        self.page = browser.new_page(viewport=WIDE, color_scheme="dark" if dark else "light")
        self.page.set_default_timeout(120_000)
        self.page.goto(address)
        self.page.wait_for_function("document.querySelector('#picture')?.dataset.frames > 0")
        (name,) = set(demo.sessions.names()) - before
        self.session = demo.sessions.named(name)

    def train(self, steps, every):
        """Take so many steps in sight of the page, which shows every so many of them."""
        for step in range(every, steps + 1, every):
            for run in self.session.side.runs:
                run.step(every)
            self.page.wait_for_function("step => document.querySelector('#picture').dataset.step == step", arg=step)

    def shoot(self, name, narrow=False):
        self.page.set_viewport_size(NARROW if narrow else WIDE)
        self.page.evaluate("document.activeElement.blur(); for (const part of [document.documentElement, ...document.querySelectorAll('.gan-left *, .gan-left')]) part.scrollTop = 0")
        self.page.mouse.move(5, 895)
        self.page.wait_for_timeout(2500)
        photograph(self.page, HERE / f"{name}.png")

    def speak(self, language):
        """Say everything in "en" or "zh"; Chinese needs Debian's fonts-noto-cjk."""
        self.page.set_viewport_size(WIDE)
        drawer = self.page.locator(".gan-drawer-button")  # runs side by side leave no room for the settings
        if drawer.is_visible():
            drawer.click()
        self.page.click(f"[data-language='{language}']")
        if drawer.is_visible():
            self.page.keyboard.press("Escape")

    def shoot_both(self, name, narrow=False):
        """The picture of the README, and the one of README.zh-CN.md."""
        self.shoot(f"app-{name}", narrow)
        self.speak("zh")
        self.shoot(f"app-{name}-zh", narrow)
        self.page.close()


def photograph(page, file):
    """Keep what a page shows as a small PNG."""
    page.screenshot(path=file)
    Image.open(file).convert("RGB").quantize(256, kmeans=1, dither=Image.Dither.NONE).save(file, optimize=True)


WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@contextmanager
def chromium():
    from playwright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@contextmanager
def tabs():
    """What opens a Tab: `tabs(dark=False)`."""
    from playground.app import serve
    demo, address = serve(port=None, open_browser=False, block=False)
    with chromium() as browser:
        yield partial(Tab, browser, demo, address)
    demo.close(verbose=False)


def app():
    """What the page shows, in both languages: app-NAME.png and app-NAME-zh.png."""
    with tabs() as tab:
        for name, narrow in (("light", False), ("phone", True)):
            shown = tab()
            shown.train(1600, every=100)
            shown.shoot_both(name, narrow)
        slow = tab(dark=True)
        slow.train(400, every=25)
        slow.page.click("#slow")
        for _ in range(9):
            slow.page.locator(".gan-buttons .gan-primary").click()
        slow.shoot_both("slow-dark")
        for name, steps, every, config in (("images", 1500, 100, recipe("dcgan", data="glyphs", seed=0)),
                                           ("line", 1000, 50, recipe("gan", data="two-gaussians-1d", seed=0)),
                                           ("toy", 800, 50, recipe("gan", data="dirac", penalty="r1", seed=0))):
            shown = tab()
            shown.session.run.rebuild(config)
            shown.train(steps, every)
            shown.shoot_both(name)
        side = tab()
        side.page.click("#add-run")
        side.page.select_option("#contrast", "WGAN with gradient penalty")
        side.page.wait_for_function("document.querySelectorAll('.gan-settings-apart tr').length > 2")
        side.train(1200, every=50)
        side.shoot_both("side")


def pages():
    """The page in both languages, light and dark, wide and narrow: pictures/LANGUAGE-THEME-FORM.png."""
    (HERE / "pictures").mkdir(exist_ok=True)
    with tabs() as tab:
        for dark in (False, True):
            shown = tab(dark)
            shown.train(1600, every=100)
            for language in ("en", "zh"):
                shown.speak(language)
                for form in ("wide", "narrow"):
                    shown.shoot(f"pictures/{language}-{'dark' if dark else 'light'}-{form}", form == "narrow")
            shown.page.close()


TRAIN = "import time\nfor _ in range(16):\n    trainer.run(steps=100)\n    time.sleep(0.5)"
"""Sixteen pictures for the timeline, and the last of them of a known step."""


def notebook():
    """The first notebook in JupyterLab, with its GAN at step 1606, in both languages: pictures/notebook.png and notebook-zh.png."""
    with tempfile.TemporaryDirectory() as home, chromium() as browser:
        course = Path(home) / "course"
        shutil.copytree(HERE.parent / "notebooks", course / "notebooks")
        (course / "playground").symlink_to(HERE.parent / "playground", target_is_directory=True)
        with jupyter_lab(course / "notebooks", Path(home)) as address:
            for path, locale, name in (("01_first_gan.ipynb", "en-GB", "notebook"), ("zh/01_first_gan.ipynb", "zh-CN", "notebook-zh")):
                to_the_window(course / "notebooks" / path)
                page = at_the_window(browser, address(path), locale)
                photograph(page, HERE / "pictures" / f"{name}.png")
                page.close()


def to_the_window(path):
    """Leave a notebook's cells up to its window, and one that trains."""
    found = json.loads(path.read_text(encoding="utf-8"))
    end = [cell["id"] for cell in found["cells"]].index("live") + 1
    train = {"id": "train", "cell_type": "code", "source": [TRAIN], "metadata": {}, "outputs": [], "execution_count": None}
    path.write_text(json.dumps(found | {"cells": [*found["cells"][:end], train]}), encoding="utf-8")


def at_the_window(browser, address, locale):
    """A page with the notebook at that address, all of its cells run, and its window in sight with the words above it."""
    page = browser.new_page(viewport={"width": 1440, "height": 1120}, locale=locale)
    page.set_default_timeout(300_000)
    page.goto(address)
    page.get_by_text("| Idle").wait_for()
    page.get_by_text("Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    page.wait_for_selector("[data-id=step-counter][data-step='1606']")
    page.wait_for_timeout(2500)
    page.locator(".jp-MarkdownCell").last.evaluate("cell => cell.scrollIntoView()")
    page.locator(".jp-CodeCell").last.evaluate("cell => cell.style.visibility = 'hidden'")  # no reader has it
    page.mouse.move(5, 1115)
    page.wait_for_timeout(2500)
    return page


def grid(seconds=40, seeds=3):
    """The contrast of gan and r3gan on the grid: a picture of seed 0, a table over seeds, and what differs."""
    names, rows, trainers = ("gan", "r3gan"), [], {}
    for name in names:
        found = []
        for seed in range(seeds):
            trainer = Trainer(recipe(name, data="grid", seed=seed))
            trainer.run(seconds=seconds)
            found.append(trainer.metrics() | {"steps": trainer.step})
            trainers.setdefault(name, trainer)
        rows.append((name, found))
    sheet = Sheet(2 * 400 + 60, 460)
    for i, name in enumerate(names):
        x = 20 + i * 420
        sheet.write(x, 22, name, 15, weight="bold")
        draw_points(sheet, x, 44, 400, trainers[name].sample(1000), trainers[name].data, trainers[name])
    sheet.savefig(HERE / "grid.png", dpi=100)
    print("| | modes of 25 | high quality | reverse KL | steps |\n| --- | --- | --- | --- | --- |")
    for name, found in rows:
        print(f"| `{name}` | {spread(found, 'modes', '.0f')} | {spread(found, 'high_quality', '.2f')} "
              f"| {spread(found, 'reverse_kl', '.3f')} | {spread(found, 'steps', ',.0f')} |")
    print("\n| setting | `gan` | `r3gan` |\n| --- | --- | --- |")
    for setting, values in differences(*(recipe(name, data="grid") for name in names)).items():
        print(f"| {setting} | {values[0]} | {values[1]} |")


def spread(found, key, form):
    """The middle value over seeds, and the smallest and largest."""
    values = [row[key] for row in found]
    return f"{statistics.median(values):{form}} ({min(values):{form}} to {max(values):{form}})"


def glyphs(seconds=60):
    """Letters after a minute of training."""
    trainer = Trainer(recipe("dcgan", data="glyphs", seed=0))
    trainer.run(seconds=seconds)
    plots.sample_grid(trainer.sample(64)).savefig(HERE / "glyphs.png")
    print(trainer.step, "steps", trainer.metrics())


def classes(steps=1500):
    """Letters by class, from a conditional GAN; below, digits by code, from an InfoGAN that no label was shown."""
    told, found = Trainer(recipe("cgan", seed=0)), Trainer(recipe("infogan", seed=0))
    for trainer in (told, found):
        trainer.run(steps=steps)
        print(trainer.config.recipe, trainer.metrics())
    letters, codes = "ABGRS", found.classes[:7]
    rows = [told.sample(12, label=letter) for letter in letters] + [found.sample(12, label=code) for code in codes]
    plots.sample_grid(torch.cat(rows), 12, [*(f"letter {letter}" for letter in letters), *(f"code {code}" for code in codes)]).savefig(
        HERE / "classes.png")


def emoji(minutes=10):
    """Emoji at 32 pixels after `minutes` of processor time on one core, trained on about half of them; the first of them beside their
    nearest neighbours among those, and how many lie nearer to one of those than to any of the others.
    """
    trainer = Trainer(recipe(PICTURES, data="emoji:size=32", seed=0, data_size=330, augmentation="differentiable"))
    end = time.process_time() + 60 * minutes
    for _ in trainer.steps(10**9):
        if time.process_time() >= end:
            break
    fakes, (seen, unseen) = trainer.sample(64), trainer.data.parted(trainer.training_set)
    far = distances(fakes.flatten(1), seen.flatten(1))
    twelve = fakes[:12]
    gap, mosaics = 24, (tiled(fakes, 64, 8), tiled(torch.cat([twelve, seen[far[:12].argmin(1)]]), 64, 12))
    sheet = Sheet(max(m.shape[1] for m in mosaics) / 2 + 2 * gap, sum(m.shape[0] for m in mosaics) / 2 + 5 * gap)
    y = gap
    for mosaic, title in zip(mosaics, ("64 that were never drawn", "12 of them above their nearest neighbours")):
        sheet.write(gap, y, title, 13, weight="bold")
        height, width = (side / 2 for side in mosaic.shape[:2])
        sheet.room(gap, y + 14, width, height).imshow(mosaic, aspect="auto", interpolation="none")
        y += height + 2 * gap
    sheet.savefig(HERE / "emoji-grid.png")
    print(trainer.step, "steps", len(seen), "seen", len(unseen), "unseen", trainer.metrics())


if __name__ == "__main__":
    {"app": app, "pages": pages, "notebook": notebook, "grid": grid, "glyphs": glyphs, "classes": classes, "emoji": emoji}[sys.argv[1]]()
