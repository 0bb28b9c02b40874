"""What holds for all tests."""

import playground  # noqa: F401 - before torch, since it says how torch's threads wait for each other

import pytest

from playground.register import TABLES, _own


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items):
    """Two processes share the files: the app's are one group, so that two browsers never run beside each other."""
    items.sort(key=lambda item: item.path.stem.startswith("test_app"))  # in one process (`-n 0`) they come last
    for item in items:
        item.add_marker(pytest.mark.xdist_group("app" if item.path.stem.startswith("test_app") else item.path.stem))


@pytest.fixture(autouse=True)
def nothing_registered():
    """What a test registers is gone after it."""
    yield
    for part, name in _own:
        TABLES[part].pop(name)
    _own.clear()


@pytest.fixture(scope="session")
def app():
    """The app and its address: one server for all pages of all tests, since each page has a run of its own."""
    from playground.app import serve
    demo, address = serve(port=None, open_browser=False, block=False)
    yield demo, address
    demo.close(verbose=False)
