"""Pictures of one's own, dropped into the page: checked, listed, trained on; what is bad is refused and nobody else notices."""

import base64
import gc
import json
import time

import pytest
from PIL import Image
from playwright.sync_api import expect

from own_pictures import bomb, encoded, issue_zip, mixed, noise, useless, zipped
from playground.data import own
from test_app import PATIENCE, Tab, browser, choose_data, eventually, tab  # noqa: F401 - fixtures
from test_app_axe import faults



def choose(page, *files):
    page.set_input_files("#own-files", [{"name": name, "mimeType": "application/octet-stream", "buffer": content} for name, content in files])


def drop(page, name, content):
    """Drop a file on the picture, as from the desktop."""
    page.evaluate("""([name, data]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], name));
        for (const type of ["dragover", "drop"]) document.querySelector("#picture").dispatchEvent(
            new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }));
    }""", [name, base64.b64encode(content).decode()])


def test_the_zip_of_the_issue_is_dropped_and_trains_while_another_tab_plays_on(tab, browser, app):  # noqa: F811
    other = Tab(browser, app)
    try:
        other.page.click("#play")
        other.wait_for_step(20)
        page = tab.page
        page.bring_to_front()
        drop(page, "mine.zip", issue_zip())
        expect(page.locator("#own-says")).to_have_text("500 pictures of 32 × 32 pixels.", timeout=PATIENCE)
        assert other.run.status.playing and other.run.trainer.step > 20
        page.click("#own-left summary")
        for name, reason in (("half.jpg", "cut short"), ("notes.txt", "not a picture"), ("pictures/readme.jpg", "not a picture")):
            expect(page.locator("#own-left li", has_text=name)).to_contain_text(reason)
        expect(page.locator("#own-left li")).to_have_count(3)
        page.click("#own-use")
        eventually(page, lambda: tab.run.config.data.startswith("path:,"))
        assert len(tab.run.trainer.data.taken.names) == 500 and tab.run.config.recipe == "gan"
        expect(page.locator("#data input:checked")).to_have_value("path")
        page.click("#play")
        tab.wait_for_step(3)
        step = other.run.trainer.step
        for name, content, words in (("bomb.zip", bomb(), "zip bomb"), ("sly.zip", zipped(mixed(20) | {"../x.png": b""}), "points out of it"),
                                     ("notes.txt", b"no picture", "1 different strings")):
            choose_data(page, "path")
            choose(page, (name, content))
            expect(page.locator("#own-says")).to_contain_text(words, timeout=PATIENCE)
            expect(page.locator("#own-use")).to_be_disabled()
            page.keyboard.press("Escape")
            expect(page.locator('#data input[value="path"]')).to_be_focused()
        assert tab.run.status.playing and other.run.status.playing and other.run.trainer.step > step
    finally:
        other.page.close()


def test_several_files_are_taken_as_they_are_and_few_are_said_to_be_few(tab):
    page = tab.page
    choose_data(page, "path")
    expect(page.locator("#own-choose")).to_be_focused()
    photographs = [(f"{i}.jpg", encoded(Image.fromarray(noise(i, 700, 600)), "JPEG")) for i in range(18)]
    choose(page, *photographs, *useless().items())
    expect(page.locator("#own-says")).to_contain_text("18 pictures", timeout=PATIENCE)
    expect(page.locator(".gan-own")).to_contain_text("18 pictures are few")
    page.click("#own-left summary")
    assert not faults(page)
    page.select_option("#own-size", "16")
    expect(page.locator("#own-says")).to_have_text("18 pictures of 16 × 16 pixels.", timeout=PATIENCE)
    page.click("#own-use")
    eventually(page, lambda: tab.run.config.data.startswith("path:,size=16,"))


def test_a_page_reads_no_file_of_the_server(tab, tmp_path):
    secret = tmp_path / "secret.zip"
    secret.write_bytes(zipped(mixed(20)))
    config = json.loads(tab.run.config.to_json()) | {"data": f"path:{secret},size=16"}
    file = json.dumps({"is": "GAN playground run", "version": 1, "config": config, "events": [], "steps": 0})
    acts = [("open", {"file": file}), ("own", {"size": 16, "content": f"a,b,{secret}"}), ("own", {"content": "0" * 32, "size": 16})]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(own, "gather", lambda *_: pytest.fail("it was read"))
        for action, given in acts:
            with pytest.raises(ValueError, match="cannot be used|own pictures|settings"):
                tab.sessions.named(tab.name).side.act({"action": action} | given)
    assert tab.run.config.data == "ring"


def test_what_a_page_dropped_is_gone_with_it(browser, app):  # noqa: F811
    tab = Tab(browser, app)
    choose_data(tab.page, "path")
    choose(tab.page, ("mine.zip", zipped(mixed(30))))
    expect(tab.page.locator("#own-says")).to_contain_text("30 pictures", timeout=PATIENCE)
    tab.page.click("#own-use")
    eventually(tab.page, lambda: tab.run.config.data.startswith("path:,"))
    held = [key for key in own._held if key[0] == "" and len(own._held[key].names) == 30]
    assert held
    tab.run = None  # the test holds it no longer
    tab.page.close()
    end = time.monotonic() + PATIENCE / 1000
    while any(key in own._held for key in held):
        assert time.monotonic() < end, "they are still held"
        time.sleep(0.5)
        gc.collect()
    assert tab.name not in tab.sessions.names()
