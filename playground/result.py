"""What a run comes to, in numbers: what `python -m playground train ... --json` prints."""

import json
import math
from dataclasses import asdict


def result(trainer, every=False):
    """The result of a trainer's run up to now, a dict; `every` measures all that fits the data, not only what is quick."""
    return {"config": asdict(trainer.config), "device": trainer.device.type, "steps": trainer.step,
            "seconds": trainer.seconds, "steps_per_second": trainer.step / trainer.seconds if trainer.seconds else None,
            "losses": last_losses(trainer), "metrics": trainer.metrics(every=every)}


def result_line(trainer):
    """The result of a trainer's run up to now, as one line of JSON."""
    return as_json(result(trainer))


def last_losses(trainer):
    """The losses of the newest step, to the last digit as its StepReport gives them; NaN where there are none."""
    newest = trainer.history.last() if len(trainer.history) else {}
    return {player: newest.get(f"loss_{player}", math.nan) for player in ("d", "g")}


def as_json(value):
    """One line of JSON; what is not a finite number becomes null."""
    def clean(part):
        if isinstance(part, dict):
            return {key: clean(inner) for key, inner in part.items()}
        if isinstance(part, list | tuple):
            return [clean(inner) for inner in part]
        return None if isinstance(part, float) and not math.isfinite(part) else part
    return json.dumps(clean(value), allow_nan=False)
