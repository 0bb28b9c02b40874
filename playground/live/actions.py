"""What a page may ask of a run, by name: the buttons of the app and of the notebook send the same words."""

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
}
