"""The whole of a run in a link: `encode` writes the URL's fragment, `decode` reads one that came from anybody.

The fragment is run=1.TEXT: 1 is the version, TEXT is base64url of zlib of the JSON [recipe, its changes, events, steps].
"""

import base64
import json
import zlib

from playground.config import parse_changes
from playground.data.own import from_memory_only
from playground.errors import PlaygroundError
from playground.export.document import read
from playground.onpaper import OnPaper
from playground.recipes import changes_of, recipe
from playground.register import require

START = "run=1."
MOST_CHARACTERS = 8_000
"""The longest link: what mail programs and chats still carry whole."""
MOST_BYTES = 200_000
"""The most JSON that a link may unfold to."""
MOST_STEPS = 50_000
"""The most steps that a page replays, of a link or of a file."""
MOST_FILE = 2_000_000
"""Characters in a file that is opened in the page."""


def encode(run):
    """The fragment of a link to an OnPaper. Raises PlaygroundError where a link cannot hold the run, and says why."""
    if run.own:
        names = " and ".join(f"{'loss' if part == 'loss' else 'data set'} '{name}'" for part, name in run.own)
        raise PlaygroundError(f"A link cannot hold the code of your own {names}.")
    if run.steps > MOST_STEPS:
        raise PlaygroundError(f"A link replays at most {MOST_STEPS:,} steps, and this run has {run.steps:,}.")
    content = [run.config.recipe, changes_of(run.config), [[event.step, event.changes] for event in run.events], run.steps]
    text = json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()
    link = START + base64.urlsafe_b64encode(zlib.compress(text, 9)).decode().rstrip("=")
    if len(link) > MOST_CHARACTERS or len(text) > MOST_BYTES:
        raise PlaygroundError(f"A link cannot hold this run: its data and its {len(run.events):,} changes would take "
                              f"{len(link):,} characters, and {MOST_CHARACTERS:,} is the most that travels safely.")
    return link


def decode(link):
    """The OnPaper of a fragment, "#" before it or not. Raises PlaygroundError for whatever is not one."""
    link = link.removeprefix("#") if isinstance(link, str) else ""
    if not link.startswith(START) or len(link) > MOST_CHARACTERS:
        raise PlaygroundError("This link holds no run that this playground can read, so here is the usual page.")
    try:
        text = link.removeprefix(START)
        name, changes, events, steps = json.loads(_unfolded(text + "=" * (-len(text) % 4)))
        name, changes = str(name), {str(key): value for key, value in changes.items()}
    except (ValueError, TypeError, AttributeError, RecursionError, zlib.error) as error:
        raise PlaygroundError("This link is damaged, perhaps cut short, so here is the usual page.") from error
    require(changes)
    with from_memory_only():
        changes = parse_changes(changes)
        return _within_bounds(OnPaper.read(lambda: recipe(name, **changes), events, steps))


def opened(given):
    """The OnPaper that a page asks for: {"link": fragment} or {"file": text of a JSON export}."""
    if "file" not in given:
        return decode(given.get("link"))
    text = given["file"]
    if not isinstance(text, str) or len(text) > MOST_FILE:
        raise PlaygroundError(f"This is not a run of the playground: a run's file is JSON of at most {MOST_FILE:,} characters.")
    with from_memory_only():
        return _within_bounds(read(text))


def _within_bounds(run):
    if run.steps > MOST_STEPS:
        raise PlaygroundError(f"This run has {run.steps:,} steps, and a page replays at most {MOST_STEPS:,}: as a file it can "
                              "be trained again by `python -m playground export`, or by its script.")
    return run


def _unfolded(text):
    """The text in base64url of zlib, as long as it is not larger than MOST_BYTES."""
    unfolding = zlib.decompressobj()
    content = unfolding.decompress(base64.b64decode(text, b"-_", validate=True), MOST_BYTES)
    if not unfolding.eof or unfolding.unused_data:
        raise ValueError("cut short, too large, or followed by something else")
    return content
