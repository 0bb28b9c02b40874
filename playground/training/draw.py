"""Where a run's random numbers come from: named streams, each a generator of its own, owned by one trainer."""

import hashlib

import torch

FIXED = {"images": 64, "text": 64, "music": 8}
"""How many fakes of fixed latents a run shows all the time, by the kind of its data."""
STREAMS = ("data", "latent", "penalty", "view", "sample", "noise", "label", "pool")
NEWER = ("noise", "label", "pool")
"""Those that runs saved by older versions have not, nor draw from."""


def generator(seed, name, device="cpu"):
    """A fresh torch.Generator whose numbers depend on the run's seed and the stream's name alone."""
    digest = hashlib.blake2b(f"{seed}/{name}".encode(), digest_size=8).digest()
    return torch.Generator(device).manual_seed(int.from_bytes(digest, "little") >> 1)


class Draw:
    """The streams of one run. A penalty that draws leaves the batches as they were, so runs can be compared in pairs."""

    def __init__(self, seed, device):
        self.device = device
        self.streams = {name: generator(seed, name, device) for name in STREAMS}

    def __getitem__(self, name):
        return self.streams[name]

    def uniform(self, n, stream):
        """n numbers, uniform in [0, 1)."""
        return torch.rand(n, generator=self.streams[stream], device=self.device)

    def normal(self, shape, stream):
        """Standard normal numbers."""
        return torch.randn(shape, generator=self.streams[stream], device=self.device)

    def paired_normal(self, shape, stream):
        """Standard normal numbers in pairs of opposite sign, so that each batch of noise has mean 0 exactly."""
        n = shape[0]
        half = torch.randn((n + 1) // 2, *shape[1:], generator=self.streams[stream], device=self.device)
        return torch.cat([half, -half])[:n]

    def latent(self, n, config, stream="latent"):
        """n latents [n, latent_dim]: standard normal, or uniform in [-1, 1]."""
        return latents(n, config, self.streams[stream])

    def state(self):
        return {name: stream.get_state() for name, stream in self.streams.items()}

    def restore(self, state):
        for name, stream in self.streams.items():
            if name in state or name not in NEWER:
                stream.set_state(state[name])


def latents(n, config, source):
    """n latents [n, latent_dim] from a generator, on its device."""
    shape = (n, config.latent_dim)
    if config.latent == "uniform":
        return torch.rand(shape, generator=source, device=source.device) * 2 - 1
    return torch.randn(shape, generator=source, device=source.device)


def fixed_latents(kind, config, device="cpu"):
    """The latents [n, latent_dim] of those fakes, in their order, on the device on which the run draws; n is 0 for other kinds."""
    return latents(FIXED.get(kind, 0), config, generator(config.seed, "view", device))
