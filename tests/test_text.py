"""Text: what is drawn, what is right, and measures against cases whose answer is known."""

import math
from itertools import product

import pytest
import torch

from playground import PlaygroundError
from playground.data import dataset
from playground.data.text import PAD, as_strings, trigrams
from playground.metrics import evaluate, samples_for
from playground.metrics.text import (clipped_precision, gram_divergence, gram_measures, grammar_measures, grams, list_measures,
                                     oracle_measures, self_bleu)

KINDS = ("grammar", "names", "words", "oracle")


def draws(seed=0):
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("spec", [*KINDS, "grammar:length=7", "names:locale=de", "oracle:length=9"])
def test_a_sample_has_one_character_in_each_column_and_reads_back(spec):
    data = dataset(spec)
    x = data.sample(500, draws())
    assert data.kind == "text" and x.shape == (500, len(data.alphabet), data.length) and x.dtype == torch.float32
    assert torch.equal(x.sum(1), torch.ones(500, data.length)) and set(x.unique().tolist()) == {0, 1}
    strings = data.decode(x)
    assert torch.equal(data.encode(strings), x) and len(set(strings)) > 50 and max(map(len, strings)) <= data.length
    assert PAD not in "".join(strings)


def test_the_grammar_draws_all_that_it_makes_and_knows_what_it_does_not():
    data = dataset("grammar:length=7")
    strings = data.decode(data.sample(5000, draws()))
    assert set(strings) == {"".join(parts) for n in range(4) for parts in product("x", *["+-*/", "x"] * n)}
    assert data.strings == len(set(strings)) == 1 + 4 + 16 + 64
    lengths = [strings.count(s) for s in ("x",)] + [sum(len(s) == n for s in strings) for n in (3, 5, 7)]
    assert max(lengths) - min(lengths) < 200, "all lengths are equally frequent"
    assert all(map(data.valid, strings))
    assert not any(map(data.valid, ("", "+", "x+", "xx", "x++x", "x" + PAD + "x", "y", "x+x\n")))
    assert dataset("grammar").strings == 1365


def test_a_list_knows_what_is_copied_what_is_new_and_what_is_wrong():
    data = as_strings(["anna", "nina", "ian"])
    assert [data.mark(s) for s in ("anna", "ian", "ianna", "nna", "an", "annia", "")] == [
        "copied", "copied", "new", "new", "wrong", "wrong", "wrong"]
    assert trigrams("anna") == {"ann", "nna"} and trigrams("an") == set()
    assert data.attested_share == 0 and as_strings(["anna", "annab", "nnab"]).attested_share == 1


def test_the_oracle_finds_its_own_strings_likely_and_is_always_the_same():
    data, same = dataset("oracle"), dataset("oracle")
    assert torch.equal(data.embeddings, same.embeddings)
    own = data.sample(1000, draws()).argmax(1)
    assert data.nll(own).mean() < 2.5 < 4 < data.nll(torch.randint(26, (1000, 20), generator=draws())).mean()
    first = data.nll(torch.arange(26)[:, None].repeat(1, 20))[:, 0]
    assert torch.exp(-first).sum() == pytest.approx(1, abs=1e-4)
    met = torch.bincount(data.sample(20_000, draws(1)).argmax(1)[:, 0], minlength=26) / 20_000
    assert (met - torch.exp(-first)).abs().max() < 0.015, "the first letter is drawn by its likelihood"


@pytest.mark.parametrize("spec, words", [("grammar:length=5", "from 6 to 64"), ("names:locale=xx", "all or en or de"),
                                         ("words:length=3", "no parameter 'length'")])
def test_what_cannot_be_is_said(spec, words):
    with pytest.raises(PlaygroundError, match=words):
        dataset(spec)


def test_grammar_measures_by_hand():
    data = dataset("grammar:length=7")
    samples = data.encode(["x+x", "x+x", "x", "x+", "x" + PAD + "x", "", "x*x-x", "xx", "x", "x/x/x"])
    assert grammar_measures(samples, data) == {"valid": 0.6, "distinct": 4 / 85}


def test_list_measures_by_hand():
    data = as_strings(["anna", "nina", "ian"])
    found = list_measures(data.encode(["anna", "ianna", "iaan", "an"]), data)
    assert found == {"attested_trigrams": 0.5, "real_attested_trigrams": 0.0, "copied": 0.25}


def test_grams_are_numbers_of_all_that_stand_in_a_row():
    assert grams(torch.tensor([[0, 1, 2, 1]]), 2).tolist() == [[3, 7, 5]]


def test_the_divergence_of_grams_is_0_for_the_same_1_for_no_common_one_and_right_between():
    a, b = torch.tensor([[0, 0, 0, 0, 0]]), torch.tensor([[1, 1, 1, 1, 1]])
    assert gram_divergence(a, a, 4) == 0
    assert gram_divergence(a, b, 4) == pytest.approx(1)
    half = torch.cat([a, b])
    # p = (1, 0), q = (1/2, 1/2): H(3/4, 1/4) - H(q) / 2
    assert gram_divergence(a, half, 4) == pytest.approx(0.75 * math.log2(4 / 3) + 0.25 * 2 - 0.5)


def test_clipped_precision_and_self_bleu_by_hand():
    found = torch.tensor([[1, 1, 2], [1, 2, 3], [4, 5, 6]])
    assert clipped_precision(found).tolist() == pytest.approx([2 / 3, 2 / 3, 0])
    same = torch.tensor([[0, 1, 2, 3, 4]] * 3)
    assert self_bleu(same) == pytest.approx(1)
    assert self_bleu(torch.tensor([[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]])) == 0
    close = torch.tensor([[0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 9]])  # 5 of 6, 4 of 5, 3 of 4 and 2 of 3 in common
    assert self_bleu(close) == pytest.approx((5 / 6 * 4 / 5 * 3 / 4 * 2 / 3) ** 0.25)


@pytest.mark.parametrize("spec, names", [
    ("grammar", {"valid", "distinct", "real_valid", "real_distinct"}), ("oracle", {"oracle_nll", "real_oracle_nll"}),
    ("names", {"attested_trigrams", "real_attested_trigrams", "copied"})])
def test_reals_measure_as_reals_and_noise_does_not(spec, names):
    data = dataset(spec)
    assert samples_for(data) == 10_000
    found = evaluate(data.sample(10_000, draws(5)), data, draws(6))
    assert names | {"js4", "js6", "self_bleu", "real_js4", "real_js6", "real_self_bleu"} <= found.keys()
    for name in ("js4", "js6", "self_bleu", "oracle_nll", "valid", "distinct"):
        if name in found:
            assert found[name] == pytest.approx(found[f"real_{name}"], abs=0.05)
    noise = data.one_hot(torch.randint(len(data.alphabet), (10_000, data.length), generator=draws(7)))
    bad = gram_measures(noise, data)
    assert bad["js4"] > 0.4 and bad["js6"] > found["js6"] + 0.4 and bad["self_bleu"] < found["self_bleu"]
    if spec == "oracle":
        assert oracle_measures(noise, data)["oracle_nll"] > 2 * found["oracle_nll"]
