"""How good strings are: right, different, new, and made of what the data is made of.

Each measure takes samples [n, characters, length] and their data set, and gives {name: value}. All that looks at n characters in
a row looks at whole rows, in which the padding counts as a character: so it sees where a string ends, as the code of Gulrajani
et al. 2017 (arXiv 1704.00028) does.
"""

import math
from collections.abc import Callable
from functools import lru_cache

import torch
from torch import Tensor

from ..data import Data

SAMPLES = 10_000
"""Strings that are measured, and reals that they are measured against."""
COMPARED = 500
"""Strings of which each is compared with all others."""
LONGEST = 4
"""The most characters in a row that self-BLEU looks at."""


def grammar_measures(samples: Tensor, data: Data) -> dict[str, float]:
    """valid: the share of strings that the grammar makes; distinct: how many different ones of these there are, as a share of all
    that the grammar makes up to its length.
    """
    valid = [string for string in data.decode(samples) if data.valid(string)]
    return {"valid": len(valid) / len(samples), "distinct": len(set(valid)) / data.strings}


def list_measures(samples: Tensor, data: Data) -> dict[str, float]:
    """attested_trigrams: the share of strings of which any three characters in a row stand somewhere in the data; as
    real_attested_trigrams the share of the data's own strings of which the others have them. copied: the share that stands in the
    data as a whole.
    """
    strings = data.decode(samples)
    return {"attested_trigrams": sum(map(data.attested, strings)) / len(strings),
            "real_attested_trigrams": data.attested_share,
            "copied": sum(string in data.known for string in strings) / len(strings)}


def gram_measures(samples: Tensor, data: Data) -> dict[str, float]:
    """js4, js6: how unlike samples and reals are in four and in six characters in a row; self_bleu: how much samples resemble each
    other.
    """
    codes = samples.argmax(1)
    return {f"js{n}": gram_divergence(codes, reals(data).argmax(1).to(codes.device), n) for n in (4, 6)} | {
        "self_bleu": self_bleu(codes[:COMPARED])}


def oracle_measures(samples: Tensor, data: Data) -> dict[str, float]:
    """oracle_nll: -log p of a character under the oracle, on average, in nats (NLL_oracle of arXiv 1609.05473, eq. 9)."""
    return {"oracle_nll": float(data.nll(samples.argmax(1)).mean())}


def beside_real(measure: Callable) -> Callable:
    """A measure that answers a Question, with what each value is for as many other reals, as real_NAME."""
    def answer(q):
        found = measure(q.fake, q.data)
        return found | {f"real_{name}": value for name, value in of_reals(measure, q.data).items()}
    return answer


@lru_cache(maxsize=16)
def of_reals(measure: Callable, data: Data) -> dict[str, float]:
    """A measure of reals that it is not measured against, made once."""
    return measure(reals(data, "other"), data)


@lru_cache(maxsize=4)
def reals(data: Data, which: str = "reference") -> Tensor:
    """SAMPLES reals [n, characters, length], always the same."""
    return data.sample(SAMPLES, torch.Generator().manual_seed({"reference": 0, "other": 1}[which]))


def gram_divergence(a: Tensor, b: Tensor, n: int) -> float:
    """The Jensen-Shannon divergence in bits, 0 to 1, of the runs of n characters in codes a [m, length] and b [k, length]
    (Gulrajani et al. 2017, arXiv 1704.00028, section on character-level language).
    """
    kinds, number = grams(torch.cat([a, b]), n).unique(return_inverse=True)
    p, q = (torch.bincount(part.flatten(), minlength=len(kinds)).double() / part.numel() for part in number.split([len(a), len(b)]))
    return max(0.0, float(entropy((p + q) / 2) - (entropy(p) + entropy(q)) / 2))


def entropy(p: Tensor) -> Tensor:
    """Of shares [k] that sum to 1, in bits."""
    return -torch.special.xlogy(p, p).sum() / math.log(2)


def self_bleu(codes: Tensor) -> float:
    """The mean BLEU of each of codes [m, length] against all others (Zhu et al. 2018, arXiv 1802.01886): 1 where all are the same,
    0 where none shares four characters in a row with another. All rows are equally long, so none is fined for being short.
    """
    logs = [clipped_precision(grams(codes, n)).log() for n in range(1, LONGEST + 1)]
    return float(torch.stack(logs).mean(0).exp().mean())


def clipped_precision(found: Tensor) -> Tensor:
    """The share of each row of numbers [m, k] that some other row has too, each number counted at most as often as in the row that
    has it most often: [m] (BLEU's modified precision, Papineni et al. 2002).
    """
    kinds, number = found.unique(return_inverse=True)
    once = torch.ones(number.shape, device=found.device)
    counts = torch.zeros(len(found), len(kinds), device=found.device).scatter_add_(1, number, once)
    most, next_most = counts.topk(2, 0).values
    others = torch.where(counts == most, next_most, most)  # where two have the most, both values are the same
    return torch.minimum(counts, others).sum(1) / found.shape[1]


def grams(codes: Tensor, n: int) -> Tensor:
    """Every n characters in a row of codes [m, length], as a number: [m, length - n + 1]."""
    base = int(codes.max()) + 1
    return sum(codes[:, i:codes.shape[1] - n + 1 + i] * base ** i for i in range(n))
