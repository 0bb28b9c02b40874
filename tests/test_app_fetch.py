"""Data sets fetched from the page, in a real browser: licence and size first, then a bar, then training."""

from playwright.sync_api import expect

from test_app import PATIENCE, browser, eventually, tab  # noqa: F401 - fixtures
from test_fetch import server  # noqa: F401 - a fixture


def test_a_data_set_is_fetched_once_its_licence_was_seen_and_trains(server, tab):  # noqa: F811
    page = tab.page
    page.click("#fetch")
    row = page.locator(".gan-offers li", has_text="CIFAR-10")
    expect(row).to_contain_text("licence: none stated")
    assert not server.asked, "nothing is fetched before it is asked for"
    server.stop = 100
    row.locator("button").click()
    expect(row.locator("[role=status]")).to_contain_text("Try again: it goes on from there.", timeout=PATIENCE)
    server.stop = None
    row.locator("button").click()
    expect(row.locator("button")).to_have_text("Train on it", timeout=PATIENCE)
    assert server.asked[-1] == ("cifar-10-binary.tar.gz", 100), "and it goes on from where it stopped"
    row.locator("button").click()
    eventually(page, lambda: tab.run.config.data.startswith("cifar10"))
    expect(page.locator("#data-title small")).to_have_text("CIFAR-10")
    page.click("#play")
    tab.wait_for_step(3)
