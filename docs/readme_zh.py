"""Keeps README.zh-CN.md in step with README.md: `python docs/readme_zh.py` says which sections are to be translated again.

Every section of the Chinese file carries, in a comment `<!-- en: DIGEST -->`, the digest of the English section that it was
translated from. `--write` renews them all, once the translation is done; `tests/test_readme.py` says when that was forgotten.
"""

import hashlib
import re
import sys
from pathlib import Path

HOME = Path(__file__).parents[1]
CHINESE = HOME / "README.zh-CN.md"
COMMENT = re.compile(r"<!-- en: (\w*) -->\n")
CODE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"`[^`]+`")
FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$]+\$", re.DOTALL)
TEXT = re.compile(r"\\text\{[^}]*\}")
"""Words inside a formula."""
PAGE = re.compile(r"(docs/app-.*|docs/pictures/notebook)(?<!-zh)\.png")
"""A picture of the page or a notebook; the Chinese file has the same in Chinese, NAME-zh.png."""


def texts():
    """Both files, English and Chinese."""
    return (HOME / "README.md").read_text(encoding="utf-8"), CHINESE.read_text(encoding="utf-8")


def sections(text):
    """A file cut before each of its headings; joined, the parts are the file again."""
    parts, code = [], False
    for line in text.splitlines(keepends=True):
        code ^= line.startswith("```")
        if not parts or line.startswith("#") and not code:
            parts.append("")
        parts[-1] += line
    return parts


def title(section):
    return section.split("\n", 1)[0]


def digest(section):
    """The first 12 hex digits of a section's sha256, without the empty lines around it."""
    return hashlib.sha256(section.strip().encode()).hexdigest()[:12]


def marks(section):
    """{kind: what a section has in both languages alike}."""
    prose = CODE.sub("", COMMENT.sub("", section))
    return {
        "headings": re.findall(r"^#+(?= )", prose, re.MULTILINE),
        "code blocks": CODE.findall(section),
        "links and pictures": [PAGE.sub(r"\1-zh.png", target) for target in re.findall(r"\]\(([^)]+)\)", prose)],
        "rows of tables": len(re.findall(r"^\|", prose, re.MULTILINE)),
        "names in code": sorted(" ".join(name.split()) for name in NAME.findall(prose)),
        "formulas": sorted(TEXT.sub("", "".join(formula.split())) for formula in FORMULA.findall(NAME.sub("", prose))),
        "numbers": sorted(re.findall(r"\d+(?:[.,]\d+)*", prose)),
    }


def faults(english, chinese):
    """What is wrong with the Chinese text, a sentence each: sections to translate again, then what differs besides."""
    known = COMMENT.findall(chinese)
    english, chinese = sections(english), sections(chinese)
    found = [f"translate again: {title(section)}" for section in english if digest(section) not in known]
    if len(english) != len(chinese):
        return [*found, f"README.md has {len(english)} sections, README.zh-CN.md {len(chinese)}"]
    return found + [f"{title(ours)} has other {kind} than {title(theirs)}" for theirs, ours in zip(english, chinese)
                    for kind, mark in marks(theirs).items() if marks(ours)[kind] != mark]


def stamped(english, chinese):
    """The Chinese text with the digest of its English section below every heading."""
    pairs = zip(sections(english), sections(COMMENT.sub("", chinese)), strict=True)
    return "".join(ours.replace("\n", f"\n<!-- en: {digest(theirs)} -->\n", 1) for theirs, ours in pairs)


if __name__ == "__main__":
    english, chinese = texts()
    if "--write" in sys.argv[1:] and len(sections(english)) == len(sections(chinese)):
        chinese = stamped(english, chinese)
        CHINESE.write_text(chinese, encoding="utf-8")
    found = faults(english, chinese)
    print("\n".join(found) or "README.zh-CN.md says what README.md says.")
    sys.exit(bool(found))
