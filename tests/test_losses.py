"""Losses: the identities of their papers, on raw scores."""

import math

import pytest
import torch

from playground.training.divergences import DIVERGENCES
from playground.training.losses import LOSSES, smoothed

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


@pytest.mark.parametrize("name", LOSSES)
def test_zero_sum_is_stated_where_g_loses_what_d_wins_by_the_fakes(name):
    real, fake, loss = SCORES * 0.5, SCORES, LOSSES[name]
    of_g = slope(lambda s: loss.generator(s, real), fake)
    of_d = slope(lambda s: loss.discriminator(real, s), fake)
    assert loss.zero_sum == torch.allclose(of_g, -of_d, atol=1e-12)


@pytest.mark.parametrize("name", ["minimax", "non-saturating"])
def test_smoothed_labels_are_the_cross_entropy_against_one_minus_smoothing(name):
    real, fake, loss, s = SCORES + 1, SCORES.flip(0), LOSSES[name], 0.1
    value = smoothed(loss.discriminator(real, fake), real, s)
    d = real.sigmoid()
    expected = -((1 - s) * d.log() + s * (1 - d).log()).mean() - (1 - fake.sigmoid()).log().mean()
    torch.testing.assert_close(value, expected)
    torch.testing.assert_close(smoothed(loss.discriminator(real, fake), real, 0), loss.discriminator(real, fake))
    assert {n for n, row in LOSSES.items() if row.smoothable} == {"minimax", "non-saturating"}


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


def test_relativistic_average_compares_each_score_with_the_other_sides_mean():
    real, fake, loss = SCORES * 0.3 + 1, SCORES[:20], LOSSES["relativistic-average"]
    of_real, of_fake = (real - fake.mean()).sigmoid(), (fake - real.mean()).sigmoid()
    torch.testing.assert_close(loss.discriminator(real, fake), -of_real.log().mean() - (1 - of_fake).log().mean())
    torch.testing.assert_close(loss.generator(fake, real), -of_fake.log().mean() - (1 - of_real).log().mean())
    torch.testing.assert_close(loss.discriminator(real + 9, fake + 9), loss.discriminator(real, fake))


P, Q = (torch.tensor(weights, dtype=torch.float64) for weights in ([0.1, 0.2, 0.3, 0.4], [0.25, 0.25, 0.4, 0.1]))
M = (P + Q) / 2
CLOSED = {
    "f-kl": (P * (P / Q).log()).sum(),
    "f-reverse-kl": (Q * (Q / P).log()).sum(),
    "f-pearson": ((P - Q) ** 2 / Q).sum(),
    "f-hellinger": ((P.sqrt() - Q.sqrt()) ** 2).sum(),
    "f-js": (P * (P / M).log()).sum() + (Q * (Q / M).log()).sum(),
}
"""D_f(P || Q) of two distributions on four places."""


@pytest.mark.parametrize("name", DIVERGENCES)
def test_best_d_of_an_f_gan_reaches_the_divergence_and_gives_the_optimal_opinion(name):
    """Maximise F = E_P T - E_Q f*(T) over the scores v at four places: it ends at D_f, with D* = p / (p + q)."""
    assert set(DIVERGENCES) == set(CLOSED)
    divergence = DIVERGENCES[name]
    v = torch.zeros(4, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([v], max_iter=200, tolerance_grad=1e-12, tolerance_change=0,
                                  line_search_fn="strong_wolfe")

    def minus_f():
        optimizer.zero_grad()
        value = (Q * divergence.cost(v)).sum() - (P * divergence.gain(v)).sum()
        value.backward()
        return value

    optimizer.step(minus_f)
    assert -minus_f().item() == pytest.approx(CLOSED[name].item(), abs=1e-9)
    torch.testing.assert_close(LOSSES[name].opinion(v.detach()), P / (P + Q), atol=1e-5, rtol=0)


@pytest.mark.parametrize("name", DIVERGENCES)
def test_f_gan_cost_is_the_convex_conjugate_of_f_at_the_gain(name):
    """f*(t) = sup_u u t - f(u), on a fine grid of u."""
    f = {"f-kl": lambda u: u * u.log(), "f-reverse-kl": lambda u: -u.log(), "f-pearson": lambda u: (u - 1) ** 2,
         "f-hellinger": lambda u: (u.sqrt() - 1) ** 2,
         "f-js": lambda u: u * u.log() - (u + 1) * ((u + 1) / 2).log()}[name]
    v = torch.linspace(-4, 2, 25, dtype=torch.float64)
    u = torch.logspace(-8, 5, 400_001, dtype=torch.float64)
    conjugate = torch.stack([(u * t - f(u)).max() for t in DIVERGENCES[name].gain(v)])
    torch.testing.assert_close(DIVERGENCES[name].cost(v), conjugate, atol=1e-5, rtol=1e-6)


def test_f_js_is_minimax_from_another_level():
    real, fake, js, minimax = SCORES + 1, SCORES.flip(0), LOSSES["f-js"], LOSSES["minimax"]
    torch.testing.assert_close(js.discriminator(real, fake), minimax.discriminator(real, fake) - math.log(4))
    torch.testing.assert_close(js.generator(fake, None), minimax.generator(fake, None) + math.log(2))


@pytest.mark.parametrize("name", LOSSES)
def test_stated_equilibrium_is_what_the_functions_give(name):
    """At equilibrium D scores real and fake alike, s: what depends on s is stated only where s itself is determined."""
    loss, stated = LOSSES[name], LOSSES[name].equilibrium
    s = {"least-squares": 0.5, "f-kl": 1.0}.get(name, 0.0)
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
    far = 80.0 if name in DIVERGENCES else 100.0  # some f-GANs pay exp(s), which float32 holds up to s = 88
    for s in (-far, far):
        for t in (-far, far):
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
        if name != "relativistic-average":  # which compares with the mean of its own batch
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
