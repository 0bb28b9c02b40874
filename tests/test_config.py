"""Configurations and recipes: what is allowed, how it is said, and that every named GAN runs."""

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest

from playground import RECIPES, Config, PlaygroundError, Trainer, differences, recipe
from playground.config import FIELDS, LIVE, choices
from playground.data import DATA, EMBEDDED, dataset
from playground.training.losses import LOSSES
from playground.training.penalties import PENALTIES
from small import rows

FITTING = {name: [d for d, s in EMBEDDED.items() if not r.kinds or s.kind in r.kinds] for name, r in RECIPES.items()}


@pytest.mark.parametrize("name", RECIPES)
def test_every_recipe_runs_on_all_data_for_which_it_makes_sense(name):
    """At its own widths, with small batches."""
    for data in FITTING[name]:
        calm = {"learning_rate": 0.05} if DATA[data].kind == "toy" else {}  # two numbers move as fast as they are told
        trainer = Trainer(recipe(name, data=data, batch_size=8, device="cpu", **calm))
        trainer.run(steps=2)
        assert trainer.step == 2 and trainer.diverged is None and rows(trainer).isfinite().all(), data
        samples = trainer.sample(3)
        assert samples.shape == (3, *trainer.data.shape) and samples.isfinite().all()


def test_the_recipes_that_were_promised():
    assert {"minimax", "gan", "lsgan", "wgan", "wgan-gp", "sngan", "r1", "r3gan", "dcgan"} <= {*RECIPES}
    for name, row in RECIPES.items():
        assert row.about.count(".") <= 3 and "Watch" in row.about and "arXiv" in row.source
        assert recipe(name).data == row.data and recipe(name).recipe == name
    assert {recipe(name).loss for name in RECIPES} == {*LOSSES}


def test_what_makes_each_recipe():
    assert recipe("wgan").weight_clip and recipe("wgan").n_critic == 5 and recipe("wgan").optimizer == "rmsprop"
    assert (recipe("wgan-gp").penalty, recipe("wgan-gp", data="digits").penalty_weight) == ("wgan-gp", 10)
    assert recipe("sngan").spectral_norm and recipe("sngan").loss == "hinge"
    assert recipe("r1").penalty == "r1" and recipe("r3gan").penalty == "r1+r2" and recipe("r3gan").ema
    assert recipe("dcgan").generator == recipe("dcgan").discriminator == "dcgan"
    assert not any(recipe(n, data="digits").discriminator_batch_norm for n in RECIPES if "digits" in FITTING[n]
                   if recipe(n, data="digits").penalty != "none" or recipe(n, data="digits").spectral_norm)


# -- reading and writing -----------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", RECIPES)
def test_json_round_trip(name):
    for data in FITTING[name]:
        config = recipe(name, data=data, seed=7, learning_rate=1 / 3)
        assert Config.from_json(config.to_json()) == config
        assert set(json.loads(config.to_json())) == set(FIELDS)


def test_json_may_leave_settings_out_and_must_not_add_any():
    assert Config.from_json("{}") == Config()
    assert Config.from_json('{"loss": "hinge"}') == Config(loss="hinge")
    assert Config.from_json('{"penalty": "r1", "penalty_weight": 3}').penalty_weight == 3


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "3", '"gan"', '{"wings": 1}', '{"seed": "x"}', '{"recipe": "<b>"}',
                                  '{"generator_lr": NaN}', '{"generator_lr": Infinity}', '{"batch_size": true}',
                                  '{"loss": ["hinge"]}', '{"n_critic": null}', '{"latent_dim": {}}'])
def test_other_text_is_no_configuration(text):
    with pytest.raises(PlaygroundError):
        Config.from_json(text)


def test_strings_are_read_as_on_the_command_line():
    given = {"batch_size": "64", "n_critic": "2", "generator_lr": "1e-4", "discriminator_lr": "5e-4", "loss": "hinge",
             "spectral_norm": "true", "ema": "0.9", "seed": "12", "generator_batch_norm": "False", "latent_dim": "1e1"}
    config = recipe("gan", **given)
    assert (config.batch_size, config.n_critic, config.generator_lr, config.discriminator_lr) == (64, 2, 1e-4, 5e-4)
    assert (config.spectral_norm, config.generator_batch_norm, config.ema, config.latent_dim) == (True, False, 0.9, 10)
    for name in given:
        assert type(getattr(config, name)) is FIELDS[name].type
    assert Config.from_json(config.to_json()) == config


def test_learning_rate_stands_for_both():
    config = recipe("gan", learning_rate="3e-4")
    assert config.generator_lr == config.discriminator_lr == 3e-4
    assert config.changed(learning_rate=0.1, discriminator_lr=0.2).discriminator_lr == 0.2
    assert "learning_rate" not in FIELDS


@pytest.mark.parametrize("name", ["learning_rate", "generator_lr", "discriminator_lr", "batch_size", "n_critic", "loss",
                                  "penalty", "penalty_weight", "ema", "precision"])
def test_names_that_scripts_rely_on(name):
    assert name == "learning_rate" or name in FIELDS


def test_a_penalty_named_alone_gets_its_usual_weight():
    for name, penalty in PENALTIES.items():
        assert recipe("gan", penalty=name).penalty_weight == penalty.weight > 0
        assert recipe("gan", penalty=name, penalty_weight=2).penalty_weight == 2
    assert recipe("r3gan", penalty="none").penalty_weight == 0
    assert recipe("r3gan", penalty="r1").penalty_weight == PENALTIES["r1"].weight


def test_differences_are_all_the_settings_that_differ():
    a, b = recipe("gan", data="grid"), recipe("r3gan")
    found = differences(a, b)
    assert found["penalty"] == ["none", "r1+r2"] and "recipe" not in found and "data" not in found
    assert dataclasses.replace(a, recipe="r3gan", **{name: values[1] for name, values in found.items()}) == b


# -- what is refused ---------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("changes, words", [
    ({"learning_rate": -1}, ["generator_lr=-1", "more than 0", "at most 1"]),
    ({"generator_lr": 2}, ["generator_lr=2", "at most 1"]),
    ({"generator_lr": "fast"}, ["generator_lr='fast'", "a number"]),
    ({"batch_size": 1}, ["batch_size=1", "at least 2", "8192"]),
    ({"batch_size": "12.5"}, ["whole number"]),
    ({"batch_size": True}, ["whole number"]),
    ({"ema": 1.0}, ["at least 0", "0.9999"]),
    ({"ema": float("nan")}, ["ema"]),
    ({"spectral_norm": "maybe"}, ["true or false"]),
    ({"loss": "hinged"}, ["loss=hinged", "Did you mean 'hinge'", *LOSSES]),
    ({"penalty": "gp"}, ["penalty=gp", "none", *PENALTIES]),
    ({"optimizer": "adamw"}, ["adam", "rmsprop", "sgd"]),
    ({"device": "gpu"}, ["auto", "cpu", "cuda", "mps"]),
    ({"precision": "float16"}, ["float32", "bfloat16"]),
    ({"players": "d"}, ["both", "discriminator", "generator"]),
    ({"generator": "resnet"}, ["mlp", "dcgan"]),
    ({"learning_rat": 1}, ["no setting 'learning_rat'", "Did you mean 'learning_rate'", *FIELDS]),
    ({"recipe": "wgan"}, ["wgan"]),
    ({"data": "rong"}, ["rong", *DATA]),
    ({"data": "ring:modes=99"}, ["modes=99", "from 1 to 64"]),
    ({"data": "ring:mode=9"}, ["no parameter 'mode'", "modes=8"]),
    ({"data": 3}, ["3"]),
    ({"penalty_weight": 1}, ["penalty_weight=1", *PENALTIES]),
    ({"penalty": "r1", "discriminator_batch_norm": True}, ["discriminator_batch_norm=false"]),
    ({"spectral_norm": True, "weight_clip": 0.1}, ["choose one"]),
])
def test_refusals_say_what_is_allowed(changes, words):
    with pytest.raises(PlaygroundError) as error:
        recipe("gan", **changes)
    for word in words:
        assert word in str(error.value), word


def test_an_unknown_recipe_lists_the_known_ones():
    with pytest.raises(PlaygroundError, match="Did you mean 'wgan'") as error:
        recipe("wgam")
    assert all(name in str(error.value) for name in RECIPES)


@pytest.mark.parametrize("data", ["ring", "gaussian-1d"])
def test_dcgan_wants_pictures(data):
    with pytest.raises(PlaygroundError, match="glyphs") as error:
        recipe("dcgan", data=data)
    assert "gan" in str(error.value)
    with pytest.raises(PlaygroundError, match="generator=dcgan does not fit"):
        Trainer(recipe("gan", data=data, generator="dcgan"))


def test_a_trainer_wants_a_configuration():
    with pytest.raises(PlaygroundError, match=r"Trainer\(recipe\("):
        Trainer("gan")


@pytest.mark.parametrize("name", FIELDS)
def test_every_setting_is_described_and_bounded(name):
    f = FIELDS[name]
    rules = f.metadata
    assert rules["help"].endswith(".")
    if f.type in (int, float):
        assert rules["low"] < rules["high"] and rules["low"] <= f.default <= rules["high"]
        for value in (f.type(rules["high"] * 2 + 1), f.type(rules["low"] - 1)):
            with pytest.raises(PlaygroundError, match=name):
                Config(**{name: value})
    elif f.type is str and name != "data":
        assert f.default in choices(name)
    assert (name in LIVE) == rules["live"]


# -- what follows from a configuration ---------------------------------------------------------------------------------

def test_kinds_of_data_bring_their_networks():
    assert recipe("gan", data="glyphs").generator == recipe("r1", data="digits").discriminator == "dcgan"
    assert recipe("r3gan", data="digits").generator == "r3" and recipe("r3gan").generator == "mlp"
    assert recipe("gan", data="two-gaussians-1d").latent_dim == 1 and recipe("gan").generator == "mlp"
    assert {dataset(r.data).kind for r in RECIPES.values()} == {"points", "images", "text", "music", "pairs", "toy"}


def test_the_core_needs_torch_and_numpy_alone():
    """In a fresh Python that has nothing else."""
    script = """if True:
        import sys
        REFUSED = {"gradio", "matplotlib", "ipywidgets", "sklearn", "PIL", "anywidget", "tqdm", "scipy", "IPython",
                   "pandas", "playwright", "fastapi", "nbformat"}
        class Gate:
            def find_spec(self, name, path=None, target=None):
                if name.split(".")[0] in REFUSED:
                    raise ModuleNotFoundError(f"No module named '{name}'", name=name)
        sys.meta_path.insert(0, Gate())
        from playground import Trainer, recipe
        trainer = Trainer(recipe("gan", data="ring"))
        reports = [r.losses for r in trainer.steps(3)]
        trainer.sample(4), trainer.metrics(), list(trainer.phases())
        from playground.data import dataset
        from playground.errors import PlaygroundError
        for name in ("digits", "glyphs"):
            try:
                dataset(name)
            except PlaygroundError as error:
                print(error)
        import playground.live
        assert not REFUSED & {m.split(".")[0] for m in sys.modules}
        print(trainer.step)"""
    done = subprocess.run([sys.executable, "-c", script], cwd=Path(__file__).parent.parent, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    *errors, step = done.stdout.splitlines()
    assert step == "4" and len(errors) == 2 and all("pip install" in e for e in errors)


