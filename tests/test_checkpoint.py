"""Saved runs: exact to the last bit, whole or not at all, and read without trust."""

import json
import os
import pickle
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch

from playground import CheckpointError, Trainer
from playground.training.checkpoint import FILE
from small import CONFIGS, assert_same_run, small, trained

ROOT = Path(__file__).parent.parent
TINY = {"generator_width": 4, "discriminator_width": 4, "batch_size": 4}


def python(script, *args, **kwargs):
    """Run a script in a fresh Python, in the checkout."""
    return subprocess.run([sys.executable, "-c", script, *map(str, args)], cwd=ROOT, capture_output=True, text=True,
                          timeout=120, **kwargs)


@pytest.fixture
def saved(tmp_path):
    """A folder with a good checkpoint, and the trainer that it was saved from."""
    trainer = trained(small(**TINY), 5)
    trainer.save(tmp_path / "run")
    return tmp_path / "run", trainer


# -- resuming ----------------------------------------------------------------------------------------------------------

def eventful(config):
    """Five steps, with changes of live settings on the way."""
    trainer = Trainer(config)
    trainer.run(steps=2)
    trainer.set(learning_rate=2e-3, batch_size=8, ema=0.9)
    trainer.run(steps=2)
    trainer.set(batch_size=16, **{"penalty": "r1", "penalty_weight": 2.0} if not config.discriminator_batch_norm else {})
    trainer.run(steps=1)
    trainer.sample(7)
    return trainer


@pytest.mark.parametrize("name", CONFIGS)
def test_a_resumed_run_is_the_uninterrupted_one(name, tmp_path):
    run = eventful(CONFIGS[name])
    run.history.metrics.append((run.step, {"modes": 3, "reverse_kl": None}))
    run.save(tmp_path)
    back = Trainer.load(tmp_path)
    assert_same_run(run, back)
    assert (back.events, back.initial_config, back.seconds) == (run.events, run.initial_config, run.seconds)
    assert back.history.metrics == run.history.metrics
    assert torch.equal(back.sample(5), run.sample(5)) and back.metrics() == run.metrics()
    run.run(steps=10)
    back.run(steps=10)
    assert_same_run(run, back)
    back.save(tmp_path / "again")
    assert_same_run(Trainer.load(tmp_path / "again"), run)


def test_a_fresh_process_resumes_to_the_last_bit(tmp_path):
    """Average, batch statistics, power iteration, moments, streams, history and all."""
    names = ["wgan-gp", "r3gan", "dcgan", "sngan on pictures"]
    runs = {name: eventful(CONFIGS[name]) for name in names}
    for name, run in runs.items():
        run.save(tmp_path / name / "before")
    script = """if True:
        import sys, torch
        from playground import Trainer
        torch.manual_seed(99)
        for folder in sys.argv[1:]:
            trainer = Trainer.load(folder + "/before")
            trainer.run(steps=6)
            trainer.save(folder + "/after")"""
    done = python(script, *(tmp_path / name for name in names))
    assert done.returncode == 0, done.stderr
    for name, run in runs.items():
        run.run(steps=6)
        back = Trainer.load(tmp_path / name / "after")
        assert_same_run(run, back)
        assert torch.equal(run.sample(4), back.sample(4))


def test_a_run_resumed_after_it_diverged_goes_on_from_the_good_state(tmp_path):
    trainer = Trainer(small("wgan", weight_clip=0, optimizer="sgd", n_critic=1))
    trainer.run(steps=60)
    trainer.set(learning_rate=1)
    trainer.run(steps=100)
    assert trainer.diverged
    trainer.save(tmp_path)
    back = Trainer.load(tmp_path)
    assert_same_run(trainer, back)
    assert np.isfinite(back.history.rows()).all()


def test_saving_twice_replaces_and_leaves_nothing_else(saved):
    folder, trainer = saved
    trainer.run(steps=3)
    trainer.save(folder)
    assert Trainer.load(folder).step == 8
    assert sorted(os.listdir(folder)) == [FILE, "config.json"]
    assert json.loads((folder / "config.json").read_text())["batch_size"] == 4
    assert Trainer.load(folder / FILE).step == 8


def test_saving_does_not_change_the_run(tmp_path):
    plain, kept = trained(small("r3gan"), 6), Trainer(small("r3gan"))
    for _ in range(6):
        kept.run(steps=1)
        kept.save(tmp_path)
    assert_same_run(plain, kept)


# -- what is not a checkpoint ------------------------------------------------------------------------------------------

def refused(folder, words=""):
    with pytest.raises(CheckpointError, match=words) as error:
        Trainer.load(folder)
    assert len(str(error.value)) < 900 and str(folder) in str(error.value)


def test_folders_without_a_run(tmp_path):
    refused(tmp_path, "no saved run")
    refused(tmp_path / "nowhere", "no saved run")


@pytest.mark.parametrize("keep", [0, 1, 100, 0.5, 0.99, -1])
def test_truncated(saved, keep):
    folder, _ = saved
    whole = (folder / FILE).read_bytes()
    (folder / FILE).write_bytes(whole[:int(keep * len(whole)) if isinstance(keep, float) else keep])
    refused(folder, "damaged")


def test_one_flipped_bit_anywhere_is_noticed_or_harmless(saved):
    """torch.load itself takes wrong numbers for good ones; bits that no reader looks at may be anything."""
    folder, trainer = saved
    whole, source, noticed = (folder / FILE).read_bytes(), random.Random(0), 0
    for _ in range(60):
        damaged = bytearray(whole)
        damaged[source.randrange(len(whole))] ^= 1 << source.randrange(8)
        (folder / FILE).write_bytes(damaged)
        try:
            assert_same_run(Trainer.load(folder), trainer)
        except CheckpointError:
            noticed += 1
    assert noticed > 45


def test_random_bytes(saved):
    folder, _ = saved
    source = random.Random(0)
    for n in range(0, 400, 5):
        (folder / FILE).write_bytes(source.randbytes(n))
        refused(folder, "damaged")


class Trap:
    """Unpickling it makes a file."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (self.path, "w")


def test_a_pickle_that_would_run_code_does_not(tmp_path):
    sprung = tmp_path / "sprung"
    for name, write in {
        "plain": lambda f: f.write(pickle.dumps(Trap(str(sprung)))),
        "protocol 2": lambda f: f.write(pickle.dumps(Trap(str(sprung)), protocol=2)),
        "torch": lambda f: torch.save({"format": 1, "config": Trap(str(sprung))}, f),
        "old torch": lambda f: torch.save(Trap(str(sprung)), f, _use_new_zipfile_serialization=False),
    }.items():
        folder = tmp_path / name
        folder.mkdir()
        with open(folder / FILE, "wb") as file:
            write(file)
        refused(folder, "damaged or is not a checkpoint")
    assert not sprung.exists()
    pickle.loads(pickle.dumps(Trap(str(sprung)))).close()
    assert sprung.exists(), "the trap works"


@pytest.mark.parametrize("content", [{"a": 1}, [1, 2], torch.zeros(3), {"format": 99}, "text"], ids=str)
def test_files_of_torch_that_are_not_ours(tmp_path, content):
    torch.save(content, tmp_path / FILE)
    refused(tmp_path, "not a checkpoint that this version")


def test_a_zip_that_is_something_else(tmp_path):
    with zipfile.ZipFile(tmp_path / FILE, "w") as file:
        file.writestr("hello.txt", "hello")
    refused(tmp_path, "damaged or is not")


def edited(folder, edit):
    content = torch.load(folder / FILE, weights_only=True)
    edit(content)
    torch.save(content, folder / FILE)


@pytest.mark.parametrize("words, edit", [
    ("no setting 'wings'", lambda c: c.update(config=json.dumps({**json.loads(c["config"]), "wings": 2}))),
    ("batch_size", lambda c: c.update(config=json.dumps({**json.loads(c["config"]), "batch_size": -2}))),
    ("does not fit", lambda c: c.update(config="{")),
    ("JSON", lambda c: c.update(config="[]")),
    ("size", lambda c: c.update(config=json.dumps({**json.loads(c["config"]), "generator_width": 5}))),
    ("wings", lambda c: c.update(events=json.dumps([{"step": 1, "changes": {"wings": 1}}]))),
    ("fixed", lambda c: c.update(events=json.dumps([{"step": 1, "changes": {"seed": 1}}]))),
    ("does not fit", lambda c: c.pop("state")),
    ("does not fit", lambda c: c.pop("events")),
    ("does not fit", lambda c: c["draw"].pop("latent")),
    ("does not fit", lambda c: c["state"].pop("d.m")),
    ("does not fit", lambda c: c["state"].update(extra=torch.zeros(2))),
    ("does not fit", lambda c: c.update(state=3)),
    ("does not fit", lambda c: c.update(history=c["history"][:2])),
    ("does not fit", lambda c: c.update(history=torch.zeros(5, 3))),
    ("does not fit", lambda c: c.update(history="x")),
])
def test_a_checkpoint_that_contradicts_itself(saved, words, edit):
    folder, _ = saved
    edited(folder, edit)
    refused(folder, words)


def test_a_run_that_has_left_the_finite_numbers_is_not_saved_over_a_good_one(saved):
    """Between two looks for NaN a run can be sick already; saving looks."""
    folder, trainer = saved
    trainer.state["d"].fill_(torch.nan)
    next(trainer.steps(2))
    trainer.save(folder)
    back = Trainer.load(folder)
    assert all(v.isfinite().all() for v in back.state.values() if isinstance(v, torch.Tensor))
    assert back.step == len(back.history) == 5


# -- when saving fails -------------------------------------------------------------------------------------------------

SAVE_IN_LITTLE_ROOM = """if True:
    import resource, sys
    from playground import CheckpointError, Trainer
    trainer = Trainer.load(sys.argv[1])
    trainer.run(steps=3)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
    try:
        trainer.save(sys.argv[2])
    except CheckpointError as error:
        print(error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    trainer.run(steps=1)
    print(trainer.step)"""


@pytest.mark.parametrize("room", [0, 5000, -1000])
def test_no_room_for_the_file(saved, room):
    """A limit on the size of files stops the writing as a full disk does: at once, midway, and near the end."""
    folder, trainer = saved
    size = (folder / FILE).stat().st_size
    done = python(SAVE_IN_LITTLE_ROOM, folder, folder, room if room >= 0 else size + room)
    assert done.returncode == 0, done.stderr
    message, step = done.stdout.splitlines()
    assert message.startswith("The run could not be saved") and "untouched" in message and step == "9"
    assert_same_run(Trainer.load(folder), trainer)
    assert sorted(os.listdir(folder)) == [FILE, "config.json"]


def test_no_room_for_the_first_save(saved, tmp_path):
    folder, _ = saved
    done = python(SAVE_IN_LITTLE_ROOM, folder, tmp_path / "new", 5000)
    assert "could not be saved" in done.stdout and "untouched" not in done.stdout
    assert os.listdir(tmp_path / "new") == []


def test_a_folder_that_cannot_be_made(saved, tmp_path):
    _, trainer = saved
    (tmp_path / "file").write_text("x")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(CheckpointError, match="could not be saved"):
            trainer.save(place)
    assert (tmp_path / "file").read_text() == "x"


def test_a_process_killed_while_it_saves_leaves_a_whole_checkpoint(saved):
    folder, _ = saved
    script = """if True:
        import sys
        from playground import Trainer
        trainer = Trainer.load(sys.argv[1])
        print("ready", flush=True)
        while True:
            trainer.run(steps=1)
            trainer.save(sys.argv[1])
            print("saved", flush=True)"""
    with subprocess.Popen([sys.executable, "-c", script, str(folder)], cwd=ROOT, stdout=subprocess.PIPE) as process:
        for _ in range(5):
            assert process.stdout.readline()
        process.kill()  # in the midst of a step, or of saving
    back = Trainer.load(folder)
    assert back.step > 5
    back.run(steps=2)
    assert_same_run(back, trained(small(**TINY), back.step))
