"""The table of text: every way on every data set with the same processor time, beside SeqGAN's figures, real and random strings."""

import json

import pytest

from playground.cli import main
from playground.comparison import configs_of
from playground.config import Config
from playground.texts import ALONE, CHANCE, DATA, PUBLISHED, REAL, ROWS, run_texts

SMALL = {"generator_width": 8, "discriminator_width": 4, "batch_size": 8, "rollouts": 1, "device": "cpu"}
MINUTES, RUN = 0.1 / 60, ["seqgan", ALONE]


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A folder with runs of one seed, and their table."""
    folder = tmp_path_factory.mktemp("texts")
    return folder, run_texts(RUN, seeds=1, minutes=MINUTES, keep=folder, changes=SMALL, jobs=1)


def test_every_row_goes_with_every_data_set():
    assert all(len(configs_of(list(ROWS), data, {})) == len(ROWS) for data in DATA)


def test_every_way_is_run_on_every_data_set_and_measured(kept):
    _, outcome = kept
    assert set(outcome.runs) == {"grammar", "names", "oracle"}
    for data, runs in outcome.runs.items():
        assert list(runs) == RUN
        for recipe, (run,) in runs.items():
            config = Config.from_json(run.config)
            assert (config.data, config.recipe) == (data, recipe.partition(":")[0]) and run.steps > 0
            assert run.metrics.keys() >= DATA[data].keys() and len(run.sample) == 64 and isinstance(run.sample[0], str)


def test_real_and_random_strings_stand_below_and_the_paper_s_figures_beside_the_oracle(kept):
    _, outcome = kept
    rows = {(row["data"], row["recipe"] or row["title"]): row for row in outcome.numbers()}
    value = lambda data, row, name: rows[data, row]["measures"][name]["mean"]  # noqa: E731
    assert value("grammar", REAL, "valid") == 1 and value("grammar", CHANCE, "valid") < 0.05
    assert 0.6 < value("names", REAL, "attested_trigrams") < 0.8 and value("names", REAL, "copied") is None
    assert value("oracle", REAL, "oracle_nll") < value("oracle", CHANCE, "oracle_nll")
    assert [rows["oracle", recipe]["published"] for recipe in ("seqgan", ALONE)] == [8.736, 9.038] == list(PUBLISHED.values())
    assert rows["grammar", "seqgan"]["published"] is None
    text = outcome.markdown()
    assert text.count("| recipe |") == 3 and "PG-BLEU 8.946" in text and "| policy gradient with roll-outs | `seqgan` |" in text


def test_the_command_takes_what_is_kept(kept, tmp_path, capsys):
    folder, outcome = kept
    wanted = ["tables", "text", "--seeds", "1", "--rows", *RUN, "--minutes", str(MINUTES), "--jobs", "1", "--keep", str(folder), "--set",
              *(f"{key}={value}" for key, value in SMALL.items())]
    assert main([*wanted, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["text"]["rows"] == json.loads(json.dumps(outcome.numbers()))
    assert main([*wanted, "--out", str(tmp_path / "text.md")]) == 0
    assert (tmp_path / "text.md").read_text().startswith("## Text compared")
    capsys.readouterr()
    for wrong, word in ((["text", "--share", "0.1"], "--minutes"), (["text", "--out", "a.html"], ".md"),
                        (["text", "--rows", "text-gumbl"], "text-gumbel")):
        assert main(["tables", *wrong]) == 2
        assert word in capsys.readouterr().err
