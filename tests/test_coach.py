"""The coach: its rules on constructed readings, its words, its cures, and a few real runs that go wrong on purpose."""

import dataclasses
import inspect
import json
import re

import numpy as np
import pytest
import torch

from playground import PlaygroundError, Trainer, recipe
from playground.cli import main
from playground.coach import Coach, labels
from playground.coach.cures import WAYS, cure
from playground.coach.evaluate import judged
from playground.coach.labels import LABELS, Judge, Places, label, separation
from playground.coach.reading import Reference, places
from playground.coach.signs import Signs, signs
from playground.coach.suite import CAUSES, runs
from playground.coach.verdicts import RULES, too_early, verdict
from playground.config import FIELDS
from playground.data import dataset
from playground.live.measures import GAP, Measures
from playground.live.run import Run
from tests.small import assert_same_run, small, trained

WELL = Signs(step=2000, diverged=False, covered=1.0, covered_now=1.0, lost=0.0, off=0.05, apart=0.3, away=0.6, moved=0.05,
             copied=None, d_real=0.52, d_fake=0.48, edge=1.0, pull=0.5, opinion=True)
SIGNS = {
    "divergence": {"diverged": True},
    "memorisation": {"copied": 0.95},
    "D too strong": {"off": 1.0, "apart": 1.0, "edge": 500.0, "pull": 0.01, "covered": 0.4, "covered_now": 0.4, "moved": 0.001},
    "oscillation": {"covered": 0.3, "covered_now": 0.3, "lost": 0.3, "apart": 0.9},
    "D too weak": {"off": 0.95, "apart": 0.95, "edge": 0.1},
    "full collapse": {"covered": 0.15, "covered_now": 0.15, "apart": 0.9, "edge": 9.0},
    "partial collapse": {"covered": 0.7, "covered_now": 0.7, "apart": 0.5, "edge": 5.0},
    "near equilibrium": {"apart": 0.05},
    "healthy progress": {},
}
"""What is different from WELL in a clear case of each verdict."""


def seen(name):
    return dataclasses.replace(WELL, **SIGNS[name])


def cured(signs_, config):
    trainer = Trainer(config)
    return verdict(signs_, lambda name: cure(name, trainer))


@pytest.mark.parametrize("name", SIGNS)
def test_each_verdict_is_reached_by_its_own_signs(name):
    assert verdict(seen(name), lambda _: None).name == name


def test_verdicts_labels_and_cures_are_of_the_same_names():
    assert {rule.name for rule in RULES} == set(LABELS) == set(SIGNS)
    assert set(WAYS) == set(LABELS) - set(labels.HEALTHY)


@pytest.mark.parametrize("name", SIGNS)
@pytest.mark.parametrize("opinion", [True, False])
def test_words_are_few_calm_and_hold_a_number(name, opinion):
    said = verdict(dataclasses.replace(seen(name), opinion=opinion, copied=0.9 if name == "memorisation" else None), lambda _: None)
    assert len(said.text.split()) <= 40 and re.search(r"\d", said.text)
    assert "!" not in said.title + said.text and said.title[0].isupper()


def test_a_run_that_has_just_begun_is_not_judged_but_one_that_left_the_numbers_is():
    assert too_early(dataclasses.replace(WELL, step=10)).name == "too early"
    assert too_early(dataclasses.replace(WELL, step=10, diverged=True)) is None
    assert too_early(WELL) is None


@pytest.mark.parametrize("name", WAYS)
@pytest.mark.parametrize("base", ["gan", "minimax", "wgan", "wgan-gp", "r3gan", "sngan", "f-kl"])
def test_a_cure_changes_something_and_is_allowed(name, base):
    config = small(base, data_size=50)
    found = cured(seen(name), config).cure
    if found:
        assert config.changed(**found.changes) != config and len(found.label.split()) <= 8
        trained(config.changed(**found.changes), 1)


def test_healthy_runs_get_no_cure_and_ill_ones_of_the_plain_gan_do():
    for name in SIGNS:
        assert (cured(seen(name), small(data_size=50)).cure is None) == (name in labels.HEALTHY)


def test_cures_are_those_of_the_literature():
    def change(name, **settings):
        return cured(seen(name), small(**settings)).cure.changes

    assert change("full collapse")["penalty"] == "r1"
    assert change("full collapse", loss="wasserstein", weight_clip=0.1)["penalty"] == "wgan-gp"
    assert change("D too strong", loss="minimax")["loss"] == "non-saturating"
    assert change("D too weak", discriminator_lr=1e-5) == {"discriminator_lr": 1e-3}
    assert change("D too weak", weight_clip=0.01) == {"weight_clip": 0.0}
    assert change("divergence", learning_rate=0.3) == {"generator_lr": 1e-3, "discriminator_lr": 1e-3}
    assert change("memorisation", data_size=50) == {"data_size": 500}


BUILT = {"packing", "discriminator_width", "discriminator_depth", "data_size"}
"""What cures may change that networks and training sets are built of: only these need a new beginning."""


def test_a_cure_begins_anew_only_where_the_networks_or_the_data_have_to_be_built_anew():
    for way in (way for ways in WAYS.values() for _, way in ways):
        found = way(small("r1", data_size=50))
        assert found.changes.keys() <= FIELDS.keys(), "settings by their own names"
        assert found.anew == (not found.changes.keys().isdisjoint(BUILT)), found.label


def test_few_fakes_among_the_reals_are_said_to_be_on_their_way():
    early = verdict(dataclasses.replace(WELL, off=0.93), lambda _: None)
    assert early.name == "healthy progress" and "7 %" in early.text and "way" in early.title


def test_seeing_changes_nothing_in_the_run():
    alone, watched, coach = Trainer(small()), Trainer(small()), Coach()
    for trainer in (alone, watched):
        for _ in range(4):
            trainer.run(steps=60)
            if trainer is watched:
                coach.see(trainer)
                coach.verdict(trainer)
    assert_same_run(alone, watched)


def test_a_reading_depends_on_the_run_alone():
    a, b = Coach(), Coach()
    trainer = trained(small(), 30)
    torch.rand(3), a.see(trainer), torch.rand(5), b.see(trainer)
    assert dataclasses.replace(a.readings[0], shares=None) == dataclasses.replace(b.readings[0], shares=None)
    assert np.array_equal(a.readings[0].shares, b.readings[0].shares)


def test_a_run_that_diverges_at_once_is_judged():
    trainer, coach = trained(small("wgan", weight_clip=0, optimizer="sgd", learning_rate=1.0), 200), Coach()
    assert trainer.diverged
    assert coach.verdict(trainer).name == "divergence" and coach.verdict(trainer).cure.changes["penalty"] == "wgan-gp"


def test_readings_are_bounded_and_forgotten_when_a_run_goes_back():
    trainer, coach = Trainer(small()), Coach()
    early = trainer.snapshot()
    for _ in range(70):
        trainer.run(steps=1)
        coach.see(trainer)
    assert len(coach.readings) < 64 and coach.readings[-1].step == 70
    trainer.restore(early)
    trainer.run(steps=5)
    coach.see(trainer)
    assert max(r.step for r in coach.readings) == 5


@pytest.mark.parametrize("data, number", [("ring", 8), ("grid", 25), ("ring:modes=12", 12)])
def test_separate_clumps_of_real_samples_become_the_places(data, number):
    real = dataset(data)
    x = real.sample(1000, torch.Generator().manual_seed(1))
    found = places(x)
    modes = torch.cdist(x, real.modes).argmin(1)
    assert found.max() + 1 == number
    assert len(torch.stack([found, modes], 1).unique(dim=0)) == number  # one clump for each mode, and the other way round


def test_data_that_hangs_together_is_cut_into_equal_places():
    counts = torch.bincount(places(dataset("moons").sample(1000, torch.Generator().manual_seed(1))))
    assert len(counts) == 8 and counts.min() == counts.max() == 125


def test_a_reading_of_real_samples_and_of_a_point():
    trainer = Trainer(small(data_size=50))
    reference = Reference(trainer)
    exact = trainer.data.sample(500, torch.Generator().manual_seed(5))
    good, _ = reference.read(1, exact, None)
    assert good.covered > 0.99 and abs(good.apart) < 0.15 and good.off < 0.05 and abs(good.copied - 0.5) < 0.15
    point, _ = reference.read(1, trainer.data.modes[:1].repeat(500, 1) + 0.001 * torch.randn(500, 2), None)
    assert point.covered < 0.2 and point.apart > 0.8 and point.off < 0.2
    copies, _ = reference.read(1, trainer.training_set[torch.arange(500) % 50] + 1e-4, None)
    assert copies.copied > 0.95


def test_after_a_change_only_what_came_later_counts():
    trainer, coach = Trainer(small()), Coach()
    for _ in range(6):
        trainer.run(steps=60)
        coach.see(trainer)
    trainer.set(generator_lr=5e-4)
    trainer.run(steps=90)
    coach.see(trainer)
    now = signs(trainer, coach.readings, coach._reference.shares)
    assert now.covered == coach.readings[-1].covered


# -- what is true ------------------------------------------------------------------------------------------------------

def test_the_labels_read_nothing_of_the_coach():
    text = inspect.getsource(labels)
    assert not re.search(r"import .*(reading|signs|verdicts|Trainer|History)|\.history", text)


@pytest.mark.parametrize("data", ["ring", "grid", "two-gaussians", "ring:modes=4", "gaussian-1d", "moons", "checkerboard"])
def test_true_places_hold_their_true_shares(data):
    structure = Places(dataset(data))
    x = dataset(data).sample(40_000, torch.Generator().manual_seed(2))
    found = torch.bincount(structure.of(x), minlength=len(structure.shares)) / len(x)
    assert structure.shares.sum() == pytest.approx(1) and (found - structure.shares).abs().max() < 0.015


def test_separation_is_the_largest_difference_of_shares_in_ds_favour():
    assert separation(torch.tensor([1.0, 2]), torch.tensor([-1.0, 0])) == 1
    assert separation(torch.tensor([-1.0, 0]), torch.tensor([1.0, 2])) == 0
    assert separation(torch.zeros(5), torch.zeros(7)) == 0
    assert separation(torch.tensor([0.0, 1, 2, 3]), torch.tensor([-1.0, 0.5, 0.6, 0.7])) == pytest.approx(0.75)


def test_labels_of_constructed_generators():
    data, source = dataset("ring"), torch.Generator().manual_seed(3)
    judge = Judge(data, None, source)

    def told(fakes, D):
        return label([judge.see(f, D) for f in fakes], judge.places.shares, False)

    real = [data.sample(4000, source) for _ in range(8)]
    one = [x[:500] * 0 + data.modes[0] + 0.05 * torch.randn(500, 2, generator=source) for x in real]
    hopping = [x - data.modes[0] + data.modes[i] for i, x in enumerate(one)]
    half = [x[x[:, 0] > 0] for x in real]
    away, still = [x + 50 for x in real], [x * 0.02 for x in real]

    def near_one(x):
        return -(x - data.modes[0]).norm(dim=1)

    assert told(real, near_one) == "near equilibrium"
    assert told(one, lambda x: -near_one(x)) == "full collapse"
    assert told(hopping, near_one) == "oscillation"
    assert told(half, lambda x: -x[:, 0]) == "partial collapse"
    assert told(away, near_one) == "divergence" == label([], judge.places.shares, True)
    assert told(still, lambda x: x.norm(dim=1)) == "D too strong"


def test_copies_of_the_training_set_are_memorised():
    data, source = dataset("ring:std=0.15"), torch.Generator().manual_seed(4)
    training = data.sample(30, source)
    judge = Judge(data, training, source)
    copies = training[torch.randint(30, (4000,), generator=source)] + 0.005 * torch.randn(4000, 2, generator=source)
    assert judge.see(copies, lambda x: x[:, 0]).copied > 0.9
    assert abs(judge.see(data.sample(4000, source), lambda x: x[:, 0]).copied) < 0.05


def test_the_suite_is_large_and_its_seeds_are_those_asked_for():
    suite = runs(1000)
    assert len(suite) == len(CAUSES) >= 120
    assert [config.seed for config, _ in suite] == list(range(1000, 1000 + len(suite)))


@pytest.mark.parametrize("wanted, config, steps", [
    ("full collapse", small(generator="collapsed", latent_dim=3, generator_lr=1e-6), 600),
    ("D too strong", small("minimax", data="ring:std=0.02", generator_lr=1e-6, discriminator_lr=3e-3), 600),
    ("near equilibrium", small("r1", data="ring:std=0.15", generator="exact", latent_dim=3, learning_rate=1e-5), 600)])
def test_provoked_runs_are_labelled_and_called_what_they_are(wanted, config, steps):
    result = judged(config, steps)
    assert (result.label, result.verdict) == (wanted, wanted)


# -- where it is seen --------------------------------------------------------------------------------------------------

def test_a_run_tells_its_verdict_and_takes_the_cure():
    from playground.live.packet import unpack
    run = Run(small(generator="collapsed", latent_dim=3, generator_lr=1e-6, discriminator_lr=1e-6))
    try:
        run.step(500)
        note = unpack(run.frame.bytes)["note"]
        assert note["verdict"] == "full collapse" and not note["action"]["anew"] and note["step"] == 500
        run.cure()
        assert all(getattr(run.config, name) == value for name, value in note["action"]["changes"].items())
        label = note["action"]["label"]
        run.step(100)
        note = unpack(run.frame.bytes)["note"]
        assert note["tried"] == f"Tried at step 500: {label}. Modes then 1, now 1 of 8. It has until step 1,000 to work."
        assert note["action"] is None, "one change at a time"
        run.step(400)
        note = unpack(run.frame.bytes)["note"]
        assert note["tried"].startswith("Tried at step 500") and "until" not in note["tried"] and note["action"]
        run.travel(300)
        assert unpack(run.frame.bytes)["note"]["tried"] is None, "there it was not tried yet"
    finally:
        run.close()


def test_what_is_said_of_a_moving_run_is_soon_said_anew_within_the_share():
    trainer, measures = Trainer(small("dcgan", data="digits", generator_width=4, discriminator_width=4, batch_size=8)), Measures()
    now, spent, looked = 0.0, 0.0, []
    while now < 60:
        trainer.run(steps=1)
        measures.take(trainer, True, now)
        spent += measures.seconds
        looked += [now] if measures.seconds else []
        now += 0.1
    assert spent < 0.15 * now and len(looked) > 8
    cost = spent / len(looked)
    for before, after in zip(looked, looked[1:]):
        assert after - before <= max(GAP, after / 2, 30 * cost) + 0.2


def test_rates_that_are_too_large_are_cured_at_once_and_the_timeline_stays():
    run = Run(small("r1", learning_rate=0.01))
    try:
        run.step(10)
        run.measures.verdict = cured(seen("divergence"), run.config)
        run.cure()
        assert run.trainer.step == 10 and run.config.generator_lr == run.config.discriminator_lr == 1e-3
        assert run.trainer.events[-1].step == 10
    finally:
        run.close()


def test_a_cure_that_needs_a_new_run_begins_one_and_without_one_it_is_refused():
    run = Run(small())
    try:
        with pytest.raises(PlaygroundError, match="no change"):
            run.cure()
        run.step(10)
        run.measures.verdict = cured(seen("memorisation"), small(data_size=50))
        run.cure()
        assert run.trainer.step == 0 and run.config.data_size == 500
    finally:
        run.close()


def test_the_command_line_says_the_verdict_on_a_saved_run(tmp_path, capsys):
    trained(small(), 500).save(tmp_path / "run")
    assert main(["coach", str(tmp_path / "run"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["verdict"] in LABELS and found["text"]
    assert main(["coach", str(tmp_path / "run")]) == 0
    assert found["title"] in capsys.readouterr().out
    assert main(["coach"]) == 2
