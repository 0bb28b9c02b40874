"""What a real browser costs: steps a second alone and on the page, and the frames it draws: python tests/speed.py 100

The server is this process, and the browser is driven by another. Slices of both kinds follow each other, so that a machine whose
speed changes is fair to both; a figure is the median over its slices.
"""

import json
import multiprocessing
import shutil
import statistics
import sys
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from playground.app import serve  # noqa: E402
from playground.recipes import recipe  # noqa: E402
from playground.training.trainer import Trainer  # noqa: E402

SLICE, SETTLE = 5.0, 2.0
"""Seconds that are measured, and seconds before them that are not."""

WORK = {"ring": "gan", "grid": "r3gan", "glyphs": "dcgan", "ring, all layers": "gan", "grid, all layers": "r3gan"}


def browse(address, pipe):
    """Open the page, and do what it is told: "frames" says how many it has drawn, "layers" switches all of them on, "end"."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address)
        page.wait_for_function("document.querySelector('#picture')?.dataset.frames > 0")
        pipe.send(0)
        while (order := pipe.recv()) != "end":
            if order == "layers":
                for chip in page.locator("#layers button:visible[aria-pressed=false]").all():
                    chip.click()
            pipe.send(int(page.evaluate("document.querySelector('#picture').dataset.frames")))
        browser.close()


def tell(pipe, order):
    pipe.send(order)
    return pipe.recv()


def alone(config):
    """Steps a second of a trainer that nobody watches."""
    trainer = Trainer(config)
    trainer.run(seconds=SETTLE)
    began, before = time.perf_counter(), trainer.step
    trainer.run(seconds=SLICE)
    return (trainer.step - before) / (time.perf_counter() - began)


def watched(run, pipe):
    """Steps a second of the page's run, and the frames that the page draws meanwhile."""
    run.play()
    time.sleep(SETTLE)
    began, before, first = time.perf_counter(), run.trainer.step, tell(pipe, "frames")
    time.sleep(SLICE)
    last, elapsed, steps = tell(pipe, "frames"), time.perf_counter() - began, run.trainer.step - before
    run.pause()
    return steps / elapsed, (last - first) / elapsed, len(run.frame.bytes)


def main(seconds):
    demo, address = serve(port=None, open_browser=False, block=False)
    pipe, end = multiprocessing.Pipe()
    visitor = multiprocessing.get_context("spawn").Process(target=browse, args=(address, end))
    visitor.start()
    pipe.recv()
    (session,) = demo.sessions.names()
    run = demo.sessions.named(session).run
    for work, name in WORK.items():
        config = recipe(name)
        run.rebuild(config)
        run.frame  # the page has its scene, and so its chips
        if "all layers" in work:
            time.sleep(1)
            tell(pipe, "layers")
        found = []
        for _ in range(max(1, round(seconds / len(WORK) / (2 * (SLICE + SETTLE))))):
            found.append((alone(config), *watched(run, pipe)))
        medians = [statistics.median(values) for values in zip(*found, strict=True)]
        share = statistics.median(there / here for here, there, *_ in found)
        print(json.dumps({"work": work, "alone": round(medians[0], 1), "watched": round(medians[1], 1), "share": round(share, 3),
                          "frames_per_second": round(medians[2], 1), "bytes_per_frame": round(medians[3]), "slices": len(found),
                          "shares": [round(there / here, 2) for here, there, *_ in found]}), flush=True)
    pipe.send("end")
    visitor.join()
    demo.close(verbose=False)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 210)
