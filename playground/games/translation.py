"""Games in which G translates pictures of one domain, X, into another one, Y, instead of making them of noise.

A sample is a pair: a picture x, and behind its channels a picture y. G takes pairs to pairs, and so does all that is said here.
"""

import torch

from playground.games.gan import GAN


class Translation(GAN):
    """The GAN whose G is given pairs [n, 2 channels, size, size] in the place of latents."""

    phases = {
        ("generate", "g"): ("Translate",
                            "G’s turn. It translates the pictures and remembers how each output depends on its weights.",
                            r"\tilde{y}_i = G(x_i)"),
        ("gradient", "g"): ("G’s gradients",
                            "Backpropagation finds, for each of G’s weights, which way to turn it so that its outputs look more real and "
                            "cost less besides.",
                            r"\nabla_{\theta} L_G"),
        ("update", "g"): ("G’s update",
                          "G’s weights θ move a small step, and all translations with them. The next step begins.",
                          r"\theta \leftarrow \theta - \eta_G \, u(\nabla_{\theta} L_G)"),
    }

    def inputs(self, real, draw, config):
        return real

    def measures(self, trainer, fake):
        """How far the translations of pictures that nobody trained on are from the truth, in mean |difference| of pixels in [-1, 1],
        l1_to_truth; and how far those pictures themselves are, l1_identity. Nothing where the truth is not known.
        """
        if not trainer.data.matched:
            return {}
        x, y = halves(trainer.metric_inputs(len(fake)))
        translated = halves(fake)[1].clamp(-1, 1)
        return {"l1_to_truth": apart(translated, y), "l1_identity": apart(x, y)}


class CycleGAN(Translation):
    """Without pairs (Zhu et al. 2017, arXiv 1703.10593): G holds two translators, G: X to Y and F: Y to X, and D two judges.

    G takes (x, y) to (F(y), G(x)); twice, that is the round trip (F(G(x)), G(F(y))).
    """

    phases = Translation.phases | {
        ("sample", "d"): ("Draw reals",
                          "Pictures of both kinds are drawn. Nobody says which of them belong together.",
                          r"x_1, \dots, x_m \sim p_X, \quad y_1, \dots, y_m \sim p_Y"),
        ("generate", "d"): ("Translate",
                            "G turns each x into the other kind, and F each y. In D’s turn both only deliver; of what they made some steps "
                            "ago some comes back from a pool.",
                            r"\tilde{y}_i = G(x_i), \quad \tilde{x}_i = F(y_i)"),
        ("score", "d"): ("D’s scores",
                         "Two judges look, one at each kind, and score every patch of a picture: high for real, low for translated.",
                         r"D_Y(y_i), \; D_Y(\tilde{y}_i), \; D_X(x_i), \; D_X(\tilde{x}_i)"),
        ("score", "g"): ("D’s scores",
                         "Both judges score the new translations. In G’s turn their weights stand still.",
                         r"D_Y(\tilde{y}_i), \quad D_X(\tilde{x}_i)"),
    }
    duties = ("\n" r"+\,\lambda\,\mathbb{E}\left(\|F(G(x)) - x\|_1 + \|G(F(y)) - y\|_1\right)" "\n"
              r"+\,\mu\,\mathbb{E}\left(\|G(y) - y\|_1 + \|F(x) - x\|_1\right)")

    def batch(self, x, label, draw, config):
        """Which y belongs to an x is forgotten: they are shuffled."""
        mine, others = halves(x)
        order = torch.randperm(len(x), generator=draw["data"], device=x.device)
        return torch.cat([mine, others[order]], 1)

    def remembered(self, fake, play, draw, config):
        """Fakes of now or of some steps ago: a pool keeps `config.pool` of them (section 4)."""
        if not config.pool:
            return fake
        shown, pool, filled = from_pool(play.state["pool"], play.state["pool.filled"], fake, draw["pool"])
        play.state = play.state | {"pool": pool, "pool.filled": filled}
        return shown

    def _with_duties(self, value, play, real, fake, seen_fake, config):
        """The round trip should come home (eq. 2), and what is of the right domain already stay as it is (section 5.2)."""
        if config.cycle_weight:
            value = value + config.cycle_weight * distance(play.generate(fake), real)
        if config.identity_weight:
            value = value + config.identity_weight * distance(play.generate(swapped(real)), real)
        return value


class Pix2Pix(Translation):
    """With pairs (Isola et al. 2017, arXiv 1611.07004): G takes (x, y) to (x, G(x)), and D judges whether the two belong together."""

    phases = Translation.phases | {
        ("sample", "d"): ("Draw pairs",
                          "Pictures are drawn, each with its true answer.",
                          r"(x_1, y_1), \dots, (x_m, y_m) \sim p_{\mathrm{data}}"),
        ("generate", "d"): ("Translate",
                            "G answers each x. In D’s turn G only delivers: its weights stand still.",
                            r"\tilde{y}_i = G(x_i)"),
        ("score", "d"): ("D’s scores",
                         "D looks at question and answer together, and scores every patch: high where the answer is the true one.",
                         r"D(x_i, y_i), \quad D(x_i, \tilde{y}_i)"),
        ("score", "g"): ("D’s scores",
                         "D judges the new answers. In G’s turn D’s weights stand still: D is the examiner.",
                         r"D(x_i, \tilde{y}_i)"),
    }
    duties = "\n" r"+\,\lambda\,\mathbb{E}\,\|y - G(x)\|_1"

    def _with_duties(self, value, play, real, fake, seen_fake, config):
        """G(x) should be near to the y that belongs to x (eq. 3)."""
        return value + config.l1_weight * distance(halves(fake)[1], halves(real)[1])


def halves(pairs):
    """Pairs [n, 2 channels, size, size] to their x and their y, [n, channels, size, size] each."""
    return pairs.chunk(2, 1)


def swapped(pairs):
    """(x, y) to (y, x)."""
    return torch.cat(halves(pairs)[::-1], 1)


def distance(a, b):
    """The mean absolute difference, a scalar."""
    return (a - b).abs().mean()


def apart(a, b):
    """`distance` as a number."""
    return float(distance(a, b))


def from_pool(pool, filled, fake, source):
    """What D is shown instead of new fakes [n, ...], the pool [size, ...] after that, and how many of its places are `filled`.

    As long as there is room a fake goes into the pool and is shown too; after that every second one, by chance, goes there and the
    one whose place it takes is shown in its stead (section 4, after Shrivastava et al. 2017, arXiv 1612.07828). Of a batch larger
    than the pool only so many take part.
    """
    size, n = len(pool), min(len(pool), len(fake))
    place = torch.arange(size, device=pool.device)
    room = place >= filled
    chance = torch.rand(size, generator=source, device=pool.device)
    order = torch.where(room, place - size, chance).argsort()[:n]  # places with room come first
    kept = torch.rand(n, generator=source, device=pool.device) < 0.5
    kept, full = (each.view(-1, *[1] * (pool.dim() - 1)) for each in (kept | room[order], ~room[order]))
    old, pool = pool[order], pool.clone()
    pool[order] = torch.where(kept, fake[:n].detach(), old)
    shown = torch.cat([torch.where(kept & full, old, fake[:n]), fake[n:]])
    return shown, pool, filled + room[order].sum()


def seen(G, pairs, data, back):
    """What there is to see of a G, which translates `back` too or not, on pairs [n, 2 channels, size, size]: {"input": x, "output": G(x)}, and where there are such
    "back", F(G(x)), and "truth", the y that belongs to x; each [n, channels, size, size].
    """
    x, y = halves(pairs)
    there = G(pairs)
    found = {"input": x, "output": halves(there)[1]}
    if back:
        found["back"] = halves(G(there))[0]
    return found | ({"truth": y} if data.matched else {})
