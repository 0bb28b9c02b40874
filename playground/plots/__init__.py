"""Pictures of a GAN as matplotlib figures, for notebooks, files and reports: the same pictures as in the app.

Every function returns a new `matplotlib.figure.Figure` of its own, made without pyplot and its global state: it can be
made in any thread, shows itself at the end of a notebook cell, and is written by `.savefig("picture.png")`.
Blue is real, orange is fake, everything else is ink on paper.
"""

from playground.plots.compare import bands
from playground.plots.curves import curves
from playground.plots.images import sample_grid
from playground.plots.line import histogram, line
from playground.plots.music import rolls
from playground.plots.points import points
from playground.plots.strings import strings
from playground.plots.summary import samples, summary
from playground.plots.toy import toy
from playground.plots.translation import translations

__all__ = ["bands", "curves", "histogram", "line", "points", "rolls", "sample_grid", "samples", "strings", "summary", "toy",
           "translations"]
