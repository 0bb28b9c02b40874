"""The table of families: the same processor time for each run, what is kept is not trained again, and how it is told."""

import json
import time
from dataclasses import replace

import pytest

from playground import PlaygroundError, Trainer
from playground.cli import main
from playground.config import Config
from playground.families import MEASURES, ROWS, run_families

SMALL = {"generator_width": 4, "discriminator_width": 4, "batch_size": 8, "latent_dim": 8, "device": "cpu"}
MINUTES = 0.3 / 60


def small(recipes=("dcgan", "r3gan"), **how):
    return run_families(list(recipes), **{"seeds": 2, "minutes": MINUTES, "data": "digits", "changes": SMALL, "jobs": 1} | how)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A folder with runs, and their table."""
    folder = tmp_path_factory.mktemp("families")
    return folder, small(keep=folder)


def test_every_run_is_the_trainer_s_of_as_many_steps(kept):
    _, outcome = kept
    for recipe, runs in outcome.runs.items():
        for seed, run in enumerate(runs):
            config = Config.from_json(run.config)
            assert (config.recipe, config.seed, config.generator_width) == (recipe, seed, 4) and run.steps > 1
    run = outcome.runs["dcgan"][1]
    trainer = Trainer(Config.from_json(run.config))
    trainer.run(steps=run.steps)
    assert trainer.metrics(every=True) == run.metrics
    assert run.parameters == sum(len(trainer.state[player]) for player in ("d", "g"))


def test_a_run_takes_its_processor_time_whatever_the_steps_cost():
    before = time.thread_time()
    small(["dcgan"], seeds=1, minutes=1 / 60)
    assert 1 <= time.thread_time() - before < 4  # measuring comes on top


def test_what_is_kept_is_not_trained_again_and_fills_a_larger_table(kept):
    folder, outcome = kept
    ticks = []
    again = small(keep=folder, tick=lambda done, total: ticks.append((done, total)))
    assert ticks == [(4, 4)] and again.numbers() == outcome.numbers()
    larger = small(["dcgan", "r3gan", "dcgan:loss=hinge"], keep=folder, seeds=1, tick=lambda *d: ticks.append(d))
    assert ticks[1:] == [(2, 3), (3, 3)] and larger.numbers() and len(larger.runs) == 3
    small(["dcgan"], keep=folder, seeds=1, minutes=2 * MINUTES, tick=lambda *d: ticks.append(d))
    assert ticks[-2:] == [(0, 1), (1, 1)], "another time is another run"


def test_a_kept_file_that_is_no_run_is_named(tmp_path):
    (tmp_path / "dcgan-0.npz").write_bytes(b"no run")
    with pytest.raises(PlaygroundError, match="dcgan-0.npz is damaged"):
        small(["dcgan"], keep=tmp_path, seeds=1)


def test_the_table_says_what_was_run(kept):
    _, outcome = kept
    heads, *rows = outcome.cells()
    assert heads[2:2 + len(MEASURES)] == list(MEASURES.values()) and {row[1] for row in rows} == {"dcgan", "r3gan"}
    text = outcome.markdown()
    assert "handwritten digits at 16 pixels" in text and "2 seeds" in text and "| DCGAN | dcgan |" in text


def test_the_command_keeps_writes_and_refuses_in_a_line(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("playground.families.run_families.__defaults__",
                        tuple("digits" if d == "fashion-mnist:size=32" else d for d in run_families.__defaults__))
    page, pairs = tmp_path / "families.html", [f"{key}={value}" for key, value in SMALL.items() if key != "device"]
    wanted = ["tables", "families", "--rows", "dcgan", "--seeds", "1", "--minutes", str(MINUTES), "--jobs", "1", "--keep",
              str(tmp_path / "kept"), "--set", *pairs]
    assert main([*wanted, "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["families"]["rows"]
    assert row["recipe"] == "dcgan" and row["measures"]["frechet_classifier"]["mean"] is None, "digits have no classifier"
    assert main([*wanted, "--out", str(page)]) == 0
    assert page.read_text().count("data:image/png") == 1 and "://" not in page.read_text()
    capsys.readouterr()
    for wrong, word in ((["families", "--share", "0.1"], "--minutes"), (["pacgan", "--keep", "x"], "families"),
                        (["families", "--rows", "dkgan"], "dcgan"), (["families", "--out", "a.txt"], ".md"),
                        (["families", "--minutes", "0"], "more than 0")):
        assert main(["tables", *wrong]) == 2
        line = capsys.readouterr().err
        assert word in line and line.count("\n") == 1


def test_the_rows_are_for_pictures_and_differ():
    from playground.comparison import configs_of
    configs = configs_of(list(ROWS), "digits", {})
    assert len({replace(c, recipe="gan").to_json() for c in configs.values()}) == len(ROWS)
