"""Lessons: every file is well-formed, shows on the run what it says, and a bad one is refused in words."""

import re

import pytest
from latex2mathml.converter import convert

from playground import PlaygroundError, Trainer
from playground.canvas import script
from playground.cli import main
from playground.coach import Coach
from playground.lessons import add, lesson, lessons
from playground.lessons.read import LAYERS, read
from playground.live.anatomy import ABOUT, NOTEBOOKS, layers, notebooks
from playground.live.lessons import markup, pages
from playground.live.run import Run
from small import CONFIGS

NAMES = ("one-step", "equilibrium", "value", "saturating", "collapse", "oscillation", "wasserstein", "strong-d", "few-data")
PATIENCE = 2500
"""Steps after which a task has to be done: at a hundred steps a second within half a minute."""
LOOK = 100


def test_they_come_in_their_order():
    assert tuple(lessons()) == NAMES


def play(trainer, step, coach):
    """Do one step of a lesson on a trainer, as a visitor would; returns the trainer, and the measures when it was done."""
    if step.button and step.button.scene.anew:
        trainer = Trainer(trainer.config.changed(**step.button.scene.settings))
    elif step.button:
        trainer.set(**step.button.scene.settings)
    since, named = trainer.step, any(condition.what == "verdict" for condition in step.until)
    while True:
        trainer.run(steps=LOOK)
        measures = trainer.history.last() | trainer.metrics() | {
            "step": trainer.step, "steps": trainer.step - since, "status": "playing"}
        if named:
            coach.see(trainer)
            measures["verdict"] = coach.verdict(trainer).name
        if all(condition.holds(measures) for condition in step.until):
            return trainer, measures
        assert trainer.step - since < PATIENCE, {c.what: measures[c.what] for c in step.until}


def played(name):
    """The measures at the end of each step of a lesson, every task of which is done in time."""
    chosen, coach, found = lesson(name), Coach(), []
    trainer = Trainer(chosen.config.changed(device="cpu"))
    for step in chosen.steps:
        trainer, measures = play(trainer, step, coach)
        found.append(measures)
    return found


def test_the_equilibrium_is_reached_and_d_alone_finds_nothing():
    reached, alone = played("equilibrium")
    assert reached["js"] < 0.02
    assert alone["value"] == pytest.approx(-1.386, abs=0.03) and alone["d_real"] == pytest.approx(0.5, abs=0.03)


def test_the_value_tells_a_collapsed_g_from_the_data_itself():
    collapsed, exact = played("value")
    assert collapsed["value"] == pytest.approx(-0.39, abs=0.15) and collapsed["modes"] == 1
    assert exact["value"] == pytest.approx(-1.386, abs=0.03)


def test_minimax_stands_still_where_the_other_loss_moves():
    ahead, still, awake, arrived = played("saturating")
    assert still["d_fake"] < 0.001 and still["gradient_g"] * 10 < awake["gradient_g"]
    assert arrived["modes"] >= 1
    assert still["sliced_wasserstein"] == pytest.approx(ahead["sliced_wasserstein"], abs=0.02), "the fakes have not moved"


def test_g_collapses_equal_rates_are_not_enough_and_r1_is():
    collapsed, hopping, cured = played("collapse")
    assert collapsed["modes"] <= 2 and hopping["modes"] <= 4 and cured["modes"] == 8 and cured["high_quality"] > 0.5


def test_with_unequal_rates_r1_alone_is_no_cure():
    trainer = Trainer(lesson("collapse").config.changed(device="cpu"))
    trainer.run(steps=600)
    trainer.set(penalty="r1", penalty_weight=0.1)
    trainer.run(steps=1000)
    assert trainer.metrics()["modes"] <= 4


def test_the_dirac_gan_leaves_circles_and_arrives():
    leaving, circling, arrived = played("oscillation")
    assert leaving["radius"] > 1.8 and 1.2 < circling["radius"] < 1.5 and arrived["radius"] < 0.1


def test_a_free_critic_runs_away_and_a_penalised_one_measures():
    free, bound = played("wasserstein")
    assert free["value"] > 50 and free["modes"] <= 2
    assert abs(bound["value"]) < 2 and bound["modes"] >= 7 and bound["sliced_wasserstein"] < 0.5 * free["sliced_wasserstein"]


def test_a_d_too_strong_is_named_and_cured_by_equal_rates_only():
    strong, once, cured = played("strong-d")
    assert strong["verdict"] == "D too strong" and strong["modes"] == 0
    assert once["modes"] == 0 and once["d_fake"] < 0.05, "one change alone was not enough"
    assert cured["modes"] >= 4


def test_few_data_are_copied_and_more_are_not():
    copied, learned = played("few-data")
    assert copied["memorised"] > 0.85 and learned["memorised"] == pytest.approx(0.5, abs=0.15)


# -- files ---------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", NAMES)
def test_every_lesson_has_a_question_short_texts_and_formulas_that_can_be_shown(name):
    chosen = lesson(name)
    assert any(step.question for step in chosen.steps) and any(step.task for step in chosen.steps)
    assert chosen.about.count(".") <= 2
    assert re.fullmatch(r"[^.?]+\.", chosen.end) and len(chosen.end.split()) <= 30, "one sentence"
    for step in chosen.steps:
        assert len(step.text.split()) <= 60 and len(step.task.split()) <= 40, step.text
    for formula in re.findall(r"\$([^$]+)\$", " ".join(step.text for step in chosen.steps)):
        convert(formula)


def test_the_layers_that_may_be_switched_on_are_those_of_the_page():
    for name in {name for names in LAYERS.values() for name in names}:
        assert f'["{name}", ' in script()


GOOD = """
title = "Mine"
about = "A lesson of my own."
end = "You found it."
show = ["penalty"]

[start]
recipe = "gan"
set = {data = "ring", seed = 7}

[[steps]]
text = "Look at $x < 1$ & <b>wait</b>."
task = "Play."
until = ["step >= 10"]
do = {label = "Add R1", set = {penalty = "r1"}}
question = {text = "Why?", choices = ["So", "Not so"], answer = 2, explanation = "Because."}
"""


def written(folder, text=GOOD, name="mine.toml"):
    (folder / name).write_text(text, "utf-8")
    return folder / name


def test_a_teachers_own_lesson_is_read_whole(tmp_path):
    own = read(written(tmp_path))
    (step,) = own.steps
    assert (own.name, own.title, own.show, own.config.seed) == ("mine", "Mine", ("penalty",), 7)
    assert step.button.scene.settings == {"penalty": "r1", "penalty_weight": 0.1} and not step.button.scene.anew
    assert step.question.choices[step.question.answer] == "Not so"
    assert "&lt;b&gt;wait&lt;/b&gt;" in markup(step.text) and "<math" in markup(step.text)


@pytest.mark.parametrize("old, new, said", [
    ('title = "Mine"', "", "mine.toml: title is missing"),
    ('title = "Mine"', "title = 3", "title is a text in quotes, not 3"),
    ('about =', 'abuot =', "about is missing"),
    ('end = "You found it."', "", "mine.toml: end is missing"),
    ('end = "You found it."', 'end = " "', "end is empty"),
    ('show = ["penalty"]', 'show = ["penalti"]', "show names 'penalti'.*Did you mean 'penalty'"),
    ('show = ["penalty"]', 'shows = []', "shows is not a field.*Did you mean 'show'"),
    ('recipe = "gan"', 'recipe = "gam"', "start.set cannot be used: There is no recipe 'gam'.*Did you mean 'gan'"),
    ("seed = 7", "seed = -7", "start.set cannot be used: seed=-7 is out of range"),
    ("seed = 7", "sed = 7", "start.set.*no setting 'sed'"),
    ('set = {penalty = "r1"}', 'set = {weight_clip = -1}', r"steps\[1\].do.set cannot be used: weight_clip"),
    ('set = {penalty = "r1"}', 'sett = {}', r"steps\[1\].do.sett is not a field"),
    ('"step >= 10"', '"step > ten"', "until compares step with 'ten'"),
    ('"step >= 10"', '"radius < 1"', "until asks for radius, which is not measured here"),
    ('"step >= 10"', '"status == asleep"', "which cannot be.*paused"),
    ('"step >= 10"', '"__import__(0)"', "a condition is a name"),
    ('"step >= 10"', "10", "a condition is a name"),
    ('task = "Play."', "", "task is missing"),
    ("answer = 2", "answer = 3", r"steps\[1\].question.answer is 3: it is the number of the right choice, from 1 to 2"),
    ('choices = ["So", "Not so"]', 'choices = ["So"]', "choices is a list of 2 to 5 texts"),
    ('text = "Look', 'text = Look', "cannot be read as TOML"),
    ('set = {data = "ring", seed = 7}', 'speed = 0', "speed is 0: it is from 1 to 1,000"),
    ('set = {data = "ring", seed = 7}', 'layers = ["fog"]', "start.layers names 'fog'.*Known: reals"),
])
def test_a_bad_file_is_refused_with_the_file_the_field_and_what_is_allowed(tmp_path, old, new, said):
    assert old in GOOD
    with pytest.raises(PlaygroundError, match=said) as refusal:
        read(written(tmp_path, GOOD.replace(old, new, 1)))
    assert "mine.toml" in str(refusal.value) and "\n" not in str(refusal.value)


def test_own_lessons_join_the_others_whole_or_not_at_all(tmp_path):
    from playground.lessons import _shelf
    with pytest.raises(PlaygroundError, match="no folder"):
        add(tmp_path / "nowhere")
    with pytest.raises(PlaygroundError, match="holds no lesson"):
        add(tmp_path)
    written(tmp_path, name="value.toml")
    with pytest.raises(PlaygroundError, match="there is a lesson 'value' already"):
        add(tmp_path)
    (tmp_path / "value.toml").rename(tmp_path / "mine.toml")
    written(tmp_path, name="Not a name.toml")
    with pytest.raises(PlaygroundError, match="a lesson’s name goes into links"):
        add(tmp_path)
    (tmp_path / "Not a name.toml").unlink()
    assert tuple(lessons()) == NAMES
    add(tmp_path)
    try:
        assert tuple(lessons()) == (*NAMES, "mine") and pages()[-1]["title"] == "Mine"
    finally:
        _shelf.pop("mine")


def test_the_command_line_says_what_is_wrong_with_them(tmp_path, capsys):
    written(tmp_path, GOOD.replace("answer = 2", "answer = 0"))
    assert main(["--no-browser", "--lessons", str(tmp_path)]) == 2
    assert "answer is 0" in capsys.readouterr().err


# -- on a run ------------------------------------------------------------------------------------------------------------

def test_a_lesson_begins_a_run_that_waits_and_its_button_changes_it():
    from playground.live.actions import ACTIONS
    run = Run(CONFIGS["gan"])
    try:
        run.play()
        ACTIONS["lesson"](run, {"name": "collapse"})
        assert run.config == lesson("collapse").config and run.status.name == "empty"
        run.step(3)
        ACTIONS["lesson-button"](run, {"name": "collapse", "step": 1})
        assert run.status.playing and run.config.generator_lr == 1e-3 and run.trainer.events[-1].step == 3
        for given in ({"name": "collapse", "step": 0}, {"name": "collapse", "step": 99}, {"name": "collapse"}, {"name": []}):
            with pytest.raises(PlaygroundError):
                ACTIONS["lesson-button"](run, given)
        with pytest.raises(PlaygroundError, match="no lesson 'colapse'.*Did you mean 'collapse'"):
            ACTIONS["lesson"](run, {"name": "colapse"})
        ACTIONS["lesson"](run, {"name": "one-step"})
        assert run.status.name == "slow" and not run.status.playing
        ACTIONS["lesson-button"](run, {"name": "one-step", "step": 2})
        assert run.status.name == "playing"
    finally:
        run.close()


@pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS)
def test_the_layers_of_a_network_hold_all_of_its_weights(config):
    for player in Trainer(config).players.values():
        found = layers(player)
        assert sum(layer["weights"] for layer in found) == player.weights and all(layer["shape"] for layer in found)


def test_the_cards_name_notebooks_that_exist():
    found = notebooks()
    assert found.keys() == ABOUT.keys() and all((NOTEBOOKS.parent / path).is_file() for path in found.values())
    assert all(path.startswith(f"notebooks/{ABOUT[node]}_") for node, path in found.items())
