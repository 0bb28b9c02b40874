"""Players that are told classes: what each way means, and that labels ride along exactly."""


import numpy as np
import pytest
import torch
from torch.nn import functional as F

from playground import PlaygroundError, Trainer, recipe
from playground.cli import main
from playground.data import dataset
from playground.games import CONDITIONED
from playground.live.pixels import pixels
from playground.live.views import VIEWS, Moment
from playground.live.wishes import Wishes
from playground.networks import build
from playground.networks.conditioning import ClassNorm, Told
from playground.networks.layers import initialise
from playground.training.draw import generator
from playground.training.engine import Play
from playground.training.step import silent
from small import assert_same_run, differing, pictures, rows, same, trained
from test_training import functional_steps

TOLD = tuple(name for name in CONDITIONED if name != "none")
CASES = {**{name: pictures(conditioning=name) for name in TOLD},
         "conditional batch norm": pictures("sngan", conditioning="projection", generator_width=2, discriminator_width=2),
         "style": pictures("stylegan", conditioning="projection", generator_width=2, discriminator_width=2),
         "relativistic, few samples": pictures("rsgan", conditioning="concat", data_size=40, discriminator_batch_norm=False),
         "unrolled codes": pictures("gan", conditioning="codes", updates="unrolled", unrolled_steps=2,
                                    discriminator_batch_norm=False, generator_batch_norm=False),
         "extra-gradient": pictures(conditioning="projection", updates="extra-gradient")}


def built(config, role):
    module = build(config, dataset(config.data))[role]
    initialise(module, generator(0, "init"))
    return module.eval()


def some(n, config):
    return torch.rand(n, 1, 16, 16, generator=generator(0, "x")), torch.randn(n, config.latent_dim, generator=generator(0, "z"))


# -- what each way means -----------------------------------------------------------------------------------------------

@pytest.mark.parametrize("family", ["dcgan", "residual", "style", "skip", "r3", "mlp"])
def test_projection_is_psi_of_phi_and_the_class_times_phi(family):
    config = pictures("gan", conditioning="projection", discriminator=family, discriminator_batch_norm=False)
    D = built(config, "d")
    x, label = some(4, config)[0], torch.tensor([3, 0, 9, 3])
    phi = D.features(x)
    expected = D.head(phi)[:, 0] + (D.by_class.weight[label] * phi).sum(1)
    torch.testing.assert_close(D(x, label=label), expected)
    assert not torch.allclose(D(x, label=label), D(x, label=(label + 1) % 10))


def test_concatenation_shows_d_a_picture_of_the_class():
    config = pictures("gan", conditioning="concat", discriminator_batch_norm=False)
    D = built(config, "d")
    x, label = some(2, config)[0], torch.tensor([3, 7])
    shown = D.classes.vectors[label].view(2, 1, 16, 16)
    torch.testing.assert_close(D(x, label=label), D.inner(torch.cat([x, shown], 1)))


@pytest.mark.parametrize("conditioning", ["auxiliary", "codes"])
def test_d_that_names_classes_scores_without_them(conditioning):
    config = pictures("gan", conditioning=conditioning, codes=4)
    D = built(config, "d")
    x = some(3, config)[0]
    assert torch.equal(D(x, label=torch.tensor([0, 1, 2])), D(x, label=torch.tensor([3, 3, 3])))
    assert D(x, classify=True).shape == (3, 4 if conditioning == "codes" else 10)


def test_g_takes_the_class_in_its_normalisation_where_it_has_one_and_beside_z_elsewhere():
    residual = built(pictures("sngan", conditioning="projection"), "g")
    assert residual.modulated and sum(isinstance(m, ClassNorm) for m in residual.modules()) == 5
    config = pictures(conditioning="projection")
    plain = built(config, "g")
    assert isinstance(plain, Told) and not plain.modulated and not any(isinstance(m, ClassNorm) for m in plain.modules())
    for G in (residual, plain):
        z = some(2, config)[1][:1].expand(2, -1)
        one, other = G(z, label=torch.tensor([1, 5]))
        assert not torch.allclose(one, other, atol=1e-3)


def test_what_the_auxiliary_classifier_costs_is_the_cross_entropy():
    """At one state: D's loss with weight 1 less that with weight 0, and the same for G."""
    config = pictures("gan", conditioning="auxiliary", discriminator_batch_norm=False, generator_batch_norm=False)
    values = {}
    for weight in (0, 1):
        trainer = Trainer(config.changed(auxiliary_weight=weight))
        real = trainer._reals()[0]
        play, seen = Play(trainer.functional, trainer.state), {}

        def note(name, player, **tensors):
            if name == "generate":
                seen.update(tensors)
        values[weight] = [float(trainer.game.loss(p, play, real, trainer.draw, trainer.config, note)[0]) for p in "dg"]
        if weight:
            (x, label), fake = real, seen["fake"]
            of_g = F.cross_entropy(play.classify(fake), label)
    assert abs(values[1][1] - values[0][1] - float(of_g)) < 1e-5
    assert values[1][0] - values[0][0] > 1, "two cross-entropies of ten classes, not learnt yet"


# -- labels ride along -------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", CASES)
def test_bound_and_functional_engines_give_the_same_bits(name):
    bound = trained(CASES[name], 4)
    state, reports = functional_steps(CASES[name], 4)
    assert same(rows(bound), reports) and differing(bound, state) == [] and reports.isfinite().all()


@pytest.mark.parametrize("name", CASES)
def test_a_resumed_run_is_the_uninterrupted_one(name, tmp_path):
    through, stopped = trained(CASES[name], 4), trained(CASES[name], 2)
    stopped.save(tmp_path / "run")
    loaded = Trainer.load(tmp_path / "run")
    loaded.sample(3), loaded.metrics()
    loaded.run(steps=2)
    assert_same_run(through, loaded)


def test_engines_agree_in_value_where_rounding_may_differ():
    """A penalty and the naming of classes use each of D's weights so often that the order of summing differs."""
    config = pictures("stylegan", conditioning="auxiliary", generator_width=2, discriminator_width=2)
    torch.testing.assert_close(functional_steps(config, 3)[1], rows(trained(config, 3)), rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("conditioning", TOLD)
def test_looking_changes_nothing(conditioning):
    """Phases, forks that ask for gradients, opinions, metrics of all kinds."""
    config = pictures("minimax", conditioning=conditioning, discriminator_batch_norm=False)
    plain, watched = trained(config, 3), trained(config, 1)
    watched.gradient_norms(), watched.metrics(), watched.opinion(watched.sample(4), label=3), watched.duality_gap(k=5)
    phases = list(watched.phases())
    assert len(phases) == 11 and phases[0].tensors["real"].shape == (8, 1, 16, 16)
    watched.run(steps=1)
    assert_same_run(plain, watched)


def test_labels_are_those_of_the_samples_and_of_the_training_set():
    data = dataset("digits")
    x, label = data.labelled(50, generator(0, "x"))
    assert torch.equal(x, data.sample(50, generator(0, "x")))
    for trainer in (Trainer(pictures(conditioning="concat")), Trainer(pictures(conditioning="concat", data_size=30))):
        x, label = trainer.real(20, trainer.draw)
        for picture, k in zip(x, label):
            assert k in data.labels[(data.tensor == picture).flatten(1).all(1)]


def test_g_is_asked_for_the_classes_of_the_real_batch():
    trainer = Trainer(pictures(conditioning="projection"))
    real = trainer._reals()[0]
    for player in "dg":
        play = Play(trainer.functional, trainer.state)
        trainer.game.loss(player, play, real, trainer.draw, trainer.config, silent)
        assert torch.equal(play.label, real[1])


def test_replay_and_python_source_keep_the_way_of_conditioning():
    config = recipe("sngan", data="digits", conditioning="projection", seed=4)
    assert 'conditioning="projection"' in config.to_python()
    assert eval(config.to_python(), {"recipe": recipe}) == config
    trainer = trained(CASES["auxiliary"], 2)
    trainer.set(auxiliary_weight=0.5)
    trainer.run(steps=2)
    assert_same_run(trainer, Trainer.replay(trainer.initial_config, trainer.events, 4))


# -- asking for a class ------------------------------------------------------------------------------------------------

def test_samples_of_one_class_by_name_or_number():
    trainer = trained(pictures("dcgan", data="glyphs", conditioning="projection"), 2)
    z = torch.randn(3, trainer.config.latent_dim, generator=generator(0, "z"))
    c = trainer.generate(z, label="C")
    assert torch.equal(c, trainer.generate(z, label=2)) and torch.equal(c, trainer.generate(z, label=[2, 2, 2]))
    assert not torch.equal(c, trainer.generate(z, label="D"))
    assert torch.equal(trainer.generate(z), trainer.generate(z, label=[0, 1, 2])), "one class after the other"
    assert trainer.sample(5, label="A").shape == (5, 1, 16, 16)
    for wrong, words in (("c", "no class 'c'"), (26, "26 classes"), (-1, "26 classes")):
        with pytest.raises(PlaygroundError, match=words):
            trainer.generate(z, label=wrong)
    with pytest.raises(PlaygroundError, match="knows no classes"):
        Trainer(pictures()).sample(2, label=1)


def test_the_view_shows_class_after_class():
    trainer = trained(pictures(conditioning="projection"), 2)
    view = VIEWS["images"](trainer)
    label = view.told(None)["label"]
    assert label.tolist() == sorted(label.tolist()) and set(label.tolist()) == set(range(10))
    shown = torch.from_numpy(view.frame(Moment(trainer))["fakes"].astype(np.float32)).permute(0, 3, 1, 2) / 127.5 - 1
    torch.testing.assert_close(shown, trainer.generate(view.latents, label=label), atol=0.01, rtol=0)


def test_beside_fakes_of_one_class_stand_reals_of_it():
    trainer = trained(pictures(conditioning="projection"), 2)
    reals = VIEWS["images"](trainer).frame(Moment(trainer, wishes=Wishes(label=3)))["reals"]
    threes = {each.tobytes() for each in pixels(trainer.data.tensor[trainer.data.labels == 3])}
    assert len(reals) == 32 and {each.tobytes() for each in reals} <= threes
    found = trained(pictures(conditioning="codes"), 2)
    assert "reals" not in VIEWS["images"](found).frame(Moment(found, wishes=Wishes(label=3))), "a code is no class of the data"


@pytest.mark.parametrize("changes, words", [
    ({"data": "ring"}, "for pictures"), ({"packing": 2}, "packing=1"), ({"conditioning": "other"}, "not known")])
def test_what_does_not_go_together_is_said(changes, words):
    with pytest.raises(PlaygroundError, match=words):
        Trainer(recipe("gan", **({"data": "digits", "conditioning": "projection"} | changes)))


def test_data_of_other_classes_needs_another_run():
    trainer = Trainer(pictures(conditioning="projection"))
    with pytest.raises(PlaygroundError, match="other classes"):
        trainer.set(data="glyphs")
    Trainer(pictures(conditioning="codes")).set(data="glyphs")


def test_the_command_draws_one_class(tmp_path, capsys):
    trained(pictures(conditioning="auxiliary"), 1).save(tmp_path / "run")
    out = str(tmp_path / "a.png")
    assert main(["sample", str(tmp_path / "run"), "--label", "7", "-n", "4", "--out", out]) == 0
    assert main(["sample", str(tmp_path / "run"), "--label", "seven", "--out", out]) == 2
    assert "no class 'seven'" in capsys.readouterr().err


def test_a_conditional_run_learns_its_classes():
    """Where D names classes, G soon makes the digit that it is asked for; by chance it would be every tenth."""
    trainer = Trainer(recipe("dcgan", data="digits", conditioning="auxiliary", device="cpu", batch_size=32, ema=0,
                             generator_width=8, discriminator_width=8))
    trainer.run(steps=100)
    assert trainer.metrics()["label_accuracy"] > 0.4
