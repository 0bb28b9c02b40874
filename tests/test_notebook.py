"""Watching in a notebook: live before a person, bounded before nobody, and in both the trainer stays the caller's own."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import IPython
import nbformat
import pytest
from nbclient import NotebookClient
from playwright.sync_api import sync_playwright
from small import PATIENCE, assert_same_run, small, trained, until

from playground import PlaygroundError, Trainer, watch
from playground.live.run import Run
from playground.notebook import SHORT_STEPS, audience, has_front_end
from playground.notebook.audience import Audience
from playground.notebook.course import check, length

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "docs"))

from lab import jupyter_lab  # noqa: E402  (the path comes first)

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


# -- headless ----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs_from_top_to_bottom(path, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_SHORT", "1")
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=180, resources={"metadata": {"path": str(path.parent)}}).execute()
    watched = [output["data"] for cell in notebook.cells if "watch(" in cell.source and cell.cell_type == "code"
               for output in cell.outputs if "data" in output]
    assert watched
    assert all("image/png" in data and "application/vnd.jupyter.widget-view+json" not in data for data in watched)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_a_notebook_names_is_there(path):
    words = "".join("".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"])
    named = [f"notebooks/{name}" for name in re.findall(r"`(\d\d_\w+\.ipynb)`", words)] + re.findall(r"`(playground/[\w./]+)`", words)
    assert all((ROOT / name).exists() for name in named)


def test_playground_and_watch_come_without_widgets():
    code = "import sys; from playground import watch; assert not {'anywidget', 'matplotlib', 'torch'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_bounded_run_goes_on_where_it_is(monkeypatch):
    trainer = Trainer(small())
    monkeypatch.setenv("PLAYGROUND_SHORT", "1")
    assert watch(trainer)._repr_png_()
    assert trainer.step == SHORT_STEPS
    monkeypatch.delenv("PLAYGROUND_SHORT")
    began = time.monotonic()
    watch(trainer, seconds=0.3)
    assert trainer.step > SHORT_STEPS and time.monotonic() - began < PATIENCE


def test_a_self_check_keeps_its_answer_until_somebody_has_guessed(capsys):
    check("How many?", ..., 23)
    assert "23" not in capsys.readouterr().out
    check("How many?", 22, 23)
    assert "no, it is 23" in capsys.readouterr().out
    check("How much?", 0.11, 1 / 9, within=0.01)
    assert "right" in capsys.readouterr().out


def test_cells_train_less_in_the_short_mode(monkeypatch):
    monkeypatch.delenv("PLAYGROUND_SHORT", raising=False)
    assert length(1000, short=10) == 1000
    monkeypatch.setenv("PLAYGROUND_SHORT", "1")
    assert length(1000, short=10) == 10


def test_interrupt_ends_a_bounded_run_after_a_whole_step():
    trainer = Trainer(small())

    def interrupt():
        until(lambda: trainer.step >= 20)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    watch(trainer, seconds=10 * PATIENCE)
    assert_same_run(trainer, trained(small(), trainer.step))


@pytest.mark.parametrize("answerable", [True, False])
def test_front_end_is_who_could_answer_input(answerable, monkeypatch):
    class Shell:
        def get_parent(self):
            return {"content": {"allow_stdin": answerable}}

    assert not has_front_end()
    monkeypatch.setattr(IPython, "get_ipython", Shell)
    assert has_front_end() == answerable


@pytest.mark.parametrize("mistake", [lambda: watch(small()), lambda: watch(Trainer(small()), seconds=0)])
def test_mistakes_are_named(mistake):
    with pytest.raises(PlaygroundError):
        mistake()


# -- the widget, without a browser -------------------------------------------------------------------------------------

@pytest.fixture
def window():
    window = watch(Trainer(small()), live=True)
    yield window
    window.end("The test is over.")


def say(window, **message):
    window._handle_custom_msg(message, [])


def test_buttons_steer_the_run(window):
    trainer, first = window.run.trainer, window.frames
    say(window, action="play")
    until(lambda: trainer.step > 20 and window.frames != first)
    trainer.set(learning_rate=0.0005)
    say(window, action="pause")
    step = trainer.step
    say(window, action="step")
    assert trainer.step == step + 1
    assert trainer.config.generator_lr == 0.0005
    say(window, action="no such thing")


def test_refusals_are_told(window):
    told = []
    window.send = told.append
    say(window, action="next")
    assert "slow motion" in told[0]["notice"]


def test_reset_brings_the_same_trainer_back_to_the_start(window):
    trainer = window.run.trainer
    trainer.run(steps=5)
    trainer.set(learning_rate=0.0005)
    say(window, action="reset")
    assert window.run.trainer is trainer and trainer.step == 0 and not trainer.events
    trainer.run(steps=10)
    assert_same_run(trainer, trained(small(learning_rate=0.0005), 10))


def test_cells_that_train_are_seen(window):
    trainer = window.run.trainer
    say(window, here="page")
    trainer.run(steps=7)
    until(lambda: b'"step":7' in window.frames[0])


def test_watched_again_it_goes_on_and_the_earlier_window_stands_still(window):
    trainer = window.run.trainer
    trainer.run(steps=5)
    again = watch(trainer, live=True)
    assert window.over and trainer.step == 5
    say(window, action="play")
    assert not again.over and not again.run.status.playing
    say(again, action="step")
    assert trainer.step == 6
    say(again, action="travel", step=2, branch="1")
    until(lambda: trainer.step == 2)  # the way before it was watched again is still there
    again.end("The test is over.")


def test_run_that_nobody_sees_pauses(window):
    say(window, here="one")
    say(window, here="two")
    say(window, action="play")
    say(window, gone="one")
    assert window.run.status.playing
    say(window, gone="two")
    assert not window.run.status.playing


def test_saved_notebook_shows_a_still(window):
    data, _ = window._repr_mimebundle_()
    assert {"image/png", "text/plain", "application/vnd.jupyter.widget-view+json"} <= set(data)


def test_pages_that_fall_silent_count_as_gone(monkeypatch):
    class Loop:
        call_soon_threadsafe = staticmethod(lambda call: call())

    monkeypatch.setattr(audience, "TICK", 0.01)
    monkeypatch.setattr(audience, "SILENT", 0.05)
    monkeypatch.setattr(audience.asyncio, "get_running_loop", Loop)
    left = []
    seats = Audience(lambda: (left.append(True), seats.end()))
    seats.welcome("page")
    until(lambda: not seats.wait())
    assert left == [True]


def test_run_takes_a_trainer_where_it_is():
    trainer = trained(small(), 4)
    run = Run(trainer)
    assert run.frame.step == 4
    run.close()


# -- a real JupyterLab -------------------------------------------------------------------------------------------------

PROBE = "print('probe', trainer.config.generator_lr, trainer.step)"
LONG = "trainer.run(steps=10**9)"
OWN_LOSS = """from playground import register_loss
_ = register_loss("pulling", lambda real, fake: (fake - real).mean() + 0.01 * real.square().mean(), lambda fake, real: -fake.mean())"""


@pytest.fixture
def lab(tmp_path):
    """The address of a copy of the first notebook in a JupyterLab of its own."""
    checkout = tmp_path / "checkout"
    (checkout / "notebooks").mkdir(parents=True)
    (checkout / "playground").symlink_to(ROOT / "playground", target_is_directory=True)
    notebook = nbformat.read(ROOT / "notebooks" / "01_first_gan.ipynb", as_version=4)
    keep = ("setup", "build", "live", "step-in")
    notebook.cells = [cell for cell in notebook.cells if cell.id in keep] + [
        nbformat.v4.new_code_cell(source, id=name) for name, source in [("probe", PROBE), ("long", LONG), ("own", OWN_LOSS)]]
    nbformat.write(notebook, checkout / "notebooks" / "first.ipynb")
    with jupyter_lab(checkout, tmp_path) as address:
        yield address("notebooks/first.ipynb")


class Lab:
    """A notebook in a browser."""

    def __init__(self, page, address):
        self.page = page
        page.set_default_timeout(PATIENCE * 1000)
        page.goto(address)
        page.get_by_text("| Idle").wait_for()  # the kernel is there
        self.cells = page.locator(".jp-Notebook .jp-CodeCell")

    def start(self, number):
        """Set a cell going by the toolbar, as a reader would."""
        self.cells.nth(number).locator(".jp-InputPrompt").click()
        self.page.click('.jp-NotebookPanel-toolbar [data-command="notebook:run-cell-and-select-next"]')

    def run(self, number):
        """Run a cell and return what it has printed."""
        cell = self.cells.nth(number)
        before = cell.locator(".jp-InputPrompt").inner_text()
        self.start(number)
        self.page.wait_for_function(
            r"([cell, before]) => { const now = cell.querySelector('.jp-InputPrompt').textContent;"
            r" return /\[\d+\]/.test(now) && now !== before }", arg=[cell.element_handle(), before])
        output = cell.locator(".jp-OutputArea-output pre")
        return output.inner_text() if output.count() else ""

    def probe(self):
        """The learning rate and the step, as the kernel knows them."""
        _, rate, step = self.run(4).split()
        return float(rate), int(step)

    def number(self, selector, attribute):
        return int(self.page.get_attribute(selector, attribute))

    def wait_for(self, selector, attribute, least):
        self.page.wait_for_function("([s, a, least]) => Number(document.querySelector(s).getAttribute(a)) >= least",
                                    arg=[selector, attribute, least])


@pytest.fixture
def opened(lab):
    """The notebook in a browser, its widget shown; what the page complains of fails the test."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        complaints = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        notebook = Lab(page, lab)
        for cell in range(3):
            notebook.run(cell)
        page.wait_for_selector(PICTURE)
        yield notebook
        assert not complaints
        browser.close()


PICTURE, COUNTER, PLAY = "[data-id=picture]", "[data-id=step-counter]", "[data-id=play]"


def test_widget_plays_in_jupyterlab_while_a_cell_changes_the_learning_rate(opened):
    notebook, page = opened, opened.page
    first = page.evaluate("document.querySelector('[data-id=picture]').toDataURL()")
    page.click(PLAY)
    notebook.wait_for(COUNTER, "data-step", 30)
    notebook.wait_for(PICTURE, "data-frames", 10)
    assert page.evaluate("document.querySelector('[data-id=picture]').toDataURL()") != first

    rate, _ = notebook.probe()
    assert "0.0005" in notebook.run(3)
    changed, step = notebook.probe()
    assert rate != changed == 0.0005
    notebook.wait_for(COUNTER, "data-step", step + 30)  # it has gone on

    page.click(PLAY)
    page.wait_for_selector(f"{PLAY}[aria-pressed=false]")
    held = notebook.probe()
    assert notebook.probe() == held
    notebook.wait_for(COUNTER, "data-step", held[1])
    assert notebook.number(COUNTER, "data-step") == held[1]

    page.locator("[data-id=timeline]").press("Home")  # back to the start, and the kernel's trainer with it
    page.wait_for_selector(f"{COUNTER}[data-step='0']")
    assert notebook.probe() == (rate, 0)

    page.locator(".gan-explore-first").click()  # a generator that came along; JupyterLab leaves the arrow keys to its sliders
    slider = page.locator("[data-id=explore-panel] .gan-tool-place input[type=range]").first
    before = slider.input_value()
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert float(slider.input_value()) > float(before)


def test_an_interrupt_and_a_cell_run_again_leave_the_run_in_jupyterlab_resumable(opened):
    notebook, page = opened, opened.page
    notebook.start(5)  # a cell that trains for ever: the window shows it meanwhile
    notebook.wait_for(COUNTER, "data-step", 30)
    page.click('.jp-NotebookPanel-toolbar [data-command="notebook:interrupt-kernel"]')
    notebook.cells.nth(5).get_by_text("KeyboardInterrupt").last.wait_for()
    page.get_by_text("| Idle").wait_for()
    rate, step = notebook.probe()
    assert step >= 30 and notebook.probe() == (rate, step)
    notebook.run(2)  # the cell of the window, again
    page.wait_for_function("document.querySelectorAll('[data-id=step-counter]').length === 1")
    notebook.wait_for(COUNTER, "data-step", step)
    page.click(PLAY)
    notebook.wait_for(COUNTER, "data-step", step + 30)


def test_a_loss_of_a_cell_is_chosen_in_the_comparison_in_jupyterlab(opened):
    notebook, page = opened, opened.page
    notebook.run(6)
    page.click("[data-id=add-run]")
    page.select_option("[data-id=contrast]", label="pulling loss")
    for place in range(2):
        page.locator("[data-part=side] .gan-frame canvas").nth(place).wait_for()  # both are in sight
    page.click(PLAY)
    notebook.wait_for(COUNTER, "data-step", 20)
    page.wait_for_function("document.querySelector('[data-part=differs]').textContent.includes('ulling')")
