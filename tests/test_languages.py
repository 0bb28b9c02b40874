"""The dictionaries of other languages: complete, without dead entries, and with every placeholder in its place."""

import ast
import json
import re
from pathlib import Path

import pytest

import playground
from playground.app import controls
from playground.app.serve import tile_tips
from playground.canvas import LANGUAGES, languages, script
from playground.coach.verdicts import RULES
from playground.config import FIELDS
from playground.data import DATA, dataset
from playground.export import FORMATS
from playground.games import CycleGAN, Pix2Pix
from playground.lessons import lessons
from playground.live import contrasts
from playground.recipes import RECIPES
from playground.training.dynamics import DYNAMICS
from playground.training.losses import LOSSES
from playground.training.penalties import PENALTIES
from playground.training.phases import PHASES

HOME = Path(playground.__file__).parent
PLACE = re.compile(r"\{\d*\}")
NUMBER = re.compile(r"(?<![A-Za-z])[−-]?\d+(?:[.,]\d+)*")
SENTENCE_END = re.compile(r"(?<=[.?]) (?=\S)")


@pytest.fixture(params=LANGUAGES)
def words(request):
    return languages()[request.param]["words"]


def whole(text):
    """A text of a lesson as the page knows it: one line, formulas left out."""
    return " ".join(re.sub(r"\$[^$]+\$", "{}", text).split())


def lesson_texts():
    for lesson in lessons().values():
        yield from (lesson.title, lesson.about, lesson.end)
        for step in lesson.steps:
            yield from filter(None, (step.text, step.task, step.button and step.button.label))
            if step.question:
                yield from (step.question.text, *step.question.choices, step.question.explanation)


def strings(file):
    """All texts in a Python file; where values are written into one, {} stands for them."""
    tree = ast.parse(file.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def said_somewhere():
    """All that the program says, in one text."""
    ours = "\n".join(text for file in HOME.rglob("*.py") for text in strings(file))
    canvas = "\n".join(file.read_text("utf-8") for folder in ("canvas", "app", "notebook") for file in (HOME / folder).glob("*.js"))
    told = "\n".join([*(recipe.about for recipe in RECIPES.values()), *dataset("emoji").classes])
    return "\n".join([ours, canvas, told, *map(whole, lesson_texts())])


@pytest.mark.parametrize("name", LANGUAGES)
def test_no_entry_stands_twice(name):
    pairs = json.loads((HOME / "canvas" / f"{name}.json").read_text("utf-8"), object_pairs_hook=list)
    keys = [key for key, _ in pairs]
    assert len(keys) == len(set(keys))


def test_a_latent_has_one_name_in_chinese():
    texts = (HOME / "canvas" / "zh.json").read_text("utf-8") + (HOME.parent / "README.zh-CN.md").read_text("utf-8")
    assert "潜变量" in texts and not re.search("隐变量|隐空间|隐向量|潜向量", texts)


def test_every_placeholder_of_the_english_stands_in_the_translation(words):
    for english, other in words.items():
        count, places = english.count("{}"), PLACE.findall(other)
        assert len(places) == count, english
        if set(places) != {"{}"} and places:
            assert sorted(places) == [f"{{{i + 1}}}" for i in range(count)], english


def test_every_entry_is_said_by_the_program(words):
    text = said_somewhere()
    known = set(re.findall(r"[\w’]+", text.lower()))

    def there(part, sentence):
        return part in text or (not sentence and set(re.findall(r"[\w’]+", part.lower())) <= known)

    assert not [(english, part) for english in words for part in map(str.strip, english.split("{}"))
                if not there(part, english[-1] in ".?" and len(english) > 40)]


def covers(words, text):
    """Whether a text is translated, by the rules of dictionary.js in short."""
    if not re.search("[a-z]{2}", re.sub(r"\S*[A-Z]\S*[A-Z0-9]\S*", "", text)) or text in words or NUMBER.sub("{}", text) in words:
        return True
    small = text[0].lower() + text[1:]
    if small in words or NUMBER.sub("{}", small) in words:
        return True
    if "\n" in text:
        return all(covers(words, line) for line in text.split("\n"))
    sentences = SENTENCE_END.split(text)
    if len(sentences) > 1 and all(covers(words, sentence) for sentence in sentences):
        return True
    if text.endswith(".") and covers(words, text[:-1]):
        return True
    return any(re.fullmatch(re.escape(english).replace(r"\{\}", "(.+?)"), text) for english in words if "{}" in english)


def tables():
    """Everything that the tables of the program say of themselves."""
    yield from (text for recipe in RECIPES.values() for text in (recipe.title, recipe.about))
    yield from (text for data in DATA.values() for text in (data.title, data.about))
    yield from (text for format in FORMATS.values() for text in (format.title, format.about))
    yield from (entry.title for table in (LOSSES, PENALTIES, DYNAMICS) for entry in table.values())
    yield from (dynamics.about for dynamics in DYNAMICS.values())
    yield from (text for phases in (PHASES, CycleGAN.phases, Pix2Pix.phases) for title, explanation, _ in phases.values() for text in (title, explanation))
    yield from (rule.title for rule in RULES)
    yield from (*contrasts.SINGLE, *(label for changes in contrasts.SINGLE.values() for label in changes), *contrasts.WORDS.values(), *tile_tips().values())
    yield from controls.DATA_SHELVES
    for group in controls.GROUPS:
        yield from (group.title, *group.settings.values(), *(FIELDS[name].metadata["help"] for name in group.settings))


def test_nothing_in_the_tables_lacks_its_translation(words):
    assert not [text for text in tables() if not covers(words, text)]


def test_nothing_in_the_lessons_lacks_its_translation(words):
    assert not [text for text in map(whole, lesson_texts()) if re.search("[a-z]{2}", text.replace("log", "")) and text not in words]


def test_nothing_that_the_canvas_explains_lacks_its_translation(words):
    """words.js and the other modules: every text with four words or more."""
    text = re.sub(r"^\s*//.*$", "", script().split("\n", 1)[1], flags=re.MULTILINE)
    sentences = {found for found in re.findall(r'"((?:[^"\\\n]|\\.)*)"', text)
                 if len(re.findall(r"[A-Za-z’]+", found)) >= 4 and re.match("[A-Z]", found) and "<" not in found}
    assert len(sentences) > 120
    assert not [found for found in sentences if not covers(words, found) and not re.fullmatch(r"[MLHVCSQTAZ\d .,-]+z?", found, re.I)
                and not covers(words, f"{found}.")]
