"""What a page may ask of a run, by name: the buttons of the app and of the notebook send the same words."""

from playground.live import lessons
from playground.live.choice import draw, own
from playground.share import opened

ACTIONS = {
    "play": lambda run, _: run.play(),
    "pause": lambda run, _: run.pause(),
    "step": lambda run, _: run.step(),
    "slow": lambda run, given: run.slow(given.get("on")),
    "next": lambda run, _: run.next_phase(),
    "previous": lambda run, _: run.previous_phase(),
    "reset": lambda run, _: run.reset(),
    "speed": lambda run, given: run.speed(given.get("steps_per_second")),
    "travel": lambda run, given: run.travel(given.get("step"), given.get("branch"), given.get("turn")),
    "cure": lambda run, _: run.cure(),
    "until": lambda run, given: run.stop_when_converged(bool(given.get("on"))),
    "gap": lambda run, given: run.follow_gap(bool(given.get("on"))),
    "players": lambda run, given: run.players(given.get("value")),
    "draw": draw,
    "own": own,
    "lesson": lambda run, given: lessons.begin(run, given.get("name")),
    "lesson-button": lambda run, given: lessons.press(run, given.get("name"), given.get("step")),
    "layers": lambda run, given: run.layers(given.get("on")),
    "probe": lambda run, given: run.probe({name: value for name, value in given.items() if name != "action"}),
    "class": lambda run, given: run.show_class(given.get("label")),
    "translate": lambda run, given: run.translate(given.get("pixels")),
    "open": lambda run, given: run.replay(opened(given)[0]),
}
