"""The suite of runs on which the coach is measured: healthy ones, and every failure provoked by several causes.

What a run is, its label says (`labels.py`), not its cause: a cause may fail to provoke, and a healthy recipe may fail.
"""

from playground.recipes import recipe

SMALL = {"generator_width": 32, "discriminator_width": 32, "generator_depth": 2, "discriminator_depth": 2,
         "batch_size": 128, "device": "cpu"}
"""What all runs share, unless a cause says otherwise: networks that train about 1,000 steps a second on one core."""


def runs(seed_base):
    """All runs of the suite: [(config, steps)], the i-th with the seed `seed_base` + i."""
    return [(recipe(name, seed=(seed_base + i) % 2**31, **SMALL | changes), steps)
            for i, (name, steps, changes) in enumerate(CAUSES)]


def _each(names, steps, datasets, **changes):
    return [(name, steps, {"data": data, **changes}) for name in names for data in datasets]


CAUSES = [
    # Recipes that are known to work, on data that they can learn.
    *_each(("r1", "r3gan", "gan", "sngan", "ragan"), 1500, ("ring", "moons")),
    *_each(("r1", "r3gan", "sngan"), 1500, ("grid:side=3", "checkerboard", "disjoint-rings")),
    *_each(("r1", "r3gan"), 1200, ("ring:modes=12", "grid:side=4", "spiral", "ring:std=0.15")),
    *_each(("gan", "lsgan", "r1", "r3gan", "hinge", "rsgan", "minimax", "f-js"), 1500, ("gaussian-1d",)),
    *_each(("gan", "r1", "hinge", "lsgan"), 600, ("ring:std=0.15", "ring", "two-gaussians"), generator="exact", latent_dim=3,
           learning_rate=1e-5),
    *_each(("r1", "r3gan"), 1800, ("ring", "ring:modes=12"), batch_size=256, instance_noise=0.05),

    # Collapse: G takes one place for the whole, by itself or because it is narrow, or D is drawn along.
    *_each(("gan", "r1", "lsgan", "hinge"), 600, ("ring", "two-gaussians"), generator="collapsed", latent_dim=3,
           generator_lr=1e-6),
    *_each(("gan", "lsgan"), 1200, ("ring:modes=4", "two-gaussians:std=0.1,distance=6"), discriminator_lr=4e-3),
    *_each(("gan", "hinge"), 1200, ("grid", "ring:modes=12"), latent_dim=1),
    *_each(("minimax", "gan"), 1200, ("two-gaussians:std=0.1", "ring:modes=4"), discriminator_lr=5e-3, n_critic=3,
           generator_lr=2e-4),
    *_each(("r1", "lsgan"), 1200, ("grid", "swiss-roll"), generator_width=4),

    # D too strong: it is sure of every fake, and G has nothing to follow.
    *_each(("minimax",), 800, ("ring:std=0.02", "two-gaussians:std=0.1", "ring:modes=4"), generator_lr=2e-5, n_critic=5,
           discriminator_lr=5e-3),
    *_each(("minimax", "gan"), 800, ("ring:std=0.02", "two-gaussians:std=0.05"), generator_lr=1e-6),
    *_each(("minimax", "f-js"), 800, ("ring", "grid:side=3"), updates="simultaneous", beta1=0.9, learning_rate=5e-3),

    # D too weak: it sees less than there is to see.
    *_each(("gan", "hinge", "lsgan"), 800, ("ring", "grid", "grid:side=3"), weight_clip=0.02),
    *_each(("gan", "minimax"), 800, ("moons", "grid"), instance_noise=5.0),
    *_each(("wgan",), 600, ("ring", "grid"), weight_clip=0.005, n_critic=1),

    # Oscillation: each player chases the other.
    *_each(("gan", "hinge"), 1000, ("ring", "grid:side=3"), updates="simultaneous", beta1=0.9, learning_rate=3e-3),
    *_each(("gan", "minimax", "hinge", "lsgan"), 1000, ("ring", "grid"), generator_lr=3e-3, discriminator_lr=3e-4),
    *_each(("gan", "lsgan"), 1000, ("ring:std=0.02", "grid"), batch_size=16),
    *_each(("gan", "minimax"), 1000, ("ring",), initialisation="normal", generator_depth=3, discriminator_depth=3),

    # Divergence: steps that are too large, critics without a bound, a D that stands still.
    *_each(("wgan-gp", "hinge"), 600, ("ring", "moons"), penalty="none", n_critic=1, optimizer="sgd", learning_rate=0.5),
    *_each(("gan", "lsgan", "minimax"), 1000, ("ring", "moons"), discriminator_lr=2e-6, generator_lr=3e-3),
    *_each(("f-kl", "f-pearson"), 800, ("ring", "moons"), learning_rate=2e-2),
    *_each(("wgan-gp",), 800, ("ring", "moons"), penalty="none", n_critic=1, beta1=0.9, learning_rate=5e-3),

    # Memorisation: few samples, and a D that learns them by heart.
    *_each(("gan", "r3gan", "lsgan"), 1500, ("two-gaussians", "moons", "checkerboard"), data_size=12,
           discriminator_width=96, generator_width=64, generator_depth=3, discriminator_depth=3),
    *_each(("dragan", "ragan"), 1500, ("checkerboard", "ring:std=0.15"), data_size=16,
           discriminator_width=96, generator_width=64, generator_depth=3, discriminator_depth=3),

    # Health of longer runs, and of a G that has arrived already.
    *_each(("r1", "r3gan"), 2000, ("ring", "disjoint-rings", "checkerboard", "moons"), generator_depth=3, discriminator_depth=3),
    *_each(("gan", "r1", "r3gan", "hinge"), 1500, ("gaussian-1d",), batch_size=256),
    *_each(("gan", "r1", "hinge", "lsgan"), 600, ("ring:modes=12", "grid:side=3"), generator="exact", latent_dim=3,
           learning_rate=1e-5),
]
"""(recipe, steps, settings)."""
