"""Play, drag, branch and compare for some minutes in a browser, and print what it costs in memory: python tests/soak.py 10

The server is this process and the browser is driven by another, so that each one's memory is its own.
"""

import multiprocessing
import random
import shutil
import sys
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from playground.app import serve  # noqa: E402
from playground.live.timeline import MEMORY, MOST_BRANCHES, MOST_MARKS  # noqa: E402

COMPARE_EVERY = 5
"""Of so many rounds one stands beside a second run."""


def resident():
    """Megabytes of this process."""
    (line,) = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) // 1024


def wander(page, chance):
    """Play a little, and let go of the marker somewhere."""
    page.click("#play")
    page.wait_for_timeout(chance.randrange(500, 4000))
    box = page.locator("#timeline").bounding_box()
    y = box["y"] + chance.random() * (box["height"] - 20)
    page.mouse.move(box["x"] + box["width"] * 0.7, y)
    page.mouse.down()
    for _ in range(chance.randrange(2, 8)):
        page.mouse.move(box["x"] + box["width"] * chance.uniform(0, 0.9), y, steps=3)
    page.mouse.up()
    page.wait_for_timeout(300)


def compare(page, chance):
    """Play beside a run with another loss, and send that one away."""
    page.click("#add-run")
    page.wait_for_function("document.querySelector('#picture-b')?.dataset.frames > 0")
    page.select_option("#contrast", index=chance.randrange(1, 8))
    wander(page, chance)
    page.click("#remove-b")
    page.wait_for_selector("#remove-b", state="detached")


def browse(address, minutes, heaps):
    """Use the page, and put the megabytes of its heap into `heaps` after each round."""
    chance, end = random.Random(0), time.monotonic() + 60 * minutes
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        heap = page.context.new_cdp_session(page)
        page.goto(address)
        page.wait_for_function("document.querySelector('#picture')?.dataset.frames > 0")
        count = 0
        while time.monotonic() < end:
            count += 1
            (wander if count % COMPARE_EVERY else compare)(page, chance)
            heap.send("HeapProfiler.collectGarbage")
            heaps.put(heap.send("Runtime.getHeapUsage")["usedSize"] / 2**20)
        browser.close()


def main(minutes):
    demo, address = serve(port=None, open_browser=False, block=False)
    context = multiprocessing.get_context("spawn")
    heaps, began, told = context.Queue(), time.monotonic(), 0.0
    visitor = context.Process(target=browse, args=(address, minutes, heaps))
    visitor.start()
    while visitor.is_alive():
        time.sleep(0.5)
        runs = [run for name in demo.sessions.names() for run in demo.sessions.named(name).side.runs]
        for timeline in (run.timeline for run in runs):
            assert timeline.bytes <= MEMORY and len(timeline.branches) <= MOST_BRANCHES
            assert all(len(branch.marks) <= MOST_MARKS for branch in timeline.branches)
        if runs and not heaps.empty() and time.monotonic() > told + 15:
            told, used = time.monotonic(), 0.0
            while not heaps.empty():
                used = max(used, heaps.get())
            timeline = runs[0].timeline
            print(f"{(told - began) / 60:5.1f} min, step {runs[0].trainer.step:6,}, branches {len(timeline.branches)}, timeline "
                  f"{timeline.bytes / 2**20:5.1f} MB, server {resident()} MB, page's heap {used:5.1f} MB", flush=True)
    demo.close(verbose=False)
    assert visitor.exitcode == 0


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 10)
