"""Every file that a run can become: `FORMATS` lists them, `python -m playground export` and the app's menu read it.

A format is a module here with `make(run) -> bytes`, and one line in the table.
"""

from dataclasses import dataclass
from importlib import import_module


@dataclass(frozen=True)
class Format:
    """title and about: what it is, for menus. module: where its `make` is, imported when it is first needed.

    of: what `make` takes: "trainer", or "paper" where the OnPaper alone is enough. slow: whether it trains the run again.
    """

    title: str
    about: str
    module: str
    of: str = "trainer"
    slow: bool = False

    def make(self, run):
        """The file of a run (a Trainer or an OnPaper) as bytes; what it needs and has not got is made, by training again."""
        from playground.onpaper import OnPaper
        if isinstance(run, OnPaper) and self.of == "trainer":
            run = run.replay()
        elif not isinstance(run, OnPaper) and self.of == "paper":
            run = OnPaper.of(run)
        return import_module(f"playground.export.{self.module}").make(run)


FORMATS = {
    "png": Format("Figure", "Samples, curves and metrics in one picture.", "figure"),
    "gif": Format("Animation", "The whole training in 60 pictures, made by training again.", "animation", "paper", slow=True),
    "csv": Format("Numbers of every step", "A table: one row a step, losses, answers, gradients.", "steps"),
    "json": Format("The run", "Settings, changes, steps and curves: all that is needed to make the run again.", "document"),
    "py": Format("Python script", "A few lines that train this run again, to the same numbers.", "script", "paper"),
    "ipynb": Format("Notebook", "The script as a Jupyter notebook, with the figure and the live picture.", "notebook", "paper"),
}
"""What a run can be exported as: {the file's ending: Format}."""
