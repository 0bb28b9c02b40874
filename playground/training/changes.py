"""What may be changed of a GAN while it trains."""

from playground.config import LIVE
from playground.data import dataset
from playground.errors import PlaygroundError
from playground.fits import check_fit


def changed_while_running(config, data, changes):
    """The configuration and the data set after `changes`, a dict that `parse_changes` gave, of a run that has begun.

    Raises PlaygroundError when one of them is not allowed.
    """
    for name in changes:
        if name not in LIVE:
            raise PlaygroundError(f"{name} is fixed when a run begins: make a new Trainer for it. "
                                  f"What may change while it trains: learning_rate, {', '.join(LIVE)}.")
    changed = config.changed(**changes)
    after = dataset(changed.data) if changed.data != config.data else data
    if after.shape != data.shape or after.kind != data.kind:
        raise PlaygroundError(f"data={changed.data} has samples of shape {after.shape}, and these networks were built "
                              f"for {data.shape}: make a new Trainer for it.")
    if changed.conditioning not in ("none", "codes") and after.classes != data.classes:
        raise PlaygroundError(f"data={changed.data} has other classes than these networks were built for: make a new "
                              "Trainer for it.")
    check_fit(changed, after)
    return changed, after
