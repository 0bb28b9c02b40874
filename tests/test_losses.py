"""Losses: the identities of their papers, on raw scores."""

import math

import pytest
import torch

from playground.training.losses import LOSSES

SCORES = torch.linspace(-6, 6, 25, dtype=torch.float64)


def both(loss, real, fake):
    """D's and G's loss at these scores (numbers or lists), as floats."""
    real, fake = (torch.as_tensor(x, dtype=torch.float64).reshape(-1) for x in (real, fake))
    return loss.discriminator(real, fake).item(), loss.generator(fake, real).item()


def slope(f, x):
    """The derivative of a mean at each x, times how many there are."""
    x = x.clone().requires_grad_()
    return torch.autograd.grad(f(x) * len(x), x)[0]


def cross_entropy(real, fake):
    """-log D(x) - log(1 - D(G(z))) from probabilities, as in eq. 1 of Goodfellow et al. 2014."""
    return -(real.sigmoid().log().mean() + (1 - fake.sigmoid()).log().mean())


@pytest.mark.parametrize("name", ["minimax", "non-saturating"])
def test_d_minimises_the_cross_entropy_of_the_paper(name):
    real, fake = SCORES, SCORES.flip(0) * 0.7 + 0.3
    torch.testing.assert_close(LOSSES[name].discriminator(real, fake), cross_entropy(real, fake))
    assert both(LOSSES[name], 0, 0)[0] == pytest.approx(math.log(4), abs=1e-12)


def test_minimax_g_minimises_log_of_one_minus_d_and_its_gradient_vanishes():
    loss = LOSSES["minimax"].generator
    torch.testing.assert_close(loss(SCORES, None), (1 - SCORES.sigmoid()).log().mean())
    torch.testing.assert_close(slope(lambda s: loss(s, None), SCORES), -SCORES.sigmoid())
    sure_of_a_fake = slope(lambda s: loss(s, None), torch.tensor([-20.0]))
    assert 0 < -sure_of_a_fake.item() < 1e-8


def test_non_saturating_g_minimises_minus_log_d_and_its_gradient_stays():
    loss = LOSSES["non-saturating"].generator
    torch.testing.assert_close(loss(SCORES, None), -SCORES.sigmoid().log().mean())
    torch.testing.assert_close(slope(lambda s: loss(s, None), SCORES), -(-SCORES).sigmoid())
    assert slope(lambda s: loss(s, None), torch.tensor([-20.0])).item() == pytest.approx(-1)


def test_minimax_is_zero_sum_in_g():
    """G's minimax loss is V up to what does not depend on G."""
    real, fake = SCORES * 0.5, SCORES
    loss = LOSSES["minimax"]
    torch.testing.assert_close(slope(lambda s: loss.generator(s, None), fake),
                               -slope(lambda s: loss.discriminator(real, s), fake))


def test_least_squares_at_hand_computed_scores():
    d, g = both(LOSSES["least-squares"], [2.0, 1.0], [3.0, -1.0])
    assert d == pytest.approx(0.5 * (1 + 0) / 2 + 0.5 * (9 + 1) / 2)
    assert g == pytest.approx(0.5 * (4 + 4) / 2)
    assert both(LOSSES["least-squares"], 1, 0)[0] == 0 and both(LOSSES["least-squares"], 1, 1)[1] == 0


def test_wasserstein_is_a_difference_of_means():
    real, fake = torch.tensor([1.0, 4.0]), torch.tensor([-2.0, 0.0])
    loss = LOSSES["wasserstein"]
    assert loss.discriminator(real, fake).item() == pytest.approx(-1 - 2.5) and loss.generator(fake, None).item() == 1
    assert loss.discriminator(real + 7, fake + 7).item() == pytest.approx(-3.5)


def test_hinge_pays_nothing_beyond_the_margin():
    loss = LOSSES["hinge"]
    assert both(loss, [1.0, 5.0], [-1.0, -5.0])[0] == 0
    assert both(loss, 0.25, -0.5)[0] == pytest.approx(0.75 + 0.5)
    assert (slope(lambda s: loss.discriminator(s, SCORES), SCORES)[SCORES > 1] == 0).all()
    assert both(loss, 0, 3.0)[1] == -3


def test_relativistic_sees_pairs_only():
    loss, real, fake = LOSSES["relativistic"], SCORES * 0.3 + 1, SCORES.flip(0)
    torch.testing.assert_close(loss.discriminator(real, fake), -(real - fake).sigmoid().log().mean())
    torch.testing.assert_close(loss.discriminator(real, fake), loss.generator(real, fake))  # the players swap the roles
    torch.testing.assert_close(loss.discriminator(real + 9, fake + 9), loss.discriminator(real, fake))
    assert not torch.isclose(loss.discriminator(real, fake), loss.discriminator(real.flip(0), fake))


@pytest.mark.parametrize("name", LOSSES)
def test_stated_equilibrium_is_what_the_functions_give(name):
    """At equilibrium D scores real and fake alike, s: what depends on s is stated only where s itself is determined."""
    loss, stated = LOSSES[name], LOSSES[name].equilibrium
    s = {"least-squares": 0.5}.get(name, 0.0)
    d, g = both(loss, [s] * 4, [s] * 4)
    assert stated["loss_d"] == pytest.approx(d, abs=1e-12) and stated["value"] == pytest.approx(-d, abs=1e-12)
    if stated["loss_g"] is not None:
        assert stated["loss_g"] == pytest.approx(g, abs=1e-12)
    if stated["d"] is not None:
        assert stated["d"] == loss.answer(torch.tensor(s)).item()
    moved = both(loss, [s + 0.5] * 4, [s + 0.5] * 4)
    for key, before, after in zip(("loss_d", "loss_g"), (d, g), moved):
        if stated["d"] is None:  # then every constant D must do as well, or the number is not determined
            assert stated[key] is None or after == pytest.approx(before, abs=1e-12)
    assert (stated["loss_g"] is None) == (stated["d"] is None and moved[1] != pytest.approx(g, abs=1e-12))


@pytest.mark.parametrize("name", LOSSES)
def test_no_constant_d_does_better_than_the_equilibrium(name):
    """Where G has arrived, scores of real and fake have one distribution, and D cannot win."""
    loss = LOSSES[name]
    constant = [loss.discriminator(s.repeat(3), s.repeat(3)).item() for s in SCORES]
    assert min(constant) >= loss.equilibrium["loss_d"] - 1e-12
    spread = [loss.discriminator(SCORES * k + m, SCORES * k + m).item() for k in (0.1, 1.0) for m in (-1, 0, 1)]
    if not loss.relativistic:  # pairs of independent scores are another matter
        assert min(spread) >= loss.equilibrium["loss_d"] - 1e-12


@pytest.mark.parametrize("name", LOSSES)
def test_losses_and_gradients_stay_finite_at_extreme_scores(name):
    for s in (-100.0, 100.0):
        for t in (-100.0, 100.0):
            real, fake = torch.tensor([s], requires_grad=True), torch.tensor([t], requires_grad=True)
            for value in (LOSSES[name].discriminator(real, fake), LOSSES[name].generator(fake, real)):
                gradients = torch.autograd.grad(value, (real, fake), allow_unused=True)
                assert value.isfinite() and all(g is None or g.isfinite().all() for g in gradients)


def test_extreme_scores_keep_their_size():
    """Through probabilities log(1 - D) would be log(0) here."""
    assert both(LOSSES["minimax"], 100, 100) == pytest.approx((100, -100))
    assert both(LOSSES["non-saturating"], -100, -100) == pytest.approx((100, 100))
    assert both(LOSSES["relativistic"], -50, 50)[0] == pytest.approx(100)


@pytest.mark.parametrize("name", LOSSES)
def test_every_loss_is_a_mean(name):
    """Twice the same batch is worth as much as once, and two halves average."""
    loss, real, fake = LOSSES[name], SCORES[:10] + 1, SCORES[5:15]
    for f in (loss.discriminator, lambda r, k: loss.generator(k, r)):
        whole = f(real, fake)
        torch.testing.assert_close(f(real.repeat(2), fake.repeat(2)), whole)
        torch.testing.assert_close((f(real[:5], fake[:5]) + f(real[5:], fake[5:])) / 2, whole)
        assert whole.dim() == 0


@pytest.mark.parametrize("name", LOSSES)
def test_opinion_is_a_probability_with_no_opinion_at_equilibrium(name):
    loss = LOSSES[name]
    if loss.output == "probability":
        answers = loss.answer(SCORES)
        assert answers.min() >= 0 and answers.max() <= 1 and (answers.diff() >= 0).all()
        assert loss.equilibrium["d"] == 0.5
    else:
        assert torch.equal(loss.answer(SCORES), SCORES)
