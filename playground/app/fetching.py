"""Data sets that are fetched from the page: the visitor sees licence and size first, says so, and watches it arrive."""

import threading

from playground.data.fetch import fetch
from playground.data.fetched import OFFERS, place
from playground.errors import PlaygroundError


class Fetching:
    """What the server fetches: one data set at a time, for all its visitors, in the background."""

    def __init__(self):
        self._lock, self._name, self._done, self._refused = threading.Lock(), None, 0, {}

    def answer(self, given):
        """What there is to fetch and how far it is, for {"ask": "fetch", "do": "list"}; with "start" and a `name` it begins.

        offers: [{name, title, licence, home, bytes, here, done, refused}]: `here` once it lies on this machine, `done`
        the bytes so far while it comes, else None, and `refused` a sentence where it did not arrive.
        """
        if given.get("do") == "start":
            self._start(given.get("name"))
        return {"ask": "fetch", "offers": [self._offer(name) for name in OFFERS]}

    def _offer(self, name):
        offer, coming = OFFERS[name], name == self._name
        return {"name": name, "title": offer.title, "licence": offer.licence, "home": offer.home, "bytes": offer.bytes,
                "here": not coming and place(name) is not None, "done": self._done if coming else None,
                "refused": self._refused.get(name)}

    def _start(self, name):
        with self._lock:
            if self._name or name not in OFFERS:
                return
            self._name, self._done = name, 0
            self._refused.pop(name, None)
        threading.Thread(target=self._fetch, args=(name,), name="playground-fetch", daemon=True).start()

    def _fetch(self, name):
        def progress(done, total):
            self._done = done
        try:
            fetch(name, progress)
        except PlaygroundError as error:
            self._refused[name] = str(error)
        finally:
            self._name = None
