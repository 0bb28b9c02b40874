"""The run in its thread: it does what it is told, gives the trainer's numbers, and costs nothing when nobody looks."""

import threading
import time

import numpy as np
import pytest

from playground import PlaygroundError, Trainer, recipe
from playground.live.packet import pack, quantised, unpack
from playground.live.choice import choose_data
from playground.live.run import Run
from small import small, until

KINDS = {"points": "ring", "line": "two-gaussians-1d", "images": "digits"}


@pytest.fixture
def run():
    run = Run(recipe("gan", data="two-gaussians-1d"))
    yield run
    run.close()


def header(run):
    return unpack(run.frame.bytes)


def test_a_packet_carries_what_was_put_in():
    arrays = {"a": np.arange(5, dtype=np.uint8), "b": np.array([[1.5, np.nan]], np.float32), "c": np.empty((0, 2), np.int16)}
    found = unpack(pack({"x": float("nan"), "words": "½ ä", "list": [1.0, float("inf")]}, arrays))
    assert found["x"] is None and found["words"] == "½ ä" and found["list"] == [1.0, None]
    for name, array in arrays.items():
        assert found["arrays"][name].dtype == array.dtype
        assert np.array_equal(found["arrays"][name], array, equal_nan=array.dtype.kind == "f")


def test_points_are_quantised_over_the_view_box_and_clamped_outside():
    points = np.array([[-1.0, 2.0], [1.0, 4.0], [0.0, 3.0], [99.0, -99.0]])
    assert quantised(points, (-1, 1, 2, 4)).tolist() == [[-32767, -32767], [32767, 32767], [0, 0], [32767, -32767]]


def test_play_pause_and_step(run):
    assert run.status.name == "empty"
    run.play()
    until(lambda: run.trainer.step > 20)
    run.pause()
    held = run.trainer.step
    time.sleep(0.3)
    assert run.trainer.step == held and run.status.name == "paused"
    run.step(3)
    assert run.trainer.step == held + 3


def test_runs_side_by_side_give_the_numbers_of_trainers_alone():
    configs = [recipe("gan", data="two-gaussians-1d"), recipe("r3gan", data="ring", seed=3)]
    runs = [Run(config) for config in configs]
    for run in runs:
        run.play()
    for run in runs:
        until(lambda: run.trainer.step > 60)
        run.pause()
    for run, config in zip(runs, configs):
        alone = Trainer(config)
        alone.run(steps=run.trainer.step)
        assert np.array_equal(run.trainer.history.rows(), alone.history.rows())
        run.close()


def test_watching_and_slow_motion_change_no_number(run):
    for _ in range(3):
        run.step(10)
        run.frame
        run.slow(True)
        for _ in range(15):
            run.next_phase()
            run.frame
        run.slow(False)
    alone = Trainer(run.config)
    alone.run(steps=run.trainer.step)
    assert np.array_equal(run.trainer.history.rows(), alone.history.rows())


def test_what_was_set_on_the_way_is_recorded_and_can_be_replayed(run):
    run.step(10)
    run.set(learning_rate=5e-4, loss="least-squares")
    run.step(10)
    run.players("d")
    run.step(5)
    run.players("both")
    run.step(5)
    again = Trainer.replay(run.trainer.initial_config, run.trainer.events, run.trainer.step)
    assert np.array_equal(again.history.rows(), run.trainer.history.rows(), equal_nan=True)


@pytest.mark.parametrize("call", [
    lambda run: run.set(generator_lr=-1), lambda run: run.set(seed=3), lambda run: run.set(data="digits"),
    lambda run: run.speed(0), lambda run: run.speed("fast"), lambda run: run.players("nobody"), lambda run: run.next_phase(),
    lambda run: run.rebuild(run.config.changed(generator="dcgan"))])
def test_a_mistake_is_the_callers_and_the_run_goes_on(run, call):
    before = run.config
    with pytest.raises(PlaygroundError):
        call(run)
    run.step()
    assert run.trainer.step == 1 and run.config == before


def test_a_speed_limit_is_kept(run):
    run.speed(50)
    began = time.monotonic()
    run.play()
    until(lambda: run.trainer.step >= 40)
    run.pause()
    assert run.trainer.step <= 50 * (time.monotonic() - began) + 10


def test_reset_begins_again_with_the_settings_in_force(run):
    run.step(5)
    run.set(generator_lr=2e-3)
    run.reset()
    assert run.trainer.step == 0 and run.config.generator_lr == 2e-3 and not run.trainer.events
    run.step(5)
    alone = Trainer(run.config)
    alone.run(steps=5)
    assert np.array_equal(run.trainer.history.rows(), alone.history.rows())


@pytest.mark.parametrize("kind", KINDS)
def test_frames_show_every_kind_of_data(kind):
    run = Run(recipe("gan", data=KINDS[kind], batch_size=16))
    try:
        run.step(2)
        scene, frame = unpack(run.frame.scene.bytes), header(run)
        assert scene["kind"] == kind and frame["scene"] == scene["id"] and frame["step"] == 2
        assert frame["metrics_step"] == 2 and frame["metrics"] == run.trainer.metrics()
        assert frame["now"]["loss_d"] == run.trainer.history.last()["loss_d"]
        assert frame["arrays"]["curves"].shape == (5, 2)
    finally:
        run.close()


def test_a_frame_of_points_shows_the_generators_samples_and_ds_opinion():
    run = Run(recipe("gan", data="ring", batch_size=16))
    try:
        run.step(3)
        frame, trainer = header(run), run.trainer
        view = run._look()
        fakes = quantised(trainer.generate(view.latents).numpy(), trainer.data.extent)
        assert np.abs(frame["arrays"]["fakes"].astype(int) - fakes).max() <= 1
        corner = trainer.in_data_units(view.grid[:1])  # the middle of the lowest, leftmost cell
        assert abs(frame["arrays"]["map"][0, 0] / 255 - float(trainer.opinion(corner).sigmoid())) < 0.01
    finally:
        run.close()


def test_slow_motion_shows_what_the_phase_works_on():
    run = Run(recipe("gan", data="ring", batch_size=16))
    try:
        run.slow(True)
        seen = []
        for _ in range(11):
            frame = header(run)
            seen.append((frame["phase"]["index"], set(frame["arrays"]) & {"batch_real", "batch_fake", "arrows"}))
            run.next_phase()
        assert [index for index, _ in seen] == list(range(1, 12))
        assert seen[0][1] == {"batch_real"} and seen[1][1] == {"batch_real", "batch_fake"}
        assert seen[9][1] == {"batch_fake", "arrows"} == seen[10][1]
        assert run.trainer.step == 2
    finally:
        run.close()


def test_numbers_of_a_phase_are_known_only_when_they_are_worked_out(run):
    run.step(1)
    before = run.trainer.history.last()
    run.slow(True)
    assert header(run)["now"]["loss_d"] == before["loss_d"]
    for _ in range(3):
        run.next_phase()
    after = header(run)["now"]
    assert after["loss_d"] == run.trainer.history.last()["loss_d"] != before["loss_d"]
    assert after["loss_g"] == before["loss_g"]


def test_a_new_run_is_seen_as_it_begins(run):
    run.speed(10)  # so that a busy machine has time to look
    run.play()
    frame = run.wait(run.frame.number, 5)
    run.rebuild(recipe("lsgan", data="two-gaussians-1d"))
    while frame.scene.id == (fresh := run.wait(frame.number, 5)).scene.id:
        frame = fresh
    assert fresh.step <= 2 and run.status.playing


def test_nobody_watching_means_no_pictures(run):
    run.play()
    time.sleep(2.5)  # longer than a viewer counts as watching
    number = run._camera.number
    time.sleep(0.5)
    assert run._camera.number == number
    assert run.frame.number > number


def test_a_diverged_run_goes_back_says_so_and_can_go_on():
    run = Run(recipe("gan", data="ring"))
    try:
        run.step(60)
        run.set(learning_rate=1.0, loss="least-squares")
        run.play()
        until(lambda: run.trainer.diverged)
        until(lambda: not run.status.playing)
        frame = header(run)
        assert frame["status"] == "diverged" and "finite" in frame["note"]["title"]
        assert run.config.loss == "non-saturating", "the settings went back with it"
        run.play()
        until(lambda: run.trainer.step > 80)
        assert run.status.name == "playing"
    finally:
        run.close()


def test_closing_ends_the_thread(run):
    run.play()
    run.close()
    assert not [t for t in threading.enumerate() if t is run._thread]
    with pytest.raises(PlaygroundError):
        run.play()


# -- measures ------------------------------------------------------------------------------------------------------------

def test_a_visitor_may_follow_the_duality_gap_and_sees_what_it_costs():
    run = Run(small("minimax"))
    run.step(5)
    before = unpack(run.frame.bytes)
    run.follow_gap(True)
    after = unpack(run.frame.bytes)
    with pytest.raises(PlaygroundError, match="hinge is none"):
        run.set(loss="hinge")
        run.follow_gap(True)
    run.close()
    assert "duality_gap" not in before["metrics"] and before["gap"] is None and before["has_gap"]
    assert after["metrics"]["duality_gap"] >= 0 and after["gap"]["cost_ms"] > 0 and after["gap"]["k"] == 50


def test_a_run_stops_when_it_has_converged_and_can_go_on():
    run = Run(recipe("dirac", device="cpu", penalty="r1", penalty_weight=1.0))
    run.stop_when_converged(True)
    run.play()
    until(lambda: not run.status.playing)
    header = unpack(run.frame.bytes)
    assert run.status.name == header["status"] == "finished"
    assert {name for name, _ in header["until"]["met"]} == {"balance", "rest", "plateau"} and not header["until"]["missing"]
    step = run.trainer.step
    run.step(1)
    assert run.status.name == "paused" and run.trainer.step == step + 1
    run.close()


def test_data_without_modes_takes_the_place_of_data_with_modes(run):
    run.rebuild(recipe("gan", data="ring", batch_size=16))
    run.step(2)
    assert header(run)["found"]
    run.set(data="moons")
    run.step(2)
    assert header(run)["found"] is None and header(run)["metrics_step"] == 4


def test_data_that_the_plain_gan_was_not_made_for_bring_a_recipe_of_their_own():
    run = Run(small("gan", data="ring"))
    try:
        begun = []
        for data in ("names", "bold", "ring", "emoji-outline", "chorale-rules", "digits"):
            choose_data(run, data)
            begun.append(run.config.recipe)
        assert begun == ["text-gumbel", "cyclegan", "gan", "pix2pix", "chorale", "gan"]
        run.rebuild(small("hinge", data="ring"))
        choose_data(run, "names")
        assert run.config.recipe == "hinge", "what was chosen stays where it goes with the data"
    finally:
        run.close()
