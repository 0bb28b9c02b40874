"""The Dirac-GAN and the bilinear game: what Mescheder et al. 2018 (arXiv 1801.04406) prove has to hold in numbers."""

import math

import pytest

from playground import Trainer, recipe
from playground.games.toy import eigenvalues

H = 0.2
"""The step size of design.md's closed forms."""


def played(steps=300, name="dirac", **changes):
    trainer = Trainer(recipe(name, device="cpu", **{"learning_rate": H} | changes))
    trainer.run(steps=steps)
    return trainer


def radius(trainer):
    return trainer.metrics()["radius"]


def flow(**changes):
    trainer = Trainer(recipe("dirac", device="cpu", **changes))
    return [complex(*pair) for pair in trainer.metrics()["eigenvalues"]]


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def recursion(loss, updates, steps=300):
    """The exact recursion of gradient descent: D's and G's derivatives written by hand."""
    theta = psi = 1.0
    pull = (lambda t, p: sigmoid(t * p)) if loss == "minimax" else (lambda t, p: sigmoid(-t * p))
    for _ in range(steps):
        new_psi = psi - H * theta * sigmoid(theta * psi)
        seen = psi if updates == "simultaneous" else new_psi
        theta, psi = theta + H * seen * pull(theta, seen), new_psi
    return math.hypot(theta, psi)


@pytest.mark.parametrize("loss", ["minimax", "non-saturating"])
@pytest.mark.parametrize("updates", ["simultaneous", "alternating"])
def test_the_way_is_that_of_the_exact_recursion(loss, updates):
    trainer = played(loss=loss, updates=updates)
    assert radius(trainer) == pytest.approx(recursion(loss, updates), rel=1e-3)
    assert trainer.metrics()["radius_initial"] == pytest.approx(math.sqrt(2))


def test_simultaneous_minimax_leaves_by_the_known_factor():
    assert radius(played()) / math.sqrt(2) == pytest.approx(2.03, abs=0.01)


def test_the_history_keeps_the_way():
    trainer = played(steps=10)
    assert trainer.history.last()["theta"] == trainer.state["g"].item()
    assert trainer.history.last()["psi"] == trainer.state["d"].item()


# -- the flow near the equilibrium ---------------------------------------------------------------------------------------

def test_unregularised_minimax_circles():
    assert flow() == pytest.approx([-0.5j, 0.5j], abs=1e-6)
    assert flow(loss="non-saturating") == pytest.approx([-0.5j, 0.5j], abs=1e-6)


def test_wasserstein_circles():
    assert flow(loss="wasserstein") == pytest.approx([-1j, 1j], abs=1e-6)


@pytest.mark.parametrize("weight", [0.3, 1.0, 2.0])
@pytest.mark.parametrize("penalty", ["r1", "r2"])
def test_r1_and_r2_draw_in(penalty, weight):
    root = complex(weight**2 / 4 - 0.25) ** 0.5
    expected = sorted([-weight / 2 - root, -weight / 2 + root], key=lambda v: (v.real, v.imag))
    assert flow(penalty=penalty, penalty_weight=weight) == pytest.approx(expected, abs=1e-3)


def test_r1_and_r2_together_count_twice():
    assert flow(penalty="r1+r2", penalty_weight=0.3) == pytest.approx(flow(penalty="r1", penalty_weight=0.6), abs=1e-5)


def test_the_gradient_penalty_pushes_away():
    assert max(value.real for value in flow(loss="wasserstein", penalty="wgan-gp")) > 1


def test_constant_noise_draws_in_by_its_variance():
    """With noise of variance s² the flow at 0 is (ψ/2, -θ/2 - s² ψ/2), so the eigenvalues have real part -s²/4."""
    root = complex(1 / 16 - 0.25) ** 0.5
    assert flow(instance_noise=1.0) == pytest.approx([-0.25 - root, -0.25 + root], abs=2e-3)


def test_noise_that_fades_does_not_stay():
    assert flow(instance_noise=1.0, instance_noise_steps=100) == pytest.approx([-0.5j, 0.5j], abs=1e-6)


def test_consensus_draws_in():
    """-(1 + γ Jᵀ) v with J = [[0, -1], [1, 0]] / 2 for the flow: real part -γ/4."""
    assert flow(updates="consensus", consensus=1.0) == pytest.approx([-0.25 - 0.5j, -0.25 + 0.5j], abs=1e-5)


# -- and the way there ---------------------------------------------------------------------------------------------------

STAYS_AWAY = {
    "minimax": {"learning_rate": 0.05},
    "wasserstein": {"loss": "wasserstein", "learning_rate": 0.05},
    "clipping": {"loss": "wasserstein", "weight_clip": 1.0},
    "clipping, in turns": {"loss": "wasserstein", "weight_clip": 1.0, "updates": "alternating"},
    "wgan-gp": {"loss": "wasserstein", "penalty": "wgan-gp", "penalty_weight": 1.0},
    "wgan-gp, in turns": {"loss": "wasserstein", "penalty": "wgan-gp", "penalty_weight": 1.0, "updates": "alternating"},
    "noise that fades": {"instance_noise": 1.0, "instance_noise_steps": 30},
}
ARRIVES = {
    "r1": {"penalty": "r1", "penalty_weight": 1.0},
    "r2": {"penalty": "r2", "penalty_weight": 1.0},
    "r1, non-saturating": {"loss": "non-saturating", "penalty": "r1", "penalty_weight": 1.0},
    "constant noise": {"instance_noise": 1.0},
    "consensus": {"updates": "consensus"},
}


@pytest.mark.parametrize("changes", STAYS_AWAY.values(), ids=STAYS_AWAY)
def test_what_does_not_converge(changes):
    trainer = played(600, **changes)
    trail = trainer.history.rows()[300:, -2:]
    assert max(math.hypot(*place) for place in trail) > 0.3


@pytest.mark.parametrize("changes", ARRIVES.values(), ids=ARRIVES)
def test_what_converges(changes):
    assert radius(played(600, **changes)) < 0.01


# -- dynamics ------------------------------------------------------------------------------------------------------------

def test_simultaneous_steps_of_the_bilinear_game_leave_by_the_exact_factor():
    trainer = played(100, "bilinear")
    assert radius(trainer) / math.sqrt(2) == pytest.approx((1 + H**2) ** 50, rel=1e-4)


def test_alternating_steps_of_the_bilinear_game_stay_on_an_ellipse():
    """θ² + ψ² - hθψ is conserved when D moves first."""
    trainer = played(777, "bilinear", updates="alternating")
    theta, psi = trainer.state["g"].item(), trainer.state["d"].item()
    assert theta**2 + psi**2 - H * theta * psi == pytest.approx(2 - H, rel=1e-3)


def test_an_extra_gradient_step_is_the_one_in_the_paper():
    """Gidel et al. 2019: for V = -θψ a step multiplies the radius by sqrt((1 - h²)² + h²)."""
    trainer = played(100, "bilinear", updates="extra-gradient")
    assert radius(trainer) / math.sqrt(2) == pytest.approx(((1 - H**2) ** 2 + H**2) ** 50, rel=1e-3)


def test_an_optimistic_way_is_the_recursion_in_the_paper():
    """w' = w - 2h g(w) + h g(before), after one plain step."""
    here, past = (1.0, 1.0), None
    for _ in range(100):
        now = (-here[1], here[0])  # the gradients of L_G = -θψ and L_D = θψ
        past = past or now
        here, past = tuple(w - H * (2 * n - p) for w, n, p in zip(here, now, past)), now
    assert radius(played(100, "bilinear", updates="optimistic")) == pytest.approx(math.hypot(*here), rel=1e-3)


@pytest.mark.parametrize("updates", ["extra-gradient", "optimistic", "consensus", "unrolled"])
def test_a_look_ahead_converges_where_plain_steps_do_not(updates):
    assert radius(played(400, "bilinear", updates=updates)) < 0.1


def test_unrolling_sees_ds_answer():
    """With one foreseen step of D, ψ - hθ, G minimises -θ(ψ - hθ): θ' = θ + h(ψ - 2hθ)."""
    theta = psi = 1.0
    for _ in range(50):
        psi = psi - H * theta
        theta = theta + H * (psi - 2 * H * theta)
    trainer = played(50, "bilinear", updates="unrolled", unrolled_steps=1)
    assert radius(trainer) == pytest.approx(math.hypot(theta, psi), rel=1e-3)


def test_looking_back_halves_the_way():
    trainer = played(2, "bilinear", lookahead=2)
    plain = played(2, "bilinear")
    for player in "gd":
        assert trainer.state[player].item() == pytest.approx((1 + plain.state[player].item()) / 2)


def test_lookahead_calms_the_bilinear_game():
    assert radius(played(400, "bilinear", lookahead=10)) < 0.1 < radius(played(400, "bilinear"))


def test_eigenvalues_ask_nothing_of_the_run():
    trainer = played(20, instance_noise=1.0)
    before = {name: value.clone() for name, value in trainer.draw.state().items()}
    eigenvalues(trainer.functional, trainer.state, trainer.config)
    assert all((before[name] == value).all() for name, value in trainer.draw.state().items())
