"""A link holds the whole run, nonsense is refused in a sentence, and a run in its thread replays what it is given."""

import base64
import json
import subprocess
import sys
import time
import zlib
from pathlib import Path

import numpy as np
import pytest
from small import CONFIGS, assert_same_run, small, trained
from test_live import header, until

from playground import PlaygroundError, Trainer, recipe, register_loss
from playground.export import FORMATS, document
from playground.live.actions import ACTIONS
from playground.live.run import Run
from playground.onpaper import OnPaper
from playground.share import MOST_BYTES, MOST_CHARACTERS, MOST_STEPS, START, START_SEVERAL, decode, decode_all, encode, opened
from playground.training.records import Event

ROOT = Path(__file__).resolve().parents[1]


def written(content):
    """A link whose text is whatever is given."""
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    return START + base64.urlsafe_b64encode(zlib.compress(text)).decode().rstrip("=")


@pytest.fixture(scope="module")
def changed():
    """A run whose learning rate, data and loss were changed while it ran."""
    trainer = trained(small("r3gan", data="ring:modes=4", seed=11), 40)
    trainer.set(learning_rate=1 / 3000)
    trainer.run(steps=20)
    trainer.set(data="moons")
    trainer.run(steps=10)
    trainer.set(loss="hinge", penalty="none")
    trainer.run(steps=10)
    return trainer


def test_a_link_opened_in_a_fresh_process_gives_the_run_to_the_last_digit(changed):
    code = ("import sys; from playground.share import decode; from playground import result_line\n"
            "print(result_line(decode(sys.argv[1]).replay()))")
    done = subprocess.run([sys.executable, "-c", code, encode(OnPaper.of(changed))], cwd=ROOT, capture_output=True, text=True,
                          timeout=120)
    found = json.loads(done.stdout)
    assert found["steps"] == 80 and found["metrics"] == changed.metrics() and found["losses"] == {
        "d": changed.history.last()["loss_d"], "g": changed.history.last()["loss_g"]}


@pytest.mark.parametrize("name", CONFIGS)
def test_every_configuration_travels_whole(name):
    run = OnPaper(CONFIGS[name], (Event(2, {"generator_lr": 1 / 3}),), 5)
    assert decode(encode(run)) == decode("#" + encode(run)) == run


def test_a_link_is_short_and_safe_in_any_address(changed):
    link = encode(OnPaper.of(changed))
    assert len(link) < 400 and link.startswith("run=1.") and set(link[6:]) <= set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


GOOD = ["gan", {"data": "ring", "seed": 0}, [[3, {"n_critic": 2}]], 9]
NONSENSE = {
    "nothing": "", "no text": None, "a number": 5, "another fragment": "#lesson", "another version": "#run=2.abc",
    "no content": START, "no base64": START + "!?*", "no zlib": START + "abcd", "cut short": written(GOOD)[:-8],
    "something behind": written(GOOD) + "AAAA", "no json": written(b"\xff\xfe"), "another list": written([1, 2]),
    "too long": START + "A" * MOST_CHARACTERS, "a bomb": written(b" " * (MOST_BYTES + 1)), "nested": written(b"[" * 50_000),
    "a recipe": written(["gone", *GOOD[1:]]), "a setting": written(["gan", {"speed": 1}, [], 9]),
    "an argument": written(["gan", {"name": "r1"}, [], 9]), "settings that are a list": written(["gan", ["x"], [], 9]),
    "data": written(["gan", {"data": ["ring"]}, [], 9]), "a value": written(["gan", {"batch_size": 10**30}, [], 9]),
    "not finite": written(b'["gan",{"ema":NaN},[],9]'), "steps": written([*GOOD[:3], 2]), "no steps": written([*GOOD[:3], "9"]),
    "too many steps": written([*GOOD[:3], MOST_STEPS + 1]), "an event": written(["gan", {}, [[3, {"seed": 1}]], 9]),
    "an event that is none": written(["gan", {}, [3], 9]), "other data on the way": written(["gan", {}, [[3, {"data": "digits"}]], 9]),
    "a setting that does not fit on the way": written(["gan", {}, [[3, {"augmentation": "adaptive"}]], 9]),
}


@pytest.mark.parametrize("case", NONSENSE)
def test_nonsense_is_refused_in_one_sentence(case):
    assert decode(written(GOOD)).steps == 9
    with pytest.raises(PlaygroundError) as error:
        decode(NONSENSE[case])
    assert 10 < len(str(error.value)) < 800 and "\n" not in str(error.value)


def test_what_a_link_cannot_hold_is_said():
    register_loss("mine", lambda real, fake: (-real).exp().mean() + fake.exp().mean(), lambda fake, real: (-fake).exp().mean())
    with pytest.raises(PlaygroundError, match="your own loss 'mine'"):
        encode(OnPaper(small(loss="mine"), (), 3))
    with pytest.raises(PlaygroundError, match="50,000 steps, and this run has 50,001"):
        encode(OnPaper(small(), (), MOST_STEPS + 1))
    many = tuple(Event(i, {"generator_lr": 1e-3 + i / 7e6}) for i in range(1500))
    with pytest.raises(PlaygroundError, match="8,000 is the most"):
        encode(OnPaper(small(), many, 2000))
    few = OnPaper(small(), many[:300], 2000)
    assert decode(encode(few)) == few


# -- several side by side ----------------------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def several(changed):
    """Four runs that stood side by side: one went on from the run that was changed, two began anew."""
    alone = changed.twin()
    alone.set(n_critic=2)
    alone.run(steps=5)
    there = small("r3gan", data="moons", seed=11)
    return OnPaper.of(changed), OnPaper.of(alone), OnPaper(there.changed(batch_size=8), (), 80), OnPaper(there, (Event(3, {"ema": 0.5}),), 7)


def test_runs_side_by_side_travel_together(several):
    link = encode(*several)
    assert link.startswith(START_SEVERAL) and decode_all(link) == decode_all("#" + link) == several and decode(link) == several[0]
    assert len(link) < 1000
    text = document.side_by_side(FORMATS["json"].make(several[3].replay()), several).decode()
    assert opened({"file": text}) == several and document.read(text) == several[3], "who knows of one run reads the one in hand"


def test_runs_that_cannot_stand_side_by_side_are_refused(several):
    config = several[2].config
    for others, says in (((OnPaper(config.changed(seed=12), (), 3),), "cannot stand side by side"),
                         ((OnPaper(config.changed(data="ring"), (), 3),), "cannot stand side by side"), (several, "1 to 4 runs")):
        with pytest.raises(PlaygroundError, match=says):
            decode_all(encode(several[0], *others))
    with pytest.raises(PlaygroundError, match="these runs have together 60,000"):
        encode(OnPaper(config, (), 30_000), OnPaper(config, (), 30_000))
    few = [OnPaper(config, tuple(Event(i, {"generator_lr": 1e-3 + (i + 500 * k) / 7e6}) for i in range(300)), 300) for k in range(4)]
    assert decode_all(encode(few[0])) == (few[0],)
    with pytest.raises(PlaygroundError, match="cannot hold these runs"):
        encode(*few)


@pytest.mark.parametrize("content", [[], [GOOD] * 5, [GOOD, 3], [GOOD, [*GOOD[:3], 2]], [GOOD, ["gone", *GOOD[1:]]], GOOD, {"a": 1}, 5,
                                     [[*GOOD[:3], 30_000]] * 2, [GOOD, ["gan", {"data": "moons", "seed": 0}, [], 9]]])
def test_nonsense_in_a_link_of_several_is_refused_in_one_sentence(content):
    link = written(content).replace(START, START_SEVERAL)
    assert len(decode_all(written([GOOD, GOOD]).replace(START, START_SEVERAL))) == 2
    with pytest.raises(PlaygroundError) as error:
        decode_all(link)
    assert 10 < len(str(error.value)) < 800 and "\n" not in str(error.value)
    with pytest.raises(PlaygroundError):
        opened({"file": json.dumps({"is": document.NAME, "version": 1, "side_by_side": content})})


def test_files_are_bounded_too(changed):
    text = FORMATS["json"].make(changed).decode()
    assert opened({"file": text}) == (OnPaper.of(changed),) == opened({"link": encode(OnPaper.of(changed))})
    for given in ({"file": None}, {"file": "x" * 3_000_000}, {"file": "{}"}, {"file": "["}, {}, {"link": 3},
                  {"file": text.replace('"steps": 80', '"steps": 90000000')}):
        with pytest.raises(PlaygroundError):
            opened(given)


# -- the run in its thread ---------------------------------------------------------------------------------------------

@pytest.fixture
def run():
    run = Run(recipe("gan", data="two-gaussians-1d"))
    yield run
    run.close()


def test_a_run_replays_shows_how_far_it_is_and_stands_there(run, changed):
    run.play()
    ACTIONS["open"](run, {"link": encode(OnPaper.of(changed))})
    goals = set()
    while run.status.playing:
        goals.add(header(run)["goal"])
    assert goals <= {80, None} and header(run)["goal"] is None
    assert run.status.name == "paused" and run.trainer.step == 80
    assert_same_run(run.trainer, changed)
    assert run.trainer.initial_config == changed.initial_config and run.trainer.events == changed.events
    time.sleep(0.3)
    assert run.trainer.step == 80


@pytest.mark.parametrize("steer", [lambda run: run.play(), lambda run: run.pause(), lambda run: run.reset(),
                                   lambda run: run.step(), lambda run: run.slow(True), lambda run: run.set(n_critic=3),
                                   lambda run: run.rebuild(recipe("lsgan"))])
def test_any_steering_ends_a_replay(run, steer):
    run.replay(OnPaper(recipe("gan", data="two-gaussians-1d"), (Event(40_000, {"n_critic": 2}),), 40_001))
    until(lambda: run.trainer.step > 5)
    assert run.status.goal == 40_001 and run.status.playing
    steer(run)
    assert run.status.goal is None and run.trainer.step < 40_000
    run.pause()
    run.step(3)
    alone = Trainer.replay(run.trainer.initial_config, run.trainer.events, run.trainer.step)
    assert np.array_equal(run.trainer.history.rows(), alone.history.rows())


def test_a_speed_limit_does_not_slow_a_replay(run, changed):
    run.speed(1)
    run.replay(OnPaper.of(changed))
    until(lambda: run.trainer.step == 80 and not run.status.playing)


def test_a_bad_link_leaves_the_run_alone(run):
    run.step(3)
    with pytest.raises(PlaygroundError):
        ACTIONS["open"](run, {"link": "#run=1.nonsense"})
    assert run.trainer.step == 3
