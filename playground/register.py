"""Losses and data sets of your own: registered once, they work wherever the built-in ones do.

    @register_data("heart")
    def heart(n, generator):
        t = 2 * math.pi * torch.rand(n, generator=generator)
        return torch.stack([t.sin() ** 3, (13 * t.cos() - 5 * (2 * t).cos() - 2 * (3 * t).cos()) / 16], 1)

    register_loss("exponential", lambda real, fake: (-real).exp().mean() + fake.exp().mean(),
                  lambda fake, real: (-fake).exp().mean(), opinion=lambda scores: (2 * scores).sigmoid())

    Trainer(recipe("gan", data="heart", loss="exponential"))

A saved run keeps their names, not their code: register them again before it is loaded in another process.
"""

import re
from dataclasses import dataclass

import torch

from playground.data import DATA, Source
from playground.data.custom import custom
from playground.errors import PlaygroundError
from playground.training.losses import LOSSES, Loss

TABLES = {"loss": LOSSES, "data": DATA}
KINDS = {(1,): "line", (2,): "points"}
"""The kind of data with samples of this shape; any other is of pictures."""

_own = {}


@dataclass(frozen=True)
class Entry:
    """What was registered: a part (a key of TABLES), its name, its functions and the other arguments."""

    part: str
    name: str
    functions: tuple
    options: dict


def register_loss(name, discriminator, generator, *, title=None, opinion=None, formula_d="", formula_g="",
                  source="your own", equilibrium=None, relativistic=False):
    """Add a loss of your own, or replace it by a newer one of the same name.

    `discriminator(real, fake)` and `generator(fake, real)` take D's raw scores [n] and return what the player
    minimises, a mean over the batch; `real` is None in G's turn unless `relativistic`. `opinion` maps scores to [0, 1],
    1/2 where D cannot tell. Formulas are LaTeX. `equilibrium` may state loss_d, loss_g and d (D's answer) where G has
    arrived.

    Raises PlaygroundError for a name that is taken or not allowed, and for functions that cannot be trained with.
    """
    _claim("loss", name)
    zero_sum = _tried_loss(name, discriminator, generator, relativistic)
    _check_opinion(name, opinion)
    formulas = formula_d or r"L_D\left(D(x),\,D(G(z))\right)", formula_g or r"L_G\left(D(G(z))\right)"
    for formula in formulas:
        _check_formula(name, formula)
    LOSSES[name] = Loss(title or name, source, discriminator, generator, *formulas, _stated(name, equilibrium), opinion,
                        relativistic=relativistic, zero_sum=zero_sum)
    _own["loss", name] = Entry("loss", name, (discriminator, generator), {
        "title": title, "opinion": opinion, "formula_d": formula_d, "formula_g": formula_g, "source": source,
        "equilibrium": equilibrium, "relativistic": relativistic})


def register_data(name, *, title=None, about="Data of your own.", modes=None, std=None, density=None):
    """A decorator that adds a data set of your own, or replaces it by a newer one of the same name.

    The function is called as f(n, generator), generator on the CPU, and returns n fresh samples, [n, 1], [n, 2] or, for
    pictures in -1 to 1, [n, channels, height, width]. Where the data is a mixture of equal Gaussians, `modes` [k, dim]
    are their centres and `std` their width, so that modes are counted. `density` maps x [n, dim] to p(x) [n]; without
    it p is estimated from 10,000 samples.

    Raises PlaygroundError for a name that is taken or not allowed, and for functions that cannot be trained on.
    """
    _claim("data", name)

    def register(source):
        made = custom(name, source, modes, std, density)
        caption = (title or name).replace("{", "{{").replace("}", "}}")
        DATA[name] = Source(name, KINDS.get(made.shape, "images"), caption, about, lambda: made)
        _own["data", name] = Entry("data", name, (source,), {
            "title": title, "about": about, "modes": modes, "std": std, "density": density})
        return source

    return register


def registered():
    """All that is registered, for `join` in another process: a list that cloudpickle can carry there, code included."""
    return list(_own.values())


def join(entries):
    """Register again what `registered` gave in another process."""
    for entry in entries:
        if entry.part == "loss":
            register_loss(entry.name, *entry.functions, **entry.options)
        else:
            register_data(entry.name, **entry.options)(*entry.functions)


def require(*settings):
    """Raises PlaygroundError if settings {name: value} of a saved run name a loss or data set not known here."""
    for part, what, call in (("loss", "loss", "register_loss('{}', …)"), ("data", "data set", "@register_data('{}')")):
        for name in (str(s[part]).partition(":")[0] for s in settings if part in s):
            if name not in TABLES[part]:
                raise PlaygroundError(f"This run was trained with the {what} '{name}', which is not known here: "
                                      f"register it with {call.format(name)} first, then load the run again.")


def own_parts(*settings):
    """Those losses and data sets that settings {name: value} of a run name and that are registered: [(part, name), ...]."""
    named = {(part, str(s[part]).partition(":")[0]): None for s in settings for part in TABLES if part in s}
    return [key for key in named if key in _own]


def _claim(part, name):
    """Raises PlaygroundError unless this name may be given to one's own part."""
    if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,39}", name):
        raise PlaygroundError(f"{name!r} cannot be the name of a {part}: take up to 40 letters, digits, - and _, a "
                              "letter first.")
    if name in TABLES[part] and (part, name) not in _own:
        raise PlaygroundError(f"{part}={name} is built in and stays as it is: choose another name for yours.")


def _tried_loss(name, discriminator, generator, relativistic):
    """Call both functions on a few scores; returns whether the game is zero-sum in the fakes' scores."""
    real, fake = (torch.linspace(-4, 4, 8).mul(sign).requires_grad_() for sign in (1, -1))
    of_d = _slope(name, "discriminator(real, fake)", lambda: discriminator(real, fake), (real, fake))
    of_g = _slope(name, "generator(fake, real)", lambda: generator(fake, real if relativistic else None), (fake,),
                  "" if relativistic else " real is None here; with relativistic=True it is D’s scores of real data.")
    return of_d[1] is not None and torch.allclose(of_g[0], -of_d[1], atol=1e-6)


def _slope(name, what, call, scores, hint=""):
    """The gradients of a loss in `scores`, None where it does not look. Raises PlaygroundError where all are."""
    try:
        value = call()
    except Exception as error:  # it is somebody else's code
        raise PlaygroundError(f"The loss '{name}' failed in {what} on eight scores: {type(error).__name__}: {error}."
                              f"{hint}") from error
    if not isinstance(value, torch.Tensor) or value.dim() != 0:
        found = f"shape {tuple(value.shape)}" if isinstance(value, torch.Tensor) else type(value).__name__
        raise PlaygroundError(f"The loss '{name}' returned {found} from {what}: it should be a tensor with one number, "
                              "such as a mean().")
    if not value.isfinite():
        raise PlaygroundError(f"The loss '{name}' is {value.item():g} on scores from -4 to 4 in {what}: it "
                              "should be finite.")
    gradients = torch.autograd.grad(value, scores, allow_unused=True) if value.requires_grad else [None] * len(scores)
    if not any(g is not None and g.any() for g in gradients):
        raise PlaygroundError(f"The loss '{name}' does not change with D’s scores in {what}, so nobody can learn from "
                              "it: compute it with torch from the scores, without detach() or item().")
    if not all(g.isfinite().all() for g in gradients if g is not None):
        raise PlaygroundError(f"The loss '{name}' has a gradient in {what} that is not finite on scores from -4 to 4.")
    return gradients


def _check_opinion(name, opinion):
    """Raises PlaygroundError unless opinion maps scores [n] to numbers in [0, 1]."""
    if opinion is None:
        return
    scores = torch.linspace(-3, 3, 8)
    try:
        answers = opinion(scores)
        right = answers.shape == scores.shape and answers.min() >= 0 and answers.max() <= 1
    except Exception as error:  # it is somebody else's code
        raise PlaygroundError(f"The opinion of the loss '{name}' failed: {type(error).__name__}: {error}.") from error
    if not right:
        raise PlaygroundError(f"The opinion of the loss '{name}' should map scores [n] to as many numbers from 0 "
                              "(fake) to 1 (real).")


def _check_formula(name, formula):
    """Raises PlaygroundError for LaTeX that the page could not show; says nothing where there is no page."""
    try:
        from latex2mathml.converter import convert
    except ImportError:
        return
    try:
        for line in formula.splitlines():
            convert(line)
    except Exception as error:
        raise PlaygroundError(f"A formula of the loss '{name}' is not LaTeX that can be shown: {formula}") from error


def _stated(name, equilibrium):
    """The equilibrium as a row of the table has it."""
    keys = ("loss_d", "loss_g", "d")
    given = dict(equilibrium or {})
    if unknown := set(given) - set(keys):
        raise PlaygroundError(f"The equilibrium of the loss '{name}' has no {sorted(unknown)[0]!r}: it may state "
                              f"{', '.join(keys)}.")
    loss_d = given.get("loss_d")
    return {key: given.get(key) for key in keys} | {"value": None if loss_d is None else -loss_d}
