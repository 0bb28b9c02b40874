"""Families of networks for pictures: what each promises, and that its recipe learns."""

from types import SimpleNamespace

import pytest
import torch
from torch import nn

from playground import PlaygroundError, Trainer, recipe
from playground.networks import FAMILIES
from playground.networks import r3, style
from playground.networks.attention import SelfAttention
from playground.networks.layers import initialise
from playground.networks.pictures import half, twice
from playground.training.draw import generator
from playground.training.engine import Functional, Play
from playground.training.penalties import r1
from small import assert_same_run, differing, pictures, rows, same, trained
from test_training import functional_steps

NEW = ("residual", "attention", "style", "skip", "r3")
RECIPES = {"sngan": "residual", "sagan": "attention", "stylegan": "style", "msggan": "skip", "r3gan": "r3"}


def config_of(family, **changes):
    return pictures("gan", **{"generator": family, "discriminator": family, "generator_depth": 1, "discriminator_depth": 1,
                              "generator_width": 2, "discriminator_width": 2, "discriminator_batch_norm": False} | changes)


def players(config, shape):
    G = FAMILIES[config.generator].generator(config, SimpleNamespace(shape=shape, classes=()))
    D = FAMILIES[config.discriminator].discriminator(config, shape)
    for seed, module in enumerate((G, D)):
        initialise(module, generator(seed, "init"))
    return G, D


def latents(n, config):
    return torch.randn(n, config.latent_dim, generator=generator(0, "z"))


def awake(module):
    """A module in which also what begins at 0 has some weight."""
    with torch.no_grad():
        for p in module.parameters():
            if not p.any():
                p.normal_(0, 0.3, generator=generator(0, "awake"))
    return module


# -- all of them -------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("channels, size", [(1, 16), (3, 16), (3, 32), (1, 64), (3, 128)])
@pytest.mark.parametrize("family", NEW)
def test_shapes_at_every_size(family, channels, size):
    config = config_of(family)
    G, D = players(config, (channels, size, size))
    with torch.no_grad():
        fake = G(latents(2, config))
        scores = D(fake)
    assert fake.shape == (2, channels, size, size) and fake.abs().max() <= 1 and fake.std() > 0.02
    assert scores.shape == (2,) and scores.isfinite().all()


@pytest.mark.parametrize("family", NEW)
def test_other_sizes_are_refused_in_words(family):
    for shape in ((1, 28, 28), (3, 32, 16), (1, 256, 256)):
        with pytest.raises(PlaygroundError, match="16, 32, 64, 128 pixels.*mlp"):
            players(config_of(family), shape)


@pytest.mark.parametrize("family", NEW)
def test_every_input_matters_and_a_sample_is_its_own(family):
    """Each latent number moves the picture, each pixel the score, and no sample another one (G without batch norm)."""
    config = config_of(family, generator_batch_norm=False)
    G, D = (awake(module) for module in players(config, (1, 16, 16)))
    z = latents(3, config).requires_grad_()
    (slope,) = torch.autograd.grad(G(z)[0].square().sum(), z)
    assert (slope[0] != 0).all() and (slope[1:] == 0).all()
    x = (torch.rand(3, 1, 16, 16, generator=generator(0, "x")) * 2 - 1).requires_grad_()
    (slope,) = torch.autograd.grad(D(x)[0], x)
    assert (slope[0] != 0).float().mean() > 0.9 and (slope[1:] == 0).all()


@pytest.mark.parametrize("spectral_norm", [False, True])
@pytest.mark.parametrize("family", NEW)
def test_a_penalty_reaches_the_weights(family, spectral_norm):
    """R1 needs the gradient of a gradient: finite, and not nothing."""
    if family == "r3" and spectral_norm:
        with pytest.raises(PlaygroundError, match="begin at 0"):
            Trainer(config_of(family, spectral_norm=True))
        return
    _, D = players(config_of(family, spectral_norm=spectral_norm, minibatch_std=True), (1, 16, 16))
    awake(D)
    x = torch.rand(4, 1, 16, 16, generator=generator(0, "x"))
    price = r1(D, x, x, None)
    gradients = torch.autograd.grad(price.mean(), list(D.parameters()), allow_unused=True)
    assert price.shape == (4,) and (price > 0).all()
    reached = [g for g in gradients if g is not None]
    assert all(g.isfinite().all() for g in reached) and sum(bool(g.any()) for g in reached) > len(reached) / 2


@pytest.mark.parametrize("g, d", [("style", "skip"), ("r3", "dcgan"), ("mlp", "attention")])
def test_players_of_different_families_play(g, d):
    assert trained(config_of("residual", generator=g, discriminator=d, batch_size=4), 1).step == 1


@pytest.mark.parametrize("name", ["stylegan", "sagan"])
def test_saved_and_loaded_it_goes_on_bit_for_bit(name, tmp_path):
    config = pictures(name, ema=0.9, batch_size=4, generator_width=2, discriminator_width=2)
    through, stopped = trained(config, 6), trained(config, 3)
    stopped.save(tmp_path / "run")
    loaded = Trainer.load(tmp_path / "run")
    loaded.run(steps=3)
    assert_same_run(through, loaded)
    z = latents(3, config)
    assert torch.equal(through.generate(z), loaded.generate(z))


@pytest.mark.parametrize("name", RECIPES)
def test_bound_and_functional_engines_give_the_same_bits(name):
    """Spectral norm under no penalty, penalties without it, noise inputs, the mean of w: all of it is part of the state."""
    config = pictures(name, batch_size=4, generator_width=2, discriminator_width=2)
    state, reports = functional_steps(config, 3)
    bound = trained(config, 3)
    assert same(rows(bound), reports) and differing(bound, state) == [] and reports.isfinite().all()


@pytest.mark.parametrize("name", RECIPES)
def test_recipes_take_their_family_and_learn(name):
    """In a few steps the samples come nearer to the letters, by the sliced Wasserstein distance."""
    config = recipe(name, data="glyphs", device="cpu", batch_size=16, generator_width=8, discriminator_width=8)
    assert config.generator == config.discriminator == RECIPES[name]
    trainer = Trainer(config)
    before = trainer.metrics()["sliced_wasserstein"]
    trainer.run(steps=40 if name == "r3gan" else 30)
    assert trainer.metrics()["sliced_wasserstein"] < 0.8 * before


# -- each one ----------------------------------------------------------------------------------------------------------

def test_resampling_is_bilinear_and_keeps_the_mean():
    x = torch.rand(2, 3, 8, 8, generator=generator(0, "x"))
    down = nn.functional.interpolate(x, scale_factor=0.5, mode="bilinear", align_corners=False)
    torch.testing.assert_close(half(x), down)
    torch.testing.assert_close(twice(x).mean((2, 3)), x.mean((2, 3)))


def test_scaling_activations_is_scaling_weights():
    """StyleGAN2, eq. 1 to 3: a convolution for each sample, with weights of its own."""
    layer = style.Modulated(5, 7, 3).double()
    initialise(layer, generator(0, "layer"))
    x = torch.randn(4, 5, 6, 6, dtype=torch.float64, generator=generator(1, "x"))
    w = torch.randn(4, style.STYLE, dtype=torch.float64, generator=generator(2, "w"))
    for one, picture, s in zip(layer(x, w), x, 1 + layer.style(w)):
        weight = layer.weight * s[:, None, None]
        weight = weight / (weight.square().sum((1, 2, 3), keepdim=True) + 1e-8).sqrt()
        torch.testing.assert_close(weight.square().sum((1, 2, 3)), torch.ones(7, dtype=torch.float64))
        torch.testing.assert_close(one, nn.functional.conv2d(picture[None], weight, padding=1)[0])


def test_demodulated_noise_has_unit_variance_whatever_the_style():
    layer = style.Modulated(16, 8, 3)
    initialise(layer, generator(0, "layer"))
    x = torch.randn(1, 16, 128, 128, generator=generator(1, "x"))
    w = 5 * torch.randn(1, style.STYLE, generator=generator(2, "w"))
    assert (layer(x, w)[0, :, 1:-1, 1:-1].var((1, 2)) - 1).abs().max() < 0.1


def test_noise_is_given_or_always_the_same():
    config = config_of("style")
    G, _ = players(config, (1, 16, 16))
    z, noise = latents(2, config), torch.randn(2, G.noise_inputs, generator=generator(3, "noise"))
    assert torch.equal(G(z, noise=noise), G(z)), "its strength begins at 0"
    awake(G)
    assert torch.equal(G(z), G(z)) and not torch.equal(G(z, noise=noise), G(z))
    usual = torch.cat([layer.usual.flatten() for layer in G.noises]).expand(2, -1)
    assert torch.equal(G(z, noise=usual), G(z))


def test_training_draws_noise_from_a_stream_of_its_own():
    trainer = Trainer(pictures("stylegan", generator_width=2, discriminator_width=2, batch_size=4))
    before = trainer.draw.state()
    play = Play(Functional(trainer.players), trainer.state)
    play.generate(latents(2, trainer.config), trainer.draw)
    after = trainer.draw.state()
    assert [name for name in before if not torch.equal(before[name], after[name])] == ["noise"]


def test_truncation_goes_to_the_mean_of_w():
    trainer = trained(pictures("stylegan", generator_width=2, discriminator_width=2, batch_size=4, ema=0), 2)
    z = latents(6, trainer.config)
    assert trainer.state["g/mapping.mean.mean"].any()
    spread = [trainer.generate(z, truncation=psi).var(0).sum() for psi in (1, 0.5, 0.001)]
    assert spread[0] > spread[1] > spread[2] and spread[2] < 1e-4 * spread[0]
    assert torch.equal(trainer.generate(z), trainer.generate(z, truncation=1))
    with pytest.raises(PlaygroundError, match="generator=style"):
        Trainer(pictures()).generate(z, truncation=0.5)


def test_attention_begins_as_nothing_and_its_weights_sum_to_one():
    layer = SelfAttention(8)
    initialise(layer, generator(0, "layer"))
    x = torch.randn(2, 8, 8, 8, generator=generator(1, "x"))
    assert torch.equal(layer(x), x) and layer.gate.gamma == 0
    with torch.no_grad():
        layer.gate.gamma.fill_(1)
        layer.query.weight.zero_()  # a query of nothing is answered alike by all places
    seen = layer(x) - x
    torch.testing.assert_close(seen, seen[:, :, :1, :1].expand_as(seen))


def test_r3_begins_as_resampling_alone():
    """Fix-up: every block is the identity at first, and so the score is linear in the picture."""
    block = r3.Block(8, 4)
    initialise(block, generator(0, "block"))
    x = torch.randn(2, 8, 4, 4, generator=generator(1, "x"))
    assert torch.equal(block(x), x)
    assert abs(block.grouped.weight.std() * block.grouped.weight[0].numel() ** 0.5 - 1) < 0.1, "√2 · 4^(-1/4) is 1"
    _, D = players(config_of("r3"), (1, 16, 16))
    a, b = torch.rand(2, 1, 1, 16, 16, generator=generator(2, "pictures"))
    torch.testing.assert_close(D((a + b) / 2), (D(a) + D(b)) / 2)


def test_r3_has_grouped_convolutions_and_no_normalisation():
    config = config_of("r3", generator_width=16, discriminator_width=16, generator_batch_norm=True)
    G, D = players(config, (1, 16, 16))
    assert {m.groups for m in G.modules() if isinstance(m, nn.Conv2d)} > {1, 2}
    for module in (G, D):
        assert not any(isinstance(m, (nn.BatchNorm2d, nn.LayerNorm, nn.GroupNorm)) for m in module.modules())
