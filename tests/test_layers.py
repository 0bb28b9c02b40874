"""The layers of points and the point that is asked about: exactly what is wanted travels, and its numbers are the trainer's."""

import numpy as np
import pytest
import torch

from playground import PlaygroundError, Trainer
from playground.live.actions import ACTIONS
from playground.live.layers import INSIDE, contoured
from playground.live.packet import quantised, unpack
from playground.live.run import Run
from playground.live.views import MAP, PUSHED, REALS, Moment, Points
from playground.live.wishes import AT_FIRST, LAYERS, Wishes
from playground.metrics import densities
from small import assert_same_run, small

ALWAYS = {"curves", "curve_steps", "fakes"}
SENT = {"real_density": {"real_density", "real_levels"}, "fake_density": {"fake_density", "fake_levels"}, "map": {"map"},
        "half": {"map"}, "d_star": {"d_star"}, "grid": {"grid"}, "gradients": {"gradients"}}


@pytest.fixture
def run(request):
    run = Run(small(**{"name": "gan"} | getattr(request, "param", {})))
    yield run
    run.close()


def arrays(run):
    return unpack(run.frame.bytes)["arrays"]


def probed(run, **asked):
    ACTIONS["probe"](run, {"action": "probe"} | asked)
    return unpack(run.frame.bytes)["probe"]


@pytest.mark.parametrize("on", [(), ("reals", "fakes", "trails"), *[(name,) for name in SENT], LAYERS, tuple(AT_FIRST)])
def test_a_frame_holds_the_layers_that_are_on_and_no_other(run, on):
    run.step(2)
    ACTIONS["layers"](run, {"action": "layers", "on": list(on)})
    assert arrays(run).keys() == ALWAYS.union(*(SENT.get(name, set()) for name in on))


def test_in_passing_the_dear_layers_are_made_anew_in_turn_and_at_rest_all_of_them():
    trainer = Trainer(small(name="gan"))
    view, wanted = Points(trainer), Wishes(frozenset(LAYERS))
    view.frame(Moment(trainer, wishes=wanted))

    def changed(passing):
        trainer.run(steps=20)
        before = {name: array for _, arrays in view.kept for name, array in arrays.items()}
        after = view.frame(Moment(trainer, wishes=wanted, passing=passing))
        return {name for name in ("map", "grid", "fake_density", "gradients") if not np.array_equal(after[name], before[name])}

    map, bent, arrows = {"map", "fake_density"}, {"grid"}, {"gradients"}
    turns = [changed(True) for _ in range(6)]
    assert turns[:3] == turns[3:] and all(each in turns for each in (map, bent, arrows))
    assert changed(False) == map | bent | arrows


def test_what_is_on_at_first_and_what_stays_on_in_another_run(run):
    assert arrays(run).keys() == ALWAYS | {"map"}
    run.layers(["grid"])
    run.rebuild(small(data="grid"))
    assert arrays(run).keys() == ALWAYS | {"grid"}


def test_layers_that_nobody_can_want_are_refused(run):
    for nonsense in (None, "map", ["map", "stars"], [3], [["map"]], {"map": True}):
        with pytest.raises(PlaygroundError, match="layers"):
            run.layers(nonsense)
    assert run.wishes.layers == AT_FIRST


@pytest.mark.parametrize("run", [{}, {"latent": "uniform"}, {"latent_dim": 1}, {"ema": 0.9}], indirect=True, ids=str)
def test_the_grid_is_what_g_makes_of_regular_latents(run):
    run.step(5)
    run.layers(["grid"])
    view, grid = run._look(), arrays(run)["grid"]
    reach = 1 if run.config.latent == "uniform" else 2
    assert view.manifold.min() == -reach and view.manifold.max() == reach
    assert grid.shape == view.manifold.shape[:-1] + (2,)
    made = quantised(run.trainer.generate(view.manifold.flatten(0, -2)).numpy(), run.trainer.data.extent)
    assert np.abs(grid.reshape(-1, 2).astype(int) - made).max() <= 1


@pytest.mark.parametrize("run", [{"latent_dim": 3}], indirect=True)
def test_a_latent_space_of_more_dimensions_has_no_grid(run):
    run.layers(["grid"])
    assert arrays(run).keys() == ALWAYS


def test_the_lines_of_a_density_hold_the_share_of_its_mass_that_they_say():
    x = torch.linspace(-4, 4, 256)
    density = torch.exp(-0.5 * (x[:, None].square() + x.square()))
    found = contoured("real", density)
    for level, share in zip(found["real_levels"], INSIDE):
        inside = density[torch.from_numpy(found["real_density"]) >= int(level)].sum() / density.sum()
        assert float(inside) == pytest.approx(share, abs=0.02)


def test_the_optimal_d_is_that_of_the_fakes_in_sight(run):
    run.step(30)
    run.layers(["d_star"])
    fakes = run.trainer.generate(run._look().latents)
    expected = densities(run.trainer.data).optimal_d(fakes, MAP)
    found = arrays(run)["d_star"]
    assert found.max() == 255, "where only reals are, it is sure"
    assert np.abs(found / 255 - expected.numpy()).max() < 0.004


def test_each_arrow_points_where_d_pushes_its_fake(run):
    run.step(20)
    run.layers(["gradients"])
    view, trainer, frame = run._look(), run.trainer, unpack(run.frame.bytes)
    arrows = frame["arrays"]["gradients"].astype(float)
    assert arrows.shape == (PUSHED, 4) and np.array_equal(arrows[:, :2], frame["arrays"]["fakes"][:PUSHED])
    fakes = trainer.in_network_units(trainer.generate(view.latents[:PUSHED]))
    pull = trainer.pull(fakes, trainer.in_network_units(view.shown[:PUSHED]), {}).numpy()
    pushed = arrows[:, 2:] - arrows[:, :2]
    inside = (np.abs(arrows) < 32767).all(1)
    assert np.linalg.norm(pushed, axis=1).max() == pytest.approx(0.2 * 32767, rel=0.01), "the longest is a tenth of the picture"
    np.testing.assert_allclose(pushed[inside], pull[inside] * np.linalg.norm(pushed, axis=1).max() / np.linalg.norm(pull, axis=1).max(),
                               atol=3)


@pytest.mark.parametrize("run", [{}, {"name": "wgan-gp"}, {"name": "r3gan"}, {"packing": 2}, {"minibatch_std": True},
                                 {"discriminator_batch_norm": True}], indirect=True, ids=str)
def test_the_numbers_of_a_point_are_those_of_the_trainer(run):
    run.step(20)
    trainer, view = run.trainer, run._look()
    z = view.latents[7:8]
    at = trainer.generate(z)
    found = probed(run, fake=7)
    assert found["fake"] == 7 and found["z"] == z[0].tolist()
    np.testing.assert_allclose(found["at"], at[0], rtol=1e-4, atol=1e-6)
    assert found["says"] == pytest.approx(float(trainer.loss.answer(trainer.opinion(at))), rel=1e-3, abs=1e-5)
    if trainer.config.discriminator_batch_norm or trainer.config.minibatch_std:
        return  # their pull depends on the batch
    real = trainer.in_network_units(view.shown[7:8])
    np.testing.assert_allclose(found["pull"], trainer.pull(trainer.in_network_units(at), real, {})[0], rtol=1e-3, atol=1e-6)


def test_a_real_sample_knows_its_mode_and_a_place_its_answer(run):
    run.step(5)
    trainer, view = run.trainer, run._look()
    found = probed(run, real=3)
    assert found["at"] == view.shown[3].tolist()
    assert found["mode"] == int((trainer.data.modes - view.shown[3]).norm(dim=1).argmin())
    place = probed(run, x=0.5, y=-0.25)
    assert place["says"] == pytest.approx(float(trainer.opinion(torch.tensor([[0.5, -0.25]])).sigmoid()), rel=1e-4)
    assert place["says"] == place["opinion"]
    assert probed(run) is None


@pytest.mark.parametrize("run", [{"name": "wgan"}], indirect=True)
def test_the_opinion_of_a_score_is_that_of_the_map(run):
    run.step(20)
    x0, x1, y0, y1 = run.trainer.data.extent
    row, column = 40, 12
    place = {"x": x0 + (x1 - x0) * (column + 0.5) / MAP, "y": y0 + (y1 - y0) * (row + 0.5) / MAP}
    found = probed(run, **place)
    assert found["opinion"] == pytest.approx(arrays(run)["map"][row, column] / 255, abs=0.02)
    assert found["says"] == pytest.approx(float(run.trainer.opinion(torch.tensor([list(place.values())]))), rel=1e-3)


@pytest.mark.parametrize("run", [{"data": "two-gaussians-1d", "latent_dim": 1}], indirect=True)
def test_on_a_line_one_points_at_a_place(run):
    run.step(5)
    assert probed(run, x=1.5)["says"] == pytest.approx(float(run.trainer.opinion(torch.tensor([[1.5]])).sigmoid()), rel=1e-4)
    with pytest.raises(PlaygroundError, match="point at"):
        run.probe({"fake": 0})


NONSENSE = [{"fake": -1}, {"fake": 10**6}, {"fake": 1.0}, {"fake": True}, {"fake": "all"}, {"real": REALS}, {"x": 1}, {"x": 1, "y": "up"},
            {"x": float("nan"), "y": 0}, {"x": 10**400, "y": 0}, {"x": 1, "y": None}, {"fake": 1, "real": 1}, {"fake": [1]}, {"moon": 1}]


@pytest.mark.parametrize("asked", NONSENSE, ids=lambda asked: str(asked)[:30])
def test_points_that_are_nowhere_are_refused(run, asked):
    with pytest.raises(PlaygroundError, match="point at"):
        run.probe(asked)
    assert unpack(run.frame.bytes)["probe"] is None


def test_pictures_have_no_point_to_ask_about_and_a_new_run_forgets_the_old_one(run):
    run.probe({"fake": 1200})
    run.rebuild(small(data="grid"))
    assert unpack(run.frame.bytes)["probe"] is None
    run.rebuild(small("dcgan", generator_width=4, discriminator_width=4, batch_size=8))
    with pytest.raises(PlaygroundError, match="nothing to point at"):
        run.probe({"fake": 0})


def test_all_of_it_works_in_slow_motion(run):
    run.layers(LAYERS)
    run.probe({"fake": 3})
    run.slow(True)
    for _ in range(12):
        frame = unpack(run.frame.bytes)
        assert frame["probe"]["fake"] == 3 and "gradients" not in frame["arrays"] and "grid" in frame["arrays"]
        run.next_phase()


@pytest.mark.parametrize("run", [{}, {"name": "sngan"}, {"discriminator_batch_norm": True}], indirect=True, ids=str)
def test_looking_at_all_layers_and_a_point_changes_no_number(run):
    run.layers(LAYERS)
    for asked in ({"fake": 0}, {"real": 2}, {"x": 0, "y": 0}, {"fake": 9}):
        run.probe(asked)
        run.step(5)
        run.frame
    alone = Trainer(run.config)
    alone.run(steps=20)
    assert_same_run(run.trainer, alone)
