"""Penalties: closed forms, per sample, and gradients that reach D's weights."""

import pytest
import torch
from torch import nn

from playground import recipe
from playground.networks import build
from playground.data import dataset
from playground.training.draw import Draw
from playground.training.penalties import PENALTIES

SHAPES = [(2,), (1,), (3, 4, 4)]


def batches(shape, n=6, seed=0):
    source = torch.Generator().manual_seed(seed)
    return [torch.randn(n, *shape, generator=source, dtype=torch.float64) for _ in range(2)]


def draw(seed=0):
    return Draw(seed, torch.device("cpu"))


def linear(shape, seed=1):
    """D(x) = w . x + 3, and w."""
    w = torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    return (lambda x: (x * w).flatten(1).sum(1) + 3), w


@pytest.mark.parametrize("shape", SHAPES)
def test_closed_forms_on_a_linear_d(shape):
    D, w = linear(shape)
    real, fake = batches(shape)
    length = w.norm()
    expected = {"r1": length ** 2 / 2, "r2": length ** 2 / 2, "r1+r2": length ** 2, "wgan-gp": (length - 1) ** 2,
                "dragan": (length - 1) ** 2, "wgan-div": length ** 6}
    assert set(expected) == set(PENALTIES)
    for name, value in expected.items():
        torch.testing.assert_close(PENALTIES[name].value(D, real, fake, draw()), value.expand(len(real)))


@pytest.mark.parametrize("shape", SHAPES)
def test_zero_centred_penalties_are_per_sample_on_a_quadratic_d(shape):
    """D(x) = |x|² / 2 has the gradient x."""
    def D(x):
        return x.flatten(1).square().sum(1) / 2
    real, fake = batches(shape)
    half = [x.flatten(1).square().sum(1) / 2 for x in (real, fake)]
    torch.testing.assert_close(PENALTIES["r1"].value(D, real, fake, draw()), half[0])
    torch.testing.assert_close(PENALTIES["r2"].value(D, real, fake, draw()), half[1])
    torch.testing.assert_close(PENALTIES["r1+r2"].value(D, real, fake, draw()), half[0] + half[1])


@pytest.mark.parametrize("shape", SHAPES)
def test_points_between_real_and_fake_are_drawn_for_each_pair(shape):
    def D(x):
        return x.flatten(1).square().sum(1) / 2
    real, fake = batches(shape, n=64)
    e = draw().uniform(64, "penalty").double()  # the same stream again
    between = e.view(-1, *[1] * len(shape)) * real + (1 - e.view(-1, *[1] * len(shape))) * fake
    length = between.flatten(1).norm(dim=1)
    torch.testing.assert_close(PENALTIES["wgan-gp"].value(D, real, fake, draw()), (length - 1) ** 2)
    torch.testing.assert_close(PENALTIES["wgan-div"].value(D, real, fake, draw()), length ** 6)
    assert len(e.unique()) == 64 and e.min() < 0.1 and e.max() > 0.9


@pytest.mark.parametrize("shape", SHAPES)
def test_dragan_looks_near_real_data_only_and_moves_each_number_of_a_sample_on_its_own(shape):
    """D(x) = |x|² / 2 has the gradient x, so the value tells the place."""
    seen = []

    def D(x):
        seen.append(x.detach())
        return x.flatten(1).square().sum(1) / 2

    real, fake = batches(shape, n=64)
    value = PENALTIES["dragan"].value(D, real, fake, draw())
    share = (seen[0] - real) / real.std(correction=0)
    assert share.min() >= 0 and share.max() <= 0.5 and len(share.unique()) > 0.99 * share.numel()
    assert abs(share.mean() - 0.25) < 0.1 and abs(share.std() - 0.5 / 12 ** 0.5) < 0.03
    torch.testing.assert_close(value, (seen[0].flatten(1).norm(dim=1) - 1) ** 2)
    torch.testing.assert_close(value, PENALTIES["dragan"].value(D, real, fake + 5, draw()))


@pytest.mark.parametrize("name", ["r2", "r1+r2", "wgan-gp", "wgan-div"])
def test_a_penalty_tells_how_it_depends_on_the_fakes_where_they_ask_for_a_gradient(name):
    """As second-order dynamics need; D(x) = |x|² / 2, against finite differences."""
    real, fake = batches((2,))

    def value(fake):
        return PENALTIES[name].value(lambda x: x.square().sum(1) / 2, real, fake, draw())

    plain, asked = value(fake), value(fake.clone().requires_grad_())
    torch.testing.assert_close(plain, asked)
    assert torch.autograd.gradcheck(value, fake.clone().requires_grad_())


def test_wgan_gp_weights_are_uniform_and_differ_between_samples():
    """With real at 1 and fake at 0 the point between is the weight itself, and D(x) = x²/2 has the gradient x."""
    n = 4000
    real, fake = torch.ones(n, 1, dtype=torch.float64), torch.zeros(n, 1, dtype=torch.float64)
    value = PENALTIES["wgan-gp"].value(lambda x: x[:, 0] ** 2 / 2, real, fake, draw())
    e = (1 - value.sqrt()).sort().values
    grid = (torch.arange(n, dtype=torch.float64) + 0.5) / n
    assert (e - grid).abs().max() < 1.95 / n ** 0.5  # Kolmogorov and Smirnov, one chance in a thousand


@pytest.mark.parametrize("name", PENALTIES)
def test_a_sample_does_not_feel_the_others(name):
    real, fake = batches((3, 4, 4))
    D = nn.Sequential(nn.Flatten(), nn.Linear(48, 8), nn.Tanh(), nn.Linear(8, 1), nn.Flatten(0)).double()
    before = PENALTIES[name].value(D, real, fake, draw())
    real[3:] = 2 * real[3:].mean() - real[3:]  # the batch keeps its spread, which DRAGAN measures
    fake[3:] -= 1
    after = PENALTIES[name].value(D, real, fake, draw())
    torch.testing.assert_close(before[:3], after[:3])
    assert before.shape == (6,) and not torch.isclose(before[3:], after[3:]).any()


@pytest.mark.parametrize("name", PENALTIES)
def test_gradient_reaches_every_weight_of_d_as_finite_differences_say(name):
    generator = torch.Generator().manual_seed(2)
    sizes = [(5, 2), (5,), (1, 5)]
    weights = [torch.randn(s, generator=generator, dtype=torch.float64) for s in sizes]

    def price(w, b, v):
        real, fake = batches((2,))
        return PENALTIES[name].value(lambda x: (torch.tanh(x @ w.T + b) @ v.T)[:, 0], real, fake, draw()).mean()

    weights = [w.requires_grad_() for w in weights]
    assert torch.autograd.gradcheck(price, weights, eps=1e-6, atol=1e-7)
    assert all(g.abs().max() > 0 for g in torch.autograd.grad(price(*weights), weights))


@pytest.mark.parametrize("name", PENALTIES)
@pytest.mark.parametrize("spectral_norm", [False, True])
def test_gradient_reaches_a_real_discriminator(name, spectral_norm):
    config = recipe("gan", penalty=name, discriminator_width=8, discriminator_depth=2, spectral_norm=spectral_norm)
    D = build(config, dataset("ring"))["d"].double()
    for buffer in D.buffers():
        buffer.copy_(torch.ones_like(buffer) / buffer.numel() ** 0.5)
    real, fake = batches((2,))
    weights = [p for key, p in D.named_parameters() if key.endswith("weight")]
    gradients = torch.autograd.grad(PENALTIES[name].value(D, real, fake, draw()).mean(), weights)
    assert all(g.isfinite().all() and g.abs().max() > 0 for g in gradients)


def test_a_flat_d_has_a_finite_gradient():
    """The root of the squared norm has no derivative at 0."""
    w = torch.zeros(2, requires_grad=True)
    real, fake = (x.float() for x in batches((2,)))
    value = PENALTIES["wgan-gp"].value(lambda x: x @ w, real, fake, draw()).mean()
    assert value.item() == pytest.approx(1, abs=1e-5)
    assert torch.autograd.grad(value, w)[0].isfinite().all()


def test_a_penalty_that_draws_leaves_the_other_streams_alone():
    source, (real, fake) = draw(), batches((2,))
    before = source.state()
    PENALTIES["wgan-gp"].value(lambda x: x.sum(1), real, fake, source)
    after = source.state()
    assert [name for name in before if not torch.equal(before[name], after[name])] == ["penalty"]
