"""The browser-side canvas, used unchanged by the app and by the notebook widget: one script, one style sheet, one shell."""

import json
import re
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent

# In the order in which they can be joined: each after what it uses.
MODULES = (
    "words", "dictionary", "tongue", "decode", "dom", "pixels", "theme", "tooltip", "contour", "tiles", "outside", "dots", "overlays", "points",
    "line", "toy", "images", "strings", "sound", "rolls", "translations", "yours", "hover", "grasp", "picture", "layers", "layouts", "diagram", "chart", "curves",
    "metrics", "overlay", "differs", "side", "transport", "phases", "coach", "strip", "timeline", "keyboard", "strokes", "draw",
    "switch", "places", "popover", "card", "own", "fetch", "lesson", "lessons",
    "menu", "format", "share", "mosaic", "tools", "explore", "classes", "replay", "shell", "view",
)

LANGUAGES = {"zh": ("zh-Hans", "中文")}
"""Besides English: {name: (code for browsers, own name)}; NAME.json holds {English: the same in that language}."""


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


@cache
def script() -> str:
    """All modules as one JavaScript text without imports or exports: it defines `GanView` and `shellMarkup`."""
    text = "\n".join([f"const LANGUAGES = {json.dumps(languages(), ensure_ascii=False)};", *(_read(f"{name}.js") for name in MODULES)])
    text = re.sub(r"^import [^;]*;\n", "", text, flags=re.MULTILINE)
    return re.sub(r"^export ", "", text, flags=re.MULTILINE)


@cache
def languages():
    """What the page needs of each language: {name: {"code", "name", "words": {English: the same in that language}}}."""
    return {key: {"code": code, "name": name, "words": json.loads(_read(f"{key}.json"))} for key, (code, name) in LANGUAGES.items()}


@cache
def style() -> str:
    """The style sheet: colour tokens and every part, the grid for each width, then what is other for runs side by side, and exploring."""
    return _read("style.css") + _read("panels.css") + _read("layout.css") + _read("side.css") + _read("explore.css")


@cache
def shell() -> str:
    """The page's markup, with `@children` where the app puts its controls; read from shell.js, its one source."""
    return re.search(r"SHELL = `(.*?)`", _read("shell.js"), re.DOTALL).group(1).strip()
