"""Every file that a run can become is valid, and a script or notebook trains the run again to the last digit."""

import csv
import json
import os
import subprocess
import sys
from io import BytesIO, StringIO
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from PIL import Image
from small import CONFIGS, assert_same_run, pictures, small, trained

from playground import PlaygroundError, Trainer, recipe, register_data, register_loss, result_line
from playground.cli import main
from playground.config import Config
from playground.export import FORMATS, animation, document, film, walk
from playground.latent import paths
from playground.onpaper import OnPaper
from playground.result import result

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def changed():
    """A run whose learning rate, data and loss were changed while it ran, through every way of taking steps."""
    trainer = trained(small(data="ring:modes=4", seed=7), 30)
    trainer.set(learning_rate=1 / 3000)
    list(trainer.steps(20))
    trainer.set(data="moons")
    trainer.set(loss="least-squares", penalty="r1")
    list(trainer.phases())
    trainer.run(steps=39)
    trainer.set(players="generator", n_critic=2)
    trainer.run(steps=5)
    return trainer


def printed(*command, cwd=ROOT):
    done = subprocess.run([sys.executable, *map(str, command)], cwd=cwd, capture_output=True, text=True, timeout=120,
                          env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert not done.returncode, done.stderr
    return done.stdout


def test_a_script_in_a_fresh_process_prints_the_line_of_the_run_to_the_last_digit(changed, tmp_path):
    script = tmp_path / "run.py"
    script.write_bytes(FORMATS["py"].make(changed))
    out = printed(script, cwd=tmp_path)
    found, wanted = json.loads(out), json.loads(result_line(changed))
    assert out.count("\n") == 1 and list(found) == list(wanted)
    assert all(found[key] == wanted[key] for key in ("config", "device", "steps", "losses", "metrics"))
    line = json.loads(printed("-m", "playground", "train", "gan", "--steps", "2", "--set", "batch_size=8", "--json"))
    assert list(line) == list(found) and list(line["losses"]) == list(found["losses"])


def test_a_script_is_a_few_readable_lines(changed):
    lines = FORMATS["py"].make(changed).decode().split('"""', 2)[2].strip().splitlines()
    assert lines[2:7] == [
        'trainer = Trainer(recipe(', '    "gan",', '    data="ring:modes=4",', '    seed=7,', '    device="cpu",']
    assert "trainer.run(steps=30)\ntrainer.set(generator_lr=0.0003333333333333333, discriminator_lr=" in "\n".join(lines)
    assert lines[-1] == "print(result_line(trainer))"


@pytest.mark.parametrize("name", CONFIGS)
def test_every_configuration_writes_itself_as_python(name):
    config = CONFIGS[name]
    assert eval(config.to_python(), {"recipe": recipe}) == config
    assert eval(config.changed(seed=3, ema=1 / 3).to_python(), {"recipe": recipe}) == config.changed(seed=3, ema=1 / 3)


def test_python_source_names_only_what_differs_from_the_recipe():
    assert recipe("gan", generator_lr=0.0005).to_python() == 'recipe("gan", data="ring", seed=0, generator_lr=0.0005)'
    config = Config(penalty="r1", penalty_weight=10.0)
    assert eval(config.to_python(), {"recipe": recipe}) == config
    assert 'recipe("gan", data="ring", seed=0, penalty="r1", penalty_weight=10.0)' == config.to_python()


def test_a_notebook_executes_without_a_front_end_and_prints_the_same_line(changed, tmp_path, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_SHORT", "1")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    content = FORMATS["ipynb"].make(changed).decode()
    notebook = nbformat.reads(content, as_version=4)
    nbformat.validate(notebook)
    NotebookClient(notebook, timeout=180, resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = {cell.id: cell.outputs for cell in notebook.cells if cell.cell_type == "code"}
    found = json.loads(outputs["result"][0]["text"])
    assert all(found[key] == json.loads(result_line(changed))[key] for key in ("steps", "losses", "metrics"))
    assert "image/png" in outputs["figure"][0]["data"] and "image/png" in outputs["watch"][0]["data"]


def test_csv_has_a_row_for_each_step_with_the_history_s_numbers(changed):
    head, *rows = csv.reader(StringIO(FORMATS["csv"].make(changed).decode()))
    assert head == ["step", *changed.history.columns] and [int(row[0]) for row in rows] == list(range(1, changed.step + 1))
    read = np.array([[float(cell or "nan") for cell in row[1:]] for row in rows], np.float32)
    assert np.array_equal(read, changed.history.rows(), equal_nan=True) and "" in rows[-1]


def test_json_holds_all_that_makes_the_run_again(changed):
    text = FORMATS["json"].make(changed).decode()
    content = json.loads(text, parse_constant=pytest.fail)
    again = document.read(text)
    assert again == OnPaper.of(changed)
    assert_same_run(again.replay(), changed)
    assert content["result"]["metrics"] == result(changed)["metrics"] and len(content["curves"]["step"]) == changed.step


@pytest.mark.parametrize("name", ["gan", "uniform latent, one dimension", "dcgan", "dirac", "text-gumbel", "chorale"])
def test_figures_and_animations_of_every_kind_of_data(name, monkeypatch):
    monkeypatch.setattr(animation, "PICTURES", 4)
    trainer = trained(CONFIGS[name], 6)
    before = trainer.step, trainer.history.rows().copy()
    with Image.open(BytesIO(FORMATS["png"].make(trainer))) as picture:
        assert picture.format == "PNG" and picture.width > 1000
    with Image.open(BytesIO(FORMATS["gif"].make(trainer))) as film:
        assert (film.format, film.n_frames) == ("GIF", 5)
        first = np.asarray(film.convert("RGB"))
        film.seek(film.n_frames - 1)
        assert first.shape[1] == 468 and (np.asarray(film.convert("RGB")) != first).any(), "it moves"
    assert trainer.step == before[0] and np.array_equal(trainer.history.rows(), before[1])


def test_an_animation_of_a_long_run_is_bounded(monkeypatch):
    monkeypatch.setattr(animation, "PICTURES", 6)
    film = Image.open(BytesIO(FORMATS["gif"].make(OnPaper(CONFIGS["dirac"], (), 200))))
    assert film.n_frames == animation.PICTURES + 1


def test_a_run_with_parts_of_one_s_own_says_that_they_must_be_registered_first(tmp_path):
    register_loss("exponential", lambda real, fake: (-real).exp().mean() + fake.exp().mean(),
                  lambda fake, real: (-fake).exp().mean())

    @register_data("twins")
    def twins(n, generator):
        import torch
        return torch.randn(n, 2, generator=generator)

    trainer = trained(small(data="twins"), 3)
    trainer.set(loss="exponential")
    for name in ("py", "ipynb"):
        text = FORMATS[name].make(trainer).decode()
        assert 'register_loss(' in text and "register them here first" in text and 'exponential' in text and "twins" in text
    script = tmp_path / "run.py"
    script.write_bytes(FORMATS["py"].make(trainer))
    done = subprocess.run([sys.executable, script], cwd=ROOT, capture_output=True, text=True, timeout=60,
                          env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert "There is no data set 'twins'" in done.stderr.splitlines()[-1]


# -- the command -------------------------------------------------------------------------------------------------------

@pytest.fixture
def saved(tmp_path):
    trainer = trained(small(), 5)
    trainer.set(learning_rate=1e-4)
    trainer.run(steps=3)
    trainer.save(tmp_path / "run")
    return tmp_path / "run"


@pytest.mark.parametrize("name", FORMATS)
def test_export_guesses_the_format_from_the_file_s_ending(name, saved, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(animation, "PICTURES", 2)
    monkeypatch.setattr(film, "PICTURES", 2)
    monkeypatch.setattr(walk, "walk", lambda *args, steps: paths.walk(*args, stops=2, steps=1))
    if FORMATS[name].kinds == ("images",):
        trained(pictures(), 2).save(saved)
    elif FORMATS[name].kinds == ("music",):
        trained(CONFIGS["chorale"], 2).save(saved)
    file, other = tmp_path / f"file.{name}", tmp_path / "other"
    assert main(["export", str(saved), "--out", str(file)]) == main(
        ["export", str(saved), "--format", name, "--out", str(other)]) == 0
    assert capsys.readouterr().out.splitlines() == [str(file), str(other)]
    assert file.read_bytes()[:4] == other.read_bytes()[:4] and file.stat().st_size > 300


def test_export_takes_the_json_of_a_run_too(saved, tmp_path, capsys):
    of_run, of_file = tmp_path / "run.json", tmp_path / "run.csv"
    assert main(["export", str(saved), "--out", str(of_run)]) == main(["export", str(of_run), "--out", str(of_file)]) == 0
    assert "gan on ring, 8 steps, 1 change on the way" in capsys.readouterr().err
    assert of_file.read_bytes() == FORMATS["csv"].make(Trainer.load(saved))


BAD = {
    "a format": (["RUN", "--format", "mp3", "--out", "x.png"], "Known: png, gif, mp4"),
    "an ending": (["RUN", "--out", "x.doc"], "Known: png, gif, mp4"),
    "no file": (["RUN"], "--out"),
    "no run": (["nowhere", "--out", "x.png"], "no saved run"),
    "a folder that is none": (["RUN", "--out", "nowhere/x.png"], "cannot be written"),
    "json of another kind": (["OTHER", "--out", "x.png"], "not a run"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_line_and_status_2(case, saved, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("other.json").write_text('{"is": "something else"}')
    arguments, hint = BAD[case]
    assert main(["export", *({"RUN": str(saved), "OTHER": "other.json"}.get(a, a) for a in arguments)]) == 2
    out, err = capsys.readouterr()
    assert not out and err.count("\n") == 1 and hint in err and not Path("x.png").exists()


@pytest.mark.parametrize("change", [
    {"version": 2}, {"steps": -1}, {"steps": "8"}, {"steps": None}, {"config": []}, {"config": {"loss": "mine"}},
    {"config": {"data": "heart"}}, {"config": {"n_critic": 0}}, {"events": [[9, {"n_critic": 2}]]}, {"events": 5},
    {"events": [[1, {"seed": 4}]]}, {"events": [[1, {"data": "digits"}]]}, {"events": [[1, {"n_critic": [2]}]]},
    {"events": [[5, {"n_critic": 2}], [4, {"n_critic": 3}]]}, {"events": [[1, {"loss": "mine"}]]},
    {"events": [[True, {"n_critic": 2}]]}, {"events": [[1, {"n_critic": 2}]] * 6000}])
def test_a_file_from_anybody_is_checked_before_it_is_trained(change, saved):
    content = json.loads(FORMATS["json"].make(Trainer.load(saved)))
    with pytest.raises(PlaygroundError) as error:
        document.read(json.dumps(content | change))
    assert "\n" not in str(error.value)
