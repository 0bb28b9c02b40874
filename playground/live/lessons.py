"""Lessons on a run: how one begins, what its buttons do, and the form in which they go to the page."""

import re
from html import escape

from playground.errors import PlaygroundError
from playground.lessons import lesson, lessons
from playground.live.frames import mathml
from playground.words import measure_title

FORMULA = re.compile(r"\$([^$]+)\$")
GOALS = {">=": "at least ", "<=": "at most ", ">": "more than ", "<": "less than ", "==": "", "!=": "not "}
TITLES = {"steps": "steps here", "loss_d": "loss of D", "loss_g": "loss of G", "d_real": "D on real", "d_fake": "D on fake",
          "value": "value V", "gradient_d": "D’s gradient", "gradient_g": "G’s gradient", "verdict": "the coach says",
          "sliced_wasserstein": "distance", "js": "JS divergence", "status": "the run is"}


def begin(run, name):
    """The scene of a lesson, in a run that begins anew and waits."""
    chosen = lesson(str(name))
    run.pause()
    run.rebuild(chosen.config)
    if chosen.start.slow:
        run.slow(True)


def press(run, name, step):
    """The button of a lesson's step (counted from 0): its change, and the run goes on; in slow motion it waits."""
    steps = lesson(str(name)).steps
    if not isinstance(step, int) or not 0 <= step < len(steps) or not steps[step].button:
        raise PlaygroundError(f"The lesson '{name}' has no button there.")
    scene = steps[step].button.scene
    if scene.anew:
        run.rebuild(run.config.changed(**scene.settings))
    elif scene.settings:
        run.set(**scene.settings)
    if scene.slow != (run.status.name == "slow"):
        run.slow(scene.slow)
    if not scene.slow:
        run.play()


def pages():
    """All lessons as plain values for the page, in their order; texts are HTML, formulas in them MathML."""
    return [{"name": each.name, "title": each.title, "about": each.about, "end": markup(each.end), "speed": each.start.speed,
             "layers": each.start.layers, "steps": [_step(step) for step in each.steps]} for each in lessons().values()]


def _step(step):
    button, question = step.button, step.question
    return {"text": markup(step.text), "task": markup(step.task), "until": [_goal(condition) for condition in step.until],
            "do": button and {"label": button.label, "anew": button.scene.anew, "speed": button.scene.speed,
                              "layers": button.scene.layers},
            "question": question and {"text": markup(question.text), "choices": [markup(c) for c in question.choices],
                                      "answer": question.answer, "explanation": markup(question.explanation)}}


def _goal(condition):
    what, sign, value = condition.what, condition.sign, condition.value
    words = value if isinstance(value, str) else f"{value:,g}".replace("-", "−")
    return {"what": what, "sign": sign, "value": value, "title": TITLES.get(what) or measure_title(what),
            "words": GOALS[sign] + words}


def markup(text):
    """A text as HTML: what stands between two $ is LaTeX and becomes MathML, all else is shown as it is."""
    parts = FORMULA.split(text)
    return "".join(_formula(part) if i % 2 else escape(part, quote=False) for i, part in enumerate(parts))


def _formula(latex):
    return mathml(latex.replace("<", r"\lt ").replace(">", r"\gt "))
