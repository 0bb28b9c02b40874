"""Data that somebody drew: its text, its samples and density, its bounds, and what a run does with it."""

import math

import pytest
import torch

from playground import PlaygroundError, Trainer, recipe
from playground.config import Config
from playground.data import dataset
from playground.data.drawn import LONGEST, REACH, read_strokes, write_strokes
from playground.live.actions import ACTIONS
from playground.live.packet import unpack
from playground.live.run import Run
from test_data import cells, draws

BEND = [(-1.5, -1.0), (0.5, -1.0), (0.5, 1.25)]
DOTS = [[(-1, 0)], [(0, 1)], [(1, 0)], [(0, -1)]]


def spec(strokes, std=None):
    return f"drawn:strokes={write_strokes(strokes)}" + (f",std={std}" if std else "")


def test_strokes_survive_their_text_to_a_thousandth():
    strokes = [BEND, [(0.1234, -1.9876)], [(-2, -2), (1.999, 1.999)]]
    text = write_strokes(strokes)
    read = read_strokes(text)
    assert [len(path) for path in read] == [3, 1, 2]
    for path, stroke in zip(read, strokes):
        assert (path - torch.tensor(stroke, dtype=torch.float64)).abs().max() <= 1 / 1024
    assert write_strokes(path.tolist() for path in read) == text
    assert dataset(spec(strokes, 0.1)).spec == spec(strokes, 0.1), "and the data set is named by it"
    assert Config.from_json(recipe("gan", data=spec(strokes)).to_json()).data == spec(strokes)


def test_samples_lie_evenly_along_the_strokes_and_dots_count_by_their_ink():
    std = 0.05
    x = dataset(spec([BEND, [(-1, 1)]], std)).sample(40_000, draws())
    away = torch.stack([(x[:, 1] + 1).where((x[:, 0] > -1.5) & (x[:, 0] < 0.5), torch.tensor(9.0)),
                        (x[:, 0] - 0.5).where((x[:, 1] > -1) & (x[:, 1] < 1.25), torch.tensor(9.0)),
                        *((x - torch.tensor(place)).norm(dim=1) for place in [*BEND, (-1, 1)])]).abs().min(0).values
    assert away.quantile(0.99) < 3 * std
    dot = (x - torch.tensor([-1.0, 1.0])).norm(dim=1) < 4 * std
    length, ink = 2 + 2.25, math.pi * std
    assert dot.float().mean() == pytest.approx(ink / (length + 2 * ink), rel=0.08)
    along = x[~dot & (x[:, 0] < 0.3), 0]
    histogram = torch.histc(along[(along > -1.4) & (along < 0.2)], 8, -1.4, 0.2)
    assert (histogram / histogram.mean() - 1).abs().max() < 0.1, "no beads, however far apart the points are"


@pytest.mark.parametrize("what", ["drawn", spec([BEND], 0.03), spec([BEND, *DOTS], 0.1), spec(DOTS)])
def test_the_density_integrates_to_one_and_is_that_of_the_samples(what):
    data = dataset(what)
    places, size = cells(data.extent, 400)
    mass = data.density(places).reshape(400, 400) * size**2
    assert mass.sum() == pytest.approx(1, abs=0.002)
    x = data.sample(40_000, draws())
    index = ((x + REACH) / size / 20).floor().clamp(0, 19).long()
    histogram = torch.bincount(index[:, 0] * 20 + index[:, 1], minlength=400) / len(x)
    assert (histogram - mass.reshape(20, 20, 20, 20).sum((1, 3)).flatten()).abs().sum() / 2 < 0.03
    assert x.mean(0).sub(data.centre).abs().max() < 0.03
    assert x.var(0).mean().sqrt() == pytest.approx(data.scale, rel=0.03)


def test_the_density_of_a_stroke_is_that_of_the_line_itself():
    data = dataset(spec([[(-1, 0), (1, 0)]], 0.1))
    x = torch.cartesian_prod(torch.linspace(-1.2, 1.2, 97), torch.linspace(-0.3, 0.3, 25))
    normal = torch.distributions.Normal(0, 0.1)
    exact = (normal.cdf(x[:, 0] + 1) - normal.cdf(x[:, 0] - 1)) / 2 * normal.log_prob(x[:, 1]).exp()
    assert (data.density(x) - exact).abs().max() < 0.03 * exact.max()
    inside = x[:, 0].abs() < 0.4
    assert torch.allclose(data.density(x)[inside], exact[inside], rtol=1e-4)


def test_dots_that_lie_apart_are_modes_and_nothing_else_is():
    apart, near, line = (dataset(spec(each, 0.1)) for each in (DOTS, [[(0, 0)], [(0.3, 0)]], [*DOTS, BEND]))
    assert sorted(map(tuple, apart.modes.tolist())) == sorted(map(tuple, (stroke[0] for stroke in DOTS)))
    assert apart.weights.tolist() == [0.25] * 4 and apart.std == 0.1
    assert near.modes is line.modes is None


@pytest.mark.parametrize("strokes, std, why", [
    ("", 0.1, "empty"), ("AAA", 0.1, "not a drawing"), ("AAAA..AAAA", 0.1, "not a drawing"), (".", 0.1, "not a drawing"),
    ("AAAA AAAA", 0.1, "not a drawing"), ("ÄAAA", 0.1, "not a drawing"), ("AAAA" * 1025, 0.1, "4,096 characters"),
    ("AAAA____" * 20, 0.1, "too long"), ("AAAA", 0, "0.02 to 0.5"), ("AAAA", 9, "0.02 to 0.5"), ("AAAA", None, "0.02 to 0.5"),
    ("AAAA,std=0.2", 0.1, "twice"), (["AAAA"], 0.1, "not a drawing"), ({}, "nan", "0.02 to 0.5"), (None, 0.1, "empty"),
])
def test_nonsense_is_refused_in_a_sentence_and_the_run_goes_on(strokes, std, why):
    run = Run(recipe("gan", generator_width=8, discriminator_width=8))
    try:
        with pytest.raises(PlaygroundError, match=why) as refused:
            ACTIONS["draw"](run, {"strokes": strokes, "std": std})
        assert len(str(refused.value)) < 250 and "\n" not in str(refused.value)
        run.step()
        assert run.config.data == "ring" and run.trainer.step == 1
    finally:
        run.close()


def test_memory_is_bounded_by_the_longest_drawing():
    across = [(-1.75, -1.75), (1.75, -1.75)] * (int(LONGEST / 3.5) // 2)
    data = dataset(spec([across], 0.02))
    assert len(data.centres) <= LONGEST / 0.02


def test_a_drawing_is_learned_by_the_same_networks_and_saved_with_the_run(tmp_path):
    run = Run(recipe("gan", generator_width=8, discriminator_width=8))
    try:
        run.step(5)
        trainer = run.trainer
        ACTIONS["draw"](run, {"strokes": write_strokes([BEND]), "std": 0.1, "keep": True})
        assert run.trainer is trainer and trainer.step == 5
        assert [(event.step, event.changes) for event in trainer.events] == [(5, {"data": spec([BEND], 0.1)})]
        scene = unpack(run.wait(-1, 10).scene.bytes)
        assert scene["data"]["title"] == "your drawing" and scene["extent"] == [-2, 2, -2, 2]
        assert (scene["drawing"]["strokes"], scene["drawing"]["std"]) == (write_strokes([BEND]), 0.1)
        trainer.save(tmp_path)
        run.step(5)
        loaded = Trainer.load(tmp_path)
        loaded.run(steps=5)
        again = Trainer.replay(trainer.initial_config, trainer.events, 10)
        for other in (loaded, again):
            assert other.config == trainer.config
            assert other.history.last() == trainer.history.last()
        run.reset()
        assert run.trainer.step == 0 and run.config.data == spec([BEND], 0.1), "Reset does not erase a drawing"
    finally:
        run.close()


def test_a_drawing_begins_a_new_run_where_the_networks_do_not_fit_it():
    run = Run(recipe("gan", data="gaussian-1d", generator_width=8, discriminator_width=8))
    try:
        run.step(2)
        ACTIONS["draw"](run, {"strokes": write_strokes(DOTS), "std": 0.1})
        assert run.config.data == spec(DOTS, 0.1) and run.trainer.step == 0 and run.trainer.data.shape == (2,)
    finally:
        run.close()
