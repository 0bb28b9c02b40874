"""Makes the README's pictures and figures: `python docs/pictures.py app|pages|grid|glyphs|emoji`, from the top of the project."""

import shutil
import statistics
import sys
import time
from itertools import product
from pathlib import Path

import torch
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))

from playground import Trainer, differences, plots, recipe  # noqa: E402  (the path comes first)
from playground.metrics.neighbours import distances  # noqa: E402
from playground.plots.images import tiled  # noqa: E402
from playground.plots.paper import Sheet  # noqa: E402
from playground.plots.points import draw_points  # noqa: E402

HERE = Path(__file__).parent
PICTURES = "sn-dcgan"
"""The recipe that the README recommends for pictures."""


def app():
    """Screenshots of the page in a real browser."""
    from playwright.sync_api import sync_playwright

    from playground.app import serve
    demo, address = serve(port=None, open_browser=False, block=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"),
                                             args=["--no-sandbox", "--disable-gpu"])
        shoot(browser, address, "app-light", play=10)
        shoot(browser, address, "app-slow-dark", play=3, dark=True, phases=9)
        shoot(browser, address, "app-images", play=60, data="capital letters")
        shoot(browser, address, "app-line", play=8, data="two Gaussians on a line")
        shoot(browser, address, "app-toy", play=7, data="one datum at 0", penalty="r1")
        shoot(browser, address, "app-side", play=14, beside="WGAN with gradient penalty")
        shoot(browser, address, "app-phone", play=8, width=390, height=844)
        browser.close()
    demo.close(verbose=False)


def pages():
    """Screenshots of the page in both languages, light and dark, wide and narrow; Chinese needs Debian's fonts-noto-cjk."""
    from playwright.sync_api import sync_playwright

    from playground.app import serve
    demo, address = serve(port=None, open_browser=False, block=False)
    (HERE / "pictures").mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        for language, dark, (form, width, height) in product(("en", "zh"), (False, True), (("wide", 1440, 900), ("narrow", 390, 844))):
            name = f"pictures/{language}-{'dark' if dark else 'light'}-{form}"
            shoot(browser, f"{address}?lang={language}", name, play=9, dark=dark, width=width, height=height)
            file = HERE / f"{name}.png"
            Image.open(file).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)
        browser.close()
    demo.close(verbose=False)


def shoot(browser, address, name, play, data=None, penalty=None, beside=None, dark=False, phases=0, width=1440, height=900):
    """One screenshot after `play` seconds of training; `phases` further phases in slow motion."""
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light")
    page.goto(address)
    page.wait_for_function("document.querySelector('#picture')?.dataset.frames > 0")
    if data:
        page.get_by_role("radio", name=data).check(force=True)
        page.wait_for_timeout(1500)
    if penalty:
        page.get_by_text("Loss and penalty").click()
        page.click("#penalty input")
        page.get_by_role("option", name=penalty, exact=True).click()
        page.wait_for_timeout(500)
    if beside:
        page.click("#add-run")
        page.select_option("#contrast", label=beside)
        page.wait_for_timeout(500)
    page.click("#play")
    page.wait_for_timeout(1000 * play)
    if phases:
        page.click("#slow")
        for _ in range(phases):
            page.get_by_text("Next phase", exact=True).click()
            page.wait_for_timeout(200)
    page.mouse.move(width / 2, height - 5)
    page.wait_for_timeout(600)
    page.screenshot(path=HERE / f"{name}.png")
    page.close()


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
    {"app": app, "pages": pages, "grid": grid, "glyphs": glyphs, "emoji": emoji}[sys.argv[1]]()
