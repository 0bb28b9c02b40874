"""One change at a time: what a run may be compared with, all else equal, and configurations and their differences in words."""

from playground.config import FIELDS, differences
from playground.data import dataset
from playground.errors import PlaygroundError
from playground.fits import check_fit
from playground.recipes import RECIPES, recipe
from playground.training.dynamics import DYNAMICS
from playground.training.losses import LOSSES
from playground.training.penalties import PENALTIES

GAME = ("loss", "penalty", "penalty_weight", "weight_clip", "spectral_norm", "packing", "updates", "unrolled_steps")
"""What makes a named GAN the game that it is; its rates, its optimizer and its networks are no part of the change."""

SINGLE = {
    "Learning rates": {
        "Half the learning rates": lambda c: {"generator_lr": c.generator_lr / 2, "discriminator_lr": c.discriminator_lr / 2},
        "D learns five times faster": lambda c: {"discriminator_lr": min(5 * c.discriminator_lr, 1.0)},
        "G learns five times faster": lambda c: {"generator_lr": min(5 * c.generator_lr, 1.0)},
    },
    "How a step is taken": {
        "Five updates of D a step": lambda c: {"n_critic": 5},
        "One update of D a step": lambda c: {"n_critic": 1},
        "A quarter of the batch": lambda c: {"batch_size": max(2, c.batch_size // 4)},
        "Adam without momentum": lambda c: {"beta1": 0.0},
        "Average of G, 0.995": lambda c: {"ema": 0.995},
        "No average of G": lambda c: {"ema": 0.0},
    },
    "Architecture": {
        "G half as wide": lambda c: narrower(c, "generator_width"),
        "D half as wide": lambda c: narrower(c, "discriminator_width"),
        "Spectral norm in D": lambda c: {"spectral_norm": True},
        "Minibatch deviation in D": lambda c: {"minibatch_std": True},
    },
    "What D is shown": {
        "Instance noise 0.2": lambda c: {"instance_noise": 0.2},
        "Smoothed labels, 0.1": lambda c: {"label_smoothing": 0.1},
        "Only 50 training samples": lambda c: {"data_size": 50},
        "Data not scaled to unit size": lambda c: {"unit_size": False},
    },
}
"""Changes of one setting, made from a configuration, under the headings of the menu."""

WORDS = {
    "generator_lr": "G’s learning rate", "discriminator_lr": "D’s learning rate", "n_critic": "D updates per step",
    "ema": "average of G", "beta1": "Adam β₁", "beta2": "Adam β₂", "weight_clip": "D’s weights clipped at",
    "spectral_norm": "spectral norm in D", "minibatch_std": "minibatch deviation in D", "packing": "samples packed together",
    "data_size": "training samples", "unit_size": "data scaled to unit size", "players": "who learns",
    "top_k": "share of fakes G learns from", "latent_dim": "size of z", "generator": "G’s architecture", "discriminator": "D’s architecture",
}
"""Settings whose names say too little."""


def contrasts(config):
    """What else a run could be, all else equal: {group: {label: changes}}, each a change that goes with the rest of `config`."""
    now, kind = in_words(config), dataset(config.data).kind
    penalty = PENALTIES[config.penalty].title if config.penalty in PENALTIES else "none"
    offered = {
        f"Loss, instead of {LOSSES[config.loss].title}": {
            f"{loss.title} loss": {"loss": name} for name, loss in LOSSES.items()},
        f"Penalty, instead of {penalty}": {"No penalty": {"penalty": "none", "penalty_weight": 0.0}} | {
            f"{penalty.title.removesuffix(' penalty')} penalty": {"penalty": name, "penalty_weight": penalty.weight}
            for name, penalty in PENALTIES.items()},
        f"The game of a recipe, instead of {now}": {
            chosen.title: game(chosen, config, kind) for chosen in RECIPES.values() if not chosen.kinds or kind in chosen.kinds},
        f"Updates, instead of {DYNAMICS[config.updates].title}": {
            f"{dynamics.title} updates": {"updates": name} for name, dynamics in DYNAMICS.items()},
    } | {heading: {label: change(config) for label, change in changes.items()} for heading, changes in SINGLE.items()}
    found, known = {}, []
    for group, choices in offered.items():
        for label, changes in choices.items():
            if changes not in known and goes(config, changes):  # many a recipe is a loss, and nothing else
                found.setdefault(group, {})[label] = changes
                known.append(changes)
    return found


def narrower(config, name):
    """Half of a width; no change for toy games, whose players have none."""
    return {} if dataset(config.data).kind == "toy" else {name: max(4, getattr(config, name) // 2)}


def game(chosen, config, kind):
    """The settings of `GAME` as a Recipe has them for this kind of data, as far as `config` has others."""
    settings = chosen.settings | (chosen.images if kind == "images" else {})
    wanted = {name: settings.get(name, FIELDS[name].default) for name in GAME}
    changes = {name: value for name, value in wanted.items() if value != getattr(config, name)}
    if "penalty" in changes:
        changes["penalty_weight"] = wanted["penalty_weight"]  # a penalty named without one would get its usual weight
    return changes


def goes(config, changes):
    """Whether the changes change something, and go with the other settings."""
    try:
        changed = config.changed(**changes)
        check_fit(changed, dataset(config.data))
    except PlaygroundError:
        return False
    return changed != config


def in_words(config):
    """What game a configuration plays, in a few words: its loss, its penalty."""
    loss = LOSSES[config.loss].title
    if config.penalty == "none":
        return loss
    return f"{loss} + {PENALTIES[config.penalty].title}"


def differing(*configs):
    """Every setting in which configurations differ, recipes left out: [[setting in words, [value of each in words]]]."""
    return [[WORDS.get(name, name.replace("_", " ")), [_written(name, value) for value in values]]
            for name, values in differences(*configs).items()]


def by_hand(config):
    """What a configuration has otherwise than its recipe: [[setting in words, value in words]]; its seed and its device are left out."""
    usual = recipe(config.recipe, data=config.data, seed=config.seed, device=config.device)
    return [[setting, values[1]] for setting, values in differing(usual, config)]


def _written(name, value):
    tables = {"loss": LOSSES, "penalty": PENALTIES, "updates": DYNAMICS}
    if name in tables and value in tables[name]:
        return tables[name][value].title
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.8f}".rstrip("0") if 1e-8 < abs(value) < 1e-4 else f"{value:.4g}"  # 0.00001 rather than 1e-05
    return f"{value:,}" if isinstance(value, int) else str(value)
