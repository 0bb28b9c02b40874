"""The coach: reads a run's history and samples, says what is happening, and names a change that helps."""

from playground.coach.coach import Coach
from playground.coach.cures import Cure
from playground.coach.verdicts import Verdict

__all__ = ["Coach", "Cure", "Verdict"]
