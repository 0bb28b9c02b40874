"""A run as a Python script that makes it again: it prints what `train ... --json` prints."""

from playground.config import as_call

HOW = "Save it in the folder that holds `playground` (or name that folder in PYTHONPATH), and run it with Python."
REGISTER = {"loss": 'register_loss("{}", …)', "data": '@register_data("{}")'}


def make(run):
    lines = [f'"""A run of the GAN playground: {run.in_words()}.', "",
             f"{HOW} It prints the run's", "result as one line of JSON, the same on every run on the same machine's CPU.", '"""', "",
             "from playground import Trainer, recipe, result_line", "",
             *own_parts(run), *training(run), "", "print(result_line(trainer))"]
    return "\n".join(lines).encode() + b"\n"


def training(run):
    """The lines that train the run."""
    lines, step = [f"trainer = Trainer({run.config.to_python()})"], 0
    for event in run.events:
        lines += _steps(event.step - step)
        lines.append(as_call("trainer.set", **event.changes))
        step = event.step
    return lines + _steps(run.steps - step)


def own_parts(run):
    """A sentence on the losses and data sets of one's own, whose code the run on paper does not hold."""
    if not run.own:
        return []
    calls = " and ".join(REGISTER[part].format(name) for part, name in run.own)
    return [f"# This run uses parts of your own, whose code is not in this file: register them here first, by {calls}.", ""]


def _steps(n):
    return [f"trainer.run(steps={n})"] if n else []
