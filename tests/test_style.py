"""Style transfer: pairs whose truth is known, the identities of the two papers, the pool, and what is refused."""

import zipfile

import numpy as np
import pytest
import torch
from PIL import Image

from playground import PlaygroundError, Trainer, plots, recipe
from playground.cli import main
from playground.config import Config
from playground.data import dataset, lettering
from playground.data.landscapes import drawn
from playground.data.pairs import Pairs, outlines
from playground.export import FORMATS
from playground.games.translation import CycleGAN, Pix2Pix, apart, from_pool, halves, seen, swapped
from playground.live.frames import scene
from playground.live.packet import unpack
from playground.live.views import VIEWS, Moment
from playground.training.engine import Play
from playground.training.draw import Draw
from playground.training.step import silent
from small import CONFIGS, assert_same_run, small, trained

EMBEDDED_PAIRS = ("bold", "italic", "serif", "night", "emoji-outline")


def draws(seed=0):
    return torch.Generator().manual_seed(seed)


def tiny(name="cyclegan", **changes):
    """A recipe with few channels on few, small pictures."""
    return small(name, **{"data": "bold:size=16", "generator_width": 4, "discriminator_width": 4, "generator_depth": 1,
                          "discriminator_depth": 2, "batch_size": 4} | changes)


# -- data --------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", EMBEDDED_PAIRS)
def test_pairs_hold_two_pictures_and_keep_some_of_the_same_kind_apart(name):
    data = dataset(f"{name}:size=16")
    x = data.sample(20, draws())
    assert data.kind == "pairs" and data.matched and x.shape == (20, *data.shape) and x.dtype == torch.float32
    assert x.abs().max() <= 1 and data.unseen.shape[1:] == data.shape and len(data.unseen) >= 50
    seen_before = {pair.numpy().tobytes() for pair in torch.cat([data.x, data.y], 1)}
    assert not any(pair.numpy().tobytes() in seen_before for pair in data.unseen)
    assert apart(*halves(data.unseen)) > 0.02, "there is something to do"


def test_letters_of_unseen_families_are_kept_apart_and_stand_where_their_answers_stand():
    data = dataset("bold")
    families = {family for family, *_ in lettering.BOLD}
    assert 0 < len(families & set(lettering.UNSEEN)) < len(families)
    assert len(data.unseen) == 62 * sum(family in lettering.UNSEEN for family, *_ in lettering.BOLD)
    regular, bold = ((1 - half).mean((1, 2, 3)) for half in halves(data.unseen))
    assert (bold > regular).float().mean() > 0.95, "bold has more ink"
    centres = [((1 - half) * torch.arange(32)).sum((1, 2, 3)) / (1 - half).sum((1, 2, 3)) for half in halves(data.unseen)]
    assert (centres[0] - centres[1]).abs().max() < 2


def test_the_night_is_the_day_with_the_sun_as_far_below_the_horizon():
    factors = torch.tensor([[0.6, 0.1, -0.2, 0.3, 0.4]])
    data = dataset("night")
    assert data.domains == ("day", "night") and len(data.x) + len(data.unseen) == 1600
    day, night = halves(data.unseen)
    assert night.mean() < day.mean() - 0.3
    assert torch.equal(drawn(factors, 32)[:, :, -1].argmax(1), drawn(factors * torch.tensor([-1.0, 1, 1, 1, 1]), 32)[:, :, -1].argmax(1))


def test_an_outline_is_dark_where_colours_meet_and_nowhere_else():
    picture = torch.ones(1, 3, 6, 6)
    picture[:, 1:, 2:4, 2:4] = -1
    ink = outlines(picture)[0, 0] < 0
    assert ink[1, 2:4].all() and ink[3, 2:4].all() and not ink[:1].any() and not ink[4:].any() and torch.equal(outlines(-picture), outlines(picture))


def test_every_unseen_pair_is_translated_once_before_one_comes_again():
    unseen = torch.arange(5.0).view(5, 1, 1, 1).expand(5, 2, 4, 4)
    data = Pairs(x=torch.zeros(3, 1, 4, 4), y=torch.zeros(3, 1, 4, 4), unseen=unseen, domains=("a", "b"))
    assert sorted(data.to_translate(10, draws())[:, 0, 0, 0].tolist()) == sorted([*range(5)] * 2)


# -- the games ---------------------------------------------------------------------------------------------------------

class Known:
    """Stands in for the engine's networks: any map of pairs as G, and a D that says 0."""

    noise_inputs = 0

    def __init__(self, G):
        self.G = G

    def apply(self, state, player, x, mixed=True, **more):
        return (self.G(x) if player == "g" else torch.zeros(len(x), 2, 1, 1)), {}


def duties(game, G, pairs, **settings):
    """What G pays besides its loss, on these pairs."""
    config = recipe("cyclegan").changed(**settings) if isinstance(game, CycleGAN) else recipe("pix2pix").changed(**settings)
    play, draw = Play(Known(G), {"step": 0}), Draw(0, "cpu")
    value, _ = game.loss("g", play, pairs, draw, config, silent)
    plain, _ = game.loss("g", play, pairs, draw, config.changed(cycle_weight=0, identity_weight=0, l1_weight=0), silent)
    return float(value - plain)


PAIRS = torch.rand(3, 2, 4, 4, generator=draws(5)) * 2 - 1


def test_a_g_that_changes_nothing_pays_nothing_for_cycle_and_identity():
    assert duties(CycleGAN(), lambda p: swapped(p), PAIRS) == 0, "(x, y) becomes (F(y), G(x)) = (y, x)"


def test_two_translators_that_undo_each_other_pay_for_identity_only():
    def inverse(p):
        x, y = halves(p)
        return torch.cat([y - 0.5, x + 0.5], 1)
    assert duties(CycleGAN(), inverse, PAIRS, cycle_weight=10, identity_weight=0) == pytest.approx(0, abs=1e-6)
    assert duties(CycleGAN(), inverse, PAIRS, cycle_weight=0, identity_weight=4) == pytest.approx(2, abs=1e-5)


def test_translators_that_add_up_pay_for_the_round_trip():
    def darker(p):
        x, y = halves(p)
        return torch.cat([y - 0.25, x - 0.25], 1)
    assert duties(CycleGAN(), darker, PAIRS, cycle_weight=10, identity_weight=0) == pytest.approx(5, abs=1e-5)


def test_pix2pix_pays_for_the_distance_to_the_answer():
    def half_right(p):
        x, y = halves(p)
        return torch.cat([x, y + 0.5], 1)
    assert duties(Pix2Pix(), half_right, PAIRS, l1_weight=100) == pytest.approx(50, abs=1e-3)


def test_cyclegan_does_not_know_which_pictures_belong_together():
    x = torch.arange(64.0).view(64, 1, 1, 1).expand(64, 2, 2, 2)
    mine, others = halves(CycleGAN().batch(x, None, Draw(0, "cpu"), recipe("cyclegan")))
    assert torch.equal(mine, halves(x)[0]) and torch.equal(others.sort(0).values, halves(x)[1])
    assert (mine == others)[:, 0, 0, 0].float().mean() < 0.2
    assert torch.equal(Pix2Pix().batch(x, None, Draw(0, "cpu"), recipe("pix2pix")), x)


def test_the_pool_fills_then_half_of_what_d_sees_is_older():
    pool, filled, source = torch.zeros(50, 1, 1, 1), torch.tensor(0), draws()
    given, shown = [], []
    for step in range(400):
        fake = (torch.arange(8.0) + 8 * step + 1).view(8, 1, 1, 1)
        seen_now, pool, filled = from_pool(pool, filled, fake, source)
        given, shown = given + [fake], shown + [seen_now]
        if step < 6:
            assert torch.equal(seen_now, fake) and int(filled) == 8 * (step + 1), "as long as there is room nothing is held back"
    given, shown = (torch.cat(each[10:]).flatten() for each in (given, shown))
    old = given != shown
    assert int(filled) == 50 and 0.45 < old.float().mean() < 0.55
    assert shown.min() > 0 and len(shown.unique()) == len(shown), "what was shown from the pool has left it"
    ages = (given - shown)[old] / 8
    assert ages.min() > 0 and 8 < ages.mean() < 18, "50 places, 4 of which are taken anew at each step"


def test_a_batch_larger_than_the_pool_goes_through():
    fake = torch.arange(10.0).view(10, 1, 1, 1)
    shown, pool, filled = from_pool(torch.zeros(4, 1, 1, 1), torch.tensor(0), fake, draws())
    assert torch.equal(shown, fake) and pool.flatten().tolist() == [0, 1, 2, 3] and int(filled) == 4


@pytest.mark.parametrize("name", ["cyclegan", "pix2pix"])
def test_resume_and_rewind_are_exact_with_a_pool(tmp_path, name):
    config = tiny(name, **({"pool": 6} if name == "cyclegan" else {}))
    whole = trained(config, 8)
    parted = trained(config, 4)
    kept = parted.snapshot()
    parted.save(tmp_path)
    resumed = Trainer.load(tmp_path)
    resumed.run(steps=4)
    assert_same_run(resumed, whole)
    parted.run(steps=3)
    parted.restore(kept)
    parted.run(steps=4)
    assert_same_run(parted, whole)


def test_the_truth_is_measured_on_unseen_families():
    trainer = trained(tiny(), 1)
    trainer.players["g"].module.forward = None  # not looked at below
    pairs = trainer.metric_inputs(256)
    x, y = halves(pairs)
    measured = trainer.game.measures(trainer, torch.cat([x, y], 1))
    assert measured["l1_to_truth"] == 0 and measured["l1_identity"] == pytest.approx(float((x - y).abs().mean()))
    assert trainer.game.measures(trainer, torch.cat([x, x], 1))["l1_to_truth"] == measured["l1_identity"]
    unseen = {pair.numpy().tobytes() for pair in trainer.data.unseen}
    assert all(pair.numpy().tobytes() in unseen for pair in pairs)


def test_metrics_name_the_truth_and_no_copies():
    found = trained(tiny(), 2).metrics()
    assert {"l1_to_truth", "l1_identity", "sliced_wasserstein"} == found.keys()


def test_g_begins_near_the_identity():
    x, y = halves(dataset("bold").unseen[:40])
    trainer = Trainer(recipe("cyclegan", data="bold", device="cpu"))
    there = halves(trainer.generate(torch.cat([x, y], 1)))[1]
    assert apart(there, x) < 0.5 * apart(x, y)


def test_what_is_seen_is_input_output_round_trip_and_truth():
    data = dataset("bold:size=16")
    pairs = data.unseen[:3]
    found = seen(lambda p: torch.cat([halves(p)[1] + 1, halves(p)[0] + 2], 1), pairs, data, back=True)
    x, y = halves(pairs)
    assert [*found] == ["input", "output", "back", "truth"]
    assert torch.equal(found["output"], x + 2) and torch.equal(found["back"], x + 2 + 1) and torch.equal(found["truth"], y)
    assert "back" not in seen(lambda p: p, pairs, data, back=False)


# -- in the page, in figures and as files ------------------------------------------------------------------------------

@pytest.mark.parametrize("name", ["cyclegan", "pix2pix"])
def test_the_page_gets_pictures_what_g_makes_of_them_and_the_truth(name):
    trainer = trained(tiny(name), 2)
    view = VIEWS["pairs"](trainer)
    still, frame = unpack(scene(view, "1").bytes)["arrays"], view.frame(Moment(trainer))
    assert still["inputs"].shape == still["reals"].shape == frame["fakes"].shape and ("back" in frame) == (name == "cyclegan")
    assert np.isfinite(frame["scores"]).all() and len(list(trainer.phases())) > 5


@pytest.mark.parametrize("ending", ["png", "html", "csv", "json", "py", "ipynb"])
def test_a_run_becomes_files(ending):
    assert FORMATS[ending].make(trained(tiny(), 1))


@pytest.mark.parametrize("ending", ["grid.png", "walk.gif", "wav", "midi"])
def test_files_of_other_kinds_are_refused(ending):
    with pytest.raises(PlaygroundError, match="pictures to translate"):
        FORMATS[ending].make(trained(tiny(), 1))


def test_figures_have_a_column_for_each_of_what_is_seen():
    assert len(plots.translations(trained(tiny(), 1)).axes) == 4
    assert len(plots.samples(torch.zeros(5, 2, 16, 16), trained(tiny("pix2pix"), 1)).axes) == 3
    assert plots.summary(trained(tiny(), 1))


# -- refusals, and one's own ---------------------------------------------------------------------------------------------

def folders(root, first, second, names=("photos", "paintings")):
    """Two folders of pictures; each of `first` and `second` a list of (width, height, mode)."""
    for name, kinds in zip(names, (first, second)):
        (root / name).mkdir(parents=True)
        for i, (width, height, mode) in enumerate(kinds):
            image = Image.effect_noise((width, height), 40 + i).convert(mode)
            image.save(root / name / f"{i:02}-{name if len(first) != len(second) else ''}.png")
    return root


def test_two_folders_of_ones_own_of_any_size_and_mode(tmp_path, capsys):
    root = folders(tmp_path / "own", [(40, 30, "RGB")] * 20, [(17, 64, "L")] * 17 + [(20, 20, "RGBA")])
    trainer = trained(tiny(data=f"path:{root}", generator_width=4), 2)
    assert trainer.data.domains == ("paintings", "photos") and not trainer.data.matched
    assert trainer.data.shape == (6, 32, 32) and len(trainer.data.y) == 20 and len(trainer.data.x) == 18
    assert "l1_to_truth" not in trainer.metrics() and "domains=2" in trainer.config.data
    assert trainer.sample(3).shape == (3, 6, 32, 32)
    main(["data", f"path:{root},domains=2"])
    said = capsys.readouterr().out
    assert "paintings (18) to photos (20)" in said and "made 32 × 32 pixels in colour" in said
    with pytest.raises(PlaygroundError, match="take the recipe cyclegan"):
        tiny("pix2pix", data=f"path:{root}") and Trainer(tiny("pix2pix", data=f"path:{root}"))


def test_files_of_the_same_names_are_pairs_in_a_zip_too(tmp_path):
    root = folders(tmp_path / "own", [(40, 30, "RGB")] * 18, [(40, 30, "RGB")] * 18)
    with zipfile.ZipFile(tmp_path / "own.zip", "w") as archive:
        for file in sorted(root.rglob("*.png")):
            archive.write(file, f"outer/{file.relative_to(root)}")
    data = dataset(f"path:{tmp_path / 'own.zip'},domains=2")
    assert data.matched and data.domains == ("paintings", "photos") and trained(tiny("pix2pix", data=data.spec), 1)
    assert torch.equal(data.x, dataset(f"path:{root},domains=2").x)


def test_other_folders_are_refused_in_a_sentence(tmp_path):
    root = folders(tmp_path / "few", [(40, 30, "RGB")] * 20, [(40, 30, "RGB")] * 3)
    with pytest.raises(PlaygroundError, match="3 pictures in paintings, and a GAN needs at least 16 of each kind"):
        dataset(f"path:{root},domains=2")
    with pytest.raises(PlaygroundError, match="lie in two folders side by side"):
        dataset(f"path:{root / 'photos'},domains=2")


@pytest.mark.parametrize("make, said", [
    (lambda: recipe("cyclegan", data="digits"), "cyclegan is for pairs, and digits holds images"),
    (lambda: recipe("dcgan", data="bold"), "dcgan is for images"),
    (lambda: Trainer(tiny(minibatch_std=True)), "minibatch_std belongs to a D of discriminator=mlp or dcgan, not cycle"),
    (lambda: Trainer(tiny(generator_depth=3, discriminator_depth=5)), "discriminator_depth=4 or less"),
    (lambda: Trainer(tiny("pix2pix", generator_depth=5)), "generator_depth=4 or less"),
    (lambda: Trainer(Config(data="bold")), "generator=mlp does not fit bold, which holds pairs: take generator=cycle or unet"),
    (lambda: Trainer(tiny(augmentation="differentiable")), "augmentation changes pictures"),
])
def test_what_does_not_go_together_is_said(make, said):
    with pytest.raises(PlaygroundError, match=said):
        make()


def test_another_kind_of_letters_while_it_trains():
    trainer = trained(tiny(), 1)
    trainer.set(data="italic:size=16", cycle_weight=3)
    trainer.run(steps=1)
    assert trainer.config.cycle_weight == 3 and trainer.data.domains == ("upright", "italic")
    with pytest.raises(PlaygroundError, match="shape"):
        trainer.set(data="night:size=16")


@pytest.mark.parametrize("name", ["cyclegan", "pix2pix"])
def test_the_command_line(tmp_path, capsys, name):
    main(["train", name, "--data", "bold:size=16", "--steps", "2", "--json", "--out", str(tmp_path / "run"), "--set",
          "generator_width=4", "discriminator_width=4", "batch_size=4"])
    assert '"l1_to_truth"' in capsys.readouterr().out
    main(["sample", str(tmp_path / "run"), "--out", str(tmp_path / "seen.png")])
    with Image.open(tmp_path / "seen.png") as opened:
        assert opened.width > 2 * opened.height / 10
    assert {"cyclegan", "pix2pix"} <= CONFIGS.keys()
