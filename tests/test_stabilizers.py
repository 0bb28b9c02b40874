"""What steadies a GAN: each part does what its paper says, and says at once with what it cannot go."""

import pytest
import torch

from playground import Config, PlaygroundError, Trainer, recipe
from playground.networks.layers import MinibatchStd
from playground.training.augment import augment, cutout, translation
from playground.training.critic_view import CriticView, adapted, alone, kept_share, noise_level, packed, top_k
from playground.training.draw import Draw, generator
from small import pictures, small, trained


def numbers(*shape, seed=0):
    return torch.randn(shape, generator=generator(seed, "test"))


# -- packing -------------------------------------------------------------------------------------------------------------

def test_packing_lays_neighbours_side_by_side():
    x = torch.arange(12.0).view(6, 2)
    assert packed(x, 3).tolist() == [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11]]
    pictures_ = numbers(4, 3, 8, 8)
    assert packed(pictures_, 2).shape == (2, 6, 8, 8) and (packed(pictures_, 2)[1, 3:] == pictures_[3]).all()


def test_a_packed_d_is_asked_about_a_place_with_the_place_itself():
    trainer = trained(small(packing=3), 2)
    x = numbers(5, 2)
    with trainer.looking("d") as D:
        scores = D(x)
    module = trainer.players["d"].module
    assert torch.allclose(scores, module(torch.cat([x, x, x], 1)), atol=1e-6)
    assert (alone(x, 3)[1] == torch.cat([x[1]] * 3)).all()


def test_packing_draws_as_many_samples_more():
    """D sees `batch_size` packs, as in PacGAN's experiments."""
    recorder = {}
    for phase in Trainer(small(packing=2, batch_size=32)).phases():
        recorder[phase.turn, phase.name] = phase.tensors
    assert recorder["d", "sample"]["real"].shape == (64, 2) and recorder["d", "score"]["real"].shape == (32,)
    assert recorder["g", "generate"]["fake"].shape == (64, 2) and recorder["g", "score"]["fake"].shape == (32,)


# -- noise ---------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("n", [7, 8])
def test_noise_comes_in_pairs(n):
    noise = Draw(0, "cpu").paired_normal((n, 3), "view")
    assert noise.shape == (n, 3) and (noise[:n // 2] == -noise[(n + 1) // 2:][:n // 2]).all()
    assert Draw(0, "cpu").paired_normal((4000, 1), "view").std().item() == pytest.approx(1, abs=0.05)


def test_noise_fades_to_nothing_or_stays():
    fading = Config(instance_noise=0.5, instance_noise_steps=100)
    assert [noise_level(fading, step) for step in (0, 50, 100, 1000)] == [0.5, 0.25, 0, 0]
    assert noise_level(Config(instance_noise=0.5), 10**6) == 0.5


def test_real_and_fake_get_noise_of_the_same_kind():
    view = CriticView(Config(instance_noise=2.0), {"step": 0}, Draw(0, "cpu"))
    real, fake = view(torch.zeros(2000, 2)), view(torch.ones(2000, 2))
    assert real.std().item() == pytest.approx(2, abs=0.1) and (fake - 1).std().item() == pytest.approx(2, abs=0.1)


# -- labels, fakes, batches ----------------------------------------------------------------------------------------------

def test_smoothed_labels_stop_d_at_one_less_the_smoothing():
    """Where fakes are far away, the best answer to reals is 1 - s, whose logit is where the gradient is 0."""
    from playground.training.losses import LOSSES, smoothed
    logit = torch.tensor([0.9 / 0.1]).log().requires_grad_()
    loss = smoothed(LOSSES["non-saturating"].discriminator(logit, torch.tensor([-50.0])), logit, 0.1)
    (gradient,) = torch.autograd.grad(loss, logit)
    assert gradient.item() == pytest.approx(0, abs=1e-6)


def test_g_learns_from_the_best_fakes_only():
    scores = torch.tensor([0.1, 3.0, -2.0, 1.0], requires_grad=True)
    (gradient,) = torch.autograd.grad(top_k(scores, 0.5).sum(), scores)
    assert gradient.tolist() == [0, 1, 0, 1]
    assert top_k(scores, 1.0) is scores and len(top_k(scores, 0.01)) == 1


def test_the_share_falls_geometrically():
    config = Config(top_k=0.25, top_k_steps=100)
    assert [kept_share(config, step) for step in (0, 50, 100, 500)] == pytest.approx([1, 0.5, 0.25, 0.25])


def test_minibatch_standard_deviation():
    layer, x = MinibatchStd(), numbers(64, 5)
    layer.begin()
    seen = layer(x)
    assert seen.shape == (64, 6) and torch.allclose(seen[:, 5], x.std(0, correction=0).mean().expand(64), atol=1e-4)
    assert layer(x[:1].expand(64, 5))[:, 5].max() < 1e-3, "a batch of copies has none"
    layer.eval()
    assert (layer(x)[:, 5] == layer.usual).all(), "outside training there is no batch to look at"


def test_a_d_that_sees_the_batch_scores_real_and_fake_apart():
    assert small(minibatch_std=True).mixes_batch and not small().mixes_batch


def test_a_consistent_d_pays_nothing():
    from playground.training.auxiliary import consistency
    draw, real = Draw(0, "cpu"), numbers(9, 2)
    assert (consistency(lambda x: torch.ones(len(x)), real, draw) == 0).all()
    assert consistency(lambda x: x.sum(1), real, draw).min() >= 0


# -- augmentation --------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("shape", [(16, 1, 16, 16), (16, 3, 32, 32)])
def test_augmentation_changes_pictures_each_in_its_own_way_and_lets_gradients_through(shape):
    x = numbers(*shape).clamp(-1, 1).requires_grad_()
    y = augment(x, 1.0, generator(0, "a"))
    assert y.shape == x.shape and (y - x).flatten(1).norm(dim=1).min() > 0
    (gradient,) = torch.autograd.grad(y.sum(), x)
    assert gradient.abs().sum() > 0
    assert (augment(x, 0.0, generator(0, "a")) == x).all()


def test_half_the_strength_leaves_half_of_the_pictures_of_each_change():
    x = numbers(4000, 1, 4, 4)
    same = (augment(x, 0.5, generator(0, "a")) == x).flatten(1).all(1).float().mean().item()
    assert same == pytest.approx(0.5 ** 4, abs=0.03)


def test_translation_moves_whole_pictures():
    x = torch.zeros(50, 1, 16, 16)
    x[:, 0, 8, 8] = 1
    moved = translation(x, generator(0, "t"))
    places = moved.flatten(1).argmax(1)
    assert (moved.sum((1, 2, 3)) == 1).all() and len(places.unique()) > 10
    assert ((places // 16 - 8).abs() <= 2).all() and ((places % 16 - 8).abs() <= 2).all()


def test_cutout_takes_a_square_of_half_the_size():
    left = cutout(torch.ones(200, 1, 16, 16), generator(0, "c")).sum((1, 2, 3))
    assert left.min() >= 256 - 81 and left.max() < 256 and (left <= 256 - 64).any()


def test_the_adaptive_strength_follows_ds_certainty():
    sure, unsure = torch.ones(64), torch.cat([torch.ones(32), -torch.ones(32)])
    p = torch.tensor(0.5)
    assert adapted(p, sure) > p > adapted(p, unsure)
    assert adapted(torch.tensor(1.0), sure) == 1 and adapted(torch.tensor(0.0), unsure) == 0


def test_the_adaptive_strength_is_part_of_the_state_and_is_saved(tmp_path):
    trainer = trained(pictures(augmentation="adaptive"), 5)
    trainer.save(tmp_path)
    assert Trainer.load(tmp_path).state["augment.p"] == trainer.state["augment.p"]


# -- a fixed training set ------------------------------------------------------------------------------------------------

def test_a_limited_run_sees_its_own_samples_only():
    trainer = Trainer(small(data_size=10, batch_size=64))
    real = trainer.real(64, trainer.draw)
    known = trainer.in_network_units(trainer.training_set)
    assert trainer.training_set.shape == (10, 2)
    assert (real[:, None] == known).all(2).any(1).all() and len(real.unique(dim=0)) > 5
    assert (Trainer(small(data_size=10)).training_set == trainer.training_set).all()
    assert (Trainer(small(data_size=10, seed=1)).training_set != trainer.training_set).any()


# -- what does not go together -------------------------------------------------------------------------------------------

REFUSED = {
    "label_smoothing.*minimax": {"loss": "hinge", "label_smoothing": 0.1},
    "top_k.*compares": {"loss": "relativistic", "top_k": 0.5},
    "consistency.*packing": {"packing": 2, "consistency": 1.0},
    "n_critic has to be 1": {"updates": "extra-gradient", "n_critic": 2},
    "precision=float32": {"updates": "unrolled", "precision": "bfloat16"},
    "augmentation changes pictures": {"augmentation": "adaptive"},
    "needs data with known modes": {"generator": "exact", "data": "moons", "latent_dim": 3},
    "latent_dim=3": {"generator": "exact"},
    "discriminator=exact does not fit": {"discriminator": "exact"},
}


@pytest.mark.parametrize("words", REFUSED)
def test_parts_that_cannot_go_together_say_so_in_a_sentence(words):
    with pytest.raises(PlaygroundError, match=words) as error:
        Trainer(recipe("gan", **REFUSED[words]))
    assert len(str(error.value).split()) <= 45


def test_a_running_game_refuses_them_too_and_goes_on():
    trainer = trained(small(), 2)
    with pytest.raises(PlaygroundError, match="augmentation changes pictures"):
        trainer.set(augmentation="adaptive")
    trainer.run(steps=1)
    assert trainer.step == 3 and trainer.config.augmentation == "none"
