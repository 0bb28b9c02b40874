"""A generator that is kept: the file holds all of it, another process samples the same, and ONNX gives the same pictures."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from safetensors.torch import load, save, save_file
from small import CONFIGS, pictures, small, trained

from playground import PlaygroundError, Trainer, load_generator
from playground.cli import main
from playground.export import FORMATS
from playground.keeping import trained as at_hand
from playground.keeping.file import About, about_file, written
from playground.keeping.generator import Description, Generator
from playground.training.draw import generator, latents

ROOT = Path(__file__).resolve().parents[1]
FAMILIES = ("mlp", "dcgan", "residual", "attention", "style", "skip", "r3")
CONDITIONING = ("none", "concat", "projection", "auxiliary", "codes")
onnxruntime.set_default_logger_severity(3)


def awake(config):
    """A trainer of a few steps, in whose G also what begins at 0 has some weight."""
    trainer = trained(config, 2)
    for key in ("g", "average"):
        if key in trainer.state:
            trainer.state[key] += 0.05 * torch.randn(len(trainer.state[key]), generator=generator(0, "awake"))
    return trainer


def of_family(family, conditioning="none", **changes):
    own = "mlp" if family == "mlp" else "dcgan"
    return pictures("gan", **{"generator": family, "discriminator": own, "conditioning": conditioning, "generator_depth": 2, "batch_size": 4,
                              "generator_width": 2, "discriminator_width": 2, "codes": 3} | changes)


def some(n, config):
    return latents(n, config, generator(5, "some"))


# -- ONNX --------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("conditioning", CONDITIONING)
@pytest.mark.parametrize("family", FAMILIES)
def test_onnx_gives_what_generate_gives(family, conditioning):
    trainer = awake(of_family(family, conditioning))
    session = onnxruntime.InferenceSession(FORMATS["onnx"].make(trainer))
    assert [each.name for each in session.get_inputs()] == ["z", "label"][:1 + (conditioning != "none")]
    for n in (1, 2, 5):
        z = some(n, trainer.config)
        feed = {"z": z.numpy()} | ({"label": np.arange(n) % len(trainer.classes)} if trainer.classes else {})
        (found,) = session.run(["samples"], feed)
        wanted = trainer.generate(z).numpy()
        assert found.shape == wanted.shape and np.abs(found - wanted).max() < 1e-4
    assert wanted.std() > 0.002


@pytest.mark.parametrize("config", [small(), small(unit_size=False), small("gan", data="two-gaussians-1d", latent="uniform"),
                                    pictures(ema=0), pictures("stylegan", data="emoji:size=16"), CONFIGS["chorale"]])
def test_onnx_of_other_data(config):
    trainer = awake(config)
    z = some(4, config)
    (found,) = onnxruntime.InferenceSession(FORMATS["onnx"].make(trainer)).run(None, {"z": z.numpy()})
    assert np.abs(found - trainer.generate(z).numpy()).max() < 1e-4


def test_onnx_takes_noise_and_has_the_usual_one_without():
    trainer = awake(of_family("style", "projection"))
    kept, z, label = Generator.of(trainer), some(3, trainer.config), np.array([2, 0, 1])
    session = onnxruntime.InferenceSession(FORMATS["onnx"].make(kept))
    assert [each.name for each in session.get_overridable_initializers()] == ["noise"]
    noise = torch.randn(3, kept.noise_inputs, generator=generator(0, "noise"))
    for given in (noise, noise[:1]):
        (found,) = session.run(None, {"z": z.numpy(), "label": label, "noise": given.numpy()})
        assert np.abs(found - kept.generate(z, label, noise=given).numpy()).max() < 1e-4
    (usual,) = session.run(None, {"z": z.numpy(), "label": label})
    assert np.abs(found - usual).max() > 0.01


def test_onnx_says_what_it_is():
    model = onnx.load_from_string(FORMATS["onnx"].make(awake(of_family("mlp", "projection"))))
    said = {each.key: each.value for each in model.metadata_props}
    assert said["title"] == "gan on digits" and json.loads(said["classes"]) == list("0123456789") and said["steps"] == "2"
    assert json.loads(said["config"])["generator"] == "mlp" and "latent_dim" in model.doc_string


# -- safetensors -------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("config", [
    of_family("style", "projection", ema=0.9), of_family("residual", "codes"), of_family("r3", "auxiliary"), pictures("sngan"), small(),
    small("r3gan"), small("gan", data="two-gaussians-1d", unit_size=False), pictures("stylegan", data="emoji:size=16"),
    CONFIGS["chorale"]], ids=lambda c: c.generator)
def test_a_kept_generator_gives_the_run_s_samples_to_the_last_bit(config, tmp_path):
    trainer = trained(config, 2)
    (tmp_path / "g.safetensors").write_bytes(FORMATS["safetensors"].make(trainer))
    kept, z = load_generator(tmp_path / "g.safetensors"), some(6, config)
    assert torch.equal(kept.generate(z), trainer.generate(z))
    assert torch.equal(kept.sample(6, seed=3), kept.sample(6, seed=3)) and not torch.equal(kept.sample(6), kept.sample(6, seed=3))
    if trainer.classes:
        assert torch.equal(kept.generate(z, label=trainer.classes[1]), trainer.generate(z, label=1))
    if config.generator == "style":
        assert torch.equal(kept.generate(z, truncation=0.5), trainer.generate(z, truncation=0.5))
    assert (kept.config, kept.classes, kept.step) == (trainer.config, trainer.classes, 2)


def test_a_fresh_process_samples_the_same_and_never_loads_the_data(tmp_path):
    trainer, file = trained(of_family("style", "projection", ema=0.9), 3), tmp_path / "g.safetensors"
    file.write_bytes(FORMATS["safetensors"].make(trainer))
    torch.save(Generator.of(trainer).sample(9, seed=4), tmp_path / "wanted.pt")
    code = (f"import torch, sys; from playground import load_generator; G = load_generator({str(file)!r})\n"
            f"assert torch.equal(G.sample(9, seed=4), torch.load({str(tmp_path / 'wanted.pt')!r}))\n"
            "assert 'sklearn' not in sys.modules and 'gradio' not in sys.modules")
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=120,
                          env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert not done.returncode, done.stderr


def test_the_file_says_how_it_was_made_and_the_command_makes_it_again(tmp_path):
    trainer = trained(small("lsgan", seed=2, penalty="r1", penalty_weight=0.3), 4)
    (tmp_path / "g.safetensors").write_bytes(written(trainer))
    about = about_file(tmp_path / "g.safetensors")
    assert about.figures["steps"] == 4 and about.figures["metrics"].keys() == trainer.metrics().keys()
    assert about.figures["numbers"] == trainer.players["g"].weights and about.stored == "float32"
    assert about.card.startswith("---\nlibrary_name: gan-playground") and about.command in about.card and "## Figures" in about.card
    import shlex
    assert main([*shlex.split(about.command)[3:], "--out", str(tmp_path / "run"), "--json"]) == 0
    z = some(5, trainer.config)
    assert torch.equal(Trainer.load(tmp_path / "run").generate(z), trainer.generate(z))


def test_a_run_changed_on_the_way_has_a_script_in_the_place_of_a_command(tmp_path):
    trainer = trained(small(), 2)
    trainer.set(n_critic=2)
    trainer.run(steps=1)
    (tmp_path / "g.safetensors").write_bytes(written(trainer))
    about = about_file(tmp_path / "g.safetensors")
    assert about.command == "" and "trainer.set(n_critic=2)" in about.script and about.script.strip() in about.card


def test_half_the_bytes_are_nearly_the_same_samples(tmp_path):
    trainer, file = trained(of_family("r3", generator_width=16), 2), tmp_path / "g.safetensors"
    whole, half = written(trainer), written(trainer, half=True)
    file.write_bytes(half)
    z = some(4, trainer.config)
    assert len(half) < 0.7 * len(whole) and about_file(file).stored == "float16"
    assert (load_generator(file).generate(z) - trainer.generate(z)).abs().max() < 0.01


def test_keeping_disturbs_nothing():
    trainer = trained(of_family("style"), 2)
    before, draws = {k: v.clone() for k, v in trainer.state.items() if isinstance(v, torch.Tensor)}, trainer.draw.state()
    for name in ("safetensors", "onnx", "grid.png", "html"):
        FORMATS[name].make(trainer)
    assert all(torch.equal(trainer.state[k], v) for k, v in before.items())
    assert all(torch.equal(v, trainer.draw.state()[k]) for k, v in draws.items())


# -- files from anybody ------------------------------------------------------------------------------------------------

GOOD = written(trained(of_family("dcgan", "projection"), 1))


def header(content):
    """A file's metadata."""
    length = int.from_bytes(content[:8], "little")
    return json.loads(content[8:8 + length])["__metadata__"]


def refused(file):
    with pytest.raises(PlaygroundError) as error:
        load_generator(file)
    assert "\n" not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize("content", [b"", b"hello", GOOD[:100], GOOD[:-100], b"\xff" * 64, b"PK\x03\x04" + bytes(100)],
                         ids=["empty", "text", "its beginning", "without its end", "noise", "a zip"])
def test_a_damaged_or_foreign_file_is_refused_in_one_sentence(content, tmp_path):
    (tmp_path / "g.safetensors").write_bytes(content)
    assert "damaged" in refused(tmp_path / "g.safetensors")


def test_no_file_and_other_safetensors_are_refused(tmp_path):
    assert "There is no file" in refused(tmp_path / "none.safetensors")
    save_file({"a": torch.zeros(3)}, tmp_path / "other.safetensors")
    assert "no generator of the playground" in refused(tmp_path / "other.safetensors")
    assert "no trained generator 'x'" in refused("trained:x")
    assert "no trained generator '../x'" in refused("trained:../x")


LIES = {
    "version": "7", "config": "[]", "data": "{}", "figures": '{"steps": "many"}', "run": "not json",
    "config ": json.dumps(json.loads(header(GOOD)["config"]) | {"generator_width": 10**9}),
    "config  ": json.dumps(json.loads(header(GOOD)["config"]) | {"generator_width": 2000}),
    "config   ": json.dumps(json.loads(header(GOOD)["config"]) | {"loss": "mine"}),
    "config    ": json.dumps(json.loads(header(GOOD)["config"]) | {"generator": "exact"}),
    "data ": json.dumps(json.loads(header(GOOD)["data"]) | {"shape": [1, 10**6, 10**6]}),
    "data  ": json.dumps(json.loads(header(GOOD)["data"]) | {"shape": [1, 24, 24]}),
    "data   ": json.dumps(json.loads(header(GOOD)["data"]) | {"classes": ["a"]}),
    "data    ": json.dumps(json.loads(header(GOOD)["data"]) | {"kind": "toy"}),
    "data     ": json.dumps(json.loads(header(GOOD)["data"]) | {"scale": None}),
    "data      ": json.dumps(json.loads(header(GOOD)["data"]) | {"kind": "music", "shape": [111, 16]}),
}


@pytest.mark.parametrize("what", LIES)
def test_a_file_that_lies_about_itself_is_refused_in_one_sentence(what, tmp_path):
    metadata = header(GOOD) | {what.strip(): LIES[what]}
    (tmp_path / "g.safetensors").write_bytes(save(load(GOOD), metadata))
    refused(tmp_path / "g.safetensors")


def test_weights_that_are_missing_or_of_another_shape_are_refused(tmp_path):
    tensors = load(GOOD)
    name = next(iter(tensors))
    for other in ({name: tensors[name][:-1].clone()}, {"more": torch.zeros(1)}):
        (tmp_path / "g.safetensors").write_bytes(save(tensors | other, header(GOOD)))
        assert "weights" in refused(tmp_path / "g.safetensors")


def test_what_is_no_network_is_not_kept():
    for config, name in ((small("dirac"), "safetensors"), (small("dirac"), "onnx"), (small(generator="exact"), "onnx"),
                         (small(), "grid.png"), (small(), "walk.mp4")):
        with pytest.raises(PlaygroundError) as error:
            FORMATS[name].make(Trainer(config))
        assert str(error.value).count(".") == 1 and "\n" not in str(error.value)
    with pytest.raises(PlaygroundError, match="A generator alone"):
        FORMATS["csv"].make(Generator.of(Trainer(small())))


def test_a_description_reads_what_it_writes():
    for config in (small(), pictures(conditioning="projection"), CONFIGS["chorale"]):
        described = Description.of(Trainer(config))
        assert Description.read(json.loads(json.dumps(described.as_dict()))) == described


# -- the commands ------------------------------------------------------------------------------------------------------

def test_sample_and_export_take_a_kept_generator(tmp_path, capsys):
    kept, picture, model = tmp_path / "g.safetensors", tmp_path / "x.png", tmp_path / "x.onnx"
    kept.write_bytes(GOOD)
    assert main(["sample", str(kept), "-n", "4", "--label", "3", "--out", str(picture)]) == 0
    assert main(["export", str(kept), "--out", str(model)]) == 0
    assert picture.stat().st_size > 300 and onnx.load(model).graph.input[0].name == "z"
    assert main(["export", str(kept), "--out", str(tmp_path / "x.csv")]) == 2
    kept.write_bytes(FORMATS["safetensors"].make(Trainer(small())))
    assert main(["sample", str(kept), "--out", str(picture)]) == 0
    kept.write_bytes(FORMATS["safetensors"].make(Trainer(CONFIGS["chorale"])))
    assert main(["sample", str(kept), "--out", str(picture)]) == main(["export", str(kept), "--out", str(tmp_path / "x.midi")]) == 0
    assert "A generator alone has no run" in capsys.readouterr().err


def test_the_command_lists_those_at_hand_from_their_own_files(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(at_hand, "FOLDER", tmp_path)
    assert main(["trained"]) == 0 and "none yet" in capsys.readouterr().out
    (tmp_path / "small-digits.safetensors").write_bytes(GOOD)
    assert main(["trained"]) == 0
    out = capsys.readouterr().out
    assert "small-digits: gan on handwritten digits, 1 x 16 x 16" in out and "python -m playground train gan --data digits" in out
    assert main(["trained", "--json"]) == 0
    row = json.loads(capsys.readouterr().out)["small-digits"]
    assert row["figures"]["steps"] == 1 and row["bytes"] == len(GOOD)
    assert main(["trained", "small-digits"]) == 0 and "# gan on handwritten digits" in capsys.readouterr().out
    assert main(["sample", "trained:small-digits", "--out", str(tmp_path / "x.png")]) == 0
    assert main(["trained", "nothing"]) == 2


@pytest.mark.parametrize("name", at_hand.names())
def test_those_at_hand_are_small_say_what_they_are_and_sample(name):
    about, size = at_hand.table()[name]
    assert isinstance(about, About) and size <= at_hand.MOST_BYTES and about.command.startswith("python -m playground train ")
    samples = load_generator(f"trained:{name}").sample(16)
    spread, apart = (0.2, 0.1) if about.data.kind == "images" else (0.1, 0.03)  # one-hot columns are mostly zeros
    assert samples.isfinite().all() and samples.std() > spread and samples.std(0).mean() > apart
    assert len(samples.flatten(1).unique(dim=0)) > 12
