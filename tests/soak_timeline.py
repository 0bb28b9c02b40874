"""Play, drag and branch for some minutes in a browser, and print what it costs in memory: python tests/soak_timeline.py 10"""

import random
import shutil
import sys
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from playground.app import serve  # noqa: E402
from playground.live.timeline import MEMORY, MOST_BRANCHES, MOST_MARKS  # noqa: E402


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


def main(minutes):
    demo, address = serve(port=None, open_browser=False, block=False)
    chance, end, told = random.Random(0), time.monotonic() + 60 * minutes, 0.0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        heap = page.context.new_cdp_session(page)
        page.goto(address)
        page.wait_for_function("document.querySelector('#picture')?.dataset.frames > 0")
        run = demo.sessions.named(demo.sessions.names()[0]).run
        while time.monotonic() < end:
            wander(page, chance)
            timeline = run.timeline
            assert timeline.bytes <= MEMORY and len(timeline.branches) <= MOST_BRANCHES
            assert all(len(branch.marks) <= MOST_MARKS for branch in timeline.branches)
            if time.monotonic() > told + 15:
                told = time.monotonic()
                heap.send("HeapProfiler.collectGarbage")
                used = heap.send("Runtime.getHeapUsage")["usedSize"] / 2**20
                print(f"{(told - end) / 60 + minutes:5.1f} min, step {run.trainer.step:6,}, branches {len(timeline.branches)}, "
                      f"timeline {timeline.bytes / 2**20:5.1f} MB, server {resident()} MB, page's heap {used:5.1f} MB", flush=True)
        browser.close()
    demo.close(verbose=False)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 10)
