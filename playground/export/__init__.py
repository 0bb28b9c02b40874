"""Every file that a run can become: `FORMATS` lists them, `python -m playground export` and the app's menu read it.

A format is a module here with `make(run) -> bytes`, and one line in the table.
"""

from dataclasses import dataclass
from importlib import import_module

from playground.errors import PlaygroundError

KEPT = ("line", "points", "images", "text", "music")
KINDS = {"line": "numbers on a line", "points": "points", "images": "pictures", "text": "text", "music": "music", "pairs": "pictures to translate",
         "toy": "a toy game of two numbers"}
"""Kinds of data, in words."""


@dataclass(frozen=True)
class Format:
    """title and about: what it is, for menus. module: where its `make` is, imported when it is first needed.

    of: what `make` takes: "trainer", "paper" where the OnPaper alone is enough, or "generator" where the kept Generator is.
    kinds: of what data, if not of all. slow: whether it trains the run again.
    """

    title: str
    about: str
    module: str
    of: str = "trainer"
    kinds: tuple = ()
    slow: bool = False

    def make(self, run):
        """The file of a run (a Trainer, an OnPaper, or a Generator that is all that is left of one) as bytes; what it needs
        and has not got is made, by training again.

        Raises PlaygroundError where a run is not of a kind that this can be made of.
        """
        from playground.keeping.generator import Generator
        from playground.onpaper import OnPaper
        if isinstance(run, Generator) and self.of != "generator":
            raise PlaygroundError(f"A generator alone has no run to show, so “{self.title}” cannot be made of it: take one of "
                                  f"{', '.join(name for name, other in FORMATS.items() if other.of == 'generator')}.")
        if isinstance(run, OnPaper) and self.of != "paper":
            run = run.replay()
        elif not isinstance(run, OnPaper) and self.of == "paper":
            run = OnPaper.of(run)
        if self.kinds and run.data.kind not in self.kinds:
            meant = " or ".join(KINDS[kind] for kind in self.kinds)
            raise PlaygroundError(f"“{self.title}” is for {meant}, and this run holds {KINDS[run.data.kind]}.")
        if self.of == "generator" and not isinstance(run, Generator):
            run = Generator.of(run)
        return import_module(f"playground.export.{self.module}").make(run)


FORMATS = {
    "png": Format("Figure", "Samples, curves and metrics, for a page or a slide.", "figure"),
    "gif": Format("Animation", "The training in 60 pictures; made by training again.", "animation", "paper", slow=True),
    "mp4": Format("Film", "The training as a smooth video; made by training again.", "film", "paper", slow=True),
    "grid.png": Format("Grid of samples", "64 fakes side by side, to judge them at a glance.", "grid", "generator", ("images",)),
    "walk.gif": Format("Walk of 16 fakes as animation", "Fakes of this run that turn smoothly into others and back, on and on. "
                       "Your own way from A to B is saved in Explore.", "walk_gif", "generator", ("images",)),
    "walk.mp4": Format("Walk of 16 fakes as film", "The same as a video: smoother, and a smaller file.", "walk_mp4", "generator", ("images",)),
    "wav": Format("Sound", "Four generated pieces, played on an organ.", "wav", "generator", ("music",)),
    "midi": Format("MIDI", "The same pieces as notes, one track a voice, for music programs.", "midi", "generator", ("music",)),
    "html": Format("Report", "One page to read or pass on, with pictures and numbers.", "page"),
    "safetensors": Format("Generator", "G itself, to draw samples from it in Python.", "weights", kinds=KEPT),
    "onnx": Format("Generator as ONNX", "G for other programs and languages: latents in, samples out.", "onnx", "generator",
                   KEPT),
    "csv": Format("Numbers of every step", "Losses, answers and gradients of each step, as a table.", "steps"),
    "json": Format("The run", "All that makes this run again; open it under Share.", "document"),
    "py": Format("Python script", "A few lines that train this run again, to the same numbers.", "script", "paper"),
    "ipynb": Format("Notebook", "The same as a Jupyter notebook, with figure and live picture.", "notebook", "paper"),
}
"""What a run can be exported as: {the file's ending: Format}."""
