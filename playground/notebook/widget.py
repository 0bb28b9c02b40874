"""The canvas in a notebook, by anywidget: packets go to the page as bytes, the page's wishes come back as messages."""

import base64
import threading
from io import BytesIO
from pathlib import Path

import anywidget
from traitlets import Bytes, List, Unicode

from playground import plots
from playground.canvas import script, style
from playground.errors import PlaygroundError
from playground.live.explore import Exploring
from playground.live.packet import pack
from playground.live.side import Side
from playground.notebook.audience import Audience

_HERE = Path(__file__).parent


class Window(anywidget.AnyWidget):
    """Runs below a cell, one at first: `scenes` and `frames` are the newest packets of each place, `group` is who is there;
    `over` says why it stands still, if it does.
    """

    _esm = script() + (_HERE / "widget.js").read_text(encoding="utf-8")
    _css = style() + (_HERE / "widget.css").read_text(encoding="utf-8")
    scenes, frames = List().tag(sync=True), List().tag(sync=True)
    group, over = Bytes().tag(sync=True), Unicode().tag(sync=True)

    def __init__(self, trainer, earlier=None):
        """`earlier` is a Window at rest, whose runs are shown here from now on, if the first is still the trainer's."""
        going_on = earlier and not earlier.side.closed and earlier.run.trainer is trainer
        if earlier and not going_on:
            earlier.side.close()
        self.side = earlier.side if going_on else Side(trainer)
        first = next(filter(None, (self.run.wait(-1, 1.0) for _ in range(60))), None)
        if not first:
            raise PlaygroundError(f"The run could not be drawn: {self.run.error or 'it did not answer within a minute'}.")
        super().__init__(scenes=[first.scene.bytes], frames=[first.bytes])
        self.audience, self.exploring = Audience(self.side.pause), Exploring()
        self.on_msg(self._hear)
        threading.Thread(target=self._feed, name="playground-window", daemon=True).start()

    @property
    def run(self):
        """The first run, whose trainer is the one that is watched."""
        return self.side.runs[0]

    def rest(self, why):
        """Pause the runs and show no more of them; the last picture stays, with a sentence that says why."""
        self.over = why
        self.audience.end()
        self.exploring.close()
        if not self.side.closed:
            self.side.pause()

    def end(self, why):
        """Close the runs; the last picture stays, with a sentence that says why."""
        self.rest(why)
        self.side.close()

    def _repr_mimebundle_(self, **kwargs):
        """The widget, and a still picture for places that show saved notebooks and know no widgets."""
        data, metadata = super()._repr_mimebundle_(**kwargs)
        figure, file = plots.summary(self.run.trainer), BytesIO()
        figure.savefig(file, format="png", dpi=figure.dpi / 2)
        text = f"{self.run.config.recipe} on {self.run.config.data}, step {self.run.trainer.step:,}"
        return data | {"image/png": base64.b64encode(file.getvalue()).decode(), "text/plain": text}, metadata

    def _hear(self, _, said, buffers):
        """A message of a page: a sign of life, a farewell, a wish to explore, or an action."""
        if "here" in said:
            self.audience.welcome(said["here"])
            self.send({"heard": said["here"]})
        elif "gone" in said:
            self.audience.part(said["gone"])
        elif "explore" in said and not self.over:
            self.send({"explored": True}, buffers=[self.exploring.answer(self.run, said["explore"])])
        elif not self.over:
            try:
                self.side.act(said)
            except PlaygroundError as error:
                self.send({"notice": str(error)})
            except TimeoutError:
                self.send({"notice": "The run is busy and did not answer. Try again in a moment."})

    def _feed(self):
        """In a thread of its own, because asyncio stands still while a cell runs: the newest frames, whenever there are some."""
        seen = None, ()
        while self.audience.wait():
            group, frames = self.side.news(seen, 1.0)
            if (group, frames) != seen and all(frames) and not self.over:
                with self.hold_sync():  # one message for all, of what has changed
                    self.group = pack(group, {})
                    self.scenes, self.frames = [frame.scene.bytes for frame in frames], [frame.bytes for frame in frames]
                seen = group, frames
