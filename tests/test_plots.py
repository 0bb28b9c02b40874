"""The figures: what they hold, that they need no display and no global state, and that looking changes nothing."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import torch
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.image import imread

from playground import Trainer, plots, recipe
from playground.plots.curves import constant, draw_chart, smooth
from playground.plots.images import MARGIN, tiled
from playground.plots.paper import DOTS_PER_INCH, FAKE, INK, OPINION, PIXELS_PER_INCH, REAL, Sheet

SMALL = {"batch_size": 16, "generator_width": 8, "discriminator_width": 8}


def trainer_of(name, data, steps=60):
    trainer = Trainer(recipe(name, data=data, **SMALL))
    trainer.run(steps=steps)
    return trainer


def png(figure):
    file = BytesIO()
    figure.savefig(file, format="png")
    return file.getvalue()


def words(figure):
    figure.draw_without_rendering()
    return " ".join([text.get_text() for text in figure.texts]
                    + [text.get_text() for axes in figure.axes for text in axes.texts])


@pytest.mark.parametrize("name, data", [
    ("gan", "ring"), ("wgan-gp", "spiral"), ("lsgan", "gaussian-1d"), ("sngan", "digits"), ("dirac", "dirac")])
def test_a_summary_holds_picture_curves_and_metrics_and_leaves_training_alone(name, data):
    trainer, twin = trainer_of(name, data, 12), trainer_of(name, data, 12)
    figure = plots.summary(trainer)
    assert isinstance(figure, Figure)
    text = words(figure)
    assert f"{name} on {trainer.data.title}" in text and "step 12" in text
    assert ("eigenvalues" if data == "dirac" else "sliced Wasserstein") in text
    assert ("D’s answers" in text) == (trainer.loss.output == "probability")
    trainer.run(steps=3), twin.run(steps=3)
    assert torch.equal(trainer.state["g"], twin.state["g"]) and trainer.history.last() == twin.history.last()


@pytest.mark.parametrize("data", ["ring", "two-gaussians-1d", "digits", "dirac"])
def test_a_run_that_has_not_begun_can_be_drawn(data):
    assert png(plots.summary(trainer_of("gan", data, 0)))


def test_points_stand_in_their_colours_over_d_s_opinion():
    trainer = trainer_of("gan", "ring")
    fakes = trainer.sample(50)
    figure = plots.points(fakes, trainer.data, trainer)
    axes = figure.axes[0]
    opinion = axes.images[0].get_array()
    assert opinion.shape == (160, 160) and 0 <= opinion.min() <= opinion.max() <= 1
    x0, x1, y0, y1 = trainer.data.extent
    corner = torch.tensor([[x0 + (x1 - x0) / 320, y0 + (y1 - y0) / 320]])  # the middle of the lowest left cell
    assert opinion[0, 0] == pytest.approx(float(trainer.loss.opinion(trainer.opinion(corner))), abs=1e-5)
    drawn = {tuple(dots.get_facecolor()[0, :3]): dots.get_offsets() for dots in axes.collections
             if len(dots.get_offsets()) > 1}
    assert np.allclose(drawn[to_rgb(FAKE)], fakes) and len(drawn[to_rgb(REAL)]) == 500
    assert not plots.points(fakes, trainer.data).axes[0].images  # without a trainer, on paper


def test_the_map_runs_from_orange_over_paper_to_blue():
    assert [OPINION(x)[:3] for x in (0.0, 1.0)] == [to_rgb("#F2B07A"), to_rgb("#8ABDE4")]
    assert np.allclose(OPINION(0.5)[:3], to_rgb("#FAF9F6"), atol=0.005)


def test_curves_mark_the_equilibria_of_the_loss():
    trainer = trainer_of("gan", "ring")
    figure = plots.curves(trainer.history, "non-saturating")
    marks = [line.get_ydata()[0] for axes in figure.axes for line in axes.lines if line._unscaled_dash_pattern[1]]
    assert sorted(marks) == pytest.approx([-np.log(4), 0.5, np.log(2), np.log(4)])
    assert all(name in words(figure) for name in ("−log 4", "½", "log 2", "log 4"))
    assert constant(-0.125) == "−⅛" and constant(3.0) == "3"


@pytest.mark.parametrize("high", [0.3, 0.6, 1.0, 1.6, 3.0])
def test_the_names_of_two_equilibria_do_not_overlap(high):
    sheet, steps = Sheet(400, 200), np.arange(1.0, 201)
    table = {"loss_d": high * np.exp(-steps / 40), "loss_g": np.linspace(0, high, 200)}
    draw_chart(sheet, 20, 30, 360, 100, steps, table, {name: line[-1] for name, line in table.items()},
               [("loss_d", "D", INK), ("loss_g", "G", FAKE)], {0.125: FAKE, 0.25: INK})
    sheet.draw_without_rendering()
    one, other = (text.get_window_extent() for axes in sheet.axes for text in axes.texts)
    assert not one.overlaps(other)


def test_a_toy_s_figure_holds_its_whole_way_and_the_equilibrium():
    trainer = Trainer(recipe("dirac", penalty="r1", penalty_weight=0.3))
    trainer.run(steps=50)
    figure = plots.toy(trainer)
    segments = np.array(next(c for c in figure.axes[0].collections if hasattr(c, "get_segments")).get_segments())
    assert np.array_equal(segments[0, 0], [1, 1]) and len(segments) == 50
    assert np.allclose(segments[:, 1], trainer.history.rows()[:, -2:])
    dots = [tuple(float(v[0]) for v in line.get_data()) for line in figure.axes[0].lines if line.get_marker() == "o"]
    assert dots[0] == (0, 0) and dots[-1] == pytest.approx(tuple(segments[-1, 1]))
    assert "eigenvalues −0.15 ± 0.48 i" in words(figure) and "equilibrium" in words(figure)


def test_smoothing_keeps_gaps_and_constants():
    values = np.full(200, 2.0, np.float32)
    values[50:60] = np.nan
    out = smooth(values)
    assert np.isnan(out[50:60]).all() and np.allclose(out[:50], 2) and np.allclose(out[60:], 2)
    assert not len(smooth(np.empty(0)))


def test_a_grid_of_images_has_exact_pixels(tmp_path):
    images = torch.rand(10, 3, 16, 16) * 2 - 1
    plots.sample_grid(images, columns=5).savefig(tmp_path / "grid.png")
    pixels = (imread(tmp_path / "grid.png")[:, :, :3] * 255).round()
    assert pixels.shape == (2 * 68 + 4, 5 * 68 + 4, 3) and np.array_equal(pixels, tiled(images, 64, 5))
    assert np.array_equal(pixels[4, 4], ((images[0, :, 0, 0] + 1) * 127.5).round())


def test_rows_of_images_have_their_names_beside_them():
    figure = plots.sample_grid(torch.zeros(6, 1, 16, 16), 3, ["fake", "nearest"])
    assert figure.width == plots.sample_grid(torch.zeros(6, 1, 16, 16), 3).width + MARGIN
    names = {text.get_text(): text.get_window_extent() for text in figure.texts}
    edge = MARGIN * DOTS_PER_INCH / PIXELS_PER_INCH
    assert all(0 < box.x0 and box.x1 < edge for box in names.values()) and names["fake"].y0 > names["nearest"].y1


def test_figures_are_drawn_alike_in_threads_and_show_themselves_in_a_notebook():
    trainer = trainer_of("gan", "two-gaussians-1d")
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(lambda _: png(plots.line(trainer)), range(4)))
    assert len(set(drawn)) == 1
    picture, size = plots.line(trainer)._repr_png_()
    assert picture == drawn[0] and size == {"width": 520, "height": 544}


def test_no_pyplot_is_loaded():
    code = "import sys; from playground import plots; print({'matplotlib.pyplot', 'gradio'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parent.parent, capture_output=True, text=True)
    assert done.stdout.strip() == "set()"
