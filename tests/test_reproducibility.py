"""A run is its configuration and its events: nothing around it, and nothing done to look at it, changes a bit."""

import random
import threading

import numpy as np
import pytest
import torch

from playground import Trainer, recipe
from small import CONFIGS, assert_same_run, differing, pictures, rows, same, small, trained


@pytest.mark.parametrize("name", CONFIGS)
def test_same_configuration_same_numbers(name):
    assert_same_run(trained(CONFIGS[name], 10), trained(CONFIGS[name], 10))


def test_another_seed_is_another_run():
    a, b = trained(small(), 2), trained(small(seed=1), 2)
    assert not np.isclose(a.history.rows(), b.history.rows()).any()


@pytest.mark.parametrize("one, other", [
    ("gan", "gan"), ("gan", "r3gan"), ("wgan-gp", "dcgan"), ("sngan", "sngan on pictures")])
def test_trainers_side_by_side_are_as_alone(one, other):
    configs = CONFIGS[one], CONFIGS[other]
    alone = [trained(c, 12) for c in configs]
    a, b = (Trainer(c) for c in configs)
    for i in range(6):
        a.run(steps=2)
        list(b.steps(1))
        b.sample(3)
        next(iter(b.phases()))
    assert_same_run(a, alone[0])
    assert_same_run(b, alone[1])


def test_threads_follow_from_the_size_of_the_networks():
    def threads(*args, **changes):
        return Trainer(recipe(*args, **changes)).threads
    assert threads("gan") == threads("dcgan") == threads("gan", data="digits", generator="mlp", discriminator="mlp") == 1
    assert threads("gan", discriminator_width=512) == threads("dcgan", data="glyphs:size=32") == 2


def test_trainers_in_threads_are_as_alone():
    """Small networks train on one processor thread and wide ones on two; each is set where it is used."""
    configs = [small("r3gan"), pictures("wgan-gp"), small("sngan", discriminator_width=512), pictures(generator_width=96)]
    assert [Trainer(c).threads for c in configs] == [1, 1, 2, 2]
    steps = [150, 20, 150, 20]
    alone = [trained(c, n) for c, n in zip(configs, steps)]
    together = [None] * len(configs)
    start = threading.Barrier(len(configs))

    def work(i):
        start.wait()
        together[i] = trained(configs[i], steps[i])
    threads = [threading.Thread(target=work, args=(i,)) for i in range(len(configs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for a, b in zip(alone, together):
        assert_same_run(a, b)


@pytest.mark.parametrize("config", [small("r3gan"), pictures("sngan")], ids=["points", "pictures"])
def test_looking_from_another_thread_does_not_disturb_training(config):
    alone, watched = trained(config, 40), Trainer(config)
    training = threading.Thread(target=watched.run, kwargs={"steps": 40})
    training.start()
    looks = 0
    while training.is_alive() or not looks:
        watched.sample(4)
        watched.metrics()
        watched.opinion(watched.data.sample(4, torch.Generator().manual_seed(looks)))
        looks += 1
    training.join()
    assert_same_run(alone, watched)


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_the_number_of_threads_around_does_not_matter(threads):
    """It follows from the configuration; afterwards it is again what it was."""
    expected = [trained(c, 5) for c in (small(), pictures())]
    scores = [t.metrics() for t in expected]
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        for trainer, score in zip(expected, scores):
            again = trained(trainer.config, 5)
            assert_same_run(trainer, again)
            assert again.metrics() == score
        assert torch.get_num_threads() == threads
    finally:
        torch.set_num_threads(before)


@pytest.mark.parametrize("name", ["wgan-gp", "sngan", "r3gan", "dcgan"])
def test_global_random_state_is_left_alone(name):
    """Building, training, sampling, measuring and saving neither use nor change it."""
    def states():
        return torch.get_rng_state(), np.random.get_state()[1].copy(), random.getstate()

    def run():
        trainer = trained(CONFIGS[name], 3)
        list(trainer.phases())
        trainer.sample(5)
        trainer.set(batch_size=16)
        return trainer, trainer.metrics()
    torch.manual_seed(1)
    before = states()
    trainer, score = run()
    for a, b in zip(before, states()):
        assert np.array_equal(a, b) if not isinstance(a, tuple) else a == b
    torch.manual_seed(2)
    np.random.seed(3)
    again, score_again = run()
    assert_same_run(trainer, again)
    assert score == score_again


@pytest.mark.parametrize("name", ["gan", "sngan", "r3gan", "dcgan"])
def test_looking_changes_nothing(name):
    """Samples, metrics, opinions and pulls between the steps, and the numbers afterwards."""
    plain, watched = trained(CONFIGS[name], 6), Trainer(CONFIGS[name])
    for _ in range(6):
        before = {k: v.clone() for k, v in watched.state.items() if k != "step"}
        z, x = torch.randn(4, watched.config.latent_dim), watched.data.sample(4, torch.Generator().manual_seed(5))
        watched.sample(10)
        watched.generate(z)
        watched.opinion(x)
        watched.metrics()
        watched.pull(x, x, {"d": watched.state["d"]})
        watched.history.curves()
        watched.snapshot()
        assert all(same(watched.state[k], v) for k, v in before.items())
        watched.run(steps=1)
    assert_same_run(plain, watched)


def test_metrics_depend_on_the_step_and_not_on_what_was_asked_before():
    a, b = trained(small(), 20), trained(small(), 20)
    b.sample(100)
    assert a.metrics() == a.metrics() == b.metrics()
    a.run(steps=1)
    assert a.metrics() != b.metrics()


def test_samples_are_new_each_time_and_the_same_in_each_run():
    a, b = trained(small(), 3), trained(small(), 3)
    first, second = a.sample(6), a.sample(6)
    assert not torch.equal(first, second)
    assert torch.equal(torch.stack([first, second]), torch.stack([b.sample(6), b.sample(6)]))


# -- events ------------------------------------------------------------------------------------------------------------

CHANGES = [
    {"learning_rate": 3e-3}, {"data": "grid:side=3"}, {"loss": "hinge"}, {"penalty": "r1"}, {"batch_size": 16},
    {"n_critic": 2}, {"players": "discriminator"}, {"players": "both", "ema": 0.9}, {"ema": 0.5},
    {"penalty": "wgan-gp", "penalty_weight": 0.1}, {"penalty": "none", "weight_clip": 0.1}, {"loss": "relativistic"},
    {"players": "generator", "beta1": 0.9}, {"players": "both", "data": "ring", "discriminator_lr": 1e-4}]


def test_replay_is_the_run_with_all_its_changes():
    """However the run was driven: in ones, in phases, or many steps at a time."""
    run = Trainer(small())
    for i, change in enumerate(CHANGES):
        run.set(**change)
        for _ in range(i % 3):
            next(run.steps(1))
        list(run.phases())
        run.run(steps=30 * (i % 2) + 1)
    assert run.diverged is None and len(run.events) == len(CHANGES)
    again = Trainer.replay(run.initial_config, run.events, run.step)
    assert_same_run(run, again)
    assert again.events == run.events


def test_replay_keeps_a_penalty_weight_that_was_said_again():
    """A penalty set without a weight gets its usual one, so the event must tell the weight even where it stayed."""
    run = trained(small("wgan-gp", penalty_weight=5), 2)
    run.set(penalty="r1", penalty_weight=5)
    run.run(steps=3)
    again = Trainer.replay(run.initial_config, run.events, run.step)
    assert run.config.penalty_weight == again.config.penalty_weight == 5
    assert_same_run(run, again)


def test_replay_stops_at_the_step_asked_for():
    run = trained(small(), 4)
    run.set(n_critic=3)
    run.run(steps=6)
    early, at = (Trainer.replay(run.initial_config, run.events, n) for n in (2, 4))
    assert early.step == 2 and early.events == [] and same(rows(early), rows(run)[:2])
    assert at.step == 4 and at.events == run.events


# -- snapshots ---------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", CONFIGS)
def test_going_back_and_on_again_gives_the_same_steps(name):
    trainer = trained(CONFIGS[name], 5)
    there = trainer.snapshot()
    trainer.run(steps=5)
    expected = trained(CONFIGS[name], 10)
    for _ in range(2):  # a snapshot can be used again
        trainer.restore(there)
        assert trainer.step == len(trainer.history) == 5
        assert differing(trainer, there["state"]) == []
        trainer.run(steps=5)
        assert_same_run(trainer, expected)


def test_a_snapshot_takes_back_what_was_set_after_it():
    trainer = trained(small(), 5)
    trainer.set(batch_size=16)
    there = trainer.snapshot()
    trainer.run(steps=5)
    trainer.set(data="grid", loss="hinge", batch_size=64)
    trainer.run(steps=5)
    trainer.restore(there)
    assert (trainer.data.name, trainer.config.loss, trainer.config.batch_size) == ("ring", "non-saturating", 16)
    assert [e.changes for e in trainer.events] == [{"batch_size": 16}]
    trainer.run(steps=5)
    assert_same_run(trainer, Trainer.replay(trainer.initial_config, trainer.events, 10))


# -- divergence --------------------------------------------------------------------------------------------------------

def unbounded(**changes):
    """A critic that nothing bounds, on plain gradient descent: with a large rate its numbers explode in a few steps."""
    return small("wgan", **{"weight_clip": 0, "optimizer": "sgd", "n_critic": 1} | changes)


def assert_healthy(trainer):
    assert len(trainer.history) == trainer.step and np.isfinite(trainer.history.rows()).all()
    assert all(v.isfinite().all() for k, v in trainer.state.items() if k != "step")
    assert trainer.sample(8).isfinite().all()
    assert_same_run(trainer, Trainer.replay(trainer.initial_config, trainer.events, trainer.step))


@pytest.mark.parametrize("config", [
    unbounded(learning_rate=1), small("wgan", weight_clip=0, learning_rate=1, n_critic=1, generator_depth=8,
                                      discriminator_depth=16),
    unbounded(learning_rate=1, loss="least-squares"), unbounded(learning_rate=1, penalty="r1", penalty_weight=1000)],
    ids=["sgd", "adam", "least squares", "stiff penalty"])
def test_a_run_that_diverges_goes_back_to_where_it_was_well(config):
    trainer = Trainer(config)
    reports = list(trainer.steps(500))
    there = trainer.diverged
    assert there and trainer.step == there.restored_to < there.step <= reports[-1].step < 500
    assert str(there.step) in there.what and "learning rate" in there.advice
    assert_healthy(trainer)
    trainer.set(learning_rate=1e-6)
    if config.penalty_weight:
        trainer.set(penalty_weight=1)
    assert trainer.run(steps=60).step == there.restored_to + 60 == trainer.step
    assert trainer.diverged is None
    assert_healthy(trainer)


def test_a_rate_set_too_high_on_the_way_loses_only_the_steps_since_the_last_look():
    trainer = trained(unbounded(), 120)
    good = rows(trainer)
    trainer.set(learning_rate=1)
    trainer.run(steps=300)
    there = trainer.diverged
    assert 100 <= there.restored_to <= 120 < there.step < 150
    assert there.advice.startswith("Try a smaller learning rate"), "advice on the settings that failed, not the old ones"
    assert same(rows(trainer), good[:trainer.step])
    assert_healthy(trainer)


def test_a_divergence_in_slow_motion_is_noticed_too():
    trainer = Trainer(unbounded(learning_rate=1))
    for _ in range(100):
        phases = list(trainer.phases())
        assert len(phases) == 11
        if trainer.diverged:
            break
    assert trainer.diverged.step == trainer.diverged.restored_to + 1
    assert_healthy(trainer)


def test_divergence_after_going_back_does_not_return_to_the_future():
    trainer = trained(unbounded(), 20)
    there = trainer.snapshot()
    trainer.run(steps=30)
    trainer.restore(there)
    trainer.set(learning_rate=1)
    trainer.run(steps=300)
    assert trainer.diverged.restored_to == trainer.step == len(trainer.history) == 20
    assert_healthy(trainer)


def test_one_sick_player_alone_is_noticed():
    for players, loss in (("discriminator", "wasserstein"), ("generator", "wasserstein")):
        trainer = Trainer(unbounded(learning_rate=1, players=players, loss=loss, discriminator_depth=16,
                                    generator_depth=16))
        trainer.state["d" if players == "discriminator" else "g"].mul_(100)
        trainer.run(steps=200)
        assert trainer.diverged, players


def test_a_diverging_trainer_does_not_touch_its_neighbour():
    alone, beside, sick = trained(small(), 60), Trainer(small()), Trainer(unbounded(learning_rate=1))
    for _ in range(6):
        sick.run(steps=50)
        assert sick.diverged
        beside.run(steps=10)
    assert_same_run(alone, beside)
