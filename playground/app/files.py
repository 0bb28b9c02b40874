"""What a page takes away from its run: a link, or a file that the browser saves. Nothing stays on the server."""

import base64
import json
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import playground
from playground.cli.carried import carry
from playground.errors import PlaygroundError
from playground.export import FORMATS
from playground.export.document import plain, side_by_side
from playground.live.side import LETTERS
from playground.onpaper import OnPaper
from playground.share import encode
from playground.training.trainer import Trainer

AT_ONCE = 2
"""Files that the server makes at the same time, for all visitors together."""
PATIENCE = 600.0
"""Seconds after which a file that trains the run again is given up: a film takes a minute, and more beside a run that plays."""
LOOK_EVERY = 0.5
"""Seconds between two looks at how far it is."""
MOST_BYTES = 16_000_000

SHARE = re.compile(r"(\d+)%\|")
"""What a progress bar on standard error says of itself."""

_places = threading.BoundedSemaphore(AT_ONCE)


class Making(dict):
    """How far the files of one page are that take long: {format: share of the steps, 0 to 1}."""

    over = False
    """Whether the page is gone, so that nobody waits for them any more."""


def answer(run, given, making, beside=()):
    """What a page asks of its Run, {"ask": "share"}, {"ask": "export", "format": name} or {"ask": "making"}, with the answer. The Run
    is the one in hand of those `beside` each other; none are where it is alone.

    That is "link" and "words"; or "name" and "data" (base64); or "shares", how far (0 to 1) the files are that take long; or
    "refused", a sentence. `making` is the page's Making, the same for all that it asks.
    """
    asked = {key: str(given[key]) for key in ("ask", "format") if key in given} if isinstance(given, dict) else {}
    try:
        if asked.get("ask") == "share":
            papers = [OnPaper.of(each.trainer) for each in beside or (run,)]
            return asked | {"link": encode(*papers), "words": in_words(papers)}
        if asked.get("ask") == "export" and asked.get("format") in FORMATS:
            return asked | exported(run.trainer, asked["format"], making, [OnPaper.of(each.trainer) for each in beside])
        if asked.get("ask") == "making":
            return asked | {"shares": dict(making)}
    except PlaygroundError as error:
        return asked | {"refused": str(error)}
    return {}


def in_words(papers):
    """What a link to OnPapers holds: of several each with its letter."""
    if len(papers) == 1:
        return papers[0].in_words()
    return "; ".join(f"{letter}: {paper.in_words()}" for letter, paper in zip(LETTERS, papers))


def exported(trainer, name, making, beside=()):
    """The file of a trainer's run as it is now; as JSON with the OnPapers that are `beside` each other. Made of a copy, so that the
    run goes on meanwhile, or another one begins.
    """
    if not _places.acquire(blocking=False):
        raise PlaygroundError(f"The server makes {AT_ONCE} files at a time, and all places are taken. Try again in a little while.")
    try:
        chosen, kind = FORMATS[name], trainer.config.data.partition(":")[0]
        if chosen.slow:
            run = OnPaper.of(trainer)
            content, step = in_a_process(run, trainer.data, name, making), run.steps
        else:
            run = still(trainer)
            content, step = chosen.make(run), run.step
            if name == "json" and beside:
                content = side_by_side(content, beside)
    finally:
        _places.release()
        making.pop(name, None)
    if len(content) > MOST_BYTES:
        raise PlaygroundError(f"The file would have {len(content) / 1e6:.0f} MB, and a page takes at most {MOST_BYTES / 1e6:.0f}. "
                              f"Export the run (.json), and then: python -m playground export FILE.json --out run.{name}")
    return {"name": f"{trainer.config.recipe}-{kind}-{step}.{name}", "data": base64.b64encode(content).decode()}


def still(trainer):
    """Another trainer that stands where this one stands."""
    with trainer.turns:
        copy = Trainer(trainer.initial_config)
        copy.restore(trainer.snapshot())
        copy.history.extend(trainer.history.rows().copy())
        copy.seconds = trainer.seconds
    return copy


def in_a_process(run, data, name, making):
    """The file of an OnPaper, made by the command line in a process of its own, so that those who train go on; making[name] is
    its share of the steps meanwhile. What was dropped into the page as its data goes there with it.
    """
    if run.own:
        raise PlaygroundError(f"A run with a loss or data of your own is trained again in Python only: "
                              f"playground.export.FORMATS[\"{name}\"].make(trainer).")
    with tempfile.TemporaryDirectory(prefix="playground-") as folder:
        source, file, said = Path(folder, "run.json"), Path(folder, f"file.{name}"), Path(folder, "said")
        source.write_text(json.dumps(plain(run)))
        program = ["playground"]
        if hasattr(data, "taken") and dict(data.found)["where"] == "":
            program = ["playground.cli.carried", str(Path(folder, "own.npz"))]
            carry(data, program[-1])
        command = [sys.executable, "-m", *program, "export", str(source), "--format", name, "--out", str(file)]
        with said.open("w") as complaints:
            process = subprocess.Popen(command, cwd=Path(playground.__file__).parents[1],
                                       stdout=subprocess.DEVNULL, stderr=complaints)
        end = time.monotonic() + PATIENCE
        while ended(process, LOOK_EVERY) is None:
            making[name] = int((SHARE.findall(said.read_text(errors="replace")) or [0])[-1]) / 100
            if making.over or time.monotonic() > end:
                process.kill()
                process.wait()
                raise PlaygroundError(
                    f"Training this run again took more than {PATIENCE:.0f} seconds, so it was given up. Export the run (.json), "
                    f"and then: python -m playground export FILE.json --out run.{name}")
        if process.returncode:
            last = (said.read_text(errors="replace").strip().splitlines() or ["it ended without a word"])[-1]
            raise PlaygroundError(f"The file could not be made: {last.removeprefix('Error: ')}")
        return file.read_bytes()


def ended(process, seconds):
    """The exit status of a process if it ends within so many seconds, else None."""
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
