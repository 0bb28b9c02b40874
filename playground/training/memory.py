"""What a configuration has to remember between steps besides networks and moments: entries of the state, made when the
part that needs them is switched on."""

import torch

from playground.training.engine import averaged

PARTS = (
    (lambda c: c.ema > 0, averaged),
    (lambda c: c.updates == "optimistic", lambda state: {f"{p}.past": torch.full_like(state[p], torch.nan) for p in "dg"}),
    (lambda c: c.lookahead > 0, lambda state: {f"{p}.slow": state[p].clone() for p in "dg"}),
    (lambda c: c.augmentation == "adaptive", lambda state: {"augment.p": torch.zeros((), device=state["d"].device)}),
)
"""(whether a configuration needs it, the entries as they begin)."""


def memory(state, config, before=None):
    """The entries {key: tensor} that `config` needs and that the configuration `before` it (None: nothing) did not."""
    entries = {}
    for needed, start in PARTS:
        if needed(config) and not (before and needed(before)):
            entries |= start(state)
    return entries
