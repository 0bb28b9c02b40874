"""The README in Chinese says what the one in English says."""

import re
import runpy
from pathlib import Path

import pytest

HOME = Path(__file__).parents[1]
kept = runpy.run_path(str(HOME / "docs" / "readme_zh.py"))
english, chinese = kept["texts"]()


def test_the_chinese_readme_is_in_step():
    assert kept["faults"](english, chinese) == [], "translate, then `python docs/readme_zh.py --write`"


@pytest.mark.parametrize("page", [english, chinese], ids=["en", "zh"])
def test_what_is_linked_is_there(page):
    assert [target for target in re.findall(r"\]\(([^):]+)\)", page) if not (HOME / target).exists()] == []


def test_a_change_names_its_section():
    changed = english.replace("MIT licence.", "Another licence.")
    assert kept["faults"](changed, chinese) == ["translate again: ### Dependencies, each with its reason"]
    assert kept["faults"](changed, kept["stamped"](changed, chinese)) == []


@pytest.mark.parametrize("kind, old, new", [
    ("numbers", "92.9 %", "92.8 %"),
    ("rows of tables", "| 31337 | 92.9 % | 2.7 % |\n", "31337, 92.9 %, 2.7 %\n"),
    ("names in code", "`python -m playground coach DIR`", "`python -m playground DIR`"),
])
def test_a_slip_is_found(kind, old, new):
    assert kept["faults"](english, chinese.replace(old, new)) == [f"### 教练 has other {kind} than ### The coach"]


def test_a_new_section_is_missed():
    assert "translate again: ## News" in kept["faults"](english + "\n## News\n", chinese)
