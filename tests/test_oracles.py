"""Our measures against well-kept implementations of the same: prdc, POT, torchmetrics, SciPy."""

import math

import numpy as np
import ot
import pytest
import torch
from prdc import compute_prdc
from scipy.linalg import sqrtm
from scipy.spatial.distance import jensenshannon
from torchmetrics.image.fid import _compute_fid
from torchmetrics.image.kid import poly_mmd

from playground.data import DATA, dataset
from playground.metrics import (MEASURES, Densities, evaluate, frechet_distance, kernel_distance, manifold_measures, memorised,
                                mmd, sliced_wasserstein)

DENSE = [name for name, source in DATA.items() if source.kind in ("points", "line")]


def draws(seed=0):
    return torch.Generator().manual_seed(seed)


def features(n, dim, seed, shift=0.0):
    return torch.randn(n, dim, generator=draws(seed)) * torch.linspace(0.5, 2, dim) + shift


# -- oracles -------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("dim", [1, 2, 40])
@pytest.mark.parametrize("shift", [0.0, 1.5])
def test_precision_recall_density_and_coverage_are_those_of_prdc(dim, shift):
    fake, real = features(300, dim, 1, shift), features(400, dim, 2)
    assert manifold_measures(fake, real) == pytest.approx(
        compute_prdc(real.double().numpy(), fake.double().numpy(), nearest_k=5), abs=0.006)


def test_sliced_wasserstein_is_that_of_pot():
    a, b = features(500, 2, 1), features(500, 2, 2, 0.7)
    theirs = ot.sliced_wasserstein_distance(a.numpy(), b.numpy(), n_projections=4000, p=1, seed=0)
    assert sliced_wasserstein(a, b, draws(), directions=4000) == pytest.approx(theirs, rel=0.02)
    on_a_line = ot.wasserstein_1d(a[:, 0].numpy(), b[:, 0].numpy(), p=1)
    assert sliced_wasserstein(a[:, :1], b[:, :1], draws()) == pytest.approx(float(on_a_line), rel=1e-4)


@pytest.mark.parametrize("n, dim", [(500, 8), (30, 64)])
def test_the_frechet_distance_is_that_of_torchmetrics_and_scipy(n, dim):
    """Also where there are fewer samples than features, and the covariances are singular."""
    a, b = features(n, dim, 1).double(), features(n, dim, 2, 0.5).double()
    ours = frechet_distance(a, b, lambda x: x)
    assert ours == pytest.approx(float(_compute_fid(a.mean(0), torch.cov(a.T), b.mean(0), torch.cov(b.T))), rel=1e-5)
    root = sqrtm(np.cov(a.numpy().T) @ np.cov(b.numpy().T)).real
    theirs = float((a.mean(0) - b.mean(0)).square().sum()) + np.trace(np.cov(a.numpy().T) + np.cov(b.numpy().T) - 2 * root)
    assert ours == pytest.approx(theirs, rel=1e-3)


def test_kid_is_that_of_torchmetrics():
    a, b = features(200, 16, 1).double(), features(200, 16, 2, 0.3).double()
    assert kernel_distance(a, b, lambda x: x) == pytest.approx(float(poly_mmd(a, b)), rel=1e-6)


def test_the_jensen_shannon_divergence_is_that_of_scipy():
    data = dataset("ring")
    D, samples = Densities(data), dataset("ring:modes=5").sample(2500, draws())
    theirs = jensenshannon(D.p.double().flatten(), D.q(samples).double().flatten()) ** 2
    assert D.divergences(samples)["js"] == pytest.approx(theirs - D.chance(2500) / 4, abs=1e-6)


# -- closed forms --------------------------------------------------------------------------------------------------------

def test_frechet_of_known_gaussians():
    """In one dimension (m - m')² + (s - s')²."""
    a, b = torch.randn(200_000, 1, generator=draws(1)), 3 * torch.randn(200_000, 1, generator=draws(2)) + 2
    assert frechet_distance(a, b, lambda x: x) == pytest.approx(4 + 4, rel=0.02)


def test_mmd_is_0_for_the_same_and_grows_with_the_shift():
    a, b = features(600, 2, 1), features(600, 2, 2)
    assert abs(mmd(a, b)) < 0.004 < mmd(a + 0.3, b) < mmd(a + 1, b) < 1


def test_two_distant_densities_are_log_2_apart():
    data = dataset("two-gaussians-1d")
    away = data.sample(2500, draws()) + 100
    assert Densities(data).divergences(away)["js"] == pytest.approx(math.log(2), abs=0.02)


def test_half_of_the_modes_is_a_known_divergence():
    """q on 4 of 8 modes: JS = (log 4/3 + 1/2 log 2 + 1/2 log 2/3) / 2, each part by its share."""
    data = dataset("ring")
    half = data.sample(20_000, draws())
    half = half[torch.cdist(half, data.modes).argmin(1) % 2 == 0][:5000]
    expected = (math.log(1 / 0.75) + 0.5 * math.log(0.5 / 0.75) + 0.5 * math.log(0.5 / 0.25)) / 2
    assert Densities(data).divergences(half)["js"] == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("name", DENSE)
def test_exact_samples_have_no_divergence_beyond_chance(name):
    data = dataset(name)
    report = Densities(data).divergences(data.sample(2500, draws(3)))
    assert report["js"] < 0.003 and report["kl"] < 0.05


@pytest.mark.parametrize("name", ["ring", "gaussian-1d", "moons"])
def test_one_fake_beyond_the_edge_changes_little(name):
    data = dataset(name)
    samples = data.sample(2500, draws(3))
    samples[0] = 1e6
    samples[1] = math.nan
    assert Densities(data).divergences(samples)["js"] < 0.003


def test_the_optimal_d_is_a_half_for_exact_samples_and_sure_beside_collapsed_ones():
    data = dataset("ring")
    D, many = Densities(data), data.sample(200_000, draws())
    assert D.optimal_d(many, 40).sub(0.5).abs().max() < 0.1
    collapsed = data.modes[2] + 0.05 * torch.randn(5000, 2, generator=draws())  # at the top
    said = D.optimal_d(collapsed, 40)
    assert said.max() == 1 and said.argmin() // 40 > 30, "rows go from low y to high"
    assert said.min() == pytest.approx(1 / 9, abs=0.03), "p/(p + q) where q has all of the mass and p an eighth"


def test_the_optimal_d_on_a_line():
    data = dataset("two-gaussians-1d")
    said = Densities(data).optimal_d(data.sample(5000, draws()).abs(), 160)  # all on the right, where p has a half
    assert said[40] == pytest.approx(1, abs=0.02) and said[120] == pytest.approx(1 / 3, abs=0.05)


# -- memorising ----------------------------------------------------------------------------------------------------------

def test_memorised_is_a_half_for_fresh_samples_and_1_for_copies():
    data = dataset("ring")
    training, fresh = data.sample(50, draws(1)), data.sample(1000, draws(2))
    assert memorised(data.sample(2000, draws(3)), training, fresh) == pytest.approx(0.5, abs=0.05)
    assert memorised(training.repeat(20, 1) + 1e-4, training, fresh) > 0.98


def test_a_limited_run_is_asked_whether_it_copies():
    data = dataset("ring")
    training = data.sample(40, draws(1))
    assert evaluate(training.repeat(60, 1), data, draws(2), training_set=training)["memorised"] > 0.98
    assert "memorised" not in evaluate(data.sample(2500, draws(3)), data, draws(2))


# -- the table -----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", ["ring", "gaussian-1d", "moons", "digits", "dirac"])
def test_every_number_has_its_sentence_and_the_quick_ones_do_not_depend_on_the_others(name):
    data = dataset(name)
    n = 300
    told = {key for measure in MEASURES for key in measure.about} | {"modes_total"}
    quick, every = (evaluate(data.sample(n, draws(1)), data, draws(2), every=every) for every in (False, True))
    assert set(every) <= told and quick.items() <= every.items()
    assert ("recall" in every) == ("js" in quick) == (data.kind in ("points", "line"))
