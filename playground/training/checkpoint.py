"""Saved runs: a folder with one file that holds everything, written so that a crash or a full disk leaves the old one."""

import json
import os
import tempfile
import zipfile
from pathlib import Path

import torch

from playground.errors import CheckpointError

FILE, FORMAT = "checkpoint.pt", 2


def write(folder, content):
    """Save `content` (tensors, numbers, strings, lists and dicts of them) in `folder`, whole or not at all.

    Beside it `config.json` repeats the configuration for people. Raises CheckpointError when it cannot be written.
    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".saving-", dir=folder) as new:
            with open(Path(new, FILE), "wb") as file:
                torch.save({"format": FORMAT, **content}, file)
                file.flush()
                os.fsync(file.fileno())
            Path(new, "config.json").write_text(json.dumps(json.loads(content["config"]), indent=2) + "\n")
            for name in (FILE, "config.json"):  # both are whole by now, so nothing is left that a full disk could stop
                os.replace(Path(new, name), folder / name)
    except (OSError, RuntimeError) as error:  # torch's zip writer reports a full disk as RuntimeError
        kept = " The checkpoint that was there is untouched." if (folder / FILE).exists() else ""
        raise CheckpointError(f"The run could not be saved in {folder}: {_reason(error)}.{kept} "
                              "Free some space or choose another folder.") from error


def read(folder, device="cpu"):
    """What `write` saved. Raises CheckpointError for anything that is not a whole checkpoint; runs no code from it."""
    path = Path(folder) / FILE if Path(folder).is_dir() else Path(folder)
    if not path.exists():
        raise CheckpointError(f"There is no saved run in {folder}: it should hold a file {FILE}.")
    try:
        with zipfile.ZipFile(path) as parts:  # torch itself does not look at the checksums
            if parts.testzip():
                raise ValueError("a checksum is wrong")
        content = torch.load(path, map_location=device, weights_only=True)
    except Exception as error:  # there is no end to the ways in which a file can be broken
        raise CheckpointError(f"{path} is damaged or is not a checkpoint of the playground; nothing was loaded. "
                              "Take another folder, or train again with --out.") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise CheckpointError(f"{path} is not a checkpoint that this version of the playground reads "
                              f"(format {FORMAT}). Nothing was loaded.")
    return content


def _reason(error):
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error).splitlines()[0]
