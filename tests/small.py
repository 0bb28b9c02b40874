"""Small GANs for the tests, and how to compare two runs of them."""

import time

import torch

from playground import Trainer, recipe

PATIENCE = 120.0
"""Seconds that a busy machine may take."""


def until(condition):
    """Wait until `condition()` holds."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def small(name="gan", **changes):
    """A recipe with narrow networks and small batches."""
    return recipe(name, **{"generator_width": 16, "discriminator_width": 16, "batch_size": 32, "device": "cpu"} | changes)


def pictures(name="dcgan", **changes):
    """A recipe on 16 x 16 digits with a few channels."""
    return small(name, **{"data": "digits", "generator_width": 4, "discriminator_width": 4, "batch_size": 8,
                          "latent_dim": 8} | changes)


CONFIGS = {
    "gan": small(),
    "wgan": small("wgan"),
    "wgan-gp": small("wgan-gp"),
    "sngan": small("sngan"),
    "r3gan": small("r3gan"),
    "uniform latent, one dimension": small("lsgan", data="two-gaussians-1d", latent="uniform"),
    "dcgan": pictures(),
    "sngan on pictures": pictures("sngan"),
    "wgan-gp on pictures": pictures("wgan-gp", n_critic=2),
    "packing, noise, at once": small(packing=2, instance_noise=0.5, updates="simultaneous"),
    "optimistic, lookahead": small(updates="optimistic", lookahead=3),
    "consensus, r1": small("r1", updates="consensus"),
    "unrolled, top-k, minibatch": small(updates="unrolled", unrolled_steps=2, top_k=0.5, minibatch_std=True),
    "extra-gradient, adaptive": pictures(updates="extra-gradient", augmentation="adaptive", consistency=1),
    "few samples, smoothed labels": small(data_size=50, label_smoothing=0.1),
    "dirac": small("dirac", penalty="r1"),
    "text-gumbel": small("text-gumbel", batch_size=8),
    "text-wgan-gp": small("text-wgan-gp", data="names:locale=de", batch_size=8),
    "chorale": small("chorale", data="chorale-rules:length=16", generator_width=8, discriminator_width=8, batch_size=4),
    "cyclegan": small("cyclegan", data="bold:size=16", generator_width=4, discriminator_width=4, batch_size=4, pool=6),
    "pix2pix": small("pix2pix", data="emoji-outline:size=16", generator_width=4, discriminator_width=4, batch_size=4),
    "seqgan": small("seqgan", data="oracle:length=6", batch_size=8, pretraining=3, rollouts=2),
}
"""Every optimizer, penalty, dynamics, kind of data and kind of memory (batch statistics, power iteration...) once."""


def trained(config, steps):
    trainer = Trainer(config)
    trainer.run(steps=steps)
    return trainer


def same(a, b):
    """Whether two tensors agree to the last bit, NaN with NaN."""
    return a.shape == b.shape and bool(((a == b) | (a.isnan() & b.isnan())).all())


def rows(trainer):
    """A copy of the history, [steps, columns]."""
    return torch.from_numpy(trainer.history.rows().copy())


def differing(a, b):
    """The names of what differs between two states, given as trainers or dicts."""
    a, b = (x if isinstance(x, dict) else x.state for x in (a, b))
    assert a.keys() == b.keys()
    return [k for k in a if not (same(a[k], b[k]) if isinstance(a[k], torch.Tensor) else a[k] == b[k])]


def assert_same_run(a, b):
    """Same state, same history, same random numbers to come."""
    assert differing(a, b) == []
    assert same(rows(a), rows(b))
    draws = a.draw.state(), b.draw.state()
    assert all(same(draws[0][name], draws[1][name]) for name in draws[0] if name != "sample")
    assert a.config == b.config
