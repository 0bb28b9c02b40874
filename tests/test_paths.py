"""Ways through the latent space."""

import pytest
import torch
from small import pictures

from playground.latent.paths import linear, spherical, walk


def pair(k=64, n=5):
    source = torch.Generator().manual_seed(3)
    return torch.randn(n, k, generator=source), torch.randn(n, k, generator=source)


@pytest.mark.parametrize("way", [linear, spherical])
def test_a_way_begins_at_a_and_ends_at_b(way):
    a, b = pair()
    assert torch.allclose(way(a, b, 0), a, atol=1e-6) and torch.allclose(way(a, b, 1), b, atol=1e-5)
    t = torch.tensor([0.1, 0.2, 0.3, 0.4, 0.5])[:, None]
    assert torch.allclose(way(a, b, t)[2], way(a[2], b[2], 0.3), atol=1e-6), "t may differ from latent to latent"


def test_the_way_on_the_sphere_keeps_the_length_and_turns_evenly():
    a, b = (x / x.norm(dim=1, keepdim=True) for x in pair())
    points = torch.stack([spherical(a, b, t) for t in torch.linspace(0, 1, 11)])
    assert torch.allclose(points.norm(dim=2), torch.ones(11, 5), atol=1e-5)
    turns = (points[1:] * points[:-1]).sum(2).clamp(-1, 1).acos()
    assert torch.allclose(turns, (a * b).sum(1).acos().expand(10, 5) / 10, atol=1e-3)
    assert linear(a, b, 0.5).norm(dim=1).max() < 0.9, "the straight way cuts through"


@pytest.mark.parametrize("scale", [1.0, 2.0, -1.0])
def test_on_one_line_through_the_origin_the_way_is_straight_and_finite(scale):
    a, _ = pair()
    assert torch.allclose(spherical(a, scale * a, 0.25), linear(a, scale * a, 0.25), atol=1e-5)


def test_a_walk_is_closed_even_and_follows_from_the_seed():
    config = pictures(latent_dim=16)
    way = walk(config, 3, stops=4, steps=5)
    assert way.shape == (20, 3, 16) and torch.equal(way, walk(config, 3, stops=4, steps=5))
    assert not torch.equal(way, walk(config.changed(seed=1), 3, stops=4, steps=5))
    assert torch.equal(way[::5], walk(config, 3, stops=4, steps=1)) and torch.equal(way[:, :2], walk(config, 2, 4, 5))
    gaps = (way - way.roll(1, 0)).norm(dim=2)
    assert gaps.max() < 4 * gaps.min() and len(way.unique(dim=0)) == 20


def test_a_walk_through_uniform_latents_stays_in_their_cube():
    assert walk(pictures(latent="uniform"), 8).abs().max() <= 1
