"""Which settings cannot go together, and why: one sentence each, said when a configuration is made."""

from playground.errors import PlaygroundError

AT_ONE_POINT = ("simultaneous", "extra-gradient", "optimistic", "consensus")
"""The dynamics in which both players move from the same point."""


def check(config):
    """Raises PlaygroundError for the first rule that a configuration breaks."""
    for broken, why in RULES:
        if broken(config):
            raise PlaygroundError(why(config))


def check_fit(config, data):
    """Raises PlaygroundError where a configuration does not go with its data set."""
    if config.augmentation != "none" and data.kind != "images":
        raise PlaygroundError(f"augmentation changes pictures, and {data.spec} holds {data.kind}: set augmentation=none, or "
                              "take instance_noise.")
    if config.minibatch_std and config.discriminator in ("dirac", "maxout", "cycle", "unet"):
        raise PlaygroundError(f"minibatch_std belongs to a D of discriminator=mlp or dcgan, not {config.discriminator}.")
    if config.spectral_norm and config.discriminator == "r3":
        raise PlaygroundError("spectral_norm divides by a weight’s size, and some of discriminator=r3 begin at 0: set "
                              "spectral_norm=false, or take another D.")
    if config.generator == "unet" and data.kind == "pairs" and not data.matched:
        raise PlaygroundError(f"generator=unet learns from pairs, a picture and its true answer, and in {data.spec} nobody said what "
                              "belongs together: take the recipe cyclegan, or give both files of a pair the same name.")
    if config.conditioning != "none" and data.kind != "images":
        raise PlaygroundError(f"conditioning is for pictures, and {data.spec} holds {data.kind}: set conditioning=none.")
    if config.conditioning not in ("none", "codes") and not data.classes:
        raise PlaygroundError(f"conditioning={config.conditioning} needs labels, and {data.spec} has none: take digits or "
                              "glyphs, or conditioning=codes, which finds classes by itself.")


def check_truncation(config):
    """Raises PlaygroundError where G has no mean to go to."""
    if config.generator != "style":
        raise PlaygroundError("truncation goes towards the mean of w, which a G of generator=style has, and "
                              f"generator={config.generator} has not.")


def _smoothable(config):
    from playground.training.losses import LOSSES
    return LOSSES[config.loss].smoothable


def _relativistic(config):
    from playground.training.losses import LOSSES
    return LOSSES[config.loss].relativistic


def _penalties():
    from playground.training.penalties import PENALTIES
    return ", ".join(PENALTIES)


RULES = (
    (lambda c: c.penalty_weight and c.penalty == "none",
     lambda c: f"penalty_weight={c.penalty_weight:g} has no penalty to weigh: set penalty to one of {_penalties()}, or "
               "penalty_weight=0."),
    (lambda c: c.penalty != "none" and c.discriminator_batch_norm,
     lambda c: f"penalty={c.penalty} asks for D’s gradient at each sample alone, and batch normalisation mixes the samples "
               "of a batch: set discriminator_batch_norm=false."),
    (lambda c: c.spectral_norm and c.weight_clip,
     lambda c: "spectral_norm and weight_clip both bound D’s weights: choose one."),
    (lambda c: c.label_smoothing and not _smoothable(c),
     lambda c: f"label_smoothing needs a D that answers with probabilities of a label, and loss={c.loss} has no labels: "
               "take loss=minimax or loss=non-saturating, or label_smoothing=0."),
    (lambda c: c.top_k < 1 and _relativistic(c),
     lambda c: f"top_k leaves out fakes, and loss={c.loss} compares every fake with a real: set top_k=1 or take another "
               "loss."),
    (lambda c: c.packing > 1 and c.consistency,
     lambda c: "consistency compares D’s scores of single samples, and with packing D sees several at once: set packing=1 "
               "or consistency=0."),
    (lambda c: c.packing > 1 and c.conditioning != "none",
     lambda c: f"With packing D sees several samples at once, and conditioning={c.conditioning} tells it one class: set "
               "packing=1 or conditioning=none."),
    (lambda c: c.generator == "lstm" and c.packing > 1,
     lambda c: "generator=lstm learns from D’s score of each single string, and with packing D sees several at once: set "
               "packing=1."),
    (lambda c: c.pretraining and c.generator != "lstm",
     lambda c: f"pretraining={c.pretraining} is by maximum likelihood, which G has with generator=lstm only: set pretraining=0."),
    (lambda c: c.updates in AT_ONE_POINT and c.n_critic > 1,
     lambda c: f"updates={c.updates} moves both players once from the same point, so n_critic has to be 1, not "
               f"{c.n_critic}."),
    (lambda c: c.updates in ("consensus", "unrolled") and c.precision != "float32",
     lambda c: f"updates={c.updates} takes gradients of gradients, which need precision=float32."),
)
"""(whether a configuration breaks the rule, the sentence)."""
