"""Which of several runs is said to be ahead: by what was measured of all at the same steps, and never by chance alone."""

import math
import re
from pathlib import Path

import numpy as np
import pytest
from small import CONFIGS, until

from playground import Trainer, canvas, recipe
from playground.data import DATA
from playground.live.ahead import BETTER, EARLY, MAIN, MOST, RECENT, standing
from playground.metrics.best import BEST, away

STEPS = tuple(range(EARLY, EARLY + 40 * RECENT, 40))


def read(steps=STEPS, **values):
    """Readings: of each measure one value, or one for each step."""
    lines = {name: value if isinstance(value, tuple) else (value,) * len(steps) for name, value in values.items()}
    return tuple((step, {name: line[i] for name, line in lines.items()}) for i, step in enumerate(steps))


def ring(modes, quality, distance, steps=STEPS):
    return read(steps, modes=modes, modes_total=8, high_quality=quality, sliced_wasserstein=distance)


def say(kind="points", diverged=None, **readings):
    return standing(kind, readings, diverged or {})


def test_a_run_that_is_clear_of_the_other_is_ahead_and_it_is_said_in_what_and_when():
    said = say(A=ring(3, 0.5, 0.8), B=ring(8, 0.5, 0.2))
    assert said["title"] == "B is ahead"
    assert said["text"] == f"More modes, a shorter distance from the data. Measured 5 times, steps {STEPS[0]} to {STEPS[-1]}."
    assert said["rows"] == [["modes", "B"], ["high_quality", None], ["sliced_wasserstein", "B"]]
    assert said["metrics"]["A"]["modes"] == 3 and said["metrics"]["B"]["modes"] == 8


def test_numbers_that_swing_or_are_level_decide_nothing():
    for a, b in (((3, 8, 3, 8, 3), 5), (8, 8), ((3, 3, 3, 3, 8), 8)):
        said = say(A=ring(a, 0.5, 0.5), B=ring(b, 0.5, 0.5))
        assert said["title"] == "It is open who is ahead" and "No number" in said["text"] and {leads for _, leads in said["rows"]} == {None}


def test_numbers_that_point_in_different_directions_leave_it_open():
    said = say(A=ring(8, 0.3, 0.5), B=ring(8, 0.6, 0.9))
    assert said["title"] == "It is open who is ahead"
    assert said["text"].startswith("A: a shorter distance from the data. B: more fakes close to a mode.")
    assert said["rows"] == [["modes", None], ["high_quality", "B"], ["sliced_wasserstein", "A"]]


@pytest.mark.parametrize("a, b", [(STEPS, STEPS[1:]), (STEPS, tuple(step + 1 for step in STEPS)), ((), ()), (STEPS, ()),
                                  (range(0, EARLY, 10), range(0, EARLY, 10))])
def test_nothing_is_said_before_all_were_measured_often_enough_at_the_same_steps(a, b):
    said = say(A=ring(3, 0.1, 0.9, tuple(a)), B=ring(8, 0.9, 0.1, tuple(b)))
    assert said["title"] == "Too early to say who is ahead" and all(leads is None for _, leads in said["rows"])
    assert said["text"].endswith(f": {len({*a} & {*b} - {*range(EARLY)})} so far.")


def test_of_several_runs_one_leads_where_it_beats_all_others_and_is_beaten_by_none():
    said = say(A=ring(3, 0.5, 0.5), B=ring(4, 0.5, 0.5), C=ring(8, 0.5, 0.5))
    assert said["title"] == "C is ahead" and said["rows"][0] == ["modes", "C"]
    assert say(A=ring(8, 0.5, 0.5), B=ring(8, 0.5, 0.5), C=ring(3, 0.5, 0.5))["title"] == "It is open who is ahead"
    said = say(A=ring(3, 0.5, 0.2), B=ring(3, 0.5, 0.2), C=ring(8, 0.5, 0.9))
    assert said["title"] == "It is open who is ahead" and said["text"].startswith("C: more modes."), "C is beaten in the distance"


def test_a_run_that_diverged_is_behind_all_that_did_not():
    said = say(A=ring(3, 0.5, 0.8), B=ring(8, 0.5, 0.2), diverged={"B": 1061})
    assert said["title"] == "A is ahead" and said["text"] == "B left the finite numbers at step 1,061." and not said["rows"]
    said = say(A=ring(3, 0.5, 0.8), B=ring(8, 0.5, 0.8), C=(), diverged={"C": 7})
    assert said["title"] == "B is ahead" and said["text"].endswith("C left the finite numbers at step 7.")
    assert say(A=(), B=(), diverged={"A": 5, "B": 6})["title"] == "Nobody is ahead"


def test_chance_alone_seldom_puts_a_run_ahead_in_a_measure():
    draw = np.random.default_rng(0)
    ahead = 0
    for _ in range(2000):
        a, b = (read(sliced_wasserstein=tuple(draw.normal(size=RECENT) + 9)) for _ in range(2))
        ahead += say("images", A=a, B=b)["title"] != "It is open who is ahead"
    assert 0.002 < ahead / 2000 < 0.016, "2 in 252"


def test_best_is_where_the_data_is_and_no_number_is_worst():
    near, far = {"js4": 0.05, "real_js4": 0.04}, {"js4": 0.01, "real_js4": 0.04}
    assert away("js4", near) < away("js4", far) and away("modes", {"modes": 8, "modes_total": 8}) == 0
    assert away("reverse_kl", {"reverse_kl": None}) == away("js", {"js": float("nan")}) == away("js", {}) == float("inf")


def test_the_measures_that_count_have_a_best_value_words_and_a_name_on_the_page():
    named = re.findall(r'^  \["(\w+)", "', Path(canvas.__file__).with_name("metrics.js").read_text(), re.MULTILINE)
    for kind in {data.kind for data in DATA.values()}:
        assert {*MAIN[kind], "sliced_wasserstein"} <= BEST.keys() & BETTER.keys() & set(named)


@pytest.mark.parametrize("name, data, first", [
    ("gan", "ring", "modes"), ("gan", "moons", "sliced_wasserstein"), ("gan", "two-gaussians-1d", "modes"), ("dirac", "dirac", "radius"),
    ("dcgan", "digits", "sliced_wasserstein"), ("pix2pix", "italic", "l1_to_truth"), ("text-gumbel", "grammar", "valid"),
    ("seqgan", "names", "attested_trigrams"), ("chorale", "chorale-rules", "consonance")])
def test_every_kind_of_data_can_be_judged(name, data, first):
    trainer = Trainer(CONFIGS[name].changed(data=data) if name in CONFIGS else recipe(name, data=data))
    trainer.run(steps=1)
    metrics = trainer.metrics()
    readings = {letter: tuple((step, metrics) for step in STEPS) for letter in "AB"}
    said = standing(trainer.data.kind, readings, {})
    assert said["title"] == "It is open who is ahead" and said["rows"][0] == [first, None]
    assert all(away(name, metrics) < math.inf or metrics[name] is None for name, _ in said["rows"])


def test_runs_beside_each_other_are_measured_at_the_same_steps(side):
    side.add()
    side.set(n_critic=2)
    seen = None, ()

    def enough():
        nonlocal seen
        seen = side.news(seen, 0.2)
        return "ahead" in seen[0]["standing"]["title"] and "early" not in seen[0]["standing"]["title"]

    side.play()
    until(enough)
    side.pause()
    a, b = (run.measures.readings for run in side.runs)
    common = {step for step, _ in a} & {step for step, _ in b}
    assert len(common) >= max(RECENT, min(len(a), len(b)) - 4), "nearly always"
    assert len(seen[0]["standing"]["rows"]) == MOST
    side.act({"action": "reset"})
    assert side.news((None, ()), 1.0)[0]["standing"]["metrics"] == {}, "what was measured before is no more"


def test_nothing_is_said_of_one_run_or_of_runs_that_do_not_differ(side):
    side.step()
    assert side.news((None, ()), 1.0)[0]["standing"] is None
    side.add()
    side.step()
    assert side.news((None, ()), 1.0)[0]["standing"] is None
