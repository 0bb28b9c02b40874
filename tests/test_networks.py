"""Networks: shapes from the data, initial weights from our own generator, and the vector that holds them."""

from types import SimpleNamespace

import pytest
import torch
from torch import nn

from playground import PlaygroundError, Trainer, recipe
from playground.data import EMBEDDED, dataset
from playground.networks import FAMILIES, build, label
from playground.networks.layers import SpectralNorm, initialise
from playground.training.draw import generator
from playground.training.player import Player
from small import pictures, small, trained


def modules(config, shape):
    return (FAMILIES[config.generator].generator(config, SimpleNamespace(shape=shape)),
            FAMILIES[config.discriminator].discriminator(config, shape))


def start(module, seed=0):
    player = Player(module)
    vector, buffers = player.start(generator(seed, "init"), "cpu")
    return player, vector, buffers


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("size", [16, 32, 64])
@pytest.mark.parametrize("spectral_norm", [False, True])
def test_dcgan_at_every_size(size, channels, spectral_norm):
    config = pictures("gan", spectral_norm=spectral_norm, generator_width=2, discriminator_width=2)
    G, D = modules(config, (channels, size, size))
    for module in (G, D):
        start(module)
    z = torch.randn(3, config.latent_dim, generator=generator(0, "z"))
    with torch.no_grad():
        fake = G(z)
        scores = D(fake)
    assert fake.shape == (3, channels, size, size) and fake.abs().max() <= 1
    assert scores.shape == (3,) and scores.isfinite().all()
    convolutions = [m for m in D.modules() if isinstance(m, nn.Conv2d)]
    assert len(convolutions) == {16: 2, 32: 3, 64: 4}[size] and all(c.stride == (2, 2) for c in convolutions)
    norms = [m for m in D if isinstance(m, nn.BatchNorm2d)]
    assert len(norms) == len(convolutions) - 1 and not isinstance(D[1], nn.BatchNorm2d), "none on D's first layer"


@pytest.mark.parametrize("shape", [(1, 28, 28), (3, 32, 16), (1, 8, 8), (1, 128, 128)])
def test_dcgan_says_which_sizes_it_can(shape):
    family = FAMILIES["dcgan"]
    for build_one, of in ((family.generator, SimpleNamespace(shape=shape)), (family.discriminator, shape)):
        with pytest.raises(PlaygroundError, match="16, 32, 64 pixels.*mlp"):
            build_one(pictures(), of)


@pytest.mark.parametrize("shape", [(1,), (2,), (3, 8, 8)])
@pytest.mark.parametrize("batch_norm", [False, True])
def test_mlp_for_any_shape(shape, batch_norm):
    config = small(generator_depth=2, discriminator_depth=4, generator_batch_norm=batch_norm,
                   discriminator_batch_norm=batch_norm)
    G, D = modules(config, shape)
    for module in (G, D):
        start(module)
    fake = G(torch.randn(5, config.latent_dim, generator=generator(0, "z")))
    assert fake.shape == (5, *shape) and D(fake).shape == (5,)
    assert [sum(isinstance(m, nn.Linear) for m in x.modules()) for x in (G, D)] == [3, 5]
    assert any(isinstance(m, nn.BatchNorm1d) for m in G.modules()) == batch_norm
    assert any(isinstance(m, nn.Tanh) for m in G.modules()) == (len(shape) == 3)


@pytest.mark.parametrize("name", EMBEDDED)
def test_samples_are_in_the_units_of_the_data_on_the_cpu(name):
    trainer = trained((pictures if EMBEDDED[name].kind == "images" else small)("gan", data=name), 1)
    data, z = trainer.data, trainer.inputs(40, generator(0, "z"))
    samples = trainer.generate(z)
    assert samples.shape == (40, *data.shape) and samples.dtype == torch.float32
    assert samples.device.type == "cpu" and not samples.requires_grad
    with trainer.looking("g", "average" if trainer.config.ema else "g") as G:
        inner = G(z)
    torch.testing.assert_close(samples, inner * data.scale + data.centre)
    torch.testing.assert_close(trainer.in_network_units(samples), inner, atol=1e-4, rtol=1e-4)
    if data.kind in ("images", "pairs"):
        assert samples.abs().max() <= 1
    real = trainer.in_network_units(data.sample(2000, generator(0, "x")))
    assert real.isfinite().all() and real.abs().max() < 10
    assert trainer.opinion(samples).shape == (40,)


def test_a_trained_g_lands_on_the_data_far_from_the_origin():
    """The networks never see the data's own units, and samples come back in them."""
    trainer = trained(recipe("gan", data="gaussian-1d:mean=7,std=0.1", batch_size=64, device="cpu"), 300)
    samples = trainer.sample(500)
    assert abs(samples.mean().item() - 7) < 0.2


# -- weights -----------------------------------------------------------------------------------------------------------

CASES = [small(), small("sngan"), small(generator_batch_norm=True, discriminator_batch_norm=True), pictures(),
         pictures("sngan")]


@pytest.mark.parametrize("config", CASES, ids=["mlp", "mlp sn", "mlp bn", "dcgan", "dcgan sn"])
def test_every_weight_and_buffer_is_drawn_from_the_generator_given(config):
    data = dataset(config.data)
    for role in ("g", "d"):
        player, vector, buffers = start(build(config, data)[role])
        assert vector.isfinite().all() and vector.dtype == torch.float32 and len(vector) == player.weights
        assert all(b.isfinite().all() for b in buffers.values()) and set(buffers) == set(player.buffer_names)
        _, again, same_buffers = start(build(config, data)[role])
        _, other, _ = start(build(config, data)[role], seed=1)
        assert torch.equal(vector, again) and not torch.equal(vector, other)
        assert all(torch.equal(buffers[name], same_buffers[name]) for name in buffers)


def test_initial_distributions():
    G, D = modules(pictures("gan", generator_width=24, discriminator_width=24, latent_dim=64), (1, 32, 32))
    for module in (G, D):
        start(module)
    for layer in [*G.modules(), *D.modules()]:
        if isinstance(layer, (nn.Conv2d, nn.ConvTranspose2d)) and layer.weight.numel() > 5000:
            assert layer.weight.std().item() == pytest.approx(0.02, rel=0.05) and abs(layer.weight.mean()) < 0.001
        elif isinstance(layer, nn.BatchNorm2d):
            assert abs(layer.weight.mean() - 1) < 0.02 and 0 < layer.weight.std() < 0.04 and (layer.bias == 0).all()
            assert (layer.running_mean == 0).all() and (layer.running_var == 1).all()
        elif isinstance(layer, nn.Linear):
            bound = layer.in_features ** -0.5
            assert layer.weight.abs().max() <= bound and layer.weight.std().item() == pytest.approx(bound / 3 ** 0.5, rel=0.1)


@pytest.mark.parametrize("config", CASES, ids=["mlp", "mlp sn", "mlp bn", "dcgan", "dcgan sn"])
def test_vector_and_modules_are_one_memory(config):
    """A change of the vector is a change of the module, and gradients come back in the vector's order."""
    for player, vector, _ in (start(m) for m in build(config, dataset(config.data)).values()):
        views = player.views(vector)
        named = dict(player.module.named_parameters())
        assert list(views) == list(named) and sum(v.numel() for v in views.values()) == len(vector)
        assert all(torch.equal(named[name], view) for name, view in views.items())
        vector.copy_(torch.arange(len(vector)))
        assert all(torch.equal(named[name], view) for name, view in views.items())
        assert torch.equal(player.flat([p.detach() for p in player.parameters]), vector)
        assert not any(p.requires_grad for p in player.parameters)


def test_spectral_norm_finds_the_largest_singular_value():
    norm = SpectralNorm(7)
    initialise(norm, generator(0, "u"))
    assert norm.u.norm().item() == pytest.approx(1)
    weight = torch.randn(7, 3, 2, 2, generator=generator(1, "w"))
    for _ in range(200):
        used = norm(weight)
    sigma = torch.linalg.svdvals(weight.flatten(1))[0]
    torch.testing.assert_close(used, weight / sigma, rtol=1e-4, atol=1e-5)
    kept = norm.u.clone()
    norm.eval()
    norm(weight * torch.linspace(1, 2, 7).view(-1, 1, 1, 1))
    assert torch.equal(norm.u, kept), "looking does not turn the power iteration on"


def test_spectral_norm_is_differentiated_through_its_division():
    """As in section 2.1 of the paper: sigma depends on the weight (u and v do not), so scaling the weight changes nothing."""
    norm = SpectralNorm(4).double()
    initialise(norm, generator(0, "u"))
    weight = torch.randn(4, 3, dtype=torch.float64, generator=generator(1, "w"))
    for _ in range(500):
        norm(weight)
    norm.eval()
    assert torch.autograd.gradcheck(norm, weight.clone().requires_grad_(), atol=1e-5)
    (gradient,) = torch.autograd.grad(norm(w := weight.clone().requires_grad_()).square().sum().sqrt(), w)
    assert (gradient * weight).sum().abs() < 1e-6


def test_batch_statistics_follow_the_batches_and_looking_uses_them():
    trainer = trained(pictures(ema=0), 30)
    mean = {k: v for k, v in trainer.state.items() if k.endswith("running_mean")}
    assert mean and all(v.abs().max() > 0 for k, v in mean.items() if not k.startswith("average"))
    z = torch.randn(6, trainer.config.latent_dim, generator=generator(0, "z"))
    one_by_one = torch.cat([trainer.generate(z[i:i + 1]) for i in range(6)])
    torch.testing.assert_close(trainer.generate(z), one_by_one, rtol=1e-3, atol=1e-4)


def test_labels_say_depth_and_width():
    assert label(small(), "g") == "3 × 16" and "4" in label(pictures(), "d")
    assert Trainer(small(generator_width=5, generator_depth=1)).players["g"].weights == 2 * 5 + 5 + 5 * 2 + 2
