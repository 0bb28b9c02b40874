"""The controls of a run, made from the table of settings: what each is called, where it stands, what it may be."""

import json
from dataclasses import dataclass, field
from html import escape

import gradio as gr

from playground.app.knob import knob
from playground.config import FIELDS, LIVE, choices
from playground.data import DATA, at_hand
from playground.live.contrasts import by_hand
from playground.networks import FAMILIES
from playground.recipes import RECIPES


@dataclass(frozen=True)
class Group:
    """Settings that stand together, folded away under a title; the first group is always open."""

    title: str
    settings: dict = field(default_factory=dict)

    @property
    def id(self):
        """The id of its heading or fold."""
        return "fold-" + self.title.lower().replace(",", "").replace(" ", "-")


GROUPS = (
    Group("Settings", {"generator_lr": "G’s learning rate", "discriminator_lr": "D’s learning rate",
                       "n_critic": "D updates per step", "batch_size": "Batch size"}),
    Group("Loss and penalty", {"loss": "Loss", "penalty": "Penalty on D’s gradient",
                               "penalty_weight": "Penalty weight", "weight_clip": "Clip D’s weights at"}),
    Group("How the players move", {"updates": "Updates", "unrolled_steps": "D’s answers foreseen",
                                   "consensus": "Weight of consensus", "lookahead": "Look back every (steps)",
                                   "beta1": "Adam β₁", "beta2": "Adam β₂", "optimizer": "Optimizer"}),
    Group("Stabilisers", {"ema": "Average of G", "label_smoothing": "Label smoothing",
                          "instance_noise": "Instance noise", "instance_noise_steps": "Noise fades over (steps)",
                          "consistency": "Consistency", "augmentation": "Augmentation",
                          "packing": "Samples packed together",
                          "minibatch_std": "Minibatch deviation in D", "spectral_norm": "Spectral norm in D",
                          "top_k": "Share of fakes G learns from", "top_k_steps": "Share falls over (steps)"}),
    Group("Networks", {"generator": "G’s architecture", "discriminator": "D’s architecture", "generator_width": "G’s width", "generator_depth": "G’s layers",
                       "discriminator_width": "D’s width", "discriminator_depth": "D’s layers",
                       "head": "How G writes", "temperature": "Temperature",
                       "pretraining": "Likelihood first (steps)", "rollouts": "Roll-outs",
                       "cycle_weight": "Weight of the round trip", "identity_weight": "Weight of leaving alone",
                       "pool": "Fakes kept for D", "l1_weight": "Weight of the true answer",
                       "activation": "Activation", "latent_dim": "Size of z", "initialisation": "First weights",
                       "conditioning": "How classes are told", "auxiliary_weight": "Weight of naming them",
                       "codes": "Classes to find"}),
    Group("Data, seed and device", {"data_size": "Training samples", "unit_size": "Scale data to unit size", "seed": "Seed",
                                    "device": "Device", "precision": "Precision"}),
)

RANGES = {  # what a knob spans: more than anybody needs, less than what is allowed; True where it is logarithmic
    "generator_lr": (1e-5, 0.1, True), "discriminator_lr": (1e-5, 0.1, True), "n_critic": (1, 10, False),
    "batch_size": (16, 1024, True), "penalty_weight": (0.0, 20.0, False), "weight_clip": (0.0, 1.0, False),
    "generator_width": (4, 256, True), "discriminator_width": (4, 256, True), "generator_depth": (1, 6, False),
    "discriminator_depth": (1, 6, False), "latent_dim": (1, 128, True), "beta1": (0.0, 0.99, False),
    "beta2": (0.0, 0.999, False), "ema": (0.0, 0.999, False), "label_smoothing": (0.0, 0.5, False),
    "instance_noise": (0.0, 2.0, False), "consistency": (0.0, 20.0, False), "packing": (1, 8, False),
    "temperature": (0.1, 3.0, True), "pretraining": (0, 5000, False), "rollouts": (1, 16, False), "cycle_weight": (0.0, 50.0, False),
    "identity_weight": (0.0, 50.0, False), "pool": (0, 200, False), "l1_weight": (0.0, 200.0, False),
    "auxiliary_weight": (0.0, 5.0, False), "codes": (2, 26, False),
    "top_k": (0.05, 1.0, False), "unrolled_steps": (1, 20, False), "consensus": (0.0, 10.0, False),
}

NEEDS = {  # a setting is shown where another has one of these values only; "kind" is that of the data
    **dict.fromkeys(("generator_width", "discriminator_width",
                     "data_size", "precision", "spectral_norm"), ("kind", ("line", "points", "images", "text", "music", "pairs"))),
    **dict.fromkeys(("generator_depth", "discriminator_depth"), ("kind", ("line", "points", "text", "music", "pairs"))),
    **dict.fromkeys(("latent_dim", "initialisation", "minibatch_std"), ("kind", ("line", "points", "images", "text", "music"))),
    **dict.fromkeys(("activation", "unit_size"), ("kind", ("line", "points"))),
    **dict.fromkeys(("head", "temperature"), ("generator", ("text", "music"))),
    **dict.fromkeys(("pretraining", "rollouts"), ("generator", ("lstm",))),
    **dict.fromkeys(("cycle_weight", "identity_weight", "pool"), ("generator", ("cycle",))),
    "l1_weight": ("generator", ("unet",)),
    **dict.fromkeys(("augmentation", "conditioning", "generator", "discriminator"), ("kind", ("images",))),
    "auxiliary_weight": ("conditioning", ("auxiliary", "codes")),
    "codes": ("conditioning", ("codes",)),
    "penalty_weight": ("penalty", tuple(name for name in choices("penalty") if name != "none")),
    "unrolled_steps": ("updates", ("unrolled",)),
    "consensus": ("updates", ("consensus",)),
    **dict.fromkeys(("beta1", "beta2"), ("optimizer", ("adam",))),
}

OWN = {"drawn": "draw your own", "path": "your own pictures or text"}
"""What the tiles of one's own data are called."""

DATA_SHELVES = {"Points": ("points",), "1-D": ("line", "toy"), "Pictures": ("images",), "Text": ("text",), "Music": ("music",), "Pairs": ("pairs",)}
"""The kinds of data on each shelf of tiles, which are shown one shelf at a time."""
OWN_KINDS = ("images", "text", "pairs")
"""What one's own files can be."""

WELL_KNOWN = ("minimax", "gan", "lsgan", "wgan", "wgan-gp", "sngan", "r1", "r3gan", "dcgan")
"""The recipes that are always in sight."""
REST = "More losses and penalties"
SHELVES = (
    ("Pictures of a class", lambda settings, kinds: "conditioning" in settings),
    ("Architectures for pictures", lambda settings, kinds: kinds == ("images",)),
    ("f-GANs", lambda settings, kinds: settings.get("loss", "").startswith("f-")),
    ("Against lost modes", lambda settings, kinds: "packing" in settings or settings.get("updates") == "unrolled"),
    ("Text", lambda settings, kinds: kinds == ("text",)),
    ("Music", lambda settings, kinds: kinds == ("music",)),
    ("Style transfer", lambda settings, kinds: kinds == ("pairs",)),
    ("Toy games", lambda settings, kinds: kinds == ("toy",)),
)
"""Where the others stand once they are unfolded: each on the first shelf whose rule it fits, or with the rest."""


def shelf(name):
    """The title of the shelf of a recipe; "" for the well-known ones."""
    if name in WELL_KNOWN:
        return ""
    chosen = RECIPES[name]
    return next((title for title, fits in SHELVES if fits(chosen.settings, chosen.kinds)), REST)


def shelves():
    """The recipes in the order of the page, shelf after shelf: {title: [names]}; what is well known comes first."""
    titles = ("", REST, *(title for title, _ in SHELVES))
    return {title: [name for name in RECIPES if shelf(name) == title] for title in titles}


def data_shelves():
    """The shelves of data as the page gets them: {title: {"kinds": [...], "names": [...]}}."""
    def names(kinds):
        return [name for name in at_hand() if DATA[name].kind in kinds or name == "path" and set(kinds) & set(OWN_KINDS)]
    return {title: {"kinds": kinds, "names": names(kinds)} for title, kinds in DATA_SHELVES.items()}


def rules():
    """The style rules that keep settings without meaning out of the way."""
    return "".join(f"#controls:not(:has(:is({', '.join(f'[data-{other}={json.dumps(value)}]' for value in values)}))) "
                   f":is(#{name}, .form:has(> #{name}:only-child)) {{ display: none !important; }}\n"
                   for name, (other, values) in NEEDS.items())


def lesson_rules(lessons):
    """The style rules that hide what a lesson does not show, for as long as the lesson is open."""
    return "".join(f'.gan-grid[data-lesson="{name}"] #controls :is({", ".join(_hidden(each.show))}) {{ display: none !important; }}\n'
                   for name, each in lessons.items() if each.show is not None)


def _hidden(show):
    """The selectors of all controls but those of the settings in `show`; a group goes with the last of its own."""
    for name, parts in (("recipe", ("#recipe-title", "#recipe", "#about")), ("data", ("#data-title", "#data", "#keep"))):
        if name not in show:
            yield from parts
    for group in GROUPS:
        if not group.settings.keys() & set(show):
            yield f"#{group.id}"
        yield from (f"#{name}, .form:has(> #{name}:only-child)" for name in group.settings if name not in show)


def control(name, label, remark=""):
    """The Gradio component for one setting; `remark` is added to its help."""
    setting, help = FIELDS[name], FIELDS[name].metadata["help"] + remark
    if name in RANGES:
        low, high, log = RANGES[name]
        return knob(label, help, low, high, log, whole=setting.type is int, elem_id=name)
    if setting.type is bool:
        return gr.Checkbox(label=label, info=help, elem_id=name, interactive=True)
    if choices(name):
        return gr.Dropdown(list(choices(name)), label=label, info=help, elem_id=name, interactive=True,
                           filterable=False)
    return gr.Number(label=label, info=help, precision=0, elem_id=name, interactive=True)


@dataclass(frozen=True)
class Controls:
    """All components of the left column; `values(config)` puts those that show a configuration where it stands."""

    recipe: gr.Radio
    about: gr.HTML
    data_title: gr.HTML
    data: gr.Radio
    keep: gr.Checkbox
    settings: dict

    @property
    def components(self):
        """Those that show the configuration; `keep` is the visitor's own."""
        return [self.recipe, self.about, self.data_title, self.data, *self.settings.values()]

    def values(self, config):
        """One value for each of `components`."""
        name = config.data.partition(":")[0]
        return [config.recipe, about(config), heading("Data", DATA[name].title), name,
                *(getattr(config, name) for name in self.settings)]


def heading(title, beside=""):
    return f"<h2>{title}</h2><small>{beside}</small>"


def about(config):
    """A recipe in words, with what the style rules of `rules` read."""
    kinds = FAMILIES[config.generator].kinds  # one's own data may be of several kinds, and G knows which
    facts = {"kind": kinds[0] if len(kinds) == 1 else DATA[config.data.partition(":")[0]].kind} | {
        name: getattr(config, name) for name in ("penalty", "updates", "optimizer", "conditioning", "generator")}
    marks = " ".join(f'data-{name}="{value}"' for name, value in facts.items())
    changed = ", ".join(f"<i>{escape(setting)}</i> <b>{escape(value)}</b>" for setting, value in by_hand(config))
    return f"<span {marks}>{RECIPES[config.recipe].about}</span><small>{changed and 'Set by hand: '}{changed}</small>"


def build(config):
    """The left column, showing `config`."""
    gr.HTML(heading("Recipe"), elem_id="recipe-title", elem_classes="gan-label")
    recipe = gr.Radio([name for names in shelves().values() for name in names], label="Recipe", show_label=False, container=False,
                      elem_id="recipe", elem_classes="gan-chips")
    words = gr.HTML(elem_id="about", elem_classes="gan-about")
    data_title = gr.HTML(elem_id="data-title", elem_classes="gan-label")
    tiles = sorted(at_hand(), key=lambda name: (name in OWN, name == "path"))  # what one brings oneself comes last
    data = gr.Radio([(OWN.get(name, DATA[name].title), name) for name in tiles],
                    label="Data", show_label=False, container=False, elem_id="data", elem_classes="gan-tiles")
    keep = gr.Checkbox(label="keep the networks", container=False, elem_id="keep", interactive=True)
    settings = {}
    first, *folded = GROUPS
    gr.HTML(heading(first.title, "act at once"), elem_id=first.id, elem_classes="gan-label")
    for name, label in first.settings.items():
        settings[name] = control(name, label)
    for group in folded:
        with gr.Accordion(group.title, open=False, elem_id=group.id, elem_classes="gan-fold"):
            mixed = any(name in LIVE for name in group.settings)
            if not mixed:
                gr.HTML("Changing one of these begins a new run.", elem_classes="gan-about")
            for name, label in group.settings.items():
                settings[name] = control(name, label, " Changing it begins a new run." * (mixed and name not in LIVE))
    controls = Controls(recipe, words, data_title, data, keep, settings)
    for component, value in zip(controls.components, controls.values(config)):
        component.value = value
    return controls
