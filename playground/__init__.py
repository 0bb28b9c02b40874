"""The GAN playground: see how generative adversarial networks learn.

    from playground import Trainer, recipe
    trainer = Trainer(recipe("gan", data="ring", seed=0))
    for report in trainer.steps(500):
        print(report.step, report.losses)
"""

import os
from importlib import import_module

from playground.errors import CheckpointError, PlaygroundError

_HOMES = {
    "Config": "playground.config", "differences": "playground.config",
    "Comparison": "playground.comparison", "compare": "playground.comparison",
    "register_data": "playground.register", "register_loss": "playground.register",
    "RECIPES": "playground.recipes", "recipe": "playground.recipes",
    "result_line": "playground.result", "load_generator": "playground.keeping.file",
    "Event": "playground.training.records", "StepReport": "playground.training.records",
    "Trainer": "playground.training.trainer", "watch": "playground.notebook",
}
__all__ = ["CheckpointError", "PlaygroundError", *_HOMES]
__version__ = "0.1.0"

# Torch's threads wait for each other asleep instead of spinning: beside a busy program (a browser is one) convolutions
# train several times as fast, and the numbers are the same. It acts where torch is not loaded yet.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def __getattr__(name):
    """Import a public name when it is first asked for, so that `python -m playground --help` need not wait for torch."""
    if name not in _HOMES:
        raise AttributeError(f"module 'playground' has no attribute '{name}'")
    globals()[name] = getattr(import_module(_HOMES[name]), name)
    return globals()[name]


def __dir__():
    return sorted({*globals(), *_HOMES})
