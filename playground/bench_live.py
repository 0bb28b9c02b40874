"""What watching costs: steps per second alone, and with a client of the app that takes every frame.

The client is another process that speaks the app's own protocol, as a browser does.
"""

import json
import statistics
import subprocess
import sys
import time
from urllib.request import Request, urlopen

from playground.recipes import recipe
from playground.training.trainer import Trainer

SLICE = 4.0
"""Seconds of training alone, then of training while watched."""


def live(seconds):
    """Rows {work, loop, steps_per_second}: loop "ours" trains alone, "live" is the app's run with a viewer.

    The row of "live" also says how many frames a second the viewer received.
    """
    from playground.app import serve
    demo, address = serve(port=None, open_browser=False, block=False)
    rows = []
    try:
        for work, config in {"ring": recipe("gan"), "grid": recipe("r3gan"), "glyphs": recipe("dcgan")}.items():
            alone, watched, frames = [], [], []
            for _ in range(max(1, round(seconds / 3 / (2 * SLICE)))):
                alone.append(_alone(Trainer(config)))
                rate, pictures = _watched(demo, address, config)
                watched.append(rate)
                frames.append(pictures)
            rows += [{"work": work, "loop": "ours", "steps_per_second": statistics.median(alone)},
                     {"work": work, "loop": "live", "steps_per_second": statistics.median(watched),
                      "frames_per_second": statistics.median(frames)}]
    finally:
        demo.close(verbose=False)
    return rows


def _alone(trainer):
    trainer.run(steps=10)
    began, before = time.perf_counter(), trainer.step
    trainer.run(seconds=SLICE)
    return (trainer.step - before) / (time.perf_counter() - began)


def _watched(demo, address, config):
    """(steps, frames) a second of a run whose viewer is another process."""
    client = subprocess.Popen([sys.executable, "-m", "playground.bench_live", address], stdout=subprocess.PIPE)
    try:
        client.stdout.readline()  # the first frame is there
        run = demo.sessions.named("bench").run
        run.rebuild(config)
        run.step(10)
        run.play()
        began, before, first = time.perf_counter(), run.trainer.step, run.frame.number
        time.sleep(SLICE)
        elapsed = time.perf_counter() - began
        return (run.trainer.step - before) / elapsed, (run.frame.number - first) / elapsed
    finally:
        client.terminate()
        client.wait()
        demo.sessions.close("bench")


def _client(address):
    """Take every frame that the app sends to one visitor, for ever."""
    join = json.dumps({"data": [], "fn_index": 0, "session_hash": "bench"}).encode()
    urlopen(Request(f"{address}gradio_api/queue/join", join, {"Content-Type": "application/json"})).close()
    with urlopen(f"{address}gradio_api/queue/data?session_hash=bench") as events:
        for line in events:
            if b'"process_generating"' in line:
                print("frame", flush=True)


if __name__ == "__main__":
    _client(sys.argv[1])
