"""From a TOML file to a Lesson, with every field checked: whoever writes a lesson is told which file, which field, and what
is allowed.
"""

import re
import tomllib

from playground.coach.verdicts import RULES
from playground.config import FIELDS, LIVE, parse_changes, suggestion
from playground.data import dataset
from playground.errors import PlaygroundError
from playground.fits import check_fit
from playground.lessons.lesson import SIGNS, Button, Condition, Lesson, Question, Scene, Step
from playground.lessons.table import Table
from playground.metrics import MEASURES
from playground.networks import build
from playground.recipes import recipe

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
CONDITION = re.compile(r"\s*(\w+)\s*(>=|<=|==|!=|>|<)\s*(.+?)\s*")
LAYERS = {"points": ("reals", "fakes", "gradients", "map", "half", "d_star"), "line": ("p", "q", "d", "d_star"),
          "toy": ("field", "way"), "images": ("reals", "fakes", "map")}
"""The layers of the picture for each kind of data that a lesson may switch on."""
COUNTED = ("step", "steps", "loss_d", "loss_g", "d_real", "d_fake", "value", "gradient_d", "gradient_g")
"""What every run has a number for: `step` is the run's, `steps` counts from when this page of the lesson began."""
NAMED = {"status": ("empty", "paused", "playing", "slow", "finished", "diverged"), "players": ("both", "d", "g"),
         "verdict": tuple(dict.fromkeys(rule.name for rule in RULES))}
"""What is a word, and which words it may be."""
MOST_STEPS, MOST_CHOICES = 12, 5


def read(path):
    """The Lesson of a file NAME.toml. Raises PlaygroundError, in one sentence, for the first thing that is wrong with it.

    Its fields are `title`, `about` (what the list of lessons says), `end` (what was discovered, in one sentence, for the last
    card), `order` (its place in the list), `show` (the settings that stay in sight; all without it), the table `start` and the
    tables `steps`, whose own fields are taken below.
    """
    if not NAME.fullmatch(path.stem):
        raise PlaygroundError(f"{path.name}: a lesson’s name goes into links, so it is made of a to z, 0 to 9 and hyphens.")
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PlaygroundError(f"{path.name} cannot be read as TOML: {error}.") from error
    return _lesson(path.stem, Table(content, path.name))


def _lesson(name, table):
    title, order, about, end = table.text("title"), table.take("order", float, 100), table.text("about"), table.text("end")
    show = table.words("show", ("recipe", "data", *FIELDS), None)
    place = table.table("start")
    config = _config(place, lambda changes: recipe(place.text("recipe"), **changes))
    start = _scene(place, config, True)
    place.finish()
    steps, now = [], config
    for place in table.tables("steps"):
        step, now = _step(place, now)
        steps.append(step)
    if not 0 < len(steps) <= MOST_STEPS:
        raise table.wrong("steps", f"has {len(steps)} parts: a lesson has 1 to {MOST_STEPS}.")
    table.finish()
    return Lesson(name, title, order, about, end, show, config, start, tuple(steps))


def _step(table, config):
    """A Step, and the configuration after its button was pressed."""
    text, task, place = table.text("text"), table.text("task", ""), table.table("do", None)
    button = None
    if place:
        label, before = place.text("label"), config
        config = _config(place, lambda changes: before.changed(**changes))
        button = Button(label, _scene(place, config, False))
        place.finish()
    until = tuple(_condition(table, line, config) for line in table.take("until", list, []))
    question = _question(table.table("question", None))
    table.finish()
    if (until or button) and not task:
        raise table.wrong("task", "is missing: say what is to be done, since there is an `until` or a `do`.")
    return Step(text, task, button, until, question), config


def _config(table, make):
    """The configuration with the settings of a table's `set`: it has to be one that can be built."""
    table.take("set", dict, {})
    try:
        config = make(table.content.get("set", {}))
        data = dataset(config.data)
        check_fit(config, data)
        build(config, data)
    except PlaygroundError as error:
        raise table.wrong("set", f"cannot be used: {error}") from error
    return config


def _scene(table, config, anew):
    settings = parse_changes(table.take("set", dict, {}))
    speed = table.take("speed", float, None)
    if speed is not None and not 1 <= speed <= 1000:
        raise table.wrong("speed", f"is {speed:g}: it is from 1 to 1,000 steps a second; leave it out for no limit.")
    if not anew:
        anew = table.take("anew", bool, False) or not settings.keys() <= set(LIVE)
    layers = table.words("layers", LAYERS[dataset(config.data).kind])
    return Scene(settings, anew, table.take("slow", bool, False), speed, layers)


def _condition(table, line, config):
    found = isinstance(line, str) and CONDITION.fullmatch(line)
    if not found:
        raise table.wrong("until", f"holds {line!r:.60}: a condition is a name, one of {' '.join(SIGNS)} and a value, such as "
                                   "\"modes == 8\".")
    what, sign, value = found.groups()
    if what in NAMED:
        if value not in NAMED[what]:
            raise table.wrong("until", f"asks for {line}, which cannot be.{suggestion(value, NAMED[what])}")
        if sign not in ("==", "!="):
            raise table.wrong("until", f"asks for {line}, but {what} is a word: compare it by == or !=.")
        return Condition(what, sign, value)
    known = (*COUNTED, *measured(config))
    if what not in known:
        raise table.wrong("until", f"asks for {what}, which is not measured here.{suggestion(what, (*known, *NAMED))}")
    try:
        return Condition(what, sign, float(value))
    except ValueError:
        raise table.wrong("until", f"compares {what} with {value!r}, which is no number.") from None


def measured(config):
    """The names of what is measured of a run while it is watched."""
    data = dataset(config.data)
    names = [name for measure in MEASURES if measure.quick and measure.fits(data) for name in measure.about]
    copies = config.data_size or data.unseen is not None
    return [name for name in names if copies or name != "memorised"] + ["radius"] * (data.kind == "toy")


def _question(table):
    if table is None:
        return None
    text, choices, answer = table.text("text"), table.take("choices", list), table.take("answer", int)
    if not 2 <= len(choices) <= MOST_CHOICES or not all(isinstance(choice, str) and choice.strip() for choice in choices):
        raise table.wrong("choices", f"is a list of 2 to {MOST_CHOICES} texts.")
    if not 1 <= answer <= len(choices):
        raise table.wrong("answer", f"is {answer}: it is the number of the right choice, from 1 to {len(choices)}.")
    explanation = table.text("explanation")
    table.finish()
    return Question(text, tuple(choices), answer - 1, explanation)
