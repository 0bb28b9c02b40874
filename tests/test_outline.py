"""The outline of the page: in the HTML from the first byte on, whole, and nowhere else."""

import urllib.request

import pytest

from playground.app.outline import SAYS, outline
from playground.canvas import LANGUAGES, languages


@pytest.fixture
def address(app):
    return app[1]


def fetched(address):
    with urllib.request.urlopen(address) as answer:
        return answer.headers, answer.read()


def test_the_page_begins_with_its_outline(address):
    headers, page = fetched(address)
    assert page.count(outline()) == 1 and page.index(b"<body") < page.index(outline()) < page.index(b"<gradio-app")
    assert int(headers["content-length"]) == len(page)
    assert b"@style" not in outline() and b"@shell" not in outline() and b"GAN playground</h1>" in outline()


def test_other_answers_are_left_alone(address):
    for path in ("config", "theme.css", "gradio_api/startup-events"):
        assert b"gan-outline" not in fetched(address + path)[1]


@pytest.mark.parametrize("name", LANGUAGES)
def test_it_speaks_every_language(name):
    assert all(languages()[name]["words"][text].encode() in outline() for text in SAYS)
