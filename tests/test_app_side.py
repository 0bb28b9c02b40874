"""Runs side by side in a real browser: what is played is played by all, what is set is set on the run in hand."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from playground import Trainer, differences, recipe
from test_app import Tab, browser, choose_data, eventually, tab  # noqa: F401 - fixtures


def side_of(tab):
    return tab.sessions.named(tab.name).side


def add_run(tab, letter):
    tab.page.click("#add-run")
    tab.page.wait_for_selector(f'[data-run="{letter}"]')
    tab.page.wait_for_function("id => document.getElementById(id)?.dataset.frames > 0", arg=f"picture-{letter.lower()}")


def steps(tab):
    return [run.trainer.step for run in side_of(tab).runs]


def drawn(tab, picture):
    return tab.page.evaluate("id => document.getElementById(id).toDataURL()", picture)


def test_two_losses_side_by_side(tab):
    page = tab.page
    assert not page.is_visible('[data-part="differs"]') and page.is_visible('[data-part="diagram"]')
    page.click("#play")
    tab.wait_for_step(30)
    add_run(tab, "B")
    expect(page.locator('[data-part="differs"]')).to_contain_text("B goes on exactly as A does")
    page.select_option("#contrast", "Least squares loss")
    expect(page.locator(".gan-settings-apart tr")).to_have_count(1)
    expect(page.locator(".gan-settings-apart tr")).to_have_text(re.compile("loss.*Non-saturating.*Least squares"))
    assert differences(*(run.config for run in side_of(tab).runs)) == {"loss": ["non-saturating", "least-squares"]}
    before = drawn(tab, "picture"), drawn(tab, "picture-b")
    tab.wait_for_step(tab.step + 40)
    assert drawn(tab, "picture") != before[0] and drawn(tab, "picture-b") != before[1], "both move"
    tab.pause()
    a, b = side_of(tab).runs
    assert a.trainer.step == b.trainer.step
    expect(page.locator('[data-run="B"] .gan-stand-step')).to_have_text(f"step {a.trainer.step:,}")
    for run in (a, b):
        again = Trainer.replay(run.trainer.initial_config, run.trainer.events, run.trainer.step)
        assert np.array_equal(again.history.rows(), run.trainer.history.rows())
    for chart in page.locator(".gan-overlay canvas").all():
        expect(chart).to_have_attribute("aria-label", re.compile(r": A .+, B .+"))
    held = a.trainer.step
    page.click("#step")
    eventually(page, lambda: steps(tab) == [held + 1, held + 1])


def test_values_of_other_losses_stand_on_scales_of_their_own_and_the_page_says_so(tab):
    page = tab.page
    add_run(tab, "B")
    value = page.locator(".gan-overlay figcaption", has_text="Value of the game")
    remark = value.get_by_text("each loss on its own scale")
    expect(remark).to_be_hidden()
    page.select_option("#contrast", "Wasserstein loss")
    expect(remark).to_be_visible()
    expect(value).to_have_attribute("data-tip", re.compile("Compare how they move, not how high they stand"))
    page.select_option("#contrast", "Minimax loss")  # D plays for the same V as in the non-saturating game
    expect(remark).to_be_hidden()
    expect(value).to_have_attribute("data-tip", re.compile("One line for each run"))


def test_the_page_says_who_is_ahead_by_what_was_measured_of_both(tab):
    page = tab.page
    add_run(tab, "B")
    standing = page.locator("#standing")
    expect(standing).to_be_hidden()
    page.select_option("#contrast", "Half the learning rates")
    expect(standing).to_contain_text("Too early to say who is ahead")
    page.click("#step")
    expect(page.locator(".gan-measures tr")).to_have_count(3)
    a, b = side_of(tab).runs
    steps, good = range(100, 600, 100), {"modes_total": 8, "high_quality": 0.9, "sliced_wasserstein": 0.1}
    for run, modes in ((a, 3), (b, 8)):
        run._do(lambda run=run, modes=modes: setattr(run.measures, "readings", tuple((step, good | {"modes": modes}) for step in steps)))
    expect(standing).to_have_text("B is aheadMore modes. Measured 5 times, steps 100 to 500.")
    row = page.locator(".gan-measures tr", has_text="modes of 8")
    expect(row.locator("td")).to_have_text(["3", "✓ 8 better"])
    assert row.locator(".gan-better").evaluate("node => getComputedStyle(node).fontWeight") == "600"
    page.click("#swap-a")
    expect(standing).to_contain_text("A is ahead")
    expect(row.locator("td")).to_have_text(["✓ 8 better", "3"])


def test_the_settings_act_on_the_run_in_hand(tab):
    page = tab.page
    add_run(tab, "B")
    page.click(".gan-drawer-button")
    expect(page.locator(".gan-in-hand")).to_have_text("These settings act on B.")
    page.click("#recipe label:has-text('wgan-gp')")
    expect(page.locator('[data-run="B"] .gan-stand-name')).to_contain_text("Wasserstein + Gradient penalty")
    assert [run.config.recipe for run in side_of(tab).runs] == ["gan", "wgan-gp"]
    page.keyboard.press("Escape")
    page.click('[data-hand="A"]')
    expect(page.locator(".gan-in-hand")).to_have_text("These settings act on A.")
    page.wait_for_function("document.querySelector('#recipe input:checked').value === 'gan'")
    page.click(".gan-drawer-button")
    page.wait_for_timeout(1000)  # the controls have come to stand where A stands
    page.focus("#generator_lr input")
    page.keyboard.press("ArrowRight")
    eventually(page, lambda: side_of(tab).runs[0].config.generator_lr > 1e-3)
    assert side_of(tab).runs[1].config.generator_lr == 1e-3
    choose_data(page, "grid")
    page.wait_for_function("document.querySelector('.gan-which-name').textContent.includes('grid')")
    assert [run.config.data for run in side_of(tab).runs] == ["grid", "grid"], "data is shared"


def test_swap_pin_and_remove_and_the_page_of_one_run_is_back(tab):
    page = tab.page
    add_run(tab, "B")
    page.select_option("#contrast", "R3GAN")
    expect(page.locator('[data-run="B"] .gan-stand-name')).to_contain_text("R1 and R2")
    page.click("#swap-a")
    expect(page.locator('[data-run="A"] .gan-stand-name')).to_contain_text("R1 and R2")
    assert side_of(tab).runs[0].config.loss == "relativistic"
    page.click("#pin-a")
    expect(page.locator("#pin-a")).to_have_attribute("aria-pressed", "true")
    expect(page.locator('[data-run="A"] .gan-stand-step')).to_have_text("step 0 · pinned")
    page.click("#play")
    expect(page.locator("#play")).to_have_text("Pause")
    page.wait_for_function("document.querySelector('#picture-b').dataset.step >= 20")
    tab.pause()
    assert steps(tab)[0] == 0 and steps(tab)[1] >= 20
    page.click("#pin-a")
    expect(page.locator("#pin-a")).to_have_attribute("aria-pressed", "false")
    page.click("#remove-a")
    expect(page.locator(".gan-stand")).to_have_count(0)
    assert page.is_visible('[data-part="diagram"]') and page.is_visible('[data-part="metrics"]') and not page.is_visible(".gan-overlay")
    assert tab.run.config.loss == "non-saturating"
    box = page.locator("#picture").bounding_box()
    assert box["width"] == box["height"] > 500
    tab.wait_for_step(tab.run.trainer.step)
    page.click("#play")
    tab.wait_for_step(tab.step + 20)


def test_slow_motion_is_for_one_run_and_four_are_the_most(tab):
    page = tab.page
    for letter in "BCD":
        add_run(tab, letter)
    expect(page.locator("#add-run")).to_be_disabled()
    expect(page.locator("#slow")).to_be_disabled()
    page.keyboard.press("s")
    page.click("#step")
    tab.wait_for_step(1)
    assert steps(tab) == [1, 1, 1, 1] and tab.run.status.name == "paused"
    for letter in "dcb":
        page.click(f"#remove-{letter}")
        expect(page.locator(f"#remove-{letter}")).to_have_count(0)
    page.click("#slow")
    expect(page.locator('[data-part="phase"]')).to_contain_text("Phase 1 of 11")


def test_a_closed_tab_ends_all_its_runs(browser, app):  # noqa: F811
    tab = Tab(browser, app)
    add_run(tab, "B")
    tab.page.click("#play")
    tab.wait_for_step(5)
    side = side_of(tab)
    tab.page.close()
    side.chosen._thread.join(20)
    assert side.closed and not side.chosen._thread.is_alive()


@pytest.mark.parametrize("data", ["two-gaussians-1d", "digits", "dirac"])
def test_every_kind_of_data_can_be_compared(tab, data):
    page = tab.page
    side_of(tab).rebuild(recipe("dirac" if data == "dirac" else "gan", data=data))
    page.wait_for_function("document.querySelector('.gan-grid').dataset.kind !== 'points'")
    add_run(tab, "B")
    page.select_option("#contrast", "R1 penalty" if data == "dirac" else "Hinge loss")
    expect(page.locator(".gan-settings-apart tr").first).to_be_visible()
    page.click("#play")
    page.wait_for_function("document.querySelector('#picture-b').dataset.step >= 5")
    tab.pause()
    assert steps(tab)[0] == steps(tab)[1]


@pytest.mark.parametrize("width, height", [(1440, 900), (1280, 800), (900, 1100), (390, 844)])
@pytest.mark.parametrize("runs", [2, 4])
def test_the_comparison_fits_its_window(browser, app, width, height, runs):  # noqa: F811
    tab = Tab(browser, app, width, height)
    try:
        page = tab.page
        for letter in "BCD"[:runs - 1]:
            add_run(tab, letter)
        page.click("#step")
        page.wait_for_function("document.querySelector('#picture-b').dataset.step == 1")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if width >= 1280:
            assert page.evaluate("document.documentElement.scrollHeight") <= height
        places = [page.locator(f'[data-run="{letter}"] canvas[role="img"]').bounding_box() for letter in "AB"]
        assert places[0]["y"] == places[1]["y"] and places[0]["width"] == places[1]["width"] > 150, "side by side"
        assert places[1]["x"] >= places[0]["x"] + places[0]["width"] and places[1]["y"] + places[1]["height"] <= height
    finally:
        tab.page.close()
    assert not tab.complaints
