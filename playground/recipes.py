"""The named GANs: settings and words, never code."""

from dataclasses import dataclass, field

from playground.config import Config, differences, parse_changes, suggestion
from playground.data import DATA, dataset
from playground.data.own import as_domains, pinned
from playground.errors import PlaygroundError

KINDS = {
    "toy": {"generator": "dirac", "discriminator": "dirac", "optimizer": "sgd", "batch_size": 64, "latent_dim": 1,
            "generator_lr": 0.2, "discriminator_lr": 0.2},
    "line": {"latent_dim": 1, "generator_width": 32, "discriminator_width": 64, "generator_depth": 2,
             "discriminator_depth": 2, "discriminator_lr": 2e-3, "beta1": 0.0},
    "points": {},
    "images": {"generator": "dcgan", "discriminator": "dcgan", "generator_width": 24, "discriminator_width": 24,
               "generator_batch_norm": True, "discriminator_batch_norm": True, "latent_dim": 64, "batch_size": 64,
               "generator_lr": 5e-4, "discriminator_lr": 5e-4, "ema": 0.99},
    "text": {"generator": "text", "discriminator": "text", "generator_width": 32, "discriminator_width": 32, "latent_dim": 64,
             "generator_depth": 2, "discriminator_depth": 2, "batch_size": 64, "generator_lr": 1e-3, "discriminator_lr": 1e-3,
             "beta1": 0.0, "beta2": 0.9},
    "music": {"generator": "music", "discriminator": "music", "generator_width": 64, "discriminator_width": 64, "latent_dim": 64,
              "generator_depth": 2, "discriminator_depth": 2, "batch_size": 32, "generator_lr": 1e-3, "discriminator_lr": 1e-3,
              "beta1": 0.0, "beta2": 0.9, "head": "argmax", "temperature": 0.7},
    "pairs": {"generator": "cycle", "discriminator": "cycle", "generator_width": 16, "discriminator_width": 16, "generator_depth": 2,
              "discriminator_depth": 3, "batch_size": 8, "generator_lr": 2e-3, "discriminator_lr": 2e-3, "beta1": 0.5, "beta2": 0.99,
              "cycle_weight": 0.5, "identity_weight": 0.2, "n_critic": 3, "ema": 0.995},
}
"""What every recipe takes for each kind of data, unless it says otherwise: networks and batches that fit."""


@dataclass(frozen=True)
class Recipe:
    """One named GAN. `settings` hold for all data, `images` on top of them for pictures; `kinds` are the kinds of data
    that it is for, if not all.
    """

    title: str
    source: str
    about: str
    settings: dict = field(default_factory=dict)
    images: dict = field(default_factory=dict)
    data: str = "ring"
    kinds: tuple = ()


BEYOND = ("text", "music", "pairs")
"""Kinds of data that ask for a recipe of their own."""

_PLAIN_D = {"discriminator_batch_norm": False}


def _networks(family):
    """A family of networks for pictures that are wide at full size already, so that few channels do."""
    return _PLAIN_D | {"generator": family, "discriminator": family, "generator_width": 16, "discriminator_width": 16,
                       "generator_depth": 1, "discriminator_depth": 1, "batch_size": 32}


_FEW = _PLAIN_D | {"generator_width": 16, "discriminator_width": 16, "batch_size": 32, "generator_lr": 1e-3,
                   "discriminator_lr": 1e-3, "ema": 0.999}
"""DCGAN's networks with fewer channels and half the batch: many cheap steps."""


def _classes(title, source, about, conditioning, data="glyphs", **settings):
    """A GAN that knows classes, on SN-DCGAN's networks and game: only how the class is told differs."""
    return Recipe(title, source, about, {"loss": "hinge", "spectral_norm": True, "beta1": 0.0, "beta2": 0.9,
                                         "conditioning": conditioning} | settings, _FEW, data=data, kinds=("images",))


def _f_gan(loss, name, divergence, about, **settings):
    """An f-GAN is the saddle of a divergence's variational bound; its D is a density ratio."""
    return Recipe(f"f-GAN, {name}", "Nowozin et al. 2016, arXiv 1606.00709",
                  f"The game whose value is the {divergence}. {about}",
                  {"loss": loss, "generator_lr": 5e-4, "discriminator_lr": 5e-4} | settings,
                  _PLAIN_D if settings else {})


def _pacgan(k):
    return Recipe(f"PacGAN{k}", "Lin et al. 2018, arXiv 1712.04086",
                  f"D judges {k} samples of one kind together, so a G that makes the same one over and over gives itself away. "
                  "Watch modes stay that the plain GAN loses.",
                  {"loss": "non-saturating", "packing": k}, data="grid")


_CALM = {"penalty": "r1", "penalty_weight": 0.1}
"""KL and Pearson are flat for G where D is sure of a fake: without a penalty the first sure D ends the game."""


RECIPES = {
    "minimax": Recipe(
        "Minimax GAN", "Goodfellow et al. 2014, arXiv 1406.2661",
        "The original game: G minimises exactly what D maximises. Watch G stand still whenever D is sure of every fake, "
        "because there log(1 − D(G(z))) is flat.",
        {"loss": "minimax"}),
    "gan": Recipe(
        "Non-saturating GAN", "Goodfellow et al. 2014, arXiv 1406.2661, section 3",
        "G maximises log D(G(z)), which pulls hardest where D is sure of a fake. Watch whether G settles on all modes or hops "
        "from one to the next.",
        {"loss": "non-saturating"}),
    "lsgan": Recipe(
        "Least-squares GAN", "Mao et al. 2017, arXiv 1611.04076",
        "D aims at the numbers 1 and 0, and pays the squared error. Watch fakes far from the data being pulled in, even "
        "those that D already takes for real.",
        {"loss": "least-squares"}),
    "wgan": Recipe(
        "Wasserstein GAN", "Arjovsky et al. 2017, arXiv 1701.07875",
        "D becomes a critic whose weights are clipped, and its score difference estimates a distance. Watch the map: "
        "clipping makes it nearly straight ramps, so fine detail comes slowly.",
        {"loss": "wasserstein", "weight_clip": 0.1, "optimizer": "rmsprop", "n_critic": 5, "generator_lr": 5e-4,
         "discriminator_lr": 5e-4}, _PLAIN_D | {"weight_clip": 0.05}),
    "wgan-gp": Recipe(
        "WGAN with gradient penalty", "Gulrajani et al. 2017, arXiv 1704.00028",
        "The critic pays for every gradient that is not of length 1, instead of being clipped. Watch an even slope form "
        "between real and fake, and the value fall with the distance.",
        {"loss": "wasserstein", "penalty": "wgan-gp", "penalty_weight": 0.1, "n_critic": 5, "beta1": 0.0, "beta2": 0.9},
        _PLAIN_D | {"penalty_weight": 10.0}),  # 0.1 in the authors' own code for toy data too
    "sngan": Recipe(
        "Spectrally normalised GAN", "Miyato et al. 2018, arXiv 1802.05957",
        "Each of D's weight matrices is divided by its largest singular value, so D cannot become steep. Watch the map "
        "stay soft where the plain GAN's has cliffs.",
        {"loss": "hinge", "spectral_norm": True, "beta1": 0.0, "beta2": 0.9}, _networks("residual")),
    "r1": Recipe(
        "GAN with R1 penalty", "Mescheder et al. 2018, arXiv 1801.04406",
        "D pays for any slope at the real samples, so it falls silent when G has arrived. Watch the swings of the plain "
        "GAN die away.",
        {"loss": "non-saturating", "penalty": "r1", "penalty_weight": 0.1}, _PLAIN_D | {"penalty_weight": 1.0}),
    "r3gan": Recipe(
        "R3GAN", "Huang et al. 2024, arXiv 2501.05441",
        "D judges each fake beside a real sample and pays for slope at both, and G is averaged. Watch it cover every "
        "mode of the grid and stay there.",
        {"loss": "relativistic", "penalty": "r1+r2", "penalty_weight": 0.1, "beta1": 0.0, "beta2": 0.99, "ema": 0.995},
        _networks("r3") | {"penalty_weight": 1.0, "generator_lr": 1e-3, "discriminator_lr": 1e-3}, data="grid"),
    "dcgan": Recipe(
        "DCGAN", "Radford et al. 2015, arXiv 1511.06434",
        "Strided convolutions and batch normalisation turn noise into pictures. Watch strokes join into letters, and "
        "whether two latents give the same one.",
        {"loss": "non-saturating", "generator_lr": 1e-3, "discriminator_lr": 1e-3}, data="glyphs",
        kinds=("images",)),
    "sn-dcgan": Recipe(
        "SN-DCGAN", "Miyato et al. 2018, arXiv 1802.05957, on the networks of Radford et al. 2015, arXiv 1511.06434",
        "DCGAN’s networks with fewer channels, half the batch and a spectrally normalised D: many cheap steps, and G averaged "
        "over a long time. Watch pictures come sooner than DCGAN’s, and stay.",
        {"loss": "hinge", "spectral_norm": True, "beta1": 0.0, "beta2": 0.9},
        _FEW, data="glyphs", kinds=("images",)),
    "cgan": _classes(
        "Conditional GAN", "Mirza and Osindero 2014, arXiv 1411.1784",
        "Both players are told the class beside the sample, so G can be asked for one. Watch which of them are learned "
        "first, and choose one above the fakes.", "concat"),
    "projection": _classes(
        "Projection discriminator", "Miyato and Koyama 2018, arXiv 1802.05637",
        "D adds to its answer how well what it sees goes with what it has learned of the class. Watch fakes of one class keep "
        "together sooner than when D is merely told.", "projection"),
    "acgan": _classes(
        "Auxiliary classifier GAN", "Odena et al. 2017, arXiv 1610.09585",
        "D also names the class, of reals and fakes, and both players care that it is right. Watch every fake become easy to name, "
        "and look whether they still differ.", "auxiliary"),
    "infogan": _classes(
        "InfoGAN", "Chen et al. 2016, arXiv 1606.03657",
        "Nobody tells the classes: G gets a code with each latent, and D must read it in the fake. Watch codes come to stand for "
        "something that you can name.", "codes", data="digits", auxiliary_weight=0.03),
    "sagan": Recipe(
        "Self-attention GAN", "Zhang et al. 2019, arXiv 1805.08318",
        "Both players compare every place of a picture with every other one, and D learns faster than G. Watch parts that "
        "lie far apart begin to agree.",
        {"loss": "hinge", "spectral_norm": True, "beta1": 0.0, "beta2": 0.9}, _networks("attention"), data="glyphs",
        kinds=("images",)),
    "msggan": Recipe(
        "Multi-scale GAN", "Karnewar and Wang 2020, arXiv 1903.06048; Karras et al. 2020, arXiv 1912.04958, section 4",
        "G paints a picture at every size, and D sees each: what growing networks step by step was for. Watch the coarse "
        "shape come first and the edges later.",
        {"loss": "non-saturating", "penalty": "r1", "beta1": 0.0, "beta2": 0.99}, _networks("skip") | {"penalty_weight": 1.0},
        data="glyphs", kinds=("images",)),
    "stylegan": Recipe(
        "StyleGAN2", "Karras et al. 2020, arXiv 1912.04958",
        "A latent becomes a style, which says how strong each feature is at every size; noise does the rest. Watch latents "
        "that lie between two letters give one letter, not a mixture.",
        {"loss": "non-saturating", "penalty": "r1", "beta1": 0.0, "beta2": 0.99, "minibatch_std": True},
        _networks("style") | {"penalty_weight": 1.0}, data="glyphs", kinds=("images",)),
    "hinge": Recipe(
        "Hinge GAN", "Lim and Ye 2017, arXiv 1705.02894",
        "D stops pushing where a score is beyond ±1, and G follows the scores themselves. Watch D leave alone the samples "
        "that it is sure of.",
        {"loss": "hinge"}),
    "rsgan": Recipe(
        "Relativistic GAN", "Jolicoeur-Martineau 2018, arXiv 1807.00734",
        "D says which of two is the real one, so reals become less real as fakes improve. Watch both players pull in every "
        "step.",
        {"loss": "relativistic"}),
    "ragan": Recipe(
        "Relativistic average GAN", "Jolicoeur-Martineau 2018, arXiv 1807.00734, section 4.2",
        "D compares each sample with the average of the other kind. Watch it keep its balance where the plain D becomes "
        "too sure.",
        {"loss": "relativistic-average"}),
    "dragan": Recipe(
        "DRAGAN", "Kodali et al. 2017, arXiv 1705.07215",
        "D’s slope is drawn to 1 around the real samples only. Watch the cliffs beside the data become ramps.",
        {"loss": "non-saturating", "penalty": "dragan", "penalty_weight": 1.0}, _PLAIN_D | {"penalty_weight": 10.0}),
    "wgan-div": Recipe(
        "Wasserstein divergence GAN", "Wu et al. 2018, arXiv 1712.01026",
        "The critic pays for the sixth power of its slope, so no constraint has to be kept. Watch the slope settle by "
        "itself.",
        {"loss": "wasserstein", "penalty": "wgan-div", "penalty_weight": 2.0, "beta1": 0.0, "beta2": 0.9, "n_critic": 5},
        _PLAIN_D),
    "pacgan2": _pacgan(2),
    "pacgan3": _pacgan(3),
    "pacgan4": _pacgan(4),
    "unrolled": Recipe(
        "Unrolled GAN", "Metz et al. 2017, arXiv 1611.02163",
        "G moves against the D that would have answered it, five updates later, so rushing to one mode does not pay. Watch "
        "it spread, slowly and steadily.",
        {"loss": "non-saturating", "updates": "unrolled", "unrolled_steps": 5, "batch_size": 128}, _PLAIN_D | {"batch_size": 32}),
    "f-kl": _f_gan("f-kl", "KL", "Kullback–Leibler divergence KL(p || q)", "G pays dearly for every real that it cannot "
                   "make. Watch it spread rather than miss a mode.", **_CALM),
    "f-reverse-kl": _f_gan("f-reverse-kl", "reverse KL", "reverse divergence KL(q || p)", "G pays dearly for every fake "
                           "that is not real. Watch it rather leave a mode out than miss one."),
    "f-pearson": _f_gan("f-pearson", "Pearson", "Pearson χ² divergence", "Squares punish what is far too rare. Watch "
                        "strong, nervous pulls at first.", **_CALM),
    "f-hellinger": _f_gan("f-hellinger", "Hellinger", "squared Hellinger distance", "Bounded, and symmetric in real and "
                          "fake. Watch it lie between the two KL divergences."),
    "f-js": _f_gan("f-js", "Jensen–Shannon", "Jensen–Shannon divergence", "The divergence behind the first GAN, up to its "
                   "constants. Watch it do what minimax does."),
    "text-gumbel": Recipe(
        "Text by Gumbel-softmax", "Kusner and Hernández-Lobato 2016, arXiv 1611.04051",
        "G draws characters, and its gradient passes through the draw as if it had been soft. Watch single characters flip until "
        "the whole string is right.",
        {"loss": "hinge", "spectral_norm": True, "head": "gumbel", "temperature": 0.7, "discriminator_width": 64, "generator_lr": 2e-3,
         "discriminator_lr": 2e-3, "ema": 0.998}, data="grammar",
        kinds=("text",)),
    "text-wgan-gp": Recipe(
        "Text by WGAN-GP", "Gulrajani et al. 2017, arXiv 1704.00028, on character-level language",
        "D sees G’s probabilities beside real characters, and its slope is kept at 1, so that it can say how to become surer. "
        "Watch variety come early and the last mistakes stay long.",
        {"loss": "wasserstein", "penalty": "wgan-gp", "penalty_weight": 10.0, "n_critic": 3, "ema": 0.9}, data="grammar",
        kinds=("text",)),
    "seqgan": Recipe(
        "SeqGAN", "Yu et al. 2017, arXiv 1609.05473",
        "G writes character after character, first as the data has them, then as D rewards them, without a gradient through the "
        "string. Watch what the reward changes after step 1,000, and what it costs in variety.",
        {"loss": "non-saturating", "generator": "lstm", "generator_width": 96, "discriminator_width": 64, "pretraining": 1000,
         "rollouts": 2, "generator_lr": 2e-3, "beta1": 0.5, "beta2": 0.999, "ema": 0.995}, data="grammar",
        kinds=("text",)),
    "chorale": Recipe(
        "Chorales", "Huang et al. 2024, arXiv 2501.05441, on four voices; choices after Bengio et al. 2013, arXiv 1308.3432",
        "In each step each voice takes a pitch or holds its note, and G’s gradient passes through the choice. Watch voices find their "
        "places, then each other: first their order, then the chords.",
        {"loss": "relativistic", "penalty": "r1+r2", "penalty_weight": 0.1, "beta2": 0.99, "ema": 0.99}, data="chorale-rules",
        kinds=("music",)),
    "cyclegan": Recipe(
        "CycleGAN", "Zhu et al. 2017, arXiv 1703.10593",
        "Two translators, there and back, learn from pictures of which nobody said what belongs together: what went there has to come "
        "back as it was. Watch the output turn into the other kind and stay the same thing.",
        {"loss": "least-squares"}, data="bold", kinds=("pairs",)),
    "pix2pix": Recipe(
        "pix2pix", "Isola et al. 2017, arXiv 1611.07004",
        "G is told the true answer, pixel by pixel, and D judges whether answer and question go together. Watch blurred averages become "
        "sharp where D has learned what is real.",
        {"loss": "non-saturating", "generator": "unet", "discriminator": "unet"}, data="emoji-outline", kinds=("pairs",)),
    "dirac": Recipe(
        "Dirac-GAN", "Mescheder et al. 2018, arXiv 1801.04406, section 2",
        "The smallest GAN: one datum at 0, one number θ for G and one slope ψ for D. Watch the two circle round the "
        "equilibrium without end, until a penalty on D’s gradient draws them in.",
        {"loss": "minimax", "updates": "simultaneous"}, data="dirac", kinds=("toy",)),
    "bilinear": Recipe(
        "Bilinear game", "Daskalakis et al. 2018, arXiv 1711.00141; Gidel et al. 2019, arXiv 1802.10551",
        "The min-max game V = −θψ. Watch plain gradient steps spiral out, and extra-gradient, optimistic and consensus "
        "updates spiral in.",
        {"loss": "wasserstein", "updates": "simultaneous"}, data="dirac", kinds=("toy",)),
}


def recipe(name, **changes):
    """The configuration of a named GAN, with settings changed; takes the names that `--set` takes.

    Raises PlaygroundError for an unknown recipe, data set or setting, and for values that are not allowed.
    """
    if name not in RECIPES:
        raise PlaygroundError(f"There is no recipe '{name}'.{suggestion(name, RECIPES)}")
    chosen = RECIPES[name]
    if "recipe" in changes:
        raise PlaygroundError(f"The recipe is {name} already: to take {changes['recipe']}, name that one instead.")
    changes = parse_changes(changes)
    data = changes.pop("data", chosen.data)
    if chosen.kinds == ("pairs",):
        data = pinned(as_domains(data))
    kind = dataset(data).kind
    if chosen.kinds and kind not in chosen.kinds:
        raise PlaygroundError(f"{name} is for {' or '.join(chosen.kinds)}, and {data} holds {kind}: take one of "
                              f"{', '.join(n for n, s in DATA.items() if s.kind in chosen.kinds)}, or the recipe gan.")
    settings = KINDS[kind] | chosen.settings | (chosen.images if kind == "images" else {})
    return Config(recipe=name, data=data, **settings | changes)


def usual(data):
    """The recipe to begin with on a data set: on text, music and pairs, which the plain GAN was not made for, their own; there the
    one whose usual data these are comes first.
    """
    found = dataset(data)
    own = [name for name, chosen in RECIPES.items() if chosen.kinds == (found.kind,) and found.kind in BEYOND]
    return next((name for name in own if RECIPES[name].data == found.spec), (own or ["gan"])[0])


def changes_of(config):
    """The settings with which `recipe(config.recipe, **settings)` is this configuration: its data, its seed, and those that
    differ from the recipe's own.
    """
    differing = differences(recipe(config.recipe, data=config.data), config)
    if "penalty" in differing:
        differing["penalty_weight"] = None  # or `recipe` would take the usual one
    return {name: getattr(config, name) for name in ("data", "seed", *differing)}
