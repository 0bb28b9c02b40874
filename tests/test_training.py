"""The step, the two engines that run it, its phases, and what a trainer does with them."""

import math

import pytest
import torch

from playground import PlaygroundError, Trainer
from playground.config import LIVE
from playground.training.engine import Functional, clone
from playground.training.losses import LOSSES
from playground.training.phases import PHASES
from playground.training.step import COLUMNS, gan_step
from small import CONFIGS, assert_same_run, differing, pictures, rows, same, small, trained


# -- engines -----------------------------------------------------------------------------------------------------------

def functional_steps(config, n):
    """n steps by the engine that changes nothing it was given; checks that it does not. Returns (state, rows)."""
    trainer = Trainer(config)
    engine, state, reports = Functional(trainer.players), clone(trainer.state), []
    for _ in range(n):
        before = clone(state)
        with trainer.own_threads():
            after, report = gan_step(trainer.dynamics.step, trainer.game, engine, state, trainer._reals(), trainer.draw, config)
        assert differing(state, before) == [], "the step changed the state it was given"
        state = after
        reports.append(report)
    return state, torch.stack(reports)


@pytest.mark.parametrize("name", CONFIGS)
def test_bound_and_functional_engines_give_the_same_bits(name):
    bound = trained(CONFIGS[name], 20)
    state, reports = functional_steps(CONFIGS[name], 20)
    assert same(rows(bound), reports)
    assert differing(bound, state) == []
    assert reports.isfinite().all()


def test_engines_agree_on_glyphs_with_batch_norm():
    config = pictures(data="glyphs")
    state, reports = functional_steps(config, 5)
    bound = trained(config, 5)
    assert same(rows(bound), reports) and differing(bound, state) == []
    assert {"d/3.running_mean", "g/2.running_var"} <= {*state}, "batch statistics are part of the state"


def test_engines_agree_in_value_where_rounding_may_differ():
    """Spectral norm under a penalty uses each weight so often that the order of summing differs."""
    config = small("wgan-gp", spectral_norm=True, n_critic=1)
    torch.testing.assert_close(functional_steps(config, 5)[1], rows(trained(config, 5)), rtol=1e-4, atol=1e-5)


def test_gradient_is_that_of_an_ordinary_module_and_autograd():
    """One step of plain gradient descent, done by hand on copies of the networks."""
    config = small(optimizer="sgd", learning_rate=0.1)
    trainer, twin = Trainer(config), Trainer(config)
    G, D = (twin.players[p].module.requires_grad_() for p in ("g", "d"))
    (x,), z = twin._reals(), twin.draw.latent(config.batch_size, config)
    loss = -(D(x).sigmoid().log().mean() + (1 - D(G(z).detach()).sigmoid()).log().mean())
    gradients = torch.autograd.grad(loss, [*D.parameters()])
    with torch.no_grad():
        for p, g in zip(D.parameters(), gradients):
            p -= 0.1 * g
    loss_g = -D(G(twin.draw.latent(config.batch_size, config))).sigmoid().log().mean()
    gradients_g = torch.autograd.grad(loss_g, [*G.parameters()])

    report = next(trainer.steps(1))
    assert report.losses == pytest.approx({"d": loss.item(), "g": loss_g.item()}, rel=1e-5)
    norms = [torch.cat([g.flatten() for g in gs]).norm().item() for gs in (gradients, gradients_g)]
    assert report.gradient_norms == pytest.approx({"d": norms[0], "g": norms[1]}, rel=1e-4)
    torch.testing.assert_close(trainer.state["d"], torch.cat([p.detach().flatten() for p in D.parameters()]))


@pytest.mark.parametrize("optimizer", ["adam", "rmsprop", "sgd"])
def test_optimizers_are_those_of_torch(optimizer):
    config = small(optimizer=optimizer, learning_rate=0.01)
    trainer = Trainer(config)
    vector = torch.nn.Parameter(trainer.state["d"].clone())
    reference = {"adam": lambda: torch.optim.Adam([vector], 0.01, betas=(0.5, 0.999)),
                 "rmsprop": lambda: torch.optim.RMSprop([vector], 0.01),
                 "sgd": lambda: torch.optim.SGD([vector], 0.01)}[optimizer]()
    for i in range(5):
        vector.grad = torch.randn(len(vector), generator=torch.Generator().manual_seed(i))
        trainer.state = trainer.engine.update(trainer.state, "d", vector.grad, config)
        reference.step()
        torch.testing.assert_close(trainer.state["d"], vector.detach())
    assert trainer.state["d.t"] == 5


# -- phases ------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", ["gan", "wgan-gp", "sngan", "r3gan", "dcgan"])
def test_phases_are_the_step_itself(name):
    fast, slow = trained(CONFIGS[name], 3), trained(CONFIGS[name], 3)
    for _ in range(3):
        next(fast.steps(1))
        list(slow.phases())
    assert_same_run(fast, slow)
    fast.run(steps=3)
    slow.run(steps=3)
    assert_same_run(fast, slow)


def test_eleven_phases_in_the_order_of_the_algorithm():
    phases = list(Trainer(small()).phases())
    assert [(p.turn, p.name) for p in phases] == [
        ("d", "sample"), ("d", "generate"), ("d", "score"), ("d", "loss"), ("d", "gradient"), ("d", "update"),
        ("g", "generate"), ("g", "score"), ("g", "loss"), ("g", "gradient"), ("g", "update")]
    assert [p.index for p in phases] == list(range(1, 12)) and len(PHASES) == 11
    assert all(p.title and p.formula and p.explanation.endswith(".") for p in phases)


def test_d_takes_its_six_phases_n_critic_times():
    phases = list(Trainer(small("wgan-gp", n_critic=3)).phases())
    assert [p.index for p in phases] == [1, 2, 3, 4, 5, 6] * 3 + [7, 8, 9, 10, 11]
    reals = [p.tensors["real"] for p in phases if p.name == "sample"]
    assert not torch.equal(reals[0], reals[1]) and not torch.equal(reals[1], reals[2])


@pytest.mark.parametrize("config", [small(), small("r3gan"), pictures()], ids=["gan", "r3gan", "dcgan"])
def test_phase_tensors_have_their_shapes_and_meanings(config):
    trainer = Trainer(config)
    n, shape = config.batch_size, trainer.data.shape
    before = clone(trainer.state)
    phases = {(p.turn, p.name): p for p in trainer.phases()}
    tensors = {key: p.tensors for key, p in phases.items()}
    assert tensors["d", "sample"]["real"].shape == (n, *shape)
    for turn in "dg":
        weights = len(before[turn])
        assert tensors[turn, "generate"]["latent"].shape == (n, config.latent_dim)
        assert tensors[turn, "generate"]["fake"].shape == (n, *shape)
        assert tensors[turn, "score"]["fake"].shape == (n,)
        assert tensors[turn, "loss"]["loss"].shape == ()
        assert tensors[turn, "gradient"]["gradient"].shape == (weights,)
        assert torch.equal(tensors[turn, "update"]["parameters"], trainer.state[turn])
        assert not any(t.requires_grad for t in tensors[turn, "score"].values())
    assert tensors["d", "score"]["real"].shape == (n,)
    assert not torch.equal(tensors["d", "generate"]["latent"], tensors["g", "generate"]["latent"]), "fresh fakes"
    report = trainer.history.rows()[0]
    assert tensors["d", "loss"]["loss"].item() == pytest.approx(report[COLUMNS.index("loss_d")])
    assert tensors["g", "loss"]["loss"].item() == pytest.approx(report[COLUMNS.index("loss_g")])
    for key, phase in phases.items():  # who has moved by then
        moved = [p for p in "dg" if not torch.equal(phase.vectors[p], before[p])]
        assert moved == {"d": ["d"] * (key[1] == "update"), "g": ["d", "g"] if key[1] == "update" else ["d"]}[key[0]]


def test_phases_keep_copies():
    trainer = Trainer(small())
    phases = list(trainer.phases())
    before = [{k: v.clone() for k, v in p.tensors.items()} for p in phases]
    trainer.run(steps=5)
    assert all(same(p.tensors[k], kept[k]) for p, kept in zip(phases, before) for k in kept)


# -- what a step reports -----------------------------------------------------------------------------------------------

def test_report_is_what_the_networks_say():
    """D(x), D(G(z)), value and losses from the scores of the same step's phases."""
    trainer = Trainer(small("r1", penalty_weight=3))
    phases = {(p.turn, p.name): p.tensors for p in trainer.phases()}
    real, fake = phases["d", "score"]["real"], phases["d", "score"]["fake"]
    last = dict(zip(COLUMNS, trainer.history.rows()[-1].tolist()))
    assert last["d_real"] == pytest.approx(real.sigmoid().mean().item())
    assert last["d_fake"] == pytest.approx(fake.sigmoid().mean().item())
    value = (real.sigmoid().log().mean() + (1 - fake.sigmoid()).log().mean()).item()
    assert last["value"] == pytest.approx(value)
    assert last["loss_d"] > -value, "D's loss has the penalty in it, the value has not"


def test_penalty_weight_scales_the_mean_price():
    """The first loss is affine in the weight: plain loss + weight times price."""
    first = [trained(small("r1", penalty_weight=w), 1).history.column("loss_d")[0] for w in (0, 1, 2)]
    assert first[1] > first[0] and first[2] - first[1] == pytest.approx(first[1] - first[0], rel=1e-4)


def test_history_counts_steps_and_its_curves_are_means_of_buckets():
    trainer = trained(small(generator_width=4, discriminator_width=4, batch_size=4), 150)
    assert len(trainer.history) == trainer.step == 150
    trainer.history.extend(torch.randn(1111, len(COLUMNS)).numpy())
    for _ in range(2):  # the buckets are kept between two looks
        steps, means = trainer.history.curves()
        whole = trainer.history.rows()
        starts = [0, *steps[:-1]]
        assert len(steps) <= 400 and steps[-1] == len(trainer.history)
        for a, b, mean in zip(starts, steps, means):
            assert mean == pytest.approx(whole[a:b].mean(0), abs=1e-5)
        trainer.history.extend(torch.randn(500, len(COLUMNS)).numpy())


def test_batch_norm_in_d_judges_real_and_fake_apart():
    """In one batch of both, D would be told by the statistics of the batch what it has to find out."""
    trainer = Trainer(pictures())
    phases = {p.name: p.tensors for p in list(trainer.phases())[:4]}
    twin = Trainer(pictures()).players["d"].module
    with torch.no_grad(), trainer.own_threads():
        for key, batch in (("real", phases["sample"]["real"]), ("fake", phases["generate"]["fake"])):
            torch.testing.assert_close(phases["score"][key], twin(batch))


# -- stabilizers -------------------------------------------------------------------------------------------------------

def test_ema_is_its_recursion():
    """a <- decay a + (1 - decay) g after each of G's updates, with a decay that grows to its value."""
    trainer = Trainer(pictures(ema=0.6))
    keys = {"g": "average"} | {k: k.replace("g/", "average/") for k in trainer.state if k.startswith("g/")}
    assert len(keys) > 1
    mine = {key: trainer.state[key].double() for key in keys}
    for k in range(25):
        trainer.run(steps=1)
        decay = min(0.6, (1 + k) / (10 + k))
        mine = {key: decay * value + (1 - decay) * trainer.state[key].double() for key, value in mine.items()}
        for key, average in keys.items():
            torch.testing.assert_close(trainer.state[average].double(), mine[key], rtol=1e-5, atol=1e-6)
    assert decay == 0.6, "the run was long enough to leave the short memory"


def test_samples_come_from_the_average_if_there_is_one():
    z = torch.randn(5, 2, generator=torch.Generator().manual_seed(0))
    plain, averaged = trained(small(), 30), trained(small(ema=0.99), 30)
    assert torch.equal(plain.state["g"], averaged.state["g"]), "the average does not touch training"
    assert torch.equal(plain.generate(z), averaged.generate(z, averaged=False))
    assert not torch.equal(averaged.generate(z), averaged.generate(z, averaged=False))
    fresh = trained(small(), 30)
    fresh.set(ema=0.99)
    assert torch.equal(fresh.generate(z), plain.generate(z)), "an average that begins now begins at G"


def test_clipping_bounds_every_weight_of_d():
    trainer = Trainer(small("wgan", weight_clip=0.05))
    g = trainer.state["g"].clone()
    for _ in trainer.steps(10):
        assert trainer.state["d"].abs().max() == torch.tensor(0.05)
    assert (trainer.state["g"].abs() > 0.05).any() and not torch.equal(g, trainer.state["g"])


@pytest.mark.parametrize("config", [small("sngan"), pictures("sngan", generator="dcgan", discriminator="dcgan")],
                         ids=["mlp", "dcgan"])
def test_spectral_norm_holds_every_layer_of_d_at_one(config):
    """Nearly so while D moves, as one step of the power iteration lags behind; exactly once D stands still."""
    trainer = trained(config, 40)
    layers = [m for m in trainer.players["d"].module.modules() if hasattr(m, "norm")]
    assert sum(m.weight.numel() + m.bias.numel() for m in layers) == len(trainer.state["d"])

    def norms():
        with trainer.looking("d"):
            return [torch.linalg.matrix_norm(m.norm(m.weight).flatten(1), 2).item() for m in layers]
    assert all(0.9999 < norm < 1.1 for norm in norms())
    trainer.set(players="generator")
    trainer.run(steps=80)
    assert norms() == pytest.approx([1] * len(layers), abs=2e-3)
    assert any(torch.linalg.matrix_norm(m.weight.flatten(1), 2) < 0.9 for m in layers), "the raw weights are not"


# -- who learns --------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("players, moving, still", [("discriminator", "d", "g"), ("generator", "g", "d")])
@pytest.mark.parametrize("name", ["gan", "r3gan", "dcgan"])
def test_only_the_player_named_moves(name, players, moving, still):
    trainer = trained(CONFIGS[name], 2)
    before = clone(trainer.state)
    trainer.set(players=players)
    reports = list(trainer.steps(5))
    for key in ("", ".m", ".v", ".t"):
        assert torch.equal(trainer.state[still + key], before[still + key])
        assert not torch.equal(trainer.state[moving + key], before[moving + key])
    assert torch.equal(trainer.state["average"], before["average"]) == (moving == "d" or not trainer.config.ema)
    for report in reports:
        assert math.isfinite(report.losses[moving]) and math.isnan(report.losses[still])
    assert trainer.diverged is None, "the one who rests is not taken for a sick one"
    trainer.set(players="both")
    assert all(math.isfinite(x) for x in list(trainer.steps(2))[-1].losses.values())


# -- changes on the way ------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("change, words", [
    ({"generator_lr": -1}, "generator_lr"), ({"learning_rate": 0}, "more than 0"),
    ({"learning_rate": float("nan")}, "_lr"), ({"batch_size": 1}, "at least 2"), ({"batch_size": 2.5}, "whole number"),
    ({"n_critic": 0}, "at least 1"), ({"loss": "hing"}, "Did you mean 'hinge'"), ({"penalty": "r7"}, "wgan-gp"),
    ({"penalty_weight": 1}, "no penalty to weigh"), ({"players": "nobody"}, "discriminator"), ({"ema": 1}, "at most"),
    ({"data": "rings"}, "Known data sets"), ({"data": "ring:modes=0"}, "modes"), ({"wings": 2}, "no setting 'wings'"),
    ({"generator_width": 32}, "new Trainer"), ({"seed": 1}, "new Trainer"), ({"optimizer": "sgd"}, "new Trainer"),
    ({"data": "two-gaussians-1d"}, "shape"), ({"data": "digits"}, "shape"),
    ({"generator_lr": 0.1, "batch_size": -4}, "batch_size"),
])
def test_a_change_that_cannot_be_made_changes_nothing(change, words):
    trainer, untouched = trained(small(), 3), trained(small(), 5)
    with pytest.raises(PlaygroundError, match=words):
        trainer.set(**change)
    assert trainer.config == untouched.config and trainer.events == [] and trainer.data.spec == "ring"
    trainer.run(steps=2)
    assert_same_run(trainer, untouched)


def test_pictures_of_another_size_are_refused():
    with pytest.raises(PlaygroundError, match="shape"):
        Trainer(pictures()).set(data="digits:size=32")


def test_a_penalty_is_refused_where_d_mixes_the_batch():
    with pytest.raises(PlaygroundError, match="discriminator_batch_norm=false"):
        Trainer(pictures()).set(penalty="r1")


def test_every_live_setting_acts_on_the_next_step():
    changes = {
        "data": "grid", "loss": "hinge", "penalty": "r1", "penalty_weight": 7.0, "weight_clip": 0.01, "ema": 0.5,
        "generator_lr": 0.01, "discriminator_lr": 0.01, "beta1": 0.9, "beta2": 0.5, "batch_size": 8, "n_critic": 2,
        "players": "generator", "label_smoothing": 0.1, "instance_noise": 0.5, "instance_noise_steps": 5, "consistency": 1.0,
        "augmentation": "adaptive", "top_k": 0.5, "top_k_steps": 9, "updates": "optimistic", "unrolled_steps": 2,
        "consensus": 3.0, "lookahead": 2, "auxiliary_weight": 3.0, "rollouts": 3, "cycle_weight": 5.0, "identity_weight": 2.0, "l1_weight": 9.0}
    needed = {"instance_noise_steps": {"instance_noise": 0.5}, "top_k_steps": {"top_k": 0.5},
              "unrolled_steps": {"updates": "unrolled"}, "consensus": {"updates": "consensus"}}
    assert set(changes) == set(LIVE)
    for name, value in changes.items():
        if name in ("augmentation", "auxiliary_weight"):
            config = pictures("gan", conditioning="codes")
        elif name == "rollouts":
            config = small("seqgan", data="oracle:length=6", batch_size=8, pretraining=3)
        elif name in ("cycle_weight", "identity_weight", "l1_weight"):
            config = small("pix2pix" if name == "l1_weight" else "cyclegan", data="bold:size=16", generator_width=4, batch_size=2)
        else:
            config = small("gan", penalty="r2", **needed.get(name, {}))
        plain, trainer = trained(config, 6), trained(config, 4)
        trainer.set(**{name: value})
        assert trainer.step == 4 and trainer.events[-1].step == 4 and name in trainer.events[-1].changes
        trainer.run(steps=2)
        mine, theirs = ({k: s[k] for k in ("d", "g", "average")} for s in (trainer.state, plain.state))
        assert differing(mine, theirs), f"{name} did nothing"
        assert same(rows(trainer)[:4], rows(plain)[:4])


def test_setting_what_is_already_set_is_no_event():
    trainer = Trainer(small())
    trainer.set(learning_rate=trainer.config.generator_lr, n_critic="1")
    assert trainer.events == []


# -- driving -----------------------------------------------------------------------------------------------------------

def test_run_means_so_many_more_steps_and_tells_every_one():
    trainer, seen = Trainer(small()), []
    assert trainer.run(steps=3, tick=lambda t: seen.append(t.step)).step == 3
    assert trainer.run(steps=2).step == trainer.step == 5 and seen == [1, 2, 3]
    assert trainer.run(steps=0) is None
    assert trainer.run(seconds=0.2).step > 5
    with pytest.raises(PlaygroundError, match="how long"):
        trainer.run()


def test_bfloat16_trains_float32_weights_near_the_float32_run():
    for config in (small("sngan"), small("r3gan"), pictures()):
        low, full = (trained(config.changed(precision=p), 3) for p in ("bfloat16", "float32"))
        assert low.state["d"].dtype == torch.float32 and rows(low).isfinite().all()
        assert not same(rows(low), rows(full))
        torch.testing.assert_close(rows(low)[:, :5], rows(full)[:, :5], rtol=0.05, atol=0.05)


def test_the_pull_on_fakes_is_downhill_in_gs_loss():
    """Each fake on its own: moving it along its arrow lowers what G loses by it, at the rate of the arrow's length."""
    for name in LOSSES:
        trainer = trained(small(loss=name), 5)
        x = trainer.data.sample(8, torch.Generator().manual_seed(0)) / trainer.data.scale
        fake, vectors = torch.randn(8, 2, generator=torch.Generator().manual_seed(1)), {"d": trainer.state["d"].clone()}
        pull = trainer.pull(fake, x, vectors)
        D, loss = trainer.players["d"].module, trainer.loss

        def losses(fakes):
            with torch.no_grad():
                return torch.stack([loss.generator(D(f[None]), D(r[None])) for f, r in zip(fakes, x)])
        torch.testing.assert_close((losses(fake - 5e-3 * pull) - losses(fake + 5e-3 * pull)) / 1e-2,
                                   pull.square().sum(1), rtol=0.05, atol=1e-4)
