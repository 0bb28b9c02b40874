"""Serving the app on this machine."""

import json
from pathlib import Path

import gradio as gr
from starlette.middleware import Middleware

from playground.app import controls, stream, thumbnails
from playground.app.outline import Outline
from playground.app.page import build
from playground.app.sessions import plain
from playground.canvas import script, style
from playground.data import DATA, at_hand
from playground.export import FORMATS
from playground.lessons import lessons
from playground.live.lessons import pages
from playground.recipes import RECIPES

HERE = Path(__file__).parent
POLL = 0.05
"""Seconds between two looks of Gradio's queue for work, as it has them on Windows. Elsewhere it looks a thousand times
a second, and each look takes the interpreter away from the networks that train."""
FIRST_SIGHT = "document.documentElement.lang = 'en';"


def head():
    """What goes into the page's head: all styles and scripts inline, so that nothing is asked from any other host."""
    styles = style() + (HERE / "app.css").read_text("utf-8") + thumbnails.rules() + controls.rules()
    styles += controls.lesson_rules(lessons())
    tips = f"const TILE_TIPS = {json.dumps(tile_tips())}, SHELVES = {json.dumps(controls.shelves())}, FORMATS = {json.dumps(formats())};"
    tips += f"const PAPERS = {json.dumps(papers())}, DATA_SHELVES = {json.dumps(controls.data_shelves())};"
    tips += "const LESSONS = {};".format(json.dumps(pages()).replace("</", r"<\/"))
    bridge = "\n".join((HERE / name).read_text("utf-8") for name in ("stream.js", "shelves.js", "bridge.js"))
    scripts = f"(() => {{\n{script()}\n{tips}\n{bridge}\n}})();"
    return f"<style>{styles}</style><script>{FIRST_SIGHT}</script><script>{scripts}</script>"


def formats():
    """What the menu of files offers: [[ending, title, sentence, kinds of data (none: all), whether it takes long], ...]."""
    return [[name, chosen.title, chosen.about, chosen.kinds, chosen.slow] for name, chosen in FORMATS.items()]


def tile_tips():
    """What each recipe and data set is, for its chip or tile: {name: its lines, the title first}."""
    again = "Choosing it begins a new run."
    unless = "Choosing it begins a new run, unless the networks are kept."
    lines = ({name: (chosen.title, chosen.about, again) for name, chosen in RECIPES.items()}
             | {name: (f"{source.title[0].upper()}{source.title[1:]}", source.about, unless)
                for name, source in ((name, DATA[name]) for name in at_hand())})
    return {name: "\n".join(said) for name, said in lines.items()} | {
        "drawn": "Draw your own data with mouse, pen or finger, or change your drawing. "
                 "Using it begins a new run, unless the networks are kept.",
        "path": "Bring pictures of your own: a zip, or some files, of any size and kind. Or a text file, to learn its lines."}


def papers():
    """Where each recipe was published: {name: authors, year and address}."""
    return {name: chosen.source for name, chosen in RECIPES.items()}


def theme():
    """Gradio's own controls in the colours of the canvas."""
    var = "var(--gan-{})".format
    colours = {
        "body_background_fill": "page", "background_fill_primary": "page", "background_fill_secondary": "band",
        "body_text_color": "ink", "body_text_color_subdued": "muted", "block_label_text_color": "ink",
        "block_title_text_color": "ink", "block_info_text_color": "muted", "input_background_fill": "band",
        "input_border_color_focus": "focus", "border_color_primary": "line", "slider_color": "ink-2",
        "checkbox_background_color_selected": "ink", "checkbox_border_color_selected": "ink",
    }
    values = {name: var(colour) for name, colour in colours.items()}
    values |= {f"{name}_dark": value for name, value in values.items()}
    fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"]
    return gr.themes.Base(font=fonts, font_mono=["ui-monospace", "monospace"]).set(
        block_border_width="0px", block_background_fill="transparent", block_background_fill_dark="transparent",
        block_padding="0px", block_shadow="none", **values)


def serve(host="127.0.0.1", port=7860, open_browser=True, block=True, start=plain):
    """Start the server; returns (Blocks, address). With `block` it returns when the server is stopped.

    `start()` makes the Run that a new visitor finds.
    """
    demo = build(start)
    demo.queue(default_concurrency_limit=None, api_open=False)
    demo._queue.sleep_when_free = demo._queue.progress_update_sleep_when_free = POLL
    _, address, _ = demo.launch(
        server_name=host, server_port=port, inbrowser=open_browser, head=head(), theme=theme(), footer_links=[],
        ssr_mode=False, run_history=False, enable_monitoring=False, max_file_size="1mb",
        share=False, quiet=True, prevent_thread_lock=True,
        app_kwargs={"middleware": [Middleware(Outline)], "routes": [stream.route(demo.sessions)]})
    print(f"The GAN playground is open at {address} (Ctrl-C ends it).", flush=True)
    if block:
        demo.block_thread()
    return demo, address
