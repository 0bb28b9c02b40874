"""What a lesson is made of, once its file has been read."""

from dataclasses import dataclass

from playground.config import Config


@dataclass(frozen=True)
class Condition:
    """What has to hold for a task to be done, such as modes == 8: the name of a measure, a sign of SIGNS and a value."""

    what: str
    sign: str
    value: float | str

    def holds(self, measures):
        """Whether it holds for {name: value}; what is not known, or is no number, holds never."""
        known = measures.get(self.what)
        return known is not None and known == known and SIGNS[self.sign](known, self.value)


SIGNS = {">=": lambda a, b: a >= b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, "<": lambda a, b: a < b,
         "==": lambda a, b: a == b, "!=": lambda a, b: a != b}


@dataclass(frozen=True)
class Scene:
    """How a run is set for a lesson, or changed by one of its buttons.

    settings: {name: value}; anew: whether it begins at step 0; slow: whether in slow motion; speed: steps a second, or None
    for as it is (at a lesson's start: as fast as possible); layers: those of the picture that are switched on.
    """

    settings: dict
    anew: bool
    slow: bool
    speed: float | None
    layers: tuple


@dataclass(frozen=True)
class Button:
    """A change that the lesson offers, in one click."""

    label: str
    scene: Scene


@dataclass(frozen=True)
class Question:
    """A question with choices; `answer` is the index of the right one, and the explanation is shown after answering."""

    text: str
    choices: tuple
    answer: int
    explanation: str


@dataclass(frozen=True)
class Step:
    """One page of a lesson. The task is done when its button (if any) was pressed and all of `until` hold."""

    text: str
    task: str
    button: Button | None
    until: tuple
    question: Question | None


@dataclass(frozen=True)
class Lesson:
    """`config` is what it begins with, `show` the settings that stay in sight (None: all of them), `end` its last word."""

    name: str
    title: str
    order: float
    about: str
    end: str
    show: tuple | None
    config: Config
    start: Scene
    steps: tuple
