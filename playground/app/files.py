"""What a page takes away from its run: a link, or a file that the browser saves. Nothing stays on the server."""

import base64
import json
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import playground
from playground.errors import PlaygroundError
from playground.export import FORMATS
from playground.export.document import plain
from playground.onpaper import OnPaper
from playground.share import encode
from playground.training.trainer import Trainer

AT_ONCE = 2
"""Files that the server makes at the same time, for all visitors together."""
PATIENCE = 180.0
"""Seconds after which a file that trains the run again is given up."""
MOST_BYTES = 16_000_000

_places = threading.BoundedSemaphore(AT_ONCE)


def answer(run, given):
    """What a page asks of its Run, {"ask": "share"} or {"ask": "export", "format": name}, with the answer to it.

    That is "link" and "words", or "name" and "data" (base64), or "refused", a sentence.
    """
    asked = {key: str(given[key]) for key in ("ask", "format") if key in given} if isinstance(given, dict) else {}
    try:
        if asked.get("ask") == "share":
            paper = OnPaper.of(run.trainer)
            return asked | {"link": encode(paper), "words": paper.in_words()}
        if asked.get("ask") == "export" and asked.get("format") in FORMATS:
            return asked | exported(run.trainer, asked["format"])
    except PlaygroundError as error:
        return asked | {"refused": str(error)}
    return {}


def exported(trainer, name):
    """The file of a trainer's run as it is now. Made of a copy, so that the run goes on meanwhile."""
    if not _places.acquire(blocking=False):
        raise PlaygroundError("The server is making files for others at the moment. Try again in a little while.")
    try:
        chosen = FORMATS[name]
        content = in_a_process(OnPaper.of(trainer), name) if chosen.slow else chosen.make(still(trainer))
    finally:
        _places.release()
    if len(content) > MOST_BYTES:
        raise PlaygroundError(f"The file would have {len(content) / 1e6:.0f} MB, and a page takes at most {MOST_BYTES / 1e6:.0f}. "
                              f"Export the run (.json), and then: python -m playground export FILE.json --out run.{name}")
    kind, step = trainer.config.data.partition(":")[0], trainer.step
    return {"name": f"{trainer.config.recipe}-{kind}-{step}.{name}", "data": base64.b64encode(content).decode()}


def still(trainer):
    """Another trainer that stands where this one stands."""
    with trainer.turns:
        copy = Trainer(trainer.initial_config)
        copy.restore(trainer.snapshot())
        copy.history.extend(trainer.history.rows().copy())
        copy.seconds = trainer.seconds
    return copy


def in_a_process(run, name):
    """The file of an OnPaper, made by the command line in a process of its own, so that those who train go on."""
    if run.own:
        raise PlaygroundError(f"A run with a loss or data of your own is trained again in Python only: "
                              f"playground.export.FORMATS[\"{name}\"].make(trainer).")
    with tempfile.TemporaryDirectory(prefix="playground-") as folder:
        source, file = Path(folder, "run.json"), Path(folder, f"file.{name}")
        source.write_text(json.dumps(plain(run)))
        command = [sys.executable, "-m", "playground", "export", str(source), "--format", name, "--out", str(file)]
        process = subprocess.Popen(command, cwd=Path(playground.__file__).parents[1], text=True,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            _, complaint = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired as error:
            process.kill()
            process.communicate()
            raise PlaygroundError(
                f"Training this run again took more than {PATIENCE:.0f} seconds, so it was given up. Export the run (.json), "
                f"and then: python -m playground export FILE.json --out run.{name}") from error
        if process.returncode:
            last = (complaint.strip().splitlines() or ["it ended without a word"])[-1]
            raise PlaygroundError(f"The file could not be made: {last.removeprefix('Error: ')}")
        return file.read_bytes()
