"""Which device a run trains on."""

import torch

from playground.errors import PlaygroundError


def resolve(name):
    """"auto" takes CUDA, then MPS, then the CPU. Raises PlaygroundError for a device that this machine has not."""
    present = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if name == "auto":
        name = next(device for device, here in present.items() if here)
    if not present[name]:
        raise PlaygroundError(f"device={name} is not on this machine; here are: auto, "
                              f"{', '.join(device for device, here in present.items() if here)}.")
    return torch.device(name)
