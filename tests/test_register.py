"""Losses and data sets of one's own: checked when registered, then as good as built in, also in another process."""

import json
import math
import subprocess
import sys

import cloudpickle
import pytest
import torch
from small import assert_same_run, rows, same, small

from playground import PlaygroundError, Trainer, recipe, register_data, register_loss
from playground.config import choices
from playground.data import DATA, dataset
from playground.live.frames import scene
from playground.live.views import VIEWS, Moment
from playground.register import _own, join, registered, require
from playground.training.losses import LOSSES


def heart(n, generator):
    t = 2 * math.pi * torch.rand(n, generator=generator)
    return torch.stack([5 + t.sin() ** 3, (13 * t.cos() - 5 * (2 * t).cos() - 2 * (3 * t).cos()) / 16], 1)


def exponential_d(real, fake):
    return (-real).exp().mean() + fake.exp().mean()


def exponential_g(fake, real):
    return (-fake).exp().mean()


def register_both():
    register_data("heart", title="a heart")(heart)
    register_loss("exponential", exponential_d, exponential_g, opinion=lambda s: (2 * s).sigmoid(),
                  equilibrium={"loss_d": 2.0, "loss_g": 1.0, "d": 0.5})


def test_what_is_registered_trains_saves_loads_and_replays_as_if_built_in(tmp_path):
    register_both()
    assert "exponential" in choices("loss") and recipe("gan").changed(loss="exponential").loss == "exponential"
    config = small(data="heart", loss="exponential")
    trainer = Trainer(config)
    trainer.run(steps=10)
    trainer.set(generator_lr=1e-4)
    trainer.run(steps=10)
    assert trainer.step == 20 and not trainer.diverged
    trainer.save(tmp_path / "run")
    assert_same_run(Trainer.load(tmp_path / "run"), trainer)
    assert_same_run(Trainer.replay(config, trainer.events, 20), trainer)
    slow = Trainer(config)
    for _ in range(3):
        assert len(list(slow.phases())) > 6
    assert same(rows(slow), rows(trainer)[:3])
    assert set(trainer.metrics()) == {"sliced_wasserstein", "js", "kl"}


def test_loss_set_while_training_and_views_of_what_is_registered():
    register_both()
    trainer = Trainer(small(data="heart"))
    trainer.run(steps=2)
    trainer.set(loss="exponential")
    trainer.run(steps=2)
    view = VIEWS["points"](trainer)
    assert "heart" in scene(view, "1").bytes.decode("latin1")
    assert view.frame(Moment(trainer))["fakes"].shape == (view.fakes, 2)


def test_data_measures_itself_on_a_sample():
    register_data("heart", title="a {heart}")(heart)
    data = dataset("heart")
    sample = data.sample(20_000, torch.Generator().manual_seed(7))
    unit = (sample - data.centre) / data.scale
    x0, x1, y0, y1 = data.extent
    assert (data.kind, data.shape, data.spec, data.title) == ("points", (2,), "heart", "a {heart}")
    assert unit.mean(0).abs().max() < 0.05 and abs(unit.var(0).mean().sqrt() - 1) < 0.02
    assert x0 < sample[:, 0].min() and sample[:, 0].max() < x1 and y0 < sample[:, 1].min() and sample[:, 1].max() < y1
    assert data.modes is None


def test_estimated_density_is_one():
    """And near the true one: a Gaussian of width 1 seen through a kernel of width 0.1."""
    register_data("bell")(lambda n, generator: torch.randn(n, 1, generator=generator))
    data = dataset("bell")
    x = torch.linspace(-6, 6, 1201)[:, None]
    p = data.density(x)
    assert data.kind == "line" and abs(p.sum() * 0.01 - 1) < 1e-3
    assert (p - torch.distributions.Normal(0, 1.01 ** 0.5).log_prob(x[:, 0]).exp()).abs().max() < 0.03


def test_data_may_state_its_modes_and_density():
    def density(x):
        return torch.ones(len(x)) / 2

    @register_data("pair", modes=[[-1.0], [1.0]], std=0.1, density=density)
    def pair(n, generator):
        side = torch.randint(2, (n, 1), generator=generator) * 2 - 1
        return side + 0.1 * torch.randn(n, 1, generator=generator)

    data = dataset("pair")
    assert data.density(torch.zeros(3, 1)).tolist() == [0.5] * 3
    assert Trainer(small(data="pair", generator="exact", latent_dim=2)).metrics()["modes"] == 2


def test_pictures_of_ones_own():
    @register_data("stripes")
    def stripes(n, generator):
        return torch.rand(n, 1, 1, 16, generator=generator).expand(n, 1, 16, 16) * 2 - 1

    trainer = Trainer(small("dcgan", data="stripes", generator_width=4, discriminator_width=4, batch_size=8))
    trainer.run(steps=1)
    assert trainer.sample(3).shape == (3, 1, 16, 16) and not hasattr(trainer.data, "density")


@pytest.mark.parametrize("name, zero_sum", [("minimax", True), ("wasserstein", True), ("hinge", False),
                                            ("relativistic", False), ("f-kl", True), ("non-saturating", False)])
def test_a_loss_is_found_to_be_zero_sum_or_not(name, zero_sum):
    row = LOSSES[name]
    register_loss("mine", row.discriminator, row.generator, relativistic=row.relativistic)
    assert LOSSES["mine"].zero_sum == zero_sum


def test_a_cell_that_runs_again_replaces_its_own_entry_and_never_a_built_in_one():
    register_both()
    register_loss("exponential", exponential_d, exponential_g, title="newer")
    register_data("heart", title="newer")(heart)
    assert LOSSES["exponential"].title == dataset("heart").title == "newer" and len(registered()) == 2
    for call in (lambda: register_loss("hinge", exponential_d, exponential_g), lambda: register_data("ring")(heart)):
        with pytest.raises(PlaygroundError, match="built in"):
            call()
    for name in ("two words", "a:b", "", 7):
        with pytest.raises(PlaygroundError, match="letters"):
            register_loss(name, exponential_d, exponential_g)


@pytest.mark.parametrize("d, g, word", [
    (lambda real, fake: 1 / 0, exponential_g, "ZeroDivisionError"),
    (lambda real, fake: fake - real, exponential_g, "one number"),
    (lambda real, fake: 3.0, exponential_g, "float"),
    (lambda real, fake: real.detach().mean(), exponential_g, "does not change"),
    (lambda real, fake: real.log().mean(), exponential_g, "finite"),
    (lambda real, fake: real.abs().sqrt().sum() + (fake - fake).sqrt().sum(), exponential_g, "gradient"),
    (exponential_d, lambda fake, real: (fake - real).mean(), "relativistic=True"),
])
def test_a_loss_that_cannot_be_trained_with_is_refused_in_words(d, g, word):
    with pytest.raises(PlaygroundError, match=word):
        register_loss("mine", d, g)
    assert "mine" not in LOSSES and not registered()


@pytest.mark.parametrize("options, word", [
    ({"opinion": lambda s: s}, "0 .fake. to 1"), ({"opinion": lambda s: s.foo}, "AttributeError"),
    ({"equilibrium": {"value": 1}}, "'value'"), ({"formula_d": r"\frac{"}, "LaTeX"),
])
def test_what_goes_with_a_loss_is_checked_too(options, word):
    with pytest.raises(PlaygroundError, match=word):
        register_loss("mine", exponential_d, exponential_g, **options)


@pytest.mark.parametrize("source, options, word", [
    (lambda n, generator: torch.randn(n, 2), {}, "two different samples"),
    (lambda n, generator: torch.rand(n, 3, generator=generator), {}, r"\(64, 3\)"),
    (lambda n, generator: torch.rand(5, 2, generator=generator), {}, "should be 64"),
    (lambda n, generator: torch.rand(n, 2, generator=generator) / 0, {}, "not finite"),
    (lambda n, generator: torch.ones(n, 2), {}, "the same"),
    (lambda n, generator: 5 * torch.rand(n, 1, 16, 16, generator=generator), {}, "-1 "),
    (lambda n, generator: missing, {}, "NameError"),  # noqa: F821
    (heart, {"modes": [[0.0, 0.0]]}, "both modes and std"), (heart, {"modes": [0.0], "std": 1}, "k, 2"),
    (heart, {"density": lambda x: x}, "density"),
])
def test_data_that_cannot_be_trained_on_is_refused_in_words(source, options, word):
    with pytest.raises(PlaygroundError, match=word):
        register_data("mine", **options)(source)
    assert "mine" not in DATA and not registered()


def test_another_process_joins_and_trains_the_same(tmp_path):
    """The functions travel by value, as those of a notebook do; without them a saved run says what is missing."""
    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    try:
        register_both()
        packed = cloudpickle.dumps(registered())
    finally:
        cloudpickle.unregister_pickle_by_value(sys.modules[__name__])
    trainer = Trainer(small(data="heart", loss="exponential"))
    trainer.run(steps=5)
    trainer.save(tmp_path / "run")
    (tmp_path / "entries.pickle").write_bytes(packed)
    code = """
import json, pickle, sys
from pathlib import Path
from playground import PlaygroundError, Trainer
from playground.register import join
folder = Path(sys.argv[1])
said = ""
try:
    Trainer.load(folder / "run")
except PlaygroundError as error:
    said = str(error)
join(pickle.loads((folder / "entries.pickle").read_bytes()))
fresh = Trainer(Trainer.load(folder / "run").initial_config)
fresh.run(steps=5)
print(json.dumps([said, fresh.history.rows().tolist()]))
"""
    done = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True)
    said, history = json.loads(done.stdout)
    assert "register_loss('exponential'" in said
    assert history == trainer.history.rows().tolist()


def test_join_gives_what_registered_said():
    register_both()
    entries = registered()
    join(entries)
    assert registered() == entries


@pytest.mark.parametrize("settings, call", [({"loss": "mine", "data": "ring"}, r"register_loss\('mine'"),
                                            ({"loss": "minimax", "data": "mine"}, r"@register_data\('mine'\)")])
def test_a_saved_run_says_what_to_register(settings, call):
    require({"loss": "hinge"}, {"data": "grid:side=3"}, {"seed": 1})
    with pytest.raises(PlaygroundError, match=call):
        require({"loss": "hinge"}, settings)
