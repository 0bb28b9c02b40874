"""The equilibrium, measured: the value, D's answers and the duality gap, and the rule by which a run may stop."""

import math

import pytest

from playground import PlaygroundError, Trainer, recipe
from playground.training.convergence import Convergence
from playground.training.fork import Fork
from small import assert_same_run, small, trained


def against(generator, data="ring"):
    """A D that has learned against a generator that is given."""
    trainer = Trainer(recipe("minimax", data=data, generator=generator, latent_dim=3 if data == "ring" else 2,
                             players="discriminator", device="cpu"))
    trainer.run(steps=400)
    return trainer, trainer.history.rows(300).mean(0)


@pytest.mark.parametrize("data", ["ring", "gaussian-1d"])
def test_against_the_data_itself_the_game_is_at_its_equilibrium(data):
    trainer, (_, on_real, on_fake, value, *_) = against("exact", data)
    assert value == pytest.approx(-math.log(4), abs=0.02)
    assert (on_real, on_fake) == pytest.approx((0.5, 0.5), abs=0.01)
    assert 0 <= trainer.duality_gap() < 0.02
    assert trainer.metrics()["high_quality"] == pytest.approx(0.9889 if data == "ring" else 0.9973, abs=0.01)


def test_against_a_collapsed_generator_it_visibly_is_not():
    """D* is 1 / (1 + 8) on the one mode that G makes and 1 on the seven others: V = 7/8 log 1 + 1/8 log 1/9 + log 8/9."""
    trainer, (_, on_real, on_fake, value, *_) = against("collapsed")
    assert value == pytest.approx(math.log(1 / 9) / 8 + math.log(8 / 9), abs=0.02) and value > -math.log(4) + 0.9
    assert on_real > 0.85 and on_fake < 0.15
    assert trainer.duality_gap() > 1


def test_a_generator_that_has_learned_one_mode_has_a_gap_when_the_data_has_eight():
    trainer = Trainer(recipe("minimax", data="ring:modes=1", device="cpu"))
    trainer.run(steps=400)
    trainer.set(data="ring", players="discriminator")
    trainer.run(steps=300)
    assert trainer.duality_gap() > 0.5


def test_measuring_changes_no_number_of_the_run():
    watched, plain = trained(small("minimax"), 5), trained(small("minimax"), 10)
    watched.duality_gap(k=5)
    watched.gradient_norms()
    watched.run(steps=5)
    assert_same_run(watched, plain)


def test_the_gap_is_refused_where_there_is_no_zero_sum_game():
    with pytest.raises(PlaygroundError, match="hinge is none.*minimax"):
        Trainer(small(loss="hinge")).duality_gap()


def test_the_bilinear_game_has_the_gap_of_its_best_responses():
    """V = -θψ at (1, 1): in k steps D lowers ψ by khθ, which is worth kh, and G raises θ by khψ, which is worth as much."""
    trainer = Trainer(recipe("bilinear", device="cpu", learning_rate=0.01))
    assert trainer.duality_gap(k=10) == pytest.approx(2 * 10 * 0.01, rel=1e-3)


def test_a_fork_that_learns_is_the_trainers_turn_alone():
    trainer = trained(small("minimax"), 3)
    before = {key: trainer.state[key].clone() for key in ("d", "g")}
    fork = Fork(trainer, "test").learn("d", 3)
    assert (fork.state["g"] == before["g"]).all() and (fork.state["d"] != before["d"]).any()
    assert all((trainer.state[key] == before[key]).all() for key in before)


# -- stopping ------------------------------------------------------------------------------------------------------------

def test_the_dirac_gan_converges_with_r1_and_says_so():
    trainer, until = Trainer(recipe("dirac", device="cpu", penalty="r1", penalty_weight=1.0)), Convergence()
    trainer.run(steps=5000, until=until)
    assert until.done and trainer.step < 5000 and set(until.met) == {"balance", "rest", "plateau"}


def test_the_dirac_gan_without_a_cure_does_not():
    trainer, until = Trainer(recipe("dirac", device="cpu", learning_rate=0.05)), Convergence()
    trainer.run(steps=3000, until=until)
    assert not until.done and trainer.step == 3000 and "rest" in until.missing


def test_a_collapsed_generator_is_flat_and_has_not_converged():
    trainer = Trainer(recipe("minimax", generator="collapsed", latent_dim=3, players="discriminator", device="cpu",
                             discriminator_width=32))
    until = Convergence()
    trainer.run(steps=2000, until=until)
    assert "plateau" in until.met and {"balance", "likeness"} <= set(until.missing)
