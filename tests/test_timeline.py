"""The timeline: what one goes back to is what was, to the last bit; a branch is its configuration and events; bounded memory."""

import random

import numpy as np
import pytest

from playground import PlaygroundError, Trainer, recipe
from playground.live import timeline as bounds
from playground.live.packet import unpack
from playground.live.run import Run
from playground.training.records import Event
from small import CONFIGS, assert_same_run, differing, same, small, until


@pytest.fixture
def run():
    run = Run(small(data="ring"))
    yield run
    run.close()


def arrived(run):
    """The run after it has come to the step that was asked for."""
    until(lambda: not run.timeline.walking)
    return run


def replayed(run):
    return Trainer.replay(run.trainer.initial_config, run.trainer.events, run.trainer.step)


def header(run):
    return unpack(run.frame.bytes)["timeline"]


def eventful(run):
    """A run in which a learning rate, the loss and the data were changed on the way."""
    run.step(70)
    run.set(learning_rate=5e-4)
    run.step(55)
    run.set(loss="hinge")
    run.set(data="grid")
    run.step(75)


def test_branches_are_their_configuration_and_events_to_the_last_bit(run):
    eventful(run)
    first = list(run.trainer.events)
    for step in (90, 31, 125, 126, 0, 199):
        arrived(run).travel(step)
        arrived(run)
        assert run.trainer.step == len(run.trainer.history) == step and run.status.name == "past"
        assert run.trainer.events == [e for e in first if e.step < step]
        assert_same_run(run.trainer, replayed(run))
    run.travel(90)
    arrived(run).play()
    run.pause()
    assert run.status.name == "paused" and run.timeline.shown.name == "2" and run.timeline.shown.start == 90
    run.set(generator_lr=0.01, updates="optimistic")
    run.step(30)
    assert_same_run(run.trainer, replayed(run))
    run.travel(10**9, "1")
    run.step(40)
    never_travelled = Run(run.trainer.initial_config)
    eventful(never_travelled)
    never_travelled.step(40)
    assert run.trainer.events == first and run.trainer.step == 240
    assert_same_run(run.trainer, never_travelled.trainer)
    never_travelled.close()


@pytest.mark.parametrize("name", CONFIGS)
def test_looking_at_the_past_loses_nothing(name):
    run = Run(CONFIGS[name])
    run.step(45)
    run.frame
    there, metrics, verdict = run.trainer.snapshot(), run.measures.metrics, run.measures.verdict
    for step in (20, 3, 44):
        run.travel(step)
        assert arrived(run).trainer.step == step
        run.frame
    run.travel(45)
    assert run.status.name == "paused" and len(run.trainer.history) == 45
    assert differing(run.trainer.state, there["state"]) == []
    assert all(same(state, there["draw"][stream]) for stream, state in run.trainer.draw.state().items())
    assert run.measures.metrics == metrics and run.measures.verdict == verdict
    run.step(5)
    assert_same_run(run.trainer, replayed(run))
    assert [b["name"] for b in header(run)["branches"]] == ["1"]
    run.close()


def test_picture_curves_metrics_and_settings_go_back(run):
    run.step(40)
    was = unpack(run.frame.bytes)
    run.set(loss="hinge", generator_lr=0.01)
    run.step(60)
    run.travel(40)
    arrived(run)
    frame = unpack(run.frame.bytes)
    assert (frame["status"], frame["step"], frame["playing"]) == ("past", 40, False)
    assert np.array_equal(frame["arrays"]["fakes"], was["arrays"]["fakes"])
    assert np.array_equal(frame["arrays"]["map"], was["arrays"]["map"])
    assert frame["metrics"] == was["metrics"] and frame["now"] == was["now"]
    assert run.config.loss == "non-saturating"
    assert frame["arrays"]["curve_steps"][-1] == 100, "the rest of the branch is shown too, pale"
    assert frame["timeline"]["events"] == [[40, {"loss": "hinge", "generator_lr": 0.01}]] and frame["timeline"]["end"] == 100


@pytest.mark.parametrize("go_on", [lambda run: run.play(), lambda run: run.step(3), lambda run: run.set(loss="hinge"),
                                   lambda run: run.slow(True), lambda run: run.players("d")])
def test_whatever_trains_or_changes_in_the_past_begins_a_branch(run, go_on):
    run.step(60)
    run.travel(37)
    go_on(arrived(run))
    run.pause()
    assert [(b.name, b.start) for b in run.timeline.branches] == [("1", 0), ("2", 37)] and not run.timeline.past
    run.travel(60, "1")
    assert run.trainer.step == 60 and run.config.loss == "non-saturating"
    assert_same_run(run.trainer, replayed(run))


def test_play_on_the_way_to_a_step_waits_until_it_is_reached(run):
    run.step(300)
    run.timeline.shown.marks = {0: run.timeline.shown.marks[0]}
    run.travel(280)
    run.play()
    assert run.status.playing
    until(lambda: run.timeline.shown.name != "1")
    run.pause()
    assert run.timeline.shown.start == 280


def test_a_long_value_is_named_in_short():
    timeline = Run(small(data="ring")).timeline
    timeline.trainer.events.append(Event(0, {"data": "drawn:" + "0123456789" * 100, "loss": "hinge"}))
    assert timeline.header()["timeline"]["branches"][0]["changes"] == {"data": "drawn", "loss": "hinge"}


def test_a_branch_that_took_no_step_is_forgotten(run):
    run.step(50)
    run.travel(20)
    run.set(loss="hinge")
    run.travel(50, "1")
    assert [b.name for b in run.timeline.branches] == ["1"] and run.config.loss == "non-saturating"


def test_nonsense_is_refused_in_a_sentence(run):
    run.step(20)
    for step, branch in ((-1, None), ("far", None), (None, None), (float("nan"), None), (5, "Z"), (5, ["1"])):
        with pytest.raises(PlaygroundError):
            run.travel(step, branch)
    run.travel(9, turn=7)
    run.travel(4, turn=6)
    assert arrived(run).trainer.step == 9, "a wish that was overtaken is left out"


def test_one_may_go_back_before_a_divergence():
    run = Run(recipe("gan", data="ring", device="cpu"))
    run.step(100)
    run.set(learning_rate=1.0, loss="least-squares")
    run.step(100)
    diverged = run.trainer.diverged
    assert diverged and run.status.name == "diverged"
    assert header(run)["branches"][0]["diverged"] == diverged.step
    end = run.trainer.step
    run.travel(60)
    assert arrived(run).status.name == "past"
    assert_same_run(run.trainer, replayed(run))
    run.travel(end)
    assert run.status.name == "diverged" and run.trainer.diverged is diverged
    run.travel(60)
    run.step(20)
    assert run.status.name == "paused" and [b.name for b in run.timeline.branches] == ["1", "2"]
    run.close()


def test_a_new_run_has_a_new_timeline(run):
    run.step(50)
    run.travel(20)
    before = header(run)
    run.reset()
    assert run.trainer.step == 0 and run.status.name == "empty"
    after = header(run)
    assert before["id"] != after["id"] and len(after["branches"]) == 1 and after["end"] == 0
    run.rebuild(run.config.changed(seed=1))
    assert header(run)["id"] not in (before["id"], after["id"])


def test_what_a_notebooks_cell_does_is_noticed(run):
    run.step(50)
    run.travel(20)
    arrived(run).trainer.run(steps=5)
    run.frame
    assert (run.timeline.shown.name, run.timeline.shown.start, run.status.name) == ("2", 20, "paused")
    run.trainer.restart()
    until(lambda: run.wait(-1, 0) and [b.name for b in run.timeline.branches] == ["1"])
    assert run.timeline.end == 0 and header(run)["end"] == 0


# -- bounds ------------------------------------------------------------------------------------------------------------

def test_memory_is_bounded_whatever_one_does(monkeypatch):
    run = Run(small(data="two-gaussians-1d", batch_size=8))
    run.step(1)
    one = bounds.Mark(run.trainer).bytes
    monkeypatch.setattr(bounds, "MEMORY", 30 * one)
    monkeypatch.setattr(bounds, "MOST_MARKS", 20)
    monkeypatch.setattr(bounds, "MOST_BRANCHES", 4)
    chance, most = random.Random(0), 0
    for _ in range(60):
        run.step(chance.randrange(1, 120))
        branch = chance.choice(run.timeline.branches)
        run.travel(chance.randrange(1, 400), branch.name)
        arrived(run)
        most = max(most, run.timeline.bytes)
        assert run.timeline.bytes <= 30 * one and len(run.timeline.branches) <= 4
        assert all(len(b.marks) <= 20 for b in run.timeline.branches)
        for branch in run.timeline.branches:
            assert branch.parent is None or branch.parent in run.timeline.branches and branch.start >= branch.parent.start
    assert most > 10 * one
    assert_same_run(run.trainer, replayed(run))
    run.close()


def test_a_network_too_large_for_many_marks_has_few(monkeypatch):
    run = Run(small(data="two-gaussians-1d"))
    monkeypatch.setattr(bounds, "MEMORY", 1)
    run.step(200)
    assert list(run.timeline.shown.marks) == [0]
    run.travel(70)
    assert_same_run(arrived(run).trainer, replayed(run))
    run.step(10)
    assert [b.name for b in run.timeline.branches] == ["2"], "there is no room for another branch"
    run.close()


# -- saved runs ----------------------------------------------------------------------------------------------------------

def saved(tmp_path):
    run = Run(small(data="ring"))
    eventful(run)
    run.trainer.save(tmp_path)
    run.close()
    return tmp_path


def whole(run):
    until(lambda: not run.timeline.replay)
    return run


def test_a_saved_run_gets_its_whole_timeline_while_its_end_is_shown(tmp_path):
    run = Run(Trainer.load(saved(tmp_path)), replay=True)
    assert unpack(run.frame.bytes)["step"] == 200 and header(run)["first"] == 0
    assert len(whole(run).timeline.shown.marks) > 10 and run.timeline.remark is None
    run.travel(100)
    assert_same_run(arrived(run).trainer, replayed(run))
    run.travel(200)
    run.step(10)
    assert_same_run(run.trainer, replayed(run))
    run.close()


def test_a_replay_that_gives_other_numbers_keeps_the_saved_end_and_says_so(tmp_path):
    trainer = Trainer.load(saved(tmp_path))
    trainer.history.rows()[149] += 1e-3
    rows = trainer.history.rows().copy()
    run = whole(Run(trainer, replay=True))
    assert "step 150" in run.timeline.remark and header(run)["remark"] == run.timeline.remark
    run.travel(20)
    run.frame
    run.travel(200)
    assert np.array_equal(run.trainer.history.rows(), rows)
    run.close()
