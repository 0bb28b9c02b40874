"""Data sets: what is drawn, its density, its modes, and how specs are read."""

import importlib
import math
import subprocess
import sys

import pytest
import torch

from playground.data import DATA, EMBEDDED, dataset
from playground.data import emoji, images
from playground.data.gaussians import Mixture
from playground.errors import PlaygroundError

PLANE = [name for name, source in EMBEDDED.items() if source.kind == "points"]
LINE = [name for name, source in EMBEDDED.items() if source.kind == "line"]
NOT_ONE_PLACE = [name for name, source in EMBEDDED.items() if source.kind != "toy"]


def draws(seed=0):
    return torch.Generator().manual_seed(seed)


def cells(extent, n):
    """The middles [n * n, 2] of n x n cells over a square, x first, and their size."""
    size = (extent[1] - extent[0]) / n
    x, y = (torch.arange(n) * size + low + size / 2 for low in (extent[0], extent[2]))
    return torch.cartesian_prod(x, y), size


@pytest.mark.parametrize("name", NOT_ONE_PLACE)
def test_a_sample_has_the_promised_shape_and_unit_size_after_scaling(name):
    data = dataset(name)
    x = data.sample(4000, draws())
    assert x.shape == (4000, *data.shape) and x.dtype == torch.float32 and x.isfinite().all()
    assert (data.name, data.spec, data.kind, data.title) == (name, name, DATA[name].kind, DATA[name].title)
    unit = (x - data.centre) / data.scale
    if data.kind in ("images", "text", "music", "pairs"):
        assert unit.abs().max() <= 1
    else:
        assert unit.mean(0).abs().max() < 0.06
        assert unit.square().mean().sqrt() == pytest.approx(1, abs=0.03)


@pytest.mark.parametrize("name", NOT_ONE_PLACE)
def test_samples_depend_on_the_given_generator_alone(name):
    data = dataset(name)
    before = torch.get_rng_state()
    first, again, other = (data.sample(64, draws(seed)) for seed in (1, 1, 2))
    assert torch.equal(first, again) and not torch.equal(first, other)
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize("spec", [*PLANE, "ring:std=0.3", "two-gaussians:share=0.2", "checkerboard:side=8"])
def test_a_density_in_the_plane_integrates_to_one_and_is_that_of_the_samples(spec):
    data = dataset(spec)
    places, size = cells(data.extent, 200)
    mass = data.density(places).reshape(200, 200) * size**2
    assert mass.sum() == pytest.approx(1, abs=0.01)
    x = data.sample(40_000, draws())
    inside = (x[:, 0] - data.extent[0]) / size / 10, (x[:, 1] - data.extent[2]) / size / 10  # 20 x 20 large cells
    index = torch.stack(inside, 1).floor().clamp(0, 19).long()
    histogram = torch.bincount(index[:, 0] * 20 + index[:, 1], minlength=400) / len(x)
    expected = mass.reshape(20, 10, 20, 10).sum((1, 3)).flatten()
    assert (histogram - expected).abs().sum() / 2 < 0.03  # total variation; chance alone gives up to .02


@pytest.mark.parametrize("spec", [*LINE, "gaussian-1d:mean=3,std=0.2", "two-gaussians-1d:share=0.9"])
def test_a_density_on_the_line_integrates_to_one_and_is_that_of_the_samples(spec):
    data = dataset(spec)
    low, high = data.extent
    x = torch.linspace(low, high, 1001)[:, None]
    p = data.density(x)
    assert torch.trapezoid(p, x[:, 0]) == pytest.approx(1, abs=0.001)
    cumulative = torch.cumulative_trapezoid(p, x[:, 0])
    drawn = data.sample(20_000, draws())[:, 0].sort().values
    below = torch.searchsorted(drawn, x[1:, 0].contiguous()) / len(drawn)
    assert (below - cumulative).abs().max() < 0.015  # Kolmogorov-Smirnov, p about 1e-4


@pytest.mark.parametrize("name", [*PLANE, *LINE])
def test_the_view_is_square_and_holds_the_data_with_a_margin(name):
    data = dataset(name)
    extent = torch.tensor(data.extent).reshape(-1, 2)
    x = data.sample(5000, draws())
    width = extent[:, 1] - extent[:, 0]
    assert width.max() - width.min() < 0.02
    assert (x >= extent[:, 0]).float().mean() == (x <= extent[:, 1]).float().mean() == 1
    assert (x.amax(0) - x.amin(0)).max() > 0.55 * width[0]  # and is not mostly empty


def test_the_ring_has_eight_distinct_modes_at_equal_angles():
    data = dataset("ring")
    angles = torch.atan2(data.modes[:, 1], data.modes[:, 0]).remainder(2 * math.pi - 1e-5).sort().values
    assert torch.allclose(angles, torch.arange(8) * math.pi / 4, atol=1e-5)
    assert torch.allclose(data.modes.norm(dim=1), torch.ones(8)) and data.std == 0.05
    assert data.extent == pytest.approx((-1.6, 1.6, -1.6, 1.6), abs=0.05)


def test_the_grid_has_25_modes_two_apart():
    data = dataset("grid")
    assert sorted({round(x, 5) for x in data.modes.flatten().tolist()}) == [-4, -2, 0, 2, 4]
    assert len({tuple(mode) for mode in data.modes.tolist()}) == 25 and data.std == 0.05
    assert data.extent == pytest.approx((-5.2, 5.2, -5.2, 5.2), abs=0.05)


@pytest.mark.parametrize("name", [*PLANE, *LINE])
def test_modes_are_known_for_mixtures_and_for_nothing_else(name):
    data = dataset(name)
    if isinstance(data, Mixture):
        assert data.modes.shape == (len(data.weights), *data.shape)
        assert data.weights.sum() == pytest.approx(1)
    else:
        assert data.modes is data.weights is data.std is None


CURVES = ["line", "moons", "swiss-roll", "spiral:turns=4", "disjoint-rings:radius=5"]


@pytest.mark.parametrize("spec", [*CURVES, *(f"{curve}{',' if ':' in curve else ':'}std=0.01" for curve in CURVES)])
def test_the_gaussians_along_a_curve_are_close_enough_to_look_continuous(spec):
    data = dataset(spec)
    steps = (data.centres[1:] - data.centres[:-1]).norm(dim=1)
    assert steps.sort().values[-2] <= data.noise  # all but the jump from one moon or ring to the other


def test_parameters_change_the_data():
    assert dataset("grid:side=3").modes.shape == (9, 2)
    assert dataset("ring:modes=5,radius=2").modes.norm(dim=1).tolist() == pytest.approx([2] * 5)
    assert dataset("two-gaussians:share=0.2").weights.tolist() == pytest.approx([0.2, 0.8])
    assert dataset("ring:modes=5").title == "ring of 5"


@pytest.mark.parametrize("given, canonical", [
    ("ring", "ring"),
    (" ring: ", "ring"),
    ("grid:std=0.1,side=3", "grid:side=3,std=0.1"),
    ("grid: side = 3 , std = 0.050", "grid:side=3"),
    ("ring:radius=2.0", "ring:radius=2"),
    ("digits:size=16", "digits"),
])
def test_equal_data_has_one_spec(given, canonical):
    assert dataset(given).spec == canonical
    assert dataset(canonical).spec == canonical


@pytest.mark.parametrize("spec, words", [
    ("rings", ["'rings'", *DATA]),
    ("", ["ring", "glyphs"]),
    ("ring:sides=3", ["'sides'", "modes=8", "radius=1", "std=0.05"]),
    ("ring:std", ["'std'", "name=value", "ring:modes=8"]),
    ("ring:std=0.1,std=0.2", ["twice"]),
    ("ring:std=-1", ["std=-1", "a number from 0.01 to 10"]),
    ("ring:std=nan", ["std=nan", "a number from 0.01 to 10"]),
    ("ring:modes=2.5", ["modes=2.5", "a whole number from 1 to 64"]),
    ("ring:modes=many", ["modes=many", "a whole number from 1 to 64"]),
    ("glyphs:size=24", ["size is 16 or 32"]),
    (None, ["a text such as 'ring'"]),
])
def test_a_bad_spec_gets_an_error_that_says_what_is_allowed(spec, words):
    with pytest.raises(PlaygroundError) as error:
        dataset(spec)
    assert [word for word in words if word not in str(error.value)] == []


@pytest.mark.parametrize("size", [16, 32])
def test_glyphs_are_572_different_letters_in_26_classes(size):
    data = dataset(f"glyphs:size={size}")
    assert data.shape == (1, size, size) and data.tensor.shape[0] == 572 == 22 * 26
    assert "".join(data.classes) == "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    assert torch.equal(data.labels.bincount(), torch.full((26,), 22))
    ink = (data.tensor < 0).flatten(1).float().mean(1)
    assert ink.min() > 0.02 and ink.max() < 0.6  # nothing blank, nothing filled
    edge = torch.cat([data.tensor[..., 0], data.tensor[..., -1], data.tensor[..., 0, :], data.tensor[..., -1, :]], -1)
    assert edge.min() == 1  # paper all around
    assert data.tensor.min() == -1 and ((data.tensor > -1) & (data.tensor < 1)).any()  # antialiased
    for font in data.tensor.reshape(22, 26, -1):  # a box for a missing letter would come 26 times
        assert len(font.unique(dim=0)) == 26


def test_a_font_without_the_letter_gives_nothing(tmp_path):
    font = images.matplotlib_fonts()[0]
    assert images.draw_letter("A", font, 16) is not None
    assert images.draw_letter("\ufffe", font, 16) is None  # drawn as .notdef
    assert images.draw_letter(" ", font, 16) is None


def test_digits_are_all_of_them_dark_on_light():
    data = dataset("digits")
    assert data.tensor.shape == (1797, 1, 16, 16) and dataset("digits:size=32").shape == (1, 32, 32)
    assert data.classes == tuple("0123456789") and data.labels[:10].tolist() == list(range(10))
    assert data.tensor.min() == -1 and data.tensor.max() == 1
    assert data.tensor.mean() > 0 and data.tensor[..., 0, :].min() > 0.5


@pytest.mark.parametrize("name", ["digits", "glyphs", "emoji"])
def test_a_missing_package_is_named(name, monkeypatch):
    def missing(module):
        raise ImportError(module)

    for made in (images.digits, images.glyphs, emoji.emoji):
        made.cache_clear()
    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(PlaygroundError, match="pip install"):
        dataset(name)


def test_importing_the_data_sets_needs_torch_and_numpy_alone():
    code = "import sys, playground.data, playground.metrics; print([m for m in sys.argv[1:] if m in sys.modules])"
    heavy = ["sklearn", "matplotlib", "PIL", "scipy", "gradio"]
    assert subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True).stdout.strip() == "[]"


def test_emoji_are_474_different_ones_in_seven_classes():
    data = dataset("emoji:size=32")
    assert data.tensor.shape == (474, 3, 32, 32) and len(data.tensor.flatten(1).unique(dim=0)) == 474
    assert data.classes[0] == "face" and len(data.classes) == 7 and data.labels.bincount().min() >= 17
    assert data.tensor[0].mean((1, 2)).argmin() == 2, "a yellow face has little blue"
    assert torch.allclose(dataset("emoji").tensor, torch.nn.functional.avg_pool2d(data.tensor, 2), atol=1e-6)


def test_landscapes_are_what_their_factors_say():
    data = dataset("landscapes:size=32")
    factors = dict(zip(data.factor_names, data.factors.T))
    assert torch.equal(data.labels, (factors["sun height"] >= 0).long()) and data.classes == ("night", "day")
    top = data.tensor[:, :, :4].mean((1, 2, 3))
    assert torch.corrcoef(torch.stack([top, factors["sun height"]]))[0, 1] > 0.9, "the higher the sun, the brighter"
    bright = data.tensor[factors["sun height"] > 0.6].mean(1)[:, 4:16]  # sky with the sun alone
    across = (bright * (bright > 0.7)).sum(1) @ torch.linspace(-1, 1, 32) / (bright * (bright > 0.7)).sum((1, 2)).clamp_min(1)
    assert torch.corrcoef(torch.stack([across, factors["sun place"][factors["sun height"] > 0.6]]))[0, 1] > 0.8
