"""The latent space of a generator: held equal to what is known of linear ones, and of pictures that are copies."""

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from playground import PlaygroundError, Trainer, watch
from playground.cli import main
from playground.keeping import trained as kept
from playground.keeping.file import load_generator, written
from playground.latent.directions import ganspace, sefa
from playground.latent.explorer import CROSSING, Explorer
from playground.latent.neighbours import Neighbours, training_reals
from playground.latent.projection import Projection, pyramid
from playground.latent.still import Still
from playground.live.explore import SEEN, Exploring
from playground.live.packet import unpack
from playground.live.run import Run
from playground.live.pixels import pixels
from small import CONFIGS, assert_same_run, pictures, small, trained

FAMILIES = ("mlp", "dcgan", "residual", "attention", "style", "skip", "r3")


def config(family="dcgan", **changes):
    return pictures(**{"generator": family, "generator_batch_norm": False, "generator_depth": 1} | changes)


def linear_still(weight):
    """A G that multiplies z by a matrix [pixels, k]: pictures [1, 4, 4]."""
    layer = nn.Linear(weight.shape[1], weight.shape[0])
    layer.weight.data, layer.bias.data = weight, torch.linspace(-1, 1, len(weight))
    known = SimpleNamespace(seed=0, latent="normal", latent_dim=weight.shape[1])
    return Still(SimpleNamespace(module=nn.Sequential(layer, nn.Unflatten(1, (1, 4, 4))), config=known, shape=(1, 4, 4), classes=(),
                                 data=SimpleNamespace(kind="images"), step=0, threads=1))


def painted(still, z, label=None, truncation=1.0):
    """Latents to pictures, by way of codes."""
    return still.pictures(still.shortened(still.codes(z, label), truncation), label)


@pytest.fixture(scope="module")
def weight():
    """With singular values 5, 4, 3, 2, 1, so that every direction is known."""
    source = torch.Generator().manual_seed(0)
    u, _ = torch.linalg.qr(torch.randn(16, 5, generator=source))
    v, _ = torch.linalg.qr(torch.randn(5, 5, generator=source))
    return u @ torch.diag(torch.tensor([5.0, 4.0, 3.0, 2.0, 1.0])) @ v.mT, v.mT


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("ema", (0.0, 0.9))
def test_a_still_paints_what_the_trainer_generates_to_the_last_bit_and_changes_nothing(family, ema):
    trainer = trained(config(family, ema=ema), 2)
    other = trained(config(family, ema=ema), 2)
    still = Still.of(trainer)
    z = still.latents(5, "test")
    assert torch.equal(painted(still, z), trainer.generate(z))
    explorer = Explorer(still, training_reals(trainer))
    explorer.ends(), explorer.strip("spherical"), explorer.plane(0, 1), explorer.walk()
    explorer.neighbours(explorer.pictures(explorer.moved()[None])[0])
    explorer.search(trainer.data.tensor[0])
    explorer.projection.steps(2)
    trainer.run(steps=1), other.run(steps=1)
    assert_same_run(trainer, other)


def test_a_still_is_told_classes_and_truncates_like_the_trainer():
    trainer = trained(pictures("sngan", conditioning="projection"), 1)
    still = Still.of(trainer)
    z = still.latents(4, "test")
    assert torch.equal(painted(still, z, 3), trainer.generate(z, label=3))
    for conditioning in ("none", "projection"):
        trainer = trained(config("style", conditioning=conditioning), 2)
        still = Still.of(trainer)
        assert torch.equal(painted(still, still.latents(4, "test"), None, 0.5), trainer.generate(still.latents(4, "test"), truncation=0.5))


def test_sefas_directions_of_a_linear_generator_are_its_right_singular_vectors(weight):
    matrix, right = weight
    found = sefa(linear_still(matrix))
    assert (found.vectors @ right.mT).abs().allclose(torch.eye(5), atol=1e-5)
    squares = torch.tensor([25.0, 16, 9, 4, 1])
    assert found.shares.allclose(squares / squares.sum(), atol=1e-5)


def test_ganspace_finds_the_principal_directions_of_a_linear_generator(weight):
    matrix, right = weight
    still = linear_still(matrix)
    found = ganspace(still)
    z = still.latents(1000, "explore/ganspace")
    y = (z - z.mean(0)) @ matrix.mT
    _, sizes, components = torch.linalg.svd(y, full_matrices=False)
    exact = torch.linalg.pinv(matrix) @ components[:5].mT  # that which moves G along a principal component
    exact = (exact / exact.norm(dim=0)).mT
    cosines = (found.vectors * exact).sum(1).abs()
    assert bool((cosines > 0.99).all())
    assert found.shares.allclose(sizes[:5].square() / sizes.square().sum(), atol=1e-4)
    assert bool((found.vectors @ right.mT).abs().diag().gt(0.95).all()), "and so nearly the singular vectors"


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("way", (ganspace, sefa))
def test_directions_are_unit_vectors_sorted_by_how_much_they_count(family, way):
    still = Still.of(trained(config(family), 1))
    found, again = way(still), way(still)
    k = len(found.vectors)
    assert k == 8 or family == "mlp" and k == 4, "a hidden layer of four units has four directions"
    assert found.vectors.norm(dim=1).allclose(torch.ones(k), atol=1e-5) and torch.equal(found.vectors, again.vectors)
    assert bool((found.shares.diff() <= 1e-6).all()) and float(found.shares.sum()) <= 1 + 1e-5
    if not still.styled:
        assert found.sigmas.allclose(torch.ones(k), atol=0.1), "z is standard normal along every direction"


def test_the_sliders_move_the_code_by_standard_deviations():
    explorer = Explorer(Still.of(trained(config("style"), 1)))
    home = explorer.moved()
    explorer.amounts = (0, 2.0)
    found = explorer.directions()
    assert (explorer.moved() - home).allclose(2 * found.sigmas[1] * found.vectors[1], atol=1e-5)


@pytest.mark.parametrize("family", ("dcgan", "style"))
def test_ways_from_a_to_b_begin_at_a_and_end_at_b(family):
    explorer = Explorer(Still.of(trained(config(family), 1)))
    explorer.amounts, explorer.truncation = (1.0, -1.0), 0.7  # the directions that are not named stay where they are
    ends = torch.stack([explorer.moved(), explorer.code(explorer.b)])
    for mode in ("spherical", "linear"):
        assert explorer.between(mode, [0.0, 1.0]).allclose(ends, atol=1e-5)
    if family == "dcgan":
        lengths = explorer.between("spherical", torch.linspace(0, 1, 9)).norm(dim=1)
        assert bool((lengths.diff().sign() == lengths.diff().sign()[0]).all()), "from one length to the other, never through 0"
        with pytest.raises(PlaygroundError, match="spherical or linear"):
            explorer.between("styles", [0.5])


def test_style_mixing_takes_coarse_layers_from_a_and_fine_ones_from_b():
    explorer = Explorer(Still.of(trained(config("style"), 1)))
    a, b = explorer.moved(), explorer.code(explorer.b)
    layers = explorer.still.layers
    mixed = explorer.between("styles", torch.linspace(0, 1, layers + 1))
    assert torch.equal(mixed[0], a.expand(layers, -1)) and torch.equal(mixed[-1], b.expand(layers, -1))
    assert torch.equal(mixed[2, :-2], a.expand(layers - 2, -1)) and torch.equal(mixed[2, -2:], b.expand(2, -1))
    assert explorer.strip("styles")[0].allclose(explorer.pictures(a[None])[0], atol=1e-6)


def test_the_plane_has_a_in_its_middle_and_the_walk_comes_home():
    explorer = Explorer(Still.of(trained(config(), 1)))
    home = explorer.pictures(explorer.moved()[None])[0]
    assert explorer.plane(0, 1)[24].allclose(home, atol=1e-5)
    explorer.amounts = (1.5,)
    home = explorer.pictures(explorer.moved()[None])[0]
    walked = explorer.walk()
    assert walked[0].allclose(home, atol=1e-5)
    assert float((walked[-1] - walked[0]).abs().mean()) < float((walked[len(walked) // 2] - walked[0]).abs().mean())
    with pytest.raises(PlaygroundError, match="two different"):
        explorer.plane(1, 1)


def test_taking_a_code_holds_it():
    explorer = Explorer(Still.of(trained(config(), 1)))
    code = explorer.between("spherical", [0.3])[0]
    explorer.take(code)
    assert torch.equal(explorer.moved(), code)


@pytest.mark.parametrize("family", ("dcgan", "style"))
def test_the_projection_of_a_picture_that_g_made_comes_back_to_it(family):
    still = Still.of(trained(config(family, latent_dim=4), 20))
    target = painted(still, still.latents(1, "somewhere"))[0]
    search = Projection(still, target)
    began = search.distance
    search.steps(1000)
    assert search.done and search.step == 200
    assert search.distance < 0.02 and search.distance < 0.5 * began
    again = Projection(still, target)
    again.steps(50), again.steps(150)
    assert torch.equal(again.code, search.code), "in one go or in several, the same"


def test_a_pyramid_says_all_of_a_picture():
    x = torch.randn(2, 3, 32, 32, generator=torch.Generator().manual_seed(0))
    *details, rest = pyramid(x)
    for detail in reversed(details):
        rest = detail + nn.functional.interpolate(rest, scale_factor=2, mode="bilinear", align_corners=False)
    assert rest.allclose(x, atol=1e-5)


def test_copied_training_pictures_have_distance_0_and_are_called_memorised():
    reals = training_reals(Trainer(config()))
    near = Neighbours(reals)
    for i in (0, 17, 900):
        found = near.of(reals[i])
        assert found.distances[0] == 0 and torch.equal(found.pictures[0], reals[i]) and found.verdict == "copied"
        assert "memorised" in found.sentence and np.all(np.diff(found.distances) >= 0)
    noise = torch.rand(reals[0].shape, generator=torch.Generator().manual_seed(0)) * 2 - 1
    assert near.of(noise).verdict == "far"


def test_the_usual_distance_is_that_of_real_pictures_to_their_nearest_others():
    reals = torch.tensor([0.0, 0.1, 0.3]).view(3, 1, 1, 1).expand(3, 1, 4, 4)
    assert Neighbours(reals).usual == pytest.approx(0.05)  # 0.1 of the way from -1 to 1


def test_a_generator_from_a_file_is_explored_without_a_trainer_and_by_name_in_the_page(tmp_path, monkeypatch):
    trainer = trained(config("style"), 2)
    (tmp_path / "one.safetensors").write_bytes(written(trainer))
    alone, beside = Explorer(Still(load_generator(tmp_path / "one.safetensors"))), Explorer(Still.of(trainer), training_reals(trainer))
    assert torch.equal(alone.ends(), beside.ends()) and torch.equal(alone.strip("styles"), beside.strip("styles"))
    assert alone.neighbours(trainer.data.tensor[0]) is None and beside.neighbours(trainer.data.tensor[0]).verdict == "copied"
    monkeypatch.setattr(kept, "FOLDER", tmp_path)
    run, exploring = Run(small(data="ring")), Exploring()
    try:
        assert "choose data that are pictures" in unpack(exploring.answer(run, {"do": "open"}))["refused"]
        shown = unpack(exploring.answer(run, {"do": "open", "source": "one", "wants": ["near", "ends", "reals"]}))
        across = unpack(exploring.answer(run, {"do": "show", "source": "one", "wants": ["walk"], "t": 0.5, "mode": "linear"}))
        assert np.array_equal(across["arrays"]["walk"], pixels(beside.strip("linear", CROSSING)))
        assert np.array_equal(shown["arrays"]["large"], pixels(beside.pictures(beside.moved()[None])))
        assert shown["styled"] and "training picture" in shown["near"]["sentence"] and len(shown["numbers"]) == 12
        assert "no trained generator" in unpack(exploring.answer(run, {"do": "open", "source": "two"}))["refused"]
        assert unpack(run.frame.scene.bytes)["trained"] == ["one"]
    finally:
        run.close()


@pytest.mark.parametrize("name, near", [("seqgan", "the nearest is"), ("chorale", "made anew")])
def test_text_and_music_from_a_file_are_explored_too(tmp_path, monkeypatch, name, near):
    made = trained(CONFIGS["chorale"] if name == "chorale" else small("seqgan", data="names", batch_size=8, pretraining=3), 2)
    (tmp_path / "one.safetensors").write_bytes(written(made))
    monkeypatch.setattr(kept, "FOLDER", tmp_path)
    run, exploring = Run(small(data="ring")), Exploring()
    try:
        shown = unpack(exploring.answer(run, {"do": "open", "source": "one", "wants": ["near", "strip"]}))
        assert shown["kind"] == made.data.kind and near in shown["near"]["sentence"] and shown["arrays"]["strip"].size
        beside = Explorer(Still.of(made))
        assert np.array_equal(shown["arrays"]["large"], SEEN[made.data.kind](beside.pictures(beside.moved()[None]), made.data))
    finally:
        run.close()


def test_exploring_holds_what_is_taken_swapped_and_found():
    run, exploring = Run(config()), Exploring()

    def ask(what, **more):
        return unpack(exploring.answer(run, {"do": what, "turn": 1} | more))

    try:
        there = ask("show", t=0.4, mode="spherical")["arrays"]["large"]
        taken = ask("take", t=0.4, mode="spherical")
        assert np.array_equal(taken["arrays"]["large"], there) and taken["amounts"] == []
        b = ask("show", t=1)["arrays"]["large"]
        assert np.array_equal(ask("swap", t=0.3)["arrays"]["large"], b)
        assert np.array_equal(ask("a", number=5)["arrays"]["large"], ask("a", number=5)["arrays"]["large"])
        ask("search", real=3)
        while (search := ask("show", wants=["progress"])["search"])["step"] < search["most"]:
            pass
        assert "It came within" in search["sentence"]
        held = ask("found")["arrays"]["large"]
        assert np.array_equal(held, ask("show", wants=["progress"])["arrays"]["found"])
        run.step(3)
        assert ask("show")["step"] == 0 and ask("renew")["step"] == 3
        assert ask("close").keys() == {"type", "do", "turn", "arrays"}
        run.rebuild(config("style"))
        assert ask("show")["anew"], "another run is met"
    finally:
        run.close()


def test_the_class_that_is_shown_changes_no_number_and_each_class_says_how_well_it_is_learned():
    changes = {"conditioning": "projection"}
    run = Run(pictures(**changes))
    try:
        run.step(2)
        rows = unpack(run.frame.bytes)
        run.show_class(4)
        one = unpack(run.frame.bytes)
        assert one["classes"]["label"] == 4 and not np.array_equal(one["arrays"]["fakes"], rows["arrays"]["fakes"])
        view = run._look()
        assert np.array_equal(one["arrays"]["fakes"], pixels(run.trainer.generate(view.latents, label=4)))
        shares = one["classes"]["shares"]
        samples = run.trainer.metric_samples()
        label = run.trainer.metric_labels(len(samples))
        weights = torch.bincount(label, minlength=10) / len(label)
        assert sum(s * float(w) for s, w in zip(shares, weights)) == pytest.approx(run.trainer.metrics(samples=samples)["label_accuracy"], abs=1e-5)
        for wrong in (10, -1, "3", 1.5):
            with pytest.raises(PlaygroundError, match="10 classes"):
                run.show_class(wrong)
        run.step(3)
        assert_same_run(run.trainer, trained(pictures(**changes), 5))
        run.rebuild(pictures())
        assert run.wishes.label is None and unpack(run.frame.bytes)["classes"] is None
    finally:
        run.close()


@pytest.mark.parametrize("directions", ("ganspace", "sefa"))
def test_the_command_line_draws_the_latent_space_of_a_saved_run(tmp_path, capsys, directions):
    trained(pictures(conditioning="projection"), 2).save(tmp_path / "run")
    assert main(["explore", str(tmp_path / "run"), "--directions", directions, "--label", "3", "--out", str(tmp_path / "a.png")]) == 0
    said = capsys.readouterr().out
    assert "direction 8" in said and "from the nearest training picture" in said
    assert Image.open(tmp_path / "a.png").size == (9 * 68 + 4, 9 * 68 + 4)
    trained(small(), 1).save(tmp_path / "points")
    assert main(["explore", str(tmp_path / "points"), "--out", str(tmp_path / "b.png")]) == 2


def test_a_notebook_s_window_explores_too():
    window, told = watch(Trainer(config()), live=True), []
    window.send = lambda message, buffers=(): told.append((message, buffers))
    window._handle_custom_msg({"explore": {"do": "open", "turn": 7, "wants": ["ends"]}}, [])
    (message, (packet,)), = told
    assert message == {"explored": True}
    shown = unpack(packet)
    assert shown["turn"] == 7 and shown["arrays"]["large"].shape == (1, 16, 16, 1) and len(shown["arrays"]["ends"]) == 16
    window.end("The test is over.")


@pytest.mark.parametrize("config", [pictures(), pictures(latent="uniform", ema=0.9), pictures(conditioning="projection"), CONFIGS["text-gumbel"], CONFIGS["chorale"]])
def test_the_first_samples_are_the_fakes_that_the_run_shows(config):
    run, exploring = Run(config), Exploring()
    try:
        run.step(2)
        shown = unpack(run.frame.bytes)["arrays"]["fakes"].astype(int)
        exploring.answer(run, {"do": "open"})
        for number in (1, 2, 7, len(shown)):
            held = unpack(exploring.answer(run, {"do": "fake", "number": number}))["arrays"]["large"][0]
            assert np.abs(held - shown[number - 1]).max() <= 1, "a batch of one is rounded otherwise"
        beyond = unpack(exploring.answer(run, {"do": "a", "number": len(shown) + 1}))["arrays"]["large"][0]
        assert not any(np.array_equal(beyond, fake) for fake in shown)
    finally:
        run.close()
