"""Runs side by side: in step, each with the numbers of a trainer alone, every difference named."""

import time

import pytest
import torch

from playground import PlaygroundError, Trainer, differences
from playground.live.contrasts import contrasts, differing
from playground.live.packet import unpack
from playground.live.side import LETTERS, SHARED, Side
from playground.onpaper import OnPaper
from playground.share import encode
from small import assert_same_run, small, until


def steps(side):
    return [run.trainer.step for run in side.runs]


def play_to(side, step):
    side.play()
    until(lambda: max(steps(side)) >= step)
    side.pause()


def test_runs_side_by_side_are_in_step_and_each_is_a_trainer_alone(side):
    side.add()
    side.set(loss="least-squares")
    side.add()
    side.rebuild(side.config.changed(spectral_norm=True))
    play_to(side, 60)
    assert len(set(steps(side))) == 1, "a pause finds them all at the same step"
    for run in side.runs:
        assert run.trainer.initial_config.seed == 0
        assert_same_run(Trainer.replay(run.trainer.initial_config, run.trainer.events, run.trainer.step), run.trainer)


def test_a_lesson_begins_alone_and_one_that_does_not_exist_ends_nothing(side):
    side.add()
    side.set(loss="hinge")
    with pytest.raises(PlaygroundError, match="lesson"):
        side.act({"action": "lesson", "name": "no such lesson"})
    assert len(side.runs) == 2
    gone = side.runs[1]
    side.act({"action": "lesson", "name": "oscillation"})
    assert len(side.runs) == 1 and side.config.data == "dirac" and gone.closed
    side.step()
    assert steps(side) == [1]


def test_a_link_to_several_trains_them_again_side_by_side(side):
    play_to(side, 20)
    side.add()
    side.set(loss="hinge")
    play_to(side, max(steps(side)) + 20)
    side.add()
    side.rebuild(side.config.changed(generator_width=8))
    link = encode(*(OnPaper.of(run.trainer) for run in side.runs))
    other = Side(small("lsgan"))
    try:
        other.add()
        gone = other.runs[1]
        other.act({"action": "open", "link": link})
        until(lambda: not other.playing and steps(other) == steps(side))
        assert gone.closed and other.chosen is other.runs[0]
        for here, there in zip(side.runs, other.runs, strict=True):
            assert_same_run(here.trainer, there.trainer)
        play_to(other, max(steps(other)) + 5)
        assert len(set(steps(other))) == 1, "from there on they are in step"
        with pytest.raises(PlaygroundError):
            other.act({"action": "open", "link": link[:-9]})
        assert len(other.runs) == 3, "a bad link ends nothing"
        other.act({"action": "open", "link": encode(OnPaper.of(side.runs[0].trainer))})
        until(lambda: not other.playing)
        assert len(other.runs) == 1 and steps(other) == steps(side)[:1]
    finally:
        other.close()


@pytest.mark.parametrize("name", ["path:/etc", "mnist:size=32", "ring", None])
def test_what_was_fetched_is_named_by_its_plain_name_only(side, name):
    with pytest.raises(PlaygroundError, match="offers no such data"):
        side.act({"action": "data", "name": name})


def test_one_step_is_one_of_each(side):
    side.add()
    side.set(loss="hinge")
    for n in (1, 2, 3):
        side.step()
        assert steps(side) == [n, n]


def test_a_duplicate_goes_on_alike_to_the_last_bit_until_it_is_changed(side):
    side.set(ema=0.9)
    play_to(side, 30)
    side.add()
    assert side.chosen is side.runs[1]
    play_to(side, max(steps(side)) + 60)
    a, b = (run.trainer for run in side.runs)
    assert_same_run(a, b)
    assert torch.equal(a.sample(5), b.sample(5)) and a.events == b.events
    side.set(generator_lr=2e-3)
    side.step()
    assert side.runs[0].config.generator_lr != 2e-3 and not torch.equal(a.state["g"], b.state["g"])


@pytest.mark.parametrize("name, changes", [("dcgan", {"data": "digits", "latent_dim": 8, "batch_size": 8}), ("dirac", {}),
                                           ("sngan", {"packing": 2, "data_size": 50, "lookahead": 3})])
def test_a_twin_is_whole_whatever_it_remembers(name, changes):
    trainer = Trainer(small(name, **changes | ({"generator_width": 4, "discriminator_width": 4} if name == "dcgan" else {})))
    trainer.run(steps=7)
    trainer.set(generator_lr=3e-4, instance_noise=0.1)
    trainer.run(steps=7)
    twin = trainer.twin()
    assert_same_run(trainer, twin)
    for each in (trainer, twin):
        each.run(steps=60)
    assert_same_run(trainer, twin)


def test_who_begins_again_catches_up_while_the_others_wait(side):
    play_to(side, 40)
    side.add()
    at = steps(side)[0]
    side.rebuild(side.config.changed(generator_width=8))
    assert steps(side) == [at, 0]
    side.step()
    assert steps(side) == [at, 1]
    play_to(side, at + 10)
    assert steps(side)[0] == steps(side)[1]


def test_a_pinned_run_stays_as_it_is(side):
    play_to(side, 10)
    side.add()
    side.pin(0, True)
    held = steps(side)[0]
    before = side.runs[0].trainer.twin()
    play_to(side, held + 20)
    side.act({"action": "reset"})
    assert steps(side) == [held, 0]
    assert_same_run(before, side.runs[0].trainer)
    side.select(0)
    for change in (lambda: side.set(loss="hinge"), lambda: side.rebuild(side.config.changed(generator_width=8)),
                   lambda: side.set(data="grid"), lambda: side.contrast("Hinge loss")):
        with pytest.raises(PlaygroundError, match="A is pinned"):
            change()
    side.pin(1, True)
    with pytest.raises(PlaygroundError, match="Every run is pinned"):
        side.play()
    side.pin(0, False), side.pin(1, False)
    play_to(side, held + 5)
    assert len(set(steps(side))) == 1


def test_a_diverged_run_stands_still_and_the_others_go_on(side):
    side.rebuild(side.config.changed(generator_width=128, discriminator_width=128))
    side.add()
    play_to(side, 60)
    side.set(learning_rate=1.0, loss="least-squares")
    side.play()
    a, b = side.runs
    until(lambda: b.trainer.diverged)
    at = a.trainer.step
    until(lambda: a.trainer.step > at + 30)
    assert b.status.name == "diverged" and not b.playing and a.playing
    side.play()
    assert not b.playing, "it would only diverge again"
    side.set(generator_lr=1e-4, discriminator_lr=1e-4, loss="non-saturating")
    ahead = a.trainer.step
    until(lambda: b.trainer.step > ahead)
    side.pause()
    assert len(set(steps(side))) == 1


def test_data_and_seed_are_shared(side):
    side.add()
    side.contrast("Hinge loss")
    side.rebuild(side.config.changed(seed=5))
    assert [run.config.seed for run in side.runs] == [5, 5]
    side.step()
    side.set(data="two-gaussians")
    assert [run.config.data for run in side.runs] == ["two-gaussians"] * 2 and steps(side) == [1, 1]
    side.move("digits")
    assert [run.trainer.data.kind for run in side.runs] == ["images"] * 2
    assert list(differences(*(run.config for run in side.runs))) == ["loss"], "what it had of its own, it keeps"
    side.select(0)
    side.rebuild(small("r3gan", data="grid"))
    assert [(run.config.recipe, run.config.data, run.config.loss) for run in side.runs] == [
        ("r3gan", "grid", "relativistic"), ("gan", "grid", "hinge")]


def test_a_contrast_is_one_change_all_else_equal(side):
    side.set(generator_lr=2e-3)
    play_to(side, 5)
    side.add()
    side.set(batch_size=64, ema=0.5)
    side.contrast("WGAN with gradient penalty")
    a, b = (run.config for run in side.runs)
    assert differences(a, b) == {"loss": ["non-saturating", "wasserstein"], "penalty": ["none", "wgan-gp"],
                                 "penalty_weight": [0.0, 0.1]}
    assert len(set(steps(side))) == 1, "what may change while it trains begins where A is"
    side.contrast("Spectral norm in D")
    assert list(differences(*(run.config for run in side.runs))) == ["spectral_norm"] and steps(side)[1] == 0
    side.select(0)
    side.contrast("Least squares loss")
    assert differences(*(run.config for run in side.runs)) == {"loss": ["least-squares", "non-saturating"]}, "A by B"
    with pytest.raises(PlaygroundError, match="not among the changes"):
        side.contrast("Better everything")


@pytest.mark.parametrize("name", ["gan", "wgan", "wgan-gp", "r3gan", "sngan", "dcgan", "dirac", "gan on a line"])
def test_every_contrast_on_offer_can_be_trained_and_changes_what_it_says(name):
    recipe, _, line = name.partition(" on ")
    config = small(recipe, **{"data": "two-gaussians-1d"} if line else {})
    if config.generator == "dcgan":
        config = config.changed(generator_width=4, discriminator_width=4, batch_size=8)
    offered = contrasts(config)
    labels = [label for group in offered.values() for label in group]
    assert len(labels) == len(set(labels)) > 10
    for group in offered.values():
        for changes in group.values():
            changed = config.changed(**changes)
            assert differences(config, changed).keys() == {k for k, v in changes.items() if v != getattr(config, k)}
            Trainer(changed)


def test_every_setting_that_differs_is_named_in_words(side):
    side.add()
    side.set(loss="wasserstein", penalty="r1", generator_lr=3e-4)
    state, _ = side.news((None, None), 5)
    assert state["differences"] == differing(*(run.config for run in side.runs)) == [
        ["loss", ["Non-saturating", "Wasserstein"]], ["penalty", ["none", "R1"]], ["penalty weight", ["0", "0.1"]],
        ["G’s learning rate", ["0.001", "0.0003"]]]
    assert [run["letter"] for run in state["runs"]] == ["A", "B"] and state["chosen"] == 1 and state["base"] == "A"


def test_four_are_the_most_and_one_stays(side):
    for _ in LETTERS[1:]:
        side.add()
    with pytest.raises(PlaygroundError, match="the most"):
        side.add()
    for place in (-1, 4, None, "A"):
        with pytest.raises(PlaygroundError, match="no such run"):
            side.remove(place)
    gone = side.runs[1:]
    for _ in LETTERS[1:]:
        side.remove(1)
    assert side.chosen is side.runs[0]
    with pytest.raises(PlaygroundError, match="last run stays"):
        side.remove(0)
    until(lambda: not set(gone) & set(side._loop.runs))
    side.step()
    assert steps(side) == [1]


def test_nonsense_ends_in_a_sentence_and_changes_nothing(side):
    side.add()
    before = side.news((None, None), 1)[0]
    for given in ({"action": "remove"}, {"action": "select", "place": 9}, {"action": "swap", "place": "B"}, {"action": "pin"},
                  {"action": "contrast", "label": ["x"]}, {"action": "speed", "steps_per_second": "fast"}, {"action": "next"}):
        with pytest.raises(PlaygroundError):
            side.act(given)
    for given in ({}, {"action": "delete"}, {"action": None}):
        side.act(given)
    assert side.news((None, None), 1)[0] is before
    side.step()
    assert steps(side) == [1, 1]


def test_swapped_runs_change_places_and_the_one_in_hand_stays_in_hand(side):
    side.add()
    side.set(loss="hinge")
    a, b = side.runs
    side.swap(0)
    assert side.runs == (b, a) and side.chosen is b
    side.swap(1)
    assert side.runs == (a, b)


def test_pictures_of_one_moment_come_together(side):
    side.add()
    side.set(loss="hinge")
    side.play()
    seen, pairs = (None, None), []
    while len(pairs) < 8:
        seen = side.news(seen, 5)
        pairs.append([unpack(frame.bytes)["step"] for frame in seen[1] if frame])
    side.pause()
    assert all(a == b for a, b in pairs[2:])


def test_a_speed_limit_holds_for_all_and_slow_motion_is_for_one(side):
    side.speed(50)
    side.add()
    began = time.monotonic()
    side.play()
    until(lambda: steps(side)[0] >= 40)
    side.pause()
    assert steps(side)[0] == steps(side)[1] <= 50 * (time.monotonic() - began) + 10
    with pytest.raises(PlaygroundError, match="Slow motion shows one run"):
        side.slow(True)
    side.remove(1)
    side.slow(True)
    assert side.chosen.status.name == "slow"
    side.add()
    assert [run.status.name for run in side.runs] == ["paused", "paused"]


def test_closing_ends_the_thread(side):
    side.add()
    thread = side.chosen._thread
    side.play()
    side.close()
    assert side.closed and not thread.is_alive()
    with pytest.raises(PlaygroundError):
        side.play()
    assert set(SHARED) == {"data", "seed", "device"}
