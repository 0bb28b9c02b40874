"""The page: the shell with its controls, the bus that feeds the canvas, and what every click does."""

import base64

import gradio as gr

from playground import PlaygroundError, recipe
from playground.app import controls as left
from playground.app.sessions import Sessions
from playground.canvas import shell
from playground.config import LIVE
from playground.live.actions import ACTIONS

HEARTBEAT = 1.0
"""Seconds between two signs of life of a stream that has nothing new to show."""
TOGETHER = ("loss", "penalty", "penalty_weight", "weight_clip")
"""Settings that move others, or that others may forbid: after them all controls are set anew."""
QUIET = {"show_progress": "hidden", "api_visibility": "private"}
AT_ONCE = QUIET | {"queue": False}


def build():
    """The Blocks of the app; `.sessions` holds the runs of its visitors."""
    sessions = Sessions()
    with gr.Blocks(title="GAN playground", fill_width=True, analytics_enabled=False) as demo:
        page = gr.HTML(html_template=shell().replace("@children", ""), js_on_load=f"window.ganBridge.shell(element, trigger); {_events('act', 'refresh')}",
                       apply_default_css=False, elem_id="shell")
        with gr.Column(elem_id="controls"):  # the bridge moves it into the shell
            controls = left.build(recipe("gan"))
        bus = gr.HTML(value="", html_template="", js_on_load=f"window.ganBridge.bus(props, watch, trigger); {_events('wake')}",
                      visible="hidden", elem_id="bus")
        _connect(demo, sessions, page, controls, bus)
    demo.sessions = sessions
    return demo


def _events(*names):
    """Gradio learns a component's own events from the words in its script."""
    return f"/* {' '.join(repr(name) for name in names)} */"


def _connect(demo, sessions, page, controls, bus):
    def stream(request: gr.Request):
        yield from watch(sessions.of(request))

    def leave(request: gr.Request):
        sessions.close(request.session_hash)

    def act(event: gr.EventData, request: gr.Request):
        given = dict(event._data or {})
        action = ACTIONS.get(given.get("action"))
        if action:
            _polite(action, sessions.of(request).run, given)

    def refresh(request: gr.Request):
        return controls.values(sessions.of(request).run.config)

    def choose_recipe(name, request: gr.Request):
        run = sessions.of(request).run
        return rebuild(run, lambda: _recipe_or_default(name, run.config))

    def choose_data(data, request: gr.Request):
        run = sessions.of(request).run
        return rebuild(run, lambda: _data_or_plain(data, run.config))

    def rebuild(run, make):
        _polite(lambda: run.rebuild(make()))
        return controls.values(run.config)

    def change(name, run, value):
        if name in LIVE:
            _polite(lambda: run.set(**{name: value}))
            return controls.values(run.config)
        return rebuild(run, lambda: run.config.changed(**{name: value}))

    events = {"concurrency_limit": None, "concurrency_id": "stream"}
    demo.load(stream, None, bus, **QUIET, **events)
    bus.wake(stream, None, bus, **QUIET, **events)
    demo.unload(leave)
    page.act(act, None, None, **AT_ONCE)
    page.refresh(refresh, None, controls.components, **AT_ONCE)
    controls.recipe.input(choose_recipe, controls.recipe, controls.components, **AT_ONCE)
    controls.data.input(choose_data, controls.data, controls.components, **AT_ONCE)
    for name, component in controls.settings.items():
        outputs = [] if name in LIVE and name not in TOGETHER else controls.components
        if name in left.RANGES:
            def handler(event: gr.EventData, request: gr.Request, name=name, outputs=outputs):
                values = change(name, sessions.of(request).run, (event._data or {}).get("value"))
                return values if outputs else None
            component.steer(handler, None, outputs, **AT_ONCE)
        else:
            def handler(value, request: gr.Request, name=name, outputs=outputs):
                values = change(name, sessions.of(request).run, value)
                return values if outputs else None
            component.input(handler, component, outputs, **AT_ONCE)


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


def _polite(action, *args):
    """Do it, or tell the visitor in a sentence why not."""
    try:
        action(*args)
    except PlaygroundError as error:
        gr.Warning(str(error))
    except TimeoutError:
        gr.Warning("The run is busy and did not answer. Try again in a moment.")


def _recipe_or_default(name, config):
    """A recipe on the data at hand, or on its own data where the two do not go together."""
    try:
        return recipe(name, data=config.data, seed=config.seed, device=config.device)
    except PlaygroundError:
        return recipe(name, seed=config.seed, device=config.device)


def _data_or_plain(data, config):
    """The recipe at hand on other data, or the plain GAN where the two do not go together."""
    try:
        return recipe(config.recipe, data=data, seed=config.seed, device=config.device)
    except PlaygroundError:
        return recipe("gan", data=data, seed=config.seed, device=config.device)
