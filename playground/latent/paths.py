"""Ways from latent to latent: straight, on the sphere, and closed walks."""

import torch

from playground.training.draw import generator, latents

STOPS, BETWEEN = 6, 24
"""Latents that a walk passes through, and its frames from one to the next."""


def linear(a, b, t):
    """The straight way from latents a to b [..., k]: a at t = 0, b at t = 1; t is a number or broadcasts over them."""
    return torch.lerp(a, b, torch.as_tensor(t, dtype=a.dtype, device=a.device))


def spherical(a, b, t):
    """The way along the great circle (Shoemake 1985; for GANs White 2016, arXiv 1609.04468): a at t = 0, b at t = 1.

    Normal latents in many dimensions have nearly one length, and a straight way cuts through where none are: this one
    keeps it. Latents a, b [..., k]; t is a number or broadcasts over them. Where a and b lie on one line through 0 there
    is no one circle, and the way is straight.
    """
    t = torch.as_tensor(t, dtype=a.dtype, device=a.device)
    cosine = torch.nn.functional.cosine_similarity(a, b, -1).clamp(-1, 1).unsqueeze(-1)
    angle = cosine.acos()
    on_one_line = angle.sin() < 1e-3
    sine = torch.where(on_one_line, torch.ones_like(angle), angle.sin())
    round_ = ((1 - t) * angle).sin() / sine * a + (t * angle).sin() / sine * b
    return torch.where(on_one_line, linear(a, b, t), round_)


def between(config):
    """The way that keeps to where a configuration's latents are: on the sphere for normal ones, straight for uniform ones."""
    return spherical if config.latent == "normal" else linear


def walk(config, n=1, stops=STOPS, steps=BETWEEN, name="walk"):
    """n closed walks at once, [stops * steps, n, latent_dim]: each passes through `stops` latents of its own, in so many
    `steps` from one to the next, and comes back to where it began.

    They follow from the run's seed and the stream's name alone; fewer steps, or fewer of n, are the same walks.
    """
    source = generator(config.seed, name)
    at = torch.stack([latents(stops, config, source) for _ in range(n)], 1)
    t = torch.arange(steps, dtype=at.dtype)[:, None, None] / steps
    way = between(config)
    return torch.cat([way(a[None], b[None], t) for a, b in zip(at, at.roll(-1, 0))])
