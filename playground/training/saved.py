"""What of a trainer is saved, and how one comes to life again; `checkpoint.py` puts it in a file."""

import json
from dataclasses import asdict

import torch

from playground.config import Config
from playground.errors import CheckpointError
from playground.register import require
from playground.training.records import Event


def content(trainer):
    """Everything from which `revived` makes the same trainer: tensors on the CPU, numbers, and JSON in strings."""
    return {
        "config": trainer.initial_config.to_json(), "events": json.dumps([asdict(event) for event in trainer.events]),
        "state": {k: v.cpu() if isinstance(v, torch.Tensor) else v for k, v in trainer.state.items()},
        "draw": {k: v.cpu() for k, v in trainer.draw.state().items()}, "draw_device": trainer.device.type,
        "history": torch.from_numpy(trainer.history.rows().copy()), "metrics": json.dumps(trainer.history.metrics),
        "seconds": trainer.seconds}


def revived(cls, content, folder, device=None):
    """A trainer, made by `cls(config)`, that stands where the saved one stood. Raises CheckpointError, which names the
    `folder`, when the parts do not fit together.
    """
    try:
        require(json.loads(content["config"]), *(event["changes"] for event in json.loads(content["events"])))
        initial = Config.from_json(content["config"])
        trainer = cls(initial.changed(device=device) if device else initial)
        _fill(trainer, content)
    except (KeyError, RuntimeError, TypeError, ValueError, AttributeError) as error:
        raise CheckpointError(f"The run in {folder} does not fit its own configuration: {error}") from error
    return trainer


def _fill(trainer, content):
    """Bring a new trainer to where the saved one stood."""
    events = [Event(e["step"], e["changes"]) for e in json.loads(content["events"])]
    for event in events:
        trainer.set(**event.changes)
    trainer.events = events
    if content["state"].keys() != trainer.state.keys():
        raise ValueError("its networks have other parts")
    for key, value in content["state"].items():
        if isinstance(value, torch.Tensor):
            trainer.state[key].copy_(value)
    trainer.state["step"] = content["state"]["step"]
    if content["draw_device"] == trainer.device.type:
        trainer.draw.restore(content["draw"])
    trainer.history.extend(content["history"].numpy())
    if len(trainer.history) != trainer.step:
        raise ValueError("its history is of another length")
    trainer.history.metrics = [tuple(row) for row in json.loads(content["metrics"])]
    trainer.seconds = content["seconds"]
