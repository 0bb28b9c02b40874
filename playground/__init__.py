"""The GAN playground: see how generative adversarial networks learn.

    from playground import Trainer, recipe
    trainer = Trainer(recipe("gan", data="ring", seed=0))
    for report in trainer.steps(500):
        print(report.step, report.losses)
"""

from playground.config import Config, differences
from playground.errors import CheckpointError, PlaygroundError
from playground.recipes import RECIPES, recipe
from playground.training.trainer import Event, StepReport, Trainer

__all__ = ["CheckpointError", "Config", "Event", "PlaygroundError", "RECIPES", "StepReport", "Trainer", "differences",
           "recipe"]
__version__ = "0.1.0"
