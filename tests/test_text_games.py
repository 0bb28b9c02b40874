"""Three ways around the discrete wall: what each G makes, what gradient it gets, and what is seen of it."""

import json
import subprocess
import sys
from itertools import product

import numpy as np
import pytest
import torch

from playground import PlaygroundError, Trainer, plots, recipe
from playground.data import dataset
from playground.data.text import MARKS
from playground.export import FORMATS
from playground.games import SeqGAN
from playground.live.frames import scene
from playground.live.packet import unpack
from playground.live.views import VIEWS, Moment
from playground.networks.heads import Argmax, Gumbel, Softmax, gumbel
from playground.networks.layers import initialise
from playground.networks.recurrent import Speaker, drawn
from playground.training.draw import Draw
from playground.training.engine import Functional, Play, initial_state
from playground.training.player import Player
from playground.training.step import silent
from small import small

RECIPES = ("text-gumbel", "text-wgan-gp", "seqgan")


def draws(seed=0):
    return torch.Generator().manual_seed(seed)


def short(name, **changes):
    return small(name, **{"data": "grammar:length=6", "batch_size": 8} | changes)


@pytest.fixture(scope="module", params=RECIPES)
def played(request):
    trainer = Trainer(short(request.param, **{"pretraining": 3} if request.param == "seqgan" else {}))
    trainer.run(steps=6)
    return trainer


def test_gumbel_noise_is_by_the_same_quantile_as_the_normal_it_comes_from():
    x = gumbel(torch.randn(200_000, generator=draws()))
    assert x.mean() == pytest.approx(0.5772, abs=0.01) and x.var() == pytest.approx(torch.pi ** 2 / 6, abs=0.03)
    assert gumbel(torch.tensor([-30.0, 0.0, 30.0])).isfinite().all()


def test_straight_through_draws_by_the_probabilities_and_passes_the_soft_gradient():
    logits = torch.tensor([2.0, 0.0, -1.0]).repeat(20_000, 1)[:, :, None].requires_grad_()
    noise = torch.randn(logits.shape, generator=draws())
    hard = Gumbel(0.7)(logits, noise)
    assert set(hard.unique().tolist()) <= {0.0, 1.0} or (hard - hard.round()).abs().max() < 1e-6
    assert torch.equal(hard.round().sum(1), torch.ones(20_000, 1))
    assert (hard.mean(0)[:, 0] - logits[0, :, 0].softmax(0)).abs().max() < 0.01
    weight = torch.randn(logits.shape, generator=draws(1))
    (through,) = torch.autograd.grad((hard * weight).sum(), logits)
    soft = Softmax(0.7)(logits + gumbel(noise))
    (wanted,) = torch.autograd.grad((soft * weight).sum(), logits)
    assert torch.allclose(through, wanted, atol=1e-6)
    for head in (Gumbel, Argmax):
        assert torch.equal(head(0.7)(logits[:1]).argmax(1), torch.tensor([[0]])), "without noise the likeliest"


def speaker(characters=3, length=3):
    module = Speaker(recipe("seqgan", generator_width=8), (characters, length))
    initialise(module, draws(3))
    with torch.no_grad():
        module.last.weight.mul_(5)  # so that it has something to say
    return module


def everything(characters=3, length=3):
    codes = torch.tensor(list(product(range(characters), repeat=length)))
    return torch.nn.functional.one_hot(codes, characters).mT.float()


@torch.no_grad()
def test_an_lstm_draws_strings_by_the_likelihood_that_it_gives_them():
    module, strings = speaker(), everything()
    p = module(strings, likelihood=True).sum(1).exp()
    assert p.sum() == pytest.approx(1, abs=1e-5) and p.max() > 2 / 27
    found = module(torch.randn(30_000, 5, generator=draws()))
    number = found.argmax(1) @ torch.tensor([9, 3, 1])
    assert (torch.bincount(number, minlength=27) / 30_000 - p).abs().max() < 0.01


@torch.no_grad()
def test_roll_outs_keep_what_is_written_and_draw_the_rest():
    module, given = speaker(), everything()
    kept = torch.arange(27) % 4
    ends = module(torch.randn(27, 5, generator=draws()), given=given, kept=kept)
    for end, begin, k in zip(ends, given, kept):
        assert torch.equal(end[:, :k], begin[:, :k])
    assert not torch.equal(ends, given)
    assert drawn(torch.tensor([[0.2, 0.8]]), torch.tensor([1.0])).tolist() == [[0, 1]]


def test_the_policy_gradient_is_that_of_the_expected_reward():
    config = recipe("seqgan", pretraining=0, rollouts=1)
    modules = {"g": speaker(), "d": torch.nn.Sequential(torch.nn.Flatten(1), torch.nn.Linear(9, 1), torch.nn.Flatten(0))}
    players = {name: Player(module) for name, module in modules.items()}
    engine = Functional(players)
    state = initial_state(players, draws(4), "cpu")
    state["g"] = state["g"] * 3

    def expected(play):
        strings = everything()
        reward = play.score(strings).sigmoid()
        return -(play.likelihood(strings).sum(1).exp() * reward).sum(), []

    real = torch.zeros(60_000, 3, 3)
    found, *_ = engine.slope("g", state, lambda play: SeqGAN().generator_loss(play, real, Draw(0, "cpu"), config, silent))
    wanted, *_ = engine.slope("g", state, expected)
    assert torch.nn.functional.cosine_similarity(found, wanted, dim=0) > 0.98
    assert found.norm() == pytest.approx(float(wanted.norm()), rel=0.1)
    assert Play(engine, state).likelihood(everything()).shape == (27, 3)


def test_maximum_likelihood_comes_first_and_is_told_apart(played):
    rows = played.history.rows()
    assert played.step == 6 and np.isfinite(rows).all()
    if played.config.recipe == "seqgan":
        alone = Trainer(short("seqgan", pretraining=200, generator_lr=0.01))
        alone.run(steps=200)
        nll = alone.history.rows()[:, alone.history.columns.index("loss_g")]
        assert nll[-20:].mean() < 0.75 * nll[:5].mean()


def test_samples_are_strings_and_the_same_latent_gives_the_same(played):
    z = torch.randn(5, played.config.latent_dim, generator=draws())
    strings = played.data.decode(played.generate(z))
    assert strings == played.data.decode(played.generate(z)) and len(strings) == 5
    assert played.metrics().keys() >= {"valid", "distinct", "js4", "js6", "self_bleu", "real_distinct"}


def test_what_is_seen_of_it(played):
    view = VIEWS["text"](played)
    sight = unpack(scene(view, "1").bytes)
    frame = view.frame(Moment(played))
    assert sight["kind"] == "text" and sight["pretraining"] == played.config.pretraining
    assert frame["fakes"].shape == (64, 6) and frame["fakes"].dtype == np.uint32 and frame["marks"].shape == (64,)
    strings = played.data.decode(played.generate(view.latents))
    assert ["".join(chr(c) for c in row if c) for row in frame["fakes"]] == strings
    assert [MARKS[mark] for mark in frame["marks"]] == [played.data.mark(s) for s in strings]
    for phase in played.phases():
        pass
    assert plots.samples(played.sample(20), played) and plots.summary(played)
    assert FORMATS["html"].make(played) and FORMATS["png"].make(played)


@pytest.mark.parametrize("changes, words", [
    ({"latent_dim": 5}, "latent_dim=6 or more"), ({"packing": 2}, "packing=1"), ({"latent": "uniform"}, "latent=normal")])
def test_an_lstm_says_what_it_needs(changes, words):
    with pytest.raises(PlaygroundError, match=words):
        Trainer(short("seqgan", **changes))


def test_likelihood_needs_a_g_that_has_one():
    with pytest.raises(PlaygroundError, match="pretraining=0"):
        recipe("text-gumbel", pretraining=5)


def test_the_command_line_trains_and_prints_strings(tmp_path):
    command = [sys.executable, "-m", "playground"]
    settings = ["generator_width=4", "discriminator_width=4", "batch_size=8"]
    said = subprocess.run([*command, "train", "text-gumbel", "--data", "grammar", "--steps", "3", "--out", tmp_path / "run",
                           "--json", "--set", *settings], capture_output=True, text=True)
    assert {"valid", "distinct", "js4", "self_bleu"} <= json.loads(said.stdout)["metrics"].keys()
    said = subprocess.run([*command, "sample", tmp_path / "run", "-n", "5"], capture_output=True, text=True)
    assert said.returncode == 0 and len(said.stdout.splitlines()) == 5
    assert set(said.stdout) <= {"\n", *dataset("grammar").alphabet}
