"""Two to four runs side by side: in step, on the same data with the same seed, every difference named."""

from dataclasses import dataclass, replace

from playground.config import LIVE, differences
from playground.data import dataset
from playground.data.fetched import OFFERS
from playground.errors import PlaygroundError
from playground.live.actions import ACTIONS
from playground.live.ahead import standing_of
from playground.live.choice import choose_data
from playground.live.contrasts import by_hand, contrasts, differing, in_words
from playground.live.loop import Loop
from playground.live.run import Run
from playground.recipes import recipe
from playground.share import opened
from playground.training.trainer import Trainer

LETTERS = "ABCD"
"""The names of the places, from the left; as many runs are the most."""
SHARED = ("data", "seed", "device")
"""Settings that runs side by side have in common: changed for one, they are changed for all."""


@dataclass(frozen=True)
class Group:
    """Who is there: the runs from the left, the one in hand, and those that are pinned."""

    runs: tuple
    chosen: Run
    pinned: frozenset = frozenset()


class Side:
    """The runs of one visitor, one at first. What is played, is played by all; what is set, is set on the run in hand.

    Everything that changes happens in the runs' one thread, between two steps. A pinned run stays as it is, as a reference:
    it is neither trained nor changed.
    """

    def __init__(self, start, replay=False):
        """`start` and `replay` are those of the first Run."""
        self._loop, self._speed, self._who = Loop(), None, None
        run = Run(start, self._loop, replay)
        self._group = Group((run,), run)

    # -- all together ----------------------------------------------------------------------------------------------

    def play(self):
        """All train; of several a diverged one stands still, until a setting of it changes."""
        def start():
            for run in self._movers():
                run.play()
        self._do(start)

    def pause(self):
        self._do(lambda: [run.pause() for run in self._free()])

    def step(self):
        """Pause, and have those that are farthest behind take one step: all of them, where all are in step."""
        def step():
            self.pause()
            movers = self._movers()
            least = min(run.trainer.step for run in movers)
            for run in movers:
                if run.trainer.step == least:
                    run.step()
        self._do(step)

    def slow(self, on):
        """Slow motion, of one run alone."""
        if len(self.runs) > 1 and on:
            raise PlaygroundError("Slow motion shows one run: remove the others first.")
        self.chosen.slow(on)

    def speed(self, steps_per_second):
        """The same limit for all, pinned or not."""
        def limit():
            for run in self.runs:
                run.speed(steps_per_second)
            self._speed = steps_per_second
        self._do(limit)

    # -- the run in hand -------------------------------------------------------------------------------------------

    @property
    def config(self):
        return self.chosen.config

    def set(self, **changes):
        """Change settings of the run in hand while it trains; of all runs where they share the setting."""
        def change():
            for run in self._changeable(self.runs if changes.keys() & set(SHARED) else (self.chosen,)):
                run.set(**changes)
            self._join_in()
        self._do(change)

    def rebuild(self, config):
        """Begin the run in hand again with another configuration; all of them where it has other data, seed or device."""
        def change():
            shared = common(config)
            runs = self._changeable((self.chosen,) if shared == common(self.config) else self.runs)
            self._begin({run: config if run is self.chosen else elsewhere(run.config, shared) for run in runs})
        self._do(change)

    def choose_data(self, name, keep):
        """Other data: all runs begin again, or with `keep` their networks stay and go on, where they fit."""
        if len(self.runs) == 1:
            choose_data(self.chosen, name, keep)
        elif keep:
            self.set(data=name)
        else:
            self.move(name)

    def draw(self, given):
        """A drawing, or pictures that were dropped, become the data of all runs."""
        self._do(lambda: [ACTIONS[given["action"]](run, given) for run in self._changeable(self.runs)])

    def open(self, given):
        """Train again what a link or a file holds, one run or several side by side, in place of all that is there."""
        papers = opened(given)

        def begin():
            runs = (self.runs[0], *(Run(paper.config, self._loop) for paper in papers[1:]))
            for run in self.runs[1:]:
                run.close()
            self._group = Group(runs, runs[0])
            for run, paper in zip(runs, papers):
                run.replay(paper)
                run.speed(self._speed)
        self._do(begin)

    def alone(self, given):
        """What begins a run of its own, a lesson: in the first run's place, and the others end."""
        ACTIONS[given["action"]](self.runs[0], given)

        def leave():
            for run in self.runs[1:]:
                run.close()
            self._group = Group(self.runs[:1], self.runs[0])
        self._do(leave)

    def travel(self, given):
        """The timeline is that of the first run; the others wait until it has caught up."""
        ACTIONS["travel"](self.runs[0], given)

    def move(self, data):
        """Begin all runs again on other data, each with what it has of its own."""
        self._do(lambda: self._begin({run: elsewhere(run.config, common(run.config) | {"data": data})
                                      for run in self._changeable(self.runs)}))

    def cure(self):
        """Make the change that the coach names for the run in hand."""
        def cure():
            for run in self._changeable((self.chosen,)):
                run.cure()
            self._join_in()
        self._do(cure)

    def contrast(self, label):
        """The run in hand becomes what another one is, A or else B, but for one change; see `contrasts`."""
        def change():
            if len(self.runs) == 1:
                raise PlaygroundError("A change is offered beside another run: add one first.")
            base, (run,) = self._base(), self._changeable((self.chosen,))
            offered = {name: changes for group in contrasts(base.config).values() for name, changes in group.items()}
            if not isinstance(label, str) or label not in offered:
                raise PlaygroundError(f"{label} is not among the changes that are offered now.")
            if offered[label].keys() <= set(LIVE):
                trainer = base.trainer.twin()
                trainer.set(**offered[label])
            else:
                trainer = Trainer(base.config.changed(**offered[label]))
            run.rebuild(trainer)
            self._join_in()
        self._do(change)

    # -- who is there ----------------------------------------------------------------------------------------------

    def add(self):
        """Duplicate the run in hand, as it is now, beside the others; the new one is then in hand."""
        def add():
            if len(self.runs) == len(LETTERS):
                raise PlaygroundError(f"{len(LETTERS)} runs side by side are the most: remove one first.")
            if self.chosen.status.name == "slow":
                self.chosen.slow(False)
            run = Run(self.chosen.trainer.twin(), self._loop)
            run.speed(self._speed)
            run.stop_when_converged(bool(self.chosen.measures.until))
            run.follow_gap(bool(self.chosen.measures.gap))
            if self.playing:
                run.play()
            self._group = replace(self._group, runs=(*self.runs, run), chosen=run)
        self._do(add)

    def remove(self, place):
        """End a run; the last one stays."""
        def remove():
            gone = self._at(place)
            if len(self.runs) == 1:
                raise PlaygroundError("The last run stays: change it, or reset it.")
            left = tuple(run for run in self.runs if run is not gone)
            pinned = self.pinned & set(left) if len(left) > 1 else frozenset()
            self._group = Group(left, left[0] if self.chosen is gone else self.chosen, pinned)
            gone.close()
        self._do(remove)

    def select(self, place):
        """Take another run in hand."""
        def select():
            self._group = replace(self._group, chosen=self._at(place))
        self._do(select)

    def swap(self, place):
        """Have a run and the next one (the last one and the one before it) change places, and so letters."""
        def swap():
            self._at(place)
            i = max(0, min(place, len(self.runs) - 2))
            self._group = replace(self._group, runs=(*self.runs[:i], *reversed(self.runs[i:i + 2]), *self.runs[i + 2:]))
        self._do(swap)

    def pin(self, place, on):
        """Keep a run as it is, or let it go on: it then catches up while the others wait."""
        def pin():
            run, playing = self._at(place), self.playing
            if on:
                run.pause()
            elif playing:
                run.play()
            self._group = replace(self._group, pinned=self.pinned | {run} if on else self.pinned - {run})
        self._do(pin)

    # -- the page --------------------------------------------------------------------------------------------------

    def act(self, given):
        """What a button of the page asks for: {"action": name, ...}. Transport and measures are for all, a cure for one."""
        name = given.get("action")
        if name in HERE:
            HERE[name](self, given)
        elif name in ACTIONS:
            self._do(lambda: [ACTIONS[name](run, given) for run in self._free()])

    @property
    def runs(self):
        return self._group.runs

    @property
    def chosen(self):
        """The run in hand."""
        return self._group.chosen

    @property
    def pinned(self):
        return self._group.pinned

    @property
    def playing(self):
        return any(run.playing for run in self.runs)

    @property
    def closed(self):
        return all(run.closed for run in self.runs)

    def news(self, seen, timeout):
        """(the state, the newest frame of each place) as soon as they differ from such a pair `seen`, or after `timeout`."""
        def look():
            for run in self.runs:
                run.watch()
            return self.closed or self._now() != seen
        self._loop.wait(look, timeout)
        return self._now()

    def _now(self):
        group = self._group
        return self._state_of(group), tuple(run.newest for run in group.runs)

    def _state_of(self, group):
        """What the page says about a group, as a packet's header; the same object while nothing changed."""
        who = group, [run.config for run in group.runs]
        if who != self._who:
            self._who, self._read, self._described = who, None, described(group)  # dearer than who is ahead, and seldom new
        read = [(run.measures.readings, run.trainer.diverged) for run in group.runs]
        if read != self._read:
            standing = standing_of(dict(zip(LETTERS, group.runs))) if self._described.get("differences") else None
            self._read, self._told = read, self._described | {"standing": standing}
        return self._told

    def close(self):
        for run in self.runs:
            run.close()

    # -- inside ----------------------------------------------------------------------------------------------------

    def _do(self, action):
        return self.runs[0]._do(action)

    def _at(self, place):
        if not isinstance(place, int) or not 0 <= place < len(self.runs):
            raise PlaygroundError(f"place={place}: there is no such run.")
        return self.runs[place]

    def _base(self):
        """The run that the one in hand is compared with."""
        return base_of(self._group)

    def _free(self):
        return [run for run in self.runs if run not in self.pinned]

    def _movers(self):
        """The runs that train on: of several, a diverged one stands still until it is changed."""
        free = self._free()
        if not free:
            raise PlaygroundError("Every run is pinned, so nothing moves: let one of them go first.")
        return [run for run in free if not run.trainer.diverged] or free

    def _changeable(self, runs):
        """The runs, if none of them is pinned."""
        for letter, run in zip(LETTERS, self.runs):
            if run in runs and run in self.pinned:
                raise PlaygroundError(f"{letter} is pinned and stays as it is: let it go before you change it.")
        return list(runs)

    def _begin(self, configs):
        trainers = {run: Trainer(config) for run, config in configs.items()}
        for run, trainer in trainers.items():  # all could be made, so all are changed
            run.rebuild(trainer)
        self._join_in()

    def _join_in(self):
        """A run that had diverged moves with the others again once it was changed."""
        if self.playing:
            self.play()


def common(config):
    """The settings that runs side by side share."""
    return {name: getattr(config, name) for name in SHARED}


def elsewhere(config, shared):
    """A configuration on other data, with another seed or device. On another kind of data it is its recipe there, with what
    was set by hand as far as that goes."""
    if dataset(shared["data"]).kind == dataset(config.data).kind:
        return config.changed(**shared)
    plain = recipe(config.recipe, **common(config))
    kept = {name: own for name, (_, own) in differences(plain, config).items()}
    try:
        return recipe(config.recipe, **kept | shared)
    except PlaygroundError:
        return recipe(config.recipe, **shared)


def base_of(group):
    """The run that the one in hand is compared with."""
    return next(run for run in group.runs if run is not group.chosen)


def described(group):
    """A group as a packet's header: its runs, and of several the differences and the changes on offer."""
    runs = [{"letter": letter, "id": id(run), "recipe": run.config.recipe, "says": in_words(run.config) + (", changed" if by_hand(run.config) else ""),
             "pinned": run in group.pinned} for letter, run in zip(LETTERS, group.runs)]
    state = {"type": "side", "runs": runs, "chosen": group.runs.index(group.chosen), "most": len(LETTERS)}
    if len(runs) > 1:
        base, offers = base_of(group), contrasts(base_of(group).config)
        is_now = (label for choices in offers.values() for label, changes in choices.items()
                  if base.config.changed(**changes) == group.chosen.config)
        state |= {"differences": differing(*(run.config for run in group.runs)), "base": LETTERS[group.runs.index(base)],
                  "offers": [[title, list(choices)] for title, choices in offers.items()], "contrast": next(is_now, "")}
    return state


def _fetched(side, name, keep):
    """Train on what can be fetched, and lies on this machine; a page names no other data this way."""
    if name not in OFFERS:
        raise PlaygroundError("This page offers no such data.")
    side.choose_data(name, keep)


HERE = {
    "play": lambda side, _: side.play(),
    "pause": lambda side, _: side.pause(),
    "step": lambda side, _: side.step(),
    "slow": lambda side, given: side.slow(bool(given.get("on"))),
    "speed": lambda side, given: side.speed(given.get("steps_per_second")),
    "cure": lambda side, _: side.cure(),
    "add": lambda side, _: side.add(),
    "remove": lambda side, given: side.remove(given.get("place")),
    "select": lambda side, given: side.select(given.get("place")),
    "swap": lambda side, given: side.swap(given.get("place")),
    "pin": lambda side, given: side.pin(given.get("place"), bool(given.get("on"))),
    "contrast": lambda side, given: side.contrast(given.get("label")),
    "data": lambda side, given: _fetched(side, given.get("name"), bool(given.get("keep"))),
    **dict.fromkeys(("draw", "own"), lambda side, given: side.draw(given)),
    "travel": lambda side, given: side.travel(given),
    "open": lambda side, given: side.open(given),
    **dict.fromkeys(("lesson", "lesson-button"), lambda side, given: side.alone(given)),
}
"""What a page may ask of a group, by name; all other ACTIONS are for each of its runs."""
