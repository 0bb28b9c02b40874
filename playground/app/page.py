"""The page: the shell with its controls, and what every click does."""

import base64
import json
import time
from functools import partial

import gradio as gr

from playground import PlaygroundError, recipe
from playground.app import controls as left
from playground.app import files
from playground.app.fetching import Fetching
from playground.app.sessions import Sessions, plain
from playground.canvas import shell
from playground.config import LIVE
from playground.data import DATA

TOGETHER = ("loss", "penalty", "updates", "optimizer")
"""Live settings that move others or bring them into sight: after them all controls are set anew, as after a refusal."""
QUIET = {"show_progress": "hidden", "api_visibility": "private"}
AT_ONCE = QUIET | {"queue": False}
EACH = AT_ONCE | {"trigger_mode": "multiple"}
"""Every click counts, also one that comes before the last was answered."""
NEWEST = AT_ONCE | {"trigger_mode": "always_last"}
"""Of a knob’s values that come faster than they are taken up, the last one counts; so of wishes to see the controls anew."""


def build(start=plain):
    """The Blocks of the app; `.sessions` holds the runs of its visitors, each made by `start()`."""
    sessions = Sessions(start)
    with gr.Blocks(title="GAN playground", fill_width=True, analytics_enabled=False) as demo:
        begin = f"window.ganBridge.shell(element, trigger); {_events('act', 'refresh', 'ask')}"
        page = gr.HTML(html_template=shell().replace("@children", ""), js_on_load=begin, apply_default_css=False,
                       elem_id="shell")
        with gr.Column(elem_id="controls"):  # the bridge moves it into the shell
            controls = left.build(recipe("gan"))
        bus = gr.HTML(value="", html_template="", js_on_load="window.ganBridge.bus(props, watch);", visible="hidden",
                      elem_id="bus")
        notice = gr.HTML(value="", html_template="", js_on_load="window.ganBridge.notice(props, watch);",
                         visible="hidden", elem_id="notice")
        reply = gr.HTML(value="", html_template="", js_on_load="window.ganBridge.reply(props, watch);", visible="hidden",
                        elem_id="reply")
        _connect(demo, sessions, page, bus, controls, notice)
        page.ask(_asked(sessions), None, reply, **EACH)
    demo.sessions = sessions
    return demo


def _events(*names):
    """Gradio learns a component's own events from the words in its script."""
    return f"/* {' '.join(repr(name) for name in names)} */"


def _connect(demo, sessions, page, bus, controls, notice):
    """What begins and ends with the page, and what each click does to its run."""
    def greet(request: gr.Request):
        return request.session_hash

    def leave(request: gr.Request):
        sessions.close(request.session_hash)

    def refresh(request: gr.Request):
        return controls.values(sessions.of(request).side.config)

    def choose(name, keep, request: gr.Request):
        return answer(partial(change_data, keep=bool(keep)), sessions.of(request), name)

    demo.load(greet, None, bus, **AT_ONCE)
    demo.unload(leave)
    page.refresh(refresh, None, controls.components, **NEWEST)
    page.act(_steered(sessions, act), None, notice, api_name="act", **EACH)
    controls.recipe.input(_given(sessions, choose_recipe), controls.recipe, notice, **EACH)
    controls.data.input(choose, [controls.data, controls.keep], notice, **EACH)
    for name, component in controls.settings.items():
        if name in left.RANGES:
            component.steer(_steered(sessions, partial(steer, name)), None, notice, **NEWEST)
        else:
            component.input(_given(sessions, partial(change, name)), component, notice, **EACH)


def _steered(sessions, do):
    """The handler of an event that carries its own data, a dict: `do(side, data)`."""
    def handler(event: gr.EventData, request: gr.Request):
        return answer(do, sessions.of(request), dict(event._data or {}))
    return handler


def _asked(sessions):
    """The handler of a question: for a link or a file, what became of pictures, what there is to fetch, or pictures."""
    fetching = Fetching()

    def handler(event: gr.EventData, request: gr.Request):
        session, given = sessions.of(request), event._data
        asked = given.get("ask") if isinstance(given, dict) else None
        if asked == "pictures":
            found = session.uploads.answer(given)
        elif asked == "fetch":
            found = fetching.answer(given)
        elif asked == "explore":
            packet = session.exploring.answer(session.run, given)
            found = {"ask": "explore", "packet": base64.b64encode(packet).decode()}
        else:
            found = files.answer(session.run, given, session.making, session.side.runs if len(session.side.runs) > 1 else ())
        return json.dumps(found | {"at": time.monotonic_ns()})
    return handler


def _given(sessions, do):
    """The handler of a component that has a new value: `do(side, value)`."""
    def handler(value, request: gr.Request):
        return answer(do, sessions.of(request), value)
    return handler


def answer(do, session, given):
    """Do it. What the page has been told: "time|sentence", new where the controls are to be set anew, because it moved more
    than itself or was refused, with a sentence where it was refused.

    Only this one text answers every click: an update that skips a component makes Gradio build it again and keep the old one.
    """
    try:
        sentence = "" if do(session.side, given) else None
    except PlaygroundError as error:
        sentence = str(error)
    except TimeoutError:
        sentence = "The run is busy and did not answer. Try again in a moment."
    if sentence is not None:
        session.told = f"{time.monotonic_ns()}|{sentence}"  # the same may be said twice
    return session.told


def act(side, given):
    """What a button of the canvas asks for."""
    before = side.config
    side.act(given)
    return side.config != before


def choose_recipe(side, name):
    side.rebuild(_recipe_or_default(name, side.config))
    return True


def change_data(side, name, keep):
    if name not in DATA:
        raise PlaygroundError("This page offers no such data.")
    side.choose_data(name, keep)
    return True


def steer(name, side, given):
    """A knob was moved."""
    return change(name, side, given.get("value"))


def change(name, side, value):
    """One setting: at once where it may change while the GAN trains, else in a new run."""
    if name in LIVE:
        side.set(**{name: value})
    else:
        side.rebuild(side.config.changed(**{name: value}))
    return name in TOGETHER or name not in LIVE


def _recipe_or_default(name, config):
    """A recipe on the data at hand, or on its own data where the two do not go together."""
    try:
        return recipe(name, data=config.data, seed=config.seed, device=config.device)
    except PlaygroundError:
        return recipe(name, seed=config.seed, device=config.device)
