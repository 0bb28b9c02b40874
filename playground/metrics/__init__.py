"""How near the fake is to the real, in numbers: `evaluate` gives the measures in the table that make sense for the data."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from ..data import Data
from .classifier import WEIGHTS, features
from .density import Densities
from .distance import frechet_distance, kernel_distance, mmd, sliced_wasserstein
from .music import music_measures
from .neighbours import manifold_measures, memorised
from .points import found_modes, mode_metrics
from .text import SAMPLES, beside_real, gram_measures, grammar_measures, list_measures, oracle_measures

METRIC_SAMPLES = 2500  # as in PacGAN
METRIC_IMAGES = 512
METRIC_PIECES = 512
METRIC_PAIRS = 256
CLASSIFIED = 5000
"""Fakes, and as many reals, that the classifier looks at: with few, the Fréchet distance comes out too large."""
FRESH = 1000
"""Fresh reals, at least, to which fakes are compared besides the training set."""
COPIED = 2000
"""Of a larger training set only so many samples, drawn at random like all of them, are searched for copies."""

__all__ = ["Densities", "MEASURES", "METRIC_IMAGES", "METRIC_SAMPLES", "densities", "evaluate", "found_modes",
           "frechet_distance", "kernel_distance", "manifold_measures", "memorised", "mmd", "mode_metrics", "samples_for",
           "sliced_wasserstein"]


@dataclass(frozen=True)
class Question:
    """What is measured: fakes and as many fresh reals [n, *data.shape] in data units, the data, the training set or None,
    and the generator of what else has to be drawn.
    """

    fake: Tensor
    real: Tensor
    data: Data
    training_set: Tensor | None
    generator: torch.Generator


@dataclass(frozen=True)
class Measure:
    """One row of the table: gives numbers {name: value} to a Question on data that it `fits`. `quick` ones are followed
    live. about: {name: a sentence, with the best value}.
    """

    value: Callable[[Question], dict]
    fits: Callable[[Data], bool]
    quick: bool
    about: dict


def samples_for(data: Data, every: bool = False) -> int:
    """How many generated samples the metrics of this data set are made for, the quick ones or `every` one."""
    if every and has_classifier(data):
        return CLASSIFIED
    if data.kind == "pairs" and data.unseen is not None:
        return min(len(data.unseen), METRIC_PAIRS)
    return {"images": METRIC_IMAGES, "text": SAMPLES, "music": METRIC_PIECES, "pairs": METRIC_PAIRS}.get(data.kind, METRIC_SAMPLES)


def has_modes(data):
    return data.modes is not None


def has_density(data):
    return data.kind in ("points", "line")


def has_classifier(data):
    return data.name in WEIGHTS


def is_text(data):
    return data.kind == "text"


def is_music(data):
    return data.kind == "music"


def has_grammar(data):
    return is_text(data) and hasattr(data, "valid")


def is_list(data):
    return is_text(data) and hasattr(data, "listed")


def has_likelihood(data):
    return is_text(data) and hasattr(data, "nll")


def anything(data):
    return True


def is_made_of_noise(data):
    """Whether a G makes it of nothing else: a translation is near to what is translated, not to what was trained on."""
    return data.kind != "pairs"


@lru_cache(maxsize=8)
def densities(data: Data) -> Densities:
    """The Densities of a data set, made once."""
    return Densities(data)


def _memorised(q):
    """Where the data is finite, the fresh samples are those that training never sees."""
    if parts := q.data.parted(q.training_set):
        n = min(*map(len, parts), COPIED)
        training, fresh = (x[torch.randperm(len(x), generator=q.generator)[:n]].to(q.fake) for x in parts)
    elif q.training_set is None:
        n = 0
    else:
        training = q.training_set[:COPIED].to(q.fake)
        n = len(training)
        fresh = q.data.sample(-(-FRESH // n) * n, q.generator)
    return {"memorised": memorised(q.fake.flatten(1), training.flatten(1), fresh.flatten(1))} if n else {}


def _as_classified(q):
    fake, real = (features(q.data.name, x) for x in (q.fake, q.real))
    return {"frechet_classifier": frechet_distance(fake, real), "kernel_classifier": kernel_distance(fake, real),
            **manifold_measures(fake, real)}


MEASURES = (
    Measure(lambda q: mode_metrics(q.fake, q.data), has_modes, True, {
        "modes": "Modes with at least one fake within three standard deviations, of 2,500; best is all of them.",
        "high_quality": "Share of fakes within three standard deviations of a mode; exact samples reach .989 in the plane.",
        "reverse_kl": "How unevenly the good fakes spread over the modes, KL in nats; best is 0."}),
    Measure(beside_real(grammar_measures), has_grammar, True, {
        "valid": "Share of strings that the grammar makes; best is 1.",
        "real_valid": "The same of strings of the data.",
        "distinct": "How many different valid strings there are among 10,000, as a share of all that the grammar makes up to its "
                    "length.",
        "real_distinct": "The same of 10,000 strings of the data."}),
    Measure(lambda q: list_measures(q.fake, q.data), is_list, True, {
        "attested_trigrams": "Share of strings of which any three characters in a row stand somewhere in the data.",
        "real_attested_trigrams": "Share of the data’s own strings of which the others have any three characters in a row.",
        "copied": "Share of strings that stand in the data as they are: learned by heart, or found again."}),
    Measure(beside_real(gram_measures), is_text, True, {
        "js4": "How unlike fakes and data are in any four characters in a row: Jensen-Shannon divergence, 0 to 1 bit; near "
               "real_js4 is best.",
        "real_js4": "The same of other strings of the data: what chance gives.",
        "js6": "How unlike fakes and data are in any six characters in a row, 0 to 1 bit; near real_js6 is best.",
        "real_js6": "The same of other strings of the data: what chance gives.",
        "self_bleu": "How much strings resemble each other, 0 to 1; near real_self_bleu is best, and above it variety is lost.",
        "real_self_bleu": "The same of strings of the data."}),
    Measure(beside_real(oracle_measures), has_likelihood, True, {
        "oracle_nll": "How unlikely the oracle finds each character, in nats; near real_oracle_nll is best, below it variety "
                      "is lost.",
        "real_oracle_nll": "The same of the oracle’s own strings."}),
    Measure(lambda q: music_measures(q.fake, q.data), is_music, True, {
        of + name: (sentence if not of else "The same of real pieces." if of == "real_" else
                    "The same where each voice sings the real pieces’ notes in any order.")
        for name, sentence in {
            "voice_order": "Share of chords in which no voice is above the one over it; near real_voice_order is best.",
            "consonance": "Share of pairs of voices that sound a unison, third, fourth, fifth, sixth or octave; near "
                          "real_consonance is best.",
            "diatonic": "Share of notes that are white keys; near real_diatonic is best.",
            "repetition": "Share of chords that are the one before; near real_repetition is best.",
            "distinct_chords": "Different chords in 64 pieces, as a share of all their chords; near real_distinct_chords is best, "
                               "and below it variety is lost."}.items()
        for of in ("", "real_", "chance_")}),
    Measure(lambda q: {"sliced_wasserstein": sliced_wasserstein(q.fake.flatten(1), q.real.flatten(1), q.generator)},
            anything, True, {
        "sliced_wasserstein": "How far samples have to be moved to become real, averaged over directions, in data units; "
                              "near 0 is best."}),
    Measure(lambda q: densities(q.data).divergences(q.fake), has_density, True, {
        "js": "Jensen-Shannon divergence of fake and real, 0 to log 2 = 0.693 nats. q is a kernel density estimate of 2,500 "
              "fakes, p is smoothed with the same kernel.",
        "kl": "KL(p || q) of the same densities: reals that no fake comes near count most; best is 0."}),
    Measure(_memorised, is_made_of_noise, True, {
        "memorised": "Share of fakes nearer to a training sample than to any of as many fresh ones; 0.5 is best."}),
    Measure(lambda q: manifold_measures(q.fake, q.real), has_density, False, {
        "precision": "Share of fakes among the reals (5 nearest neighbours); best is about 1.",
        "recall": "Share of reals among the fakes; best is about 1.",
        "density": "In how many reals’ neighbourhoods a fake lies, over 5; best is about 1.",
        "coverage": "Share of reals whose neighbourhood holds a fake; best is about 0.97."}),
    Measure(_as_classified, has_classifier, False, {
        "frechet_classifier": "Fréchet distance of 5,000 fakes and as many reals in the features of the playground’s own "
                              "classifier, which is not FID’s; reals that nobody trained on have about 0.1.",
        "kernel_classifier": "Kernel distance, as KID’s, of the same features; best is 0, give or take.",
        "precision": "Share of fakes among the reals, in the features of the classifier; best is about 0.9.",
        "recall": "Share of reals among the fakes, in the same features; best is about 0.9.",
        "density": "In how many reals’ neighbourhoods a fake lies, over 5, in the same features; best is about 1.",
        "coverage": "Share of reals whose neighbourhood holds a fake, in the same features; best is about 0.97."}),
    Measure(lambda q: {"mmd": mmd(q.fake, q.real)}, has_density, False, {
        "mmd": "Squared maximum mean discrepancy with a Gaussian kernel; best is 0, give or take."}),
)


def evaluate(samples: Tensor, data: Data, generator: torch.Generator, every: bool = False,
             training_set: Tensor | None = None) -> dict[str, int | float | None]:
    """The measures of samples [n, *data.shape] in data units, as plain numbers: the quick ones, or `every` one that fits.

    They are compared with n fresh real samples drawn from `generator`, and two sets of real samples do not score best
    but what chance gives. `training_set` [m, *data.shape] is what a limited run was trained on.
    """
    samples = samples.detach().to(generator.device)
    question = Question(samples, data.sample(len(samples), generator), data, training_set, generator)
    values = {}
    for measure in MEASURES:
        if measure.fits(data) and (measure.quick or every):
            values |= measure.value(question)
    return values
