"""What watching costs: steps per second alone, and with a client of the app that takes every frame.

The client is another process that speaks the app's own protocol, as a browser does.
"""

import statistics
import struct
import subprocess
import sys
import time
from urllib.request import urlopen

from playground.live.wishes import AT_FIRST, LAYERS
from playground.recipes import recipe
from playground.training.trainer import Trainer

SLICE = 4.0
"""Seconds of training alone, then of training while watched."""


def live(seconds):
    """Rows {work, loop, steps_per_second}: loop "ours" trains alone, "live" is the app's run with a viewer, "all layers" is
    that with every layer of the picture of points switched on and a fake asked about.

    The rows of the app also say how many frames a second the viewer received, and the bytes of one.
    """
    from playground.app import serve
    demo, address = serve(port=None, open_browser=False, block=False)
    rows = []
    try:
        for work, config in {"ring": recipe("gan"), "grid": recipe("r3gan"), "glyphs": recipe("dcgan")}.items():
            loops = {"ours": lambda: {"steps_per_second": _alone(Trainer(config))},
                     "live": lambda: _watched(demo, address, config, AT_FIRST)}
            if Trainer(config).data.kind == "points":
                loops["all layers"] = lambda: _watched(demo, address, config, LAYERS, {"fake": 0})
            slices = max(1, round(seconds / 3 / (len(loops) * SLICE)))
            found = [{loop: measure() for loop, measure in loops.items()} for _ in range(slices)]
            rows += [{"work": work, "loop": loop} | _medians([each[loop] for each in found]) for loop in loops]
    finally:
        demo.close(verbose=False)
    return rows


def _medians(found):
    return {name: statistics.median(each[name] for each in found) for name in found[0]}


def _alone(trainer):
    trainer.run(steps=10)
    began, before = time.perf_counter(), trainer.step
    trainer.run(seconds=SLICE)
    return (trainer.step - before) / (time.perf_counter() - began)


def _watched(demo, address, config, layers, probe=()):
    """What a row says of a run whose viewer is another process."""
    client = subprocess.Popen([sys.executable, "-m", "playground.bench_live", address], stdout=subprocess.PIPE)
    try:
        client.stdout.readline()  # the first frame is there
        run = demo.sessions.named("bench").run
        run.rebuild(config)
        run.layers(layers)
        run.probe(dict(probe))
        run.step(10)
        run.play()
        began, before, first = time.perf_counter(), run.trainer.step, run.frame.number
        time.sleep(SLICE)
        elapsed = time.perf_counter() - began
        frame = run.frame
        return {"steps_per_second": (run.trainer.step - before) / elapsed,
                "frames_per_second": (frame.number - first) / elapsed, "bytes_per_frame": len(frame.bytes)}
    finally:
        client.terminate()
        client.wait()
        demo.sessions.close("bench")


def _client(address):
    """Take every frame that the app sends to one visitor, for ever."""
    with urlopen(f"{address}frames/bench") as stream:
        while head := stream.read(4):
            if stream.read(*struct.unpack("<I", head)):
                print("frame", flush=True)


if __name__ == "__main__":
    _client(sys.argv[1])
