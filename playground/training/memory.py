"""What a configuration has to remember between steps besides networks and moments: entries of the state, made when the
part that needs them is switched on."""

import torch

from playground.training.engine import averaged

PARTS = (
    (lambda c: c.ema > 0, lambda state, config, shape: averaged(state)),
    (lambda c: c.updates == "optimistic",
     lambda state, config, shape: {f"{p}.past": torch.full_like(state[p], torch.nan) for p in "dg"}),
    (lambda c: c.lookahead > 0, lambda state, config, shape: {f"{p}.slow": state[p].clone() for p in "dg"}),
    (lambda c: c.augmentation == "adaptive", lambda state, config, shape: {"augment.p": torch.zeros((), device=state["d"].device)}),
    (lambda c: c.generator == "cycle" and c.pool > 0, lambda state, config, shape: {
        "pool": torch.zeros(config.pool, *shape, device=state["d"].device),
        "pool.filled": torch.zeros((), dtype=torch.long, device=state["d"].device)}),
)
"""(whether a configuration needs it, the entries as they begin, of a state, the configuration and a sample's shape)."""


def memory(state, config, shape, before=None):
    """The entries {key: tensor} that `config` needs and that the configuration `before` it (None: nothing) did not; `shape` is
    that of a sample.
    """
    entries = {}
    for needed, start in PARTS:
        if needed(config) and not (before and needed(before)):
            entries |= start(state, config, shape)
    return entries
