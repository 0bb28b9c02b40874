"""Runs in a link: `encode` writes the URL's fragment, `decode` and `decode_all` read one that came from anybody.

The fragment of one run is run=1.TEXT: 1 is the version, TEXT is base64url of zlib of the JSON [recipe, its changes, events,
steps]. That of runs side by side is run=2.TEXT, of a list of these.
"""

import base64
import json
import zlib

from playground.config import parse_changes
from playground.data.own import from_memory_only
from playground.errors import PlaygroundError
from playground.export.document import read_all
from playground.onpaper import OnPaper
from playground.recipes import changes_of, recipe
from playground.register import require

START, START_SEVERAL = "run=1.", "run=2."
MOST_CHARACTERS = 8_000
"""The longest link: what mail programs and chats still carry whole."""
MOST_BYTES = 200_000
"""The most JSON that a link may unfold to."""
MOST_STEPS = 50_000
"""The most steps that a page replays, of a link or of a file, all runs together."""
MOST_RUNS = 4
"""The most runs that stand side by side."""
MOST_FILE = 2_000_000
"""Characters in a file that is opened in the page."""


def encode(*runs):
    """The fragment of a link to an OnPaper, or to several side by side. Raises PlaygroundError where a link cannot hold them, and
    says why.
    """
    own = [part for run in runs for part in run.own]
    if own:
        names = " and ".join(f"{'loss' if part == 'loss' else 'data set'} '{name}'" for part, name in dict.fromkeys(own))
        raise PlaygroundError(f"A link cannot hold the code of your own {names}.")
    steps = sum(run.steps for run in runs)
    if steps > MOST_STEPS:
        if len(runs) > 1:
            raise PlaygroundError(f"A link replays at most {MOST_STEPS:,} steps, and these runs have together {steps:,}.")
        raise PlaygroundError(f"A link replays at most {MOST_STEPS:,} steps, and this run has {steps:,}.")
    contents = [[run.config.recipe, changes_of(run.config), [[event.step, event.changes] for event in run.events], run.steps]
                for run in runs]
    start, content = (START, contents[0]) if len(runs) == 1 else (START_SEVERAL, contents)
    text = json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()
    link = start + base64.urlsafe_b64encode(zlib.compress(text, 9)).decode().rstrip("=")
    if len(link) > MOST_CHARACTERS or len(text) > MOST_BYTES:
        if len(runs) > 1:
            raise PlaygroundError(f"A link cannot hold these runs: they would take {len(link):,} characters, and "
                                  f"{MOST_CHARACTERS:,} is the most that travels safely.")
        raise PlaygroundError(f"A link cannot hold this run: its data and its {len(runs[0].events):,} changes would take "
                              f"{len(link):,} characters, and {MOST_CHARACTERS:,} is the most that travels safely.")
    return link


def decode(link):
    """The OnPaper of a fragment, the first one of several; see `decode_all`."""
    return decode_all(link)[0]


def decode_all(link):
    """The OnPapers of a fragment, "#" before it or not. Raises PlaygroundError for whatever is not one."""
    link = link.removeprefix("#") if isinstance(link, str) else ""
    if not link.startswith((START, START_SEVERAL)) or len(link) > MOST_CHARACTERS:
        raise PlaygroundError("This link holds no run that this playground can read, so here is the usual page.")
    try:
        text = link[len(START):]
        content = json.loads(_unfolded(text + "=" * (-len(text) % 4)))
        runs = [(str(name), {str(key): value for key, value in changes.items()}, events, steps)
                for name, changes, events, steps in (content if link.startswith(START_SEVERAL) else [content])]
    except (ValueError, TypeError, AttributeError, RecursionError, zlib.error) as error:
        raise PlaygroundError("This link is damaged, perhaps cut short, so here is the usual page.") from error
    require(*(changes for _, changes, _, _ in runs))
    with from_memory_only():
        return _within_bounds([_read(*run) for run in runs])


def _read(name, changes, events, steps):
    changes = parse_changes(changes)
    return OnPaper.read(lambda: recipe(name, **changes), events, steps)


def opened(given):
    """The OnPapers, one or several side by side, that a page asks for: {"link": fragment} or {"file": text of a JSON export}."""
    if "file" not in given:
        return decode_all(given.get("link"))
    text = given["file"]
    if not isinstance(text, str) or len(text) > MOST_FILE:
        raise PlaygroundError(f"This is not a run of the playground: a run's file is JSON of at most {MOST_FILE:,} characters.")
    with from_memory_only():
        return _within_bounds(read_all(text))


def _within_bounds(runs):
    """The same as a tuple, if they can stand side by side in a page and are not too long for it."""
    if not 1 <= len(runs) <= MOST_RUNS:
        raise PlaygroundError(f"A page shows 1 to {MOST_RUNS} runs side by side, and these are {len(runs)}.")
    if len({(run.data, run.config.seed, run.config.device) for run in runs}) > 1:
        raise PlaygroundError("These runs cannot stand side by side: their data, their seeds or their devices differ.")
    steps = sum(run.steps for run in runs)
    if steps > MOST_STEPS:
        have = "This run has" if len(runs) == 1 else "These runs have together"
        raise PlaygroundError(f"{have} {steps:,} steps, and a page replays at most {MOST_STEPS:,}: as a file it can "
                              "be trained again by `python -m playground export`, or by its script.")
    return tuple(runs)


def _unfolded(text):
    """The text in base64url of zlib, as long as it is not larger than MOST_BYTES."""
    unfolding = zlib.decompressobj()
    content = unfolding.decompress(base64.b64decode(text, b"-_", validate=True), MOST_BYTES)
    if not unfolding.eof or unfolding.unused_data:
        raise ValueError("cut short, too large, or followed by something else")
    return content
