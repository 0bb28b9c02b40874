"""The page: the shell with its controls, the bus that feeds the canvas, and what every click does."""

import base64
import json
import time
from dataclasses import dataclass
from functools import partial

import gradio as gr

from playground import PlaygroundError, recipe
from playground.app import controls as left
from playground.app import files
from playground.app.sessions import Sessions, plain
from playground.canvas import shell
from playground.config import LIVE
from playground.live.actions import ACTIONS
from playground.live.choice import choose_data

HEARTBEAT = 1.0
"""Seconds between two signs of life of a stream that has nothing new to show."""
TOGETHER = ("loss", "penalty", "updates", "optimizer")
"""Live settings that move others or bring them into sight: after them all controls are set anew, as after a refusal."""
MOVING = ("cure", "draw", "lesson", "lesson-button", "open")
"""Actions that change settings."""
QUIET = {"show_progress": "hidden", "api_visibility": "private"}
AT_ONCE = QUIET | {"queue": False}
EACH = AT_ONCE | {"trigger_mode": "multiple"}
"""Every click counts, also one that comes before the last was answered."""
NEWEST = AT_ONCE | {"trigger_mode": "always_last"}
"""Of a knob’s values that come faster than they are taken up, the last one counts."""


def build(start=plain):
    """The Blocks of the app; `.sessions` holds the runs of its visitors, each made by `start()`."""
    sessions = Sessions(start)
    with gr.Blocks(title="GAN playground", fill_width=True, analytics_enabled=False) as demo:
        begin = f"window.ganBridge.shell(element, trigger); {_events('act', 'refresh', 'ask')}"
        page = gr.HTML(html_template=shell().replace("@children", ""), js_on_load=begin, apply_default_css=False,
                       elem_id="shell")
        with gr.Column(elem_id="controls"):  # the bridge moves it into the shell
            controls = left.build(recipe("gan"))
        listen = f"window.ganBridge.bus(props, watch, trigger); {_events('wake')}"
        bus = gr.HTML(value="", html_template="", js_on_load=listen, visible="hidden", elem_id="bus")
        notice = gr.HTML(value="", html_template="", js_on_load="window.ganBridge.notice(props, watch);",
                         visible="hidden", elem_id="notice")
        reply = gr.HTML(value="", html_template="", js_on_load="window.ganBridge.reply(props, watch);", visible="hidden",
                        elem_id="reply")
        _connect(demo, sessions, page, bus, Answers(controls, notice))
        page.ask(_asked(sessions), None, reply, **EACH)
    demo.sessions = sessions
    return demo


def _events(*names):
    """Gradio learns a component's own events from the words in its script."""
    return f"/* {' '.join(repr(name) for name in names)} */"


def _connect(demo, sessions, page, bus, answers):
    """What begins and ends with the page, and what each click does to its run."""
    def stream(request: gr.Request):
        yield from watch(sessions.of(request))

    def leave(request: gr.Request):
        sessions.close(request.session_hash)

    def refresh(request: gr.Request):
        return answers.anew(sessions.of(request).run)

    def choose(name, keep, request: gr.Request):
        return answers.to(partial(change_data, keep=bool(keep)), sessions.of(request).run, name)

    controls = answers.controls
    events = {"concurrency_limit": None, "concurrency_id": "stream"}
    demo.load(stream, None, bus, **QUIET, **events)
    bus.wake(stream, None, bus, **QUIET, **events)
    demo.unload(leave)
    page.refresh(refresh, None, answers.components, **AT_ONCE)
    page.act(_steered(sessions, answers, act), None, answers.components, api_name="act", **EACH)
    controls.recipe.input(_given(sessions, answers, choose_recipe), controls.recipe, answers.components, **EACH)
    controls.data.input(choose, [controls.data, controls.keep], answers.components, **EACH)
    for name, component in controls.settings.items():
        if name in left.RANGES:
            component.steer(_steered(sessions, answers, partial(steer, name)), None, answers.components, **NEWEST)
        else:
            component.input(_given(sessions, answers, partial(change, name)), component, answers.components, **EACH)


def _steered(sessions, answers, do):
    """The handler of an event that carries its own data, a dict: `do(run, data)`."""
    def handler(event: gr.EventData, request: gr.Request):
        return answers.to(do, sessions.of(request).run, dict(event._data or {}))
    return handler


def _asked(sessions):
    """The handler of a question that is answered with a link or a file."""
    def handler(event: gr.EventData, request: gr.Request):
        return json.dumps(files.answer(sessions.of(request).run, event._data) | {"at": time.monotonic_ns()})
    return handler


def _given(sessions, answers, do):
    """The handler of a component that has a new value: `do(run, value)`."""
    def handler(value, request: gr.Request):
        return answers.to(do, sessions.of(request).run, value)
    return handler


@dataclass(frozen=True)
class Answers:
    """What a click is answered with: all controls as they stand now, and a sentence where it was refused.

    Gradio's own warnings come through its queue only, which these handlers do not wait in.
    """

    controls: left.Controls
    notice: gr.HTML

    @property
    def components(self):
        return [*self.controls.components, self.notice]

    def to(self, do, run, given):
        """Do it. The controls are set anew where it moved more than itself, and where it was refused."""
        try:
            return self.anew(run) if do(run, given) else gr.skip()
        except PlaygroundError as error:
            return self.anew(run, str(error))
        except TimeoutError:
            return self.anew(run, "The run is busy and did not answer. Try again in a moment.")

    def anew(self, run, sentence=None):
        said = gr.skip() if sentence is None else f"{time.monotonic_ns()}|{sentence}"  # the same may be said twice
        return [*self.controls.values(run.config), said]


def act(run, given):
    """What a button of the canvas asks for."""
    action = ACTIONS.get(given.get("action"))
    if action:
        action(run, given)
    return given.get("action") in MOVING


def choose_recipe(run, name):
    run.rebuild(_recipe_or_default(name, run.config))
    return True


def change_data(run, name, keep):
    choose_data(run, name, keep)
    return True


def steer(name, run, given):
    """A knob was moved."""
    return change(name, run, given.get("value"))


def change(name, run, value):
    """One setting: at once where it may change while the GAN trains, else in a new run."""
    if name in LIVE:
        run.set(**{name: value})
    else:
        run.rebuild(run.config.changed(**{name: value}))
    return name in TOGETHER or name not in LIVE


def watch(session):
    """The values of the bus for one tab: "count|packets", the scene going along whenever it is new to this tab."""
    session.stream += 1
    mine, count, seen, scene = session.stream, 0, -1, None
    while session.stream == mine and not session.run.closed:  # a page that has lost its stream begins another
        session.alive()
        frame = session.run.wait(seen, HEARTBEAT)
        count += 1
        packets = ""
        if frame and frame.number != seen:
            packets = _text(frame.bytes) if frame.scene is scene else f"{_text(frame.scene.bytes)}.{_text(frame.bytes)}"
            seen, scene = frame.number, frame.scene
        yield f"{count}|{packets}"


def _text(packet):
    return base64.b64encode(packet).decode()


def _recipe_or_default(name, config):
    """A recipe on the data at hand, or on its own data where the two do not go together."""
    try:
        return recipe(name, data=config.data, seed=config.seed, device=config.device)
    except PlaygroundError:
        return recipe(name, seed=config.seed, device=config.device)
