"""Terms besides the loss."""

import torch

from playground.training.auxiliary import JITTER, consistency
from playground.training.draw import Draw


def draw(seed=0):
    return Draw(seed, torch.device("cpu"))


def test_consistency_of_points_is_the_squared_change_under_small_noise():
    """With D(x) = w . x the change is w . noise: Gaussian with the variance (0.05 |w|)²."""
    w = torch.tensor([3.0, 4.0])
    real = torch.randn(20_000, 2, generator=torch.Generator().manual_seed(0))
    value = consistency(lambda x: x @ w, real, draw())
    assert value.shape == (20_000,) and value.min() >= 0
    assert abs(value.mean() / (JITTER * 5) ** 2 - 1) < 0.05  # five standard errors of a chi-squared mean


def test_consistency_of_pictures_moves_them_without_mirroring():
    """A one-pixel mark: what D sees besides the picture is the mark moved by at most an eighth of the size."""
    n, size, seen = 200, 16, []
    real = torch.zeros(n, 1, size, size)
    real[:, 0, 5, 4] = 1

    def D(x):
        seen.append(x)
        return x.flatten(1).sum(1)

    value = consistency(D, real, draw())
    moved = next(x for x in seen if not torch.equal(x, real))
    places = moved[:, 0].nonzero()
    shift = places[:, 1:] - torch.tensor([5, 4])
    assert len(places) == n and (value == 0).all()
    assert shift.abs().max() == size // 8 and len({tuple(s) for s in shift.tolist()}) == (2 * (size // 8) + 1) ** 2


def test_consistency_draws_from_the_stream_of_penalties_alone_and_is_differentiable_in_d():
    source, w = draw(), torch.ones(2, requires_grad=True)
    before = source.state()
    value = consistency(lambda x: x @ w, torch.ones(8, 2), source)
    after = source.state()
    assert [name for name in before if not torch.equal(before[name], after[name])] == ["penalty"]
    assert torch.autograd.grad(value.mean(), w)[0].abs().min() > 0
