"""Metrics against cases whose answer is known; the well-kept implementations stand in test_oracles.py."""

import math

import pytest
import torch

from playground.data import dataset
from playground.errors import PlaygroundError
from playground.metrics import METRIC_SAMPLES, evaluate, found_modes, mode_metrics, samples_for, sliced_wasserstein


def draws(seed=0):
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("spec, modes, quality", [
    ("ring", 8, 1 - math.exp(-4.5)),  # within three standard deviations in the plane: .98889
    ("grid", 25, 1 - math.exp(-4.5)),
    ("two-gaussians:share=0.2", 2, 1 - math.exp(-4.5)),
    ("two-gaussians-1d", 2, math.erf(3 / math.sqrt(2))),
])
def test_exact_data_finds_every_mode(spec, modes, quality):
    data = dataset(spec)
    report = mode_metrics(data.sample(METRIC_SAMPLES, draws()), data)
    assert report["modes"] == report["modes_total"] == modes
    assert report["high_quality"] == pytest.approx(quality, abs=0.007)
    assert 0 <= report["reverse_kl"] < 0.01


def test_a_collapsed_generator_has_one_mode_and_reverse_kl_log_8():
    data = dataset("ring")
    samples = data.modes[3].expand(500, 2)
    assert mode_metrics(samples, data) == {
        "modes": 1, "modes_total": 8, "high_quality": 1.0, "reverse_kl": pytest.approx(math.log(8))
    }
    assert found_modes(samples, data).tolist() == [index == 3 for index in range(8)]


def test_reverse_kl_is_against_the_true_weights():
    data = dataset("two-gaussians:share=0.2")
    even = data.modes.repeat(50, 1)
    expected = 0.5 * math.log(0.5 / 0.2) + 0.5 * math.log(0.5 / 0.8)
    assert mode_metrics(even, data)["reverse_kl"] == pytest.approx(expected, rel=1e-5)


def test_high_quality_ends_at_three_standard_deviations():
    data = dataset("ring")  # mode 0 is at (1, 0), std .05
    samples = torch.tensor([[1.149, 0], [1.151, 0], [1.1, 0.1], [1.12, 0.12], [0, 0]])  # .141 and .170 off the axes
    report = mode_metrics(samples, data)
    assert (report["modes"], report["high_quality"]) == (1, 0.4)


@pytest.mark.parametrize("value", [100.0, math.nan, math.inf])
def test_without_high_quality_samples_reverse_kl_is_none(value):
    data = dataset("ring")
    assert mode_metrics(torch.full((10, 2), value), data) == {
        "modes": 0, "modes_total": 8, "high_quality": 0.0, "reverse_kl": None
    }


def test_modes_are_not_counted_where_none_are_known():
    with pytest.raises(PlaygroundError, match="'moons' has no known modes"):
        mode_metrics(torch.zeros(5, 2), dataset("moons"))


@pytest.mark.parametrize("shift", [-0.7, 0.0, 2.5])
def test_sliced_wasserstein_of_a_shift_on_the_line_is_the_shift(shift):
    x = torch.randn(1000, 1, generator=draws())
    moved = (x + shift)[torch.randperm(1000, generator=draws())]
    generator = draws()
    before = generator.get_state()
    assert sliced_wasserstein(x, moved, generator) == pytest.approx(abs(shift), abs=1e-5)
    assert torch.equal(generator.get_state(), before)  # exact: no direction was drawn


def test_sliced_wasserstein_of_a_shift_in_the_plane_is_its_mean_projection():
    x = torch.randn(500, 2, generator=draws())
    distance = sliced_wasserstein(x, x + torch.tensor([3.0, 4.0]), draws(), directions=4000)
    assert distance == pytest.approx(5 * 2 / math.pi, rel=0.02)  # mean of |cos| over all directions
    assert sliced_wasserstein(x, x, draws()) == 0


def test_sliced_wasserstein_wants_equally_many_samples():
    with pytest.raises(PlaygroundError, match="equally large"):
        sliced_wasserstein(torch.zeros(3, 2), torch.zeros(4, 2), draws())


@pytest.mark.parametrize("spec", ["ring", "two-gaussians-1d", "moons", "glyphs"])
def test_evaluate_tells_real_from_noise_in_plain_numbers(spec):
    data = dataset(spec)
    n = samples_for(data)
    good = evaluate(data.sample(n, draws(1)), data, draws(2))
    bad = evaluate(torch.rand(n, *data.shape, generator=draws(1)) * 2 - 1, data, draws(2))
    assert good == evaluate(data.sample(n, draws(1)), data, draws(2))  # the generator is the only chance in it
    assert good["sliced_wasserstein"] < bad["sliced_wasserstein"] / 2
    assert all(type(value) in (int, float, type(None)) for value in (good | bad).values())
    assert ("modes" in good) == (data.modes is not None)
