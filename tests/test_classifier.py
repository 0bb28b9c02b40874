"""What the playground's own classifier measures, and what counts as copied where pictures are finitely many."""

import pytest
import torch

from playground import Trainer
from playground.data import dataset
from playground.data.fetched import place
from playground.data.images import Images
from playground.metrics import CLASSIFIED, MEASURES, METRIC_IMAGES, evaluate, samples_for
from playground.metrics.classifier import FEATURES, SIDE, WEIGHTS, classifier, features
from small import pictures


def draws(seed=0):
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("size", [16, SIDE])
def test_features_are_those_of_each_picture_alone(size):
    x = torch.rand(1500, 1, size, size, generator=draws()) * 2 - 1  # more than are looked at together
    found = features("fashion-mnist", x)
    assert found.shape == (1500, FEATURES) and found.min() >= 0 and torch.allclose(found[1200:1203], features("fashion-mnist", x[1200:1203]), atol=1e-5)


def test_the_weights_are_small_and_safe():
    assert WEIGHTS["fashion-mnist"].stat().st_size <= 300_000
    assert not classifier("fashion-mnist").training


def test_it_names_nine_of_ten_that_it_has_never_seen():
    from playground.data.fetched import read_idx
    data = dataset("fashion-mnist:size=32")
    labels = read_idx(place("fashion-mnist") / "t10k-labels-idx1-ubyte.gz")
    assert (classifier("fashion-mnist")(data.unseen[:4000]).argmax(1) == labels[:4000]).float().mean() > 0.9


def test_its_measures_tell_how_far_pictures_are_from_real():
    data = dataset("fashion-mnist:size=32")
    n = samples_for(data, every=True)
    assert (n, samples_for(data)) == (CLASSIFIED, METRIC_IMAGES)
    noise = 0.1 * torch.randn(n, *data.shape, generator=draws())
    real, noisy, one_class = (evaluate(x, data, draws(1), every=True) for x in (
        data.unseen[:n], (data.unseen[:n] + noise).clamp(-1, 1), data.tensor[data.labels == 3][:n]))
    assert real["frechet_classifier"] < noisy["frechet_classifier"] / 4 < one_class["frechet_classifier"] / 4
    assert real["kernel_classifier"] < noisy["kernel_classifier"]
    assert real["recall"] > 0.8 > 0.5 > one_class["recall"] and one_class["precision"] > 0.7
    assert set(real) <= {name for measure in MEASURES for name in measure.about}


def test_a_run_has_them_on_demand_only_and_on_numbers_of_their_own():
    trainer = Trainer(pictures(data="fashion-mnist"))
    trainer.run(steps=2)
    quick, every = trainer.metrics(), trainer.metrics(every=True)
    assert "frechet_classifier" not in quick and "frechet_classifier" in every and every == trainer.metrics(every=True)
    other = Trainer(trainer.config)
    other.run(steps=2)
    trainer.run(steps=2), other.run(steps=2)
    assert trainer.history.rows().tobytes() == other.history.rows().tobytes()


# -- copies ------------------------------------------------------------------------------------------------------------

def some(n, seed):
    return torch.rand(n, 1, 16, 16, generator=draws(seed)) * 2 - 1


def test_copies_of_what_is_trained_on_are_told_from_the_unseen():
    data = Images(tensor=some(300, 1), unseen=some(100, 2), kind="images")
    near = 0.01 * some(60, 3)
    assert evaluate(data.tensor[:60] + near, data, draws())["memorised"] > 0.2  # a third of the training set is looked at
    assert evaluate(data.unseen[:60] + near, data, draws())["memorised"] < 0.1
    assert 0.3 < evaluate(some(200, 4), data, draws())["memorised"] < 0.7


def test_a_limited_run_on_pictures_is_asked_against_those_left_out():
    data = dataset("digits")
    training = data.sample(900, draws())
    seen, unseen = data.parted(training)
    assert len(seen) + len(unseen) == len(data.tensor) and 600 < len(seen) < 900
    assert evaluate(seen[:200], data, draws(), training_set=training)["memorised"] > 0.9
    assert evaluate(unseen[:200], data, draws(), training_set=training)["memorised"] < 0.2  # not all of the unseen are looked at
    assert "memorised" not in evaluate(data.sample(200, draws()), data, draws())
