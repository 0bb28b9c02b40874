"""What holds for all tests."""

import playground  # noqa: F401 - before torch, since it says how torch's threads wait for each other

import pytest
from xdist.scheduler import LoadFileScheduling

from playground.live.side import Side
from playground.register import TABLES, _own
from small import small


class Shares(LoadFileScheduling):
    """Which tests go to one process: those of a file, and all of the app, so that two browsers never run beside each other."""

    def _split_scope(self, nodeid):
        file = super()._split_scope(nodeid)
        return "the app" if "test_app" in file else file


def pytest_xdist_make_scheduler(config, log):
    return Shares(config, log)


def pytest_collection_modifyitems(items):
    """The app's tests come last where one process runs all (`-n 0`)."""
    items.sort(key=lambda item: item.path.stem.startswith("test_app"))


@pytest.fixture(autouse=True)
def nothing_registered():
    """What a test registers is gone after it."""
    yield
    for part, name in _own:
        TABLES[part].pop(name)
    _own.clear()


@pytest.fixture
def side():
    """Runs side by side, one at first."""
    side = Side(small("gan", data="ring"))
    yield side
    side.close()


@pytest.fixture(scope="session")
def app():
    """The app and its address: one server for all pages of all tests, since each page has a run of its own."""
    from playground.app import serve
    demo, address = serve(port=None, open_browser=False, block=False)
    yield demo, address
    demo.close(verbose=False)
