"""What holds for all tests."""

import playground  # noqa: F401 - before torch, since it says how torch's threads wait for each other

import pytest

from playground.register import TABLES, _own

SLOW = ("test_cli", "test_notebook", "test_app", "test_app_draw", "test_app_axe", "test_app_lessons", "test_app_layers",
        "test_app_share", "test_app_timeline", "test_app_side", "test_app_own", "test_app_explore", "test_app_languages", "test_outline",
        "test_app_polish", "test_app_text", "test_app_music", "test_app_style", "test_text_own")
"""Files that start processes and browsers: they come last."""


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: SLOW.index(item.path.stem) if item.path.stem in SLOW else -1)


@pytest.fixture(autouse=True)
def nothing_registered():
    """What a test registers is gone after it."""
    yield
    for part, name in _own:
        TABLES[part].pop(name)
    _own.clear()
