"""The command line, mostly as real processes: exit statuses, what goes where, and the same numbers as in Python."""

import json
import signal
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from playground import RECIPES, Trainer, recipe
from playground.cli import main
from playground.cli.serve import free_port
from playground.data import DATA

ROOT = Path(__file__).parent.parent
SMALL = {"batch_size": 32, "generator_width": 16, "discriminator_width": 16}
SET = ["--set", *(f"{name}={value}" for name, value in SMALL.items())]


def start(*arguments):
    return subprocess.Popen([sys.executable, "-m", "playground", *map(str, arguments)], cwd=ROOT, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def finish(process):
    """(exit status, standard output, standard error)."""
    out, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    return process.returncode, out, err


def small_trainer(name="gan", **changes):
    return Trainer(recipe(name, **SMALL | changes))


@pytest.fixture
def saved(tmp_path):
    trainer = small_trainer()
    trainer.run(steps=5)
    trainer.save(tmp_path / "run")
    return tmp_path / "run"


def test_a_run_prints_the_same_numbers_twice_and_those_of_a_trainer(tmp_path):
    command = ["train", "gan", "--data", "ring:modes=4", "--steps", 40, "--seed", 3, *SET, "n_critic=2", "--json"]
    both = [start(*command), start(*command, "--out", tmp_path)]
    (status, out, err), (other_status, other, _) = map(finish, both)
    assert status == other_status == 0 and out.count("\n") == 1 and "40/40" in err
    report, again = json.loads(out), json.loads(other)
    assert list(report) == ["config", "device", "steps", "seconds", "steps_per_second", "losses", "metrics"]
    assert all(report[key] == again[key] for key in ("config", "losses", "metrics"))

    trainer = small_trainer(data="ring:modes=4", seed=3, n_critic=2)
    *_, last = trainer.steps(40)
    assert report["losses"] == last.losses and report["metrics"] == trainer.metrics() and report["steps"] == 40
    assert torch.equal(Trainer.load(tmp_path).state["g"], trainer.state["g"])


def test_a_resumed_run_equals_an_uninterrupted_one_and_keeps_its_changes_as_events(saved, tmp_path):
    status, out, _ = finish(start("train", "gan", "--resume", saved, "--out", tmp_path / "more", "--steps", 7,
                                  "--seed", 0, "--set", "learning_rate=1e-4", "--json"))
    trainer = small_trainer()
    trainer.run(steps=5)
    trainer.set(learning_rate=1e-4)
    *_, last = trainer.steps(7)
    report, loaded = json.loads(out), Trainer.load(tmp_path / "more")
    assert status == 0 and report["steps"] == 12 and report["losses"] == last.losses
    assert report["config"]["generator_lr"] == 1e-4 and loaded.events == trainer.events
    assert all(torch.equal(loaded.state[key], value) for key, value in trainer.state.items() if key != "step")
    assert Trainer.load(saved).step == 5  # saved to --out, and only there


def test_ctrl_c_finishes_the_step_saves_and_prints(tmp_path):
    process = start("train", "gan", *SET, "--seconds", 60, "--out", tmp_path, "--json")
    assert process.stderr.read(4)  # the bar: the training has begun
    time.sleep(2)  # time for a first step on a busy machine
    process.send_signal(signal.SIGINT)
    status, out, _ = finish(process)
    assert status == 130 and 0 < json.loads(out)["steps"] == Trainer.load(tmp_path).step


def test_a_diverged_run_says_so_and_prints_its_newest_good_state(capsys, tmp_path):
    status = main(["train", "lsgan", *SET, "--set", "optimizer=sgd", "learning_rate=1", "n_critic=20", "--steps", "400",
                   "--json", "--out", str(tmp_path)])
    out, err = capsys.readouterr()
    report = json.loads(out, parse_constant=pytest.fail)  # no NaN
    assert status == 3 and report["steps"] < 400 and "Try a smaller learning rate" in err.splitlines()[-1]
    assert Trainer.load(tmp_path).step == report["steps"]


def test_what_has_no_value_is_null_in_json_and_people_get_the_same_figures(capsys):
    command = ["train", "gan", *SET, "--steps", "2", "--set", "players=discriminator"]
    assert main([*command, "--json"]) == main(command) == 0
    first, *words = capsys.readouterr().out.splitlines()
    report = json.loads(first, parse_constant=pytest.fail)
    assert report["losses"]["g"] is None
    assert any(str(report["losses"]["d"]) in line for line in words) and "2 steps" in words[1]


BAD = {
    "a command": (["trian"], "Did you mean 'train'?"),
    "an option": (["train", "gan", "--stepz", "5"], "--stepz"),
    "an option of the app": (["--port", "x"], "from 1 to 65,535"),
    "no recipe": (["train"], "minimax, gan,"),
    "a recipe": (["train", "gna"], "Known: minimax, gan, lsgan, wgan, wgan-gp, sngan, r1, r3gan, dcgan"),
    "a data set": (["train", "gan", "--data", "rings"], "ring, grid"),
    "data of the wrong kind": (["train", "dcgan", "--data", "ring"], "glyphs"),
    "no steps": (["train", "gan", "--steps", "0"], "--steps"),
    "seconds without end": (["train", "gan", "--seconds", "inf"], "--seconds"),
    "steps and seconds": (["train", "gan", "--steps", "1", "--seconds", "1"], "not allowed with"),
    "a learning rate": (["train", "gan", "--set", "learning_rate=-1"], "more than 0"),
    "a seed": (["train", "gan", "--seed", "many"], "whole number"),
    "a setting": (["train", "gan", "--set", "momentum=1"], "Known: "),
    "a pair": (["train", "gan", "--set", "n_critic"], "KEY=VALUE"),
    "the recipe as a setting": (["train", "gan", "--set", "recipe=r1"], "train RECIPE"),
    "the same twice": (["train", "gan", "--seed", "1", "--set", "seed=2"], "twice"),
    "a device": (["train", "gan", "--device", "tpu"], "cuda"),
    "a folder that is none": (["train", "gan", "--out", __file__], "Nothing can be saved"),
    "nothing to resume": (["train", "--resume", "nowhere"], "no saved run"),
    "another recipe": (["train", "r1", "--resume", "RUN"], "of the recipe gan"),
    "another network": (["train", "--resume", "RUN", "--set", "generator_width=8"], "fixed since it began"),
    "no picture": (["sample", "RUN"], "--out"),
    "a picture's kind": (["sample", "RUN", "--out", "picture.tiff3"], ".png"),
    "a picture's folder": (["sample", "RUN", "--out", "nowhere/picture.png"], "cannot be written"),
    "no samples": (["sample", "RUN", "-n", "0", "--out", "picture.png"], "-n"),
    "a benchmark": (["bench", "stepz"], "Did you mean 'steps'?"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_line_and_status_2(case, saved, capsys):
    arguments, hint = BAD[case]
    assert main([str(saved) if a == "RUN" else a for a in arguments]) == 2
    out, err = capsys.readouterr()
    assert not out and err.count("\n") == 1 and hint in err


def test_a_damaged_checkpoint_is_one_line_and_stays_as_it_is(saved, capsys):
    file = saved / "checkpoint.pt"
    file.write_bytes(file.read_bytes()[:-500])
    size = file.stat().st_size
    status, out, err = finish(start("train", "--resume", saved, "--steps", 5))
    assert (status, out, err.count("\n")) == (2, "", 1) and "damaged" in err and file.stat().st_size == size


def test_sample_writes_a_grid_of_whole_pixels(tmp_path, capsys):
    small_trainer("dcgan", generator_width=4, discriminator_width=4).save(tmp_path)
    file = tmp_path / "fakes.png"
    assert main(["sample", str(tmp_path), "-n", "10", "--out", str(file)]) == 0
    assert capsys.readouterr().out.strip() == str(file)
    header = file.read_bytes()[:24]  # 4 columns and 3 rows of 64 dots, 4 between them
    assert header[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">II", header[16:]) == (4 * 68 + 4, 3 * 68 + 4)


@pytest.mark.parametrize("data", ["ring", "two-gaussians-1d"])
def test_sample_draws_points_and_lines_too(data, tmp_path, capsys):
    small_trainer(data=data).save(tmp_path)
    assert main(["sample", str(tmp_path), "--out", str(tmp_path / "fakes.svg")]) == 0
    assert "<svg" in (tmp_path / "fakes.svg").read_text()


def test_recipes_and_data_are_listed_with_what_to_watch_and_their_parameters(capsys):
    for name, table in (("recipes", RECIPES), ("data", DATA)):
        assert main([name]) == 0
        words = " ".join(capsys.readouterr().out.split())
        assert all(key in words and entry.about in words for key, entry in table.items())
        assert main([name, "--json"]) == 0
        assert [row["name"] for row in json.loads(capsys.readouterr().out)[name]] == list(table)
    assert "modes=8, radius=1, std=0.05" in words


def test_help_and_wrong_commands_do_not_wait_for_torch():
    code = "import sys; from playground.cli import main; print(main(['trian']), 'torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["2", "False"]


def test_bench_gives_rows_of_work_loop_and_rate(capsys, monkeypatch):
    monkeypatch.setattr("playground.bench.SLICE", 0.01)
    monkeypatch.setattr("playground.bench.WORKS", {"ring": ("gan", "ring"), "grid": ("r3gan", "grid")})
    threads = torch.get_num_threads()
    assert main(["bench", "--seconds", "0.1", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [(row["work"], row["loop"]) for row in rows] == [
        (work, loop) for work in ("ring", "grid") for loop in ("ours", "functional", "plain")]
    assert all(row["steps_per_second"] > 0 for row in rows) and torch.get_num_threads() == threads


def test_a_taken_port_gives_way_to_the_next_free_one():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port("127.0.0.1", port) > port
