"""Published tables: the papers' settings, what the command says of them, and what of a row is counted."""

import json

from playground import differences, recipe
from playground.cli import main
from playground.cli.tables import PUBLISHED
from playground.comparison import Played
from playground.tables import GRID, RING, TABLES, late, run_table

SMALL = {"generator_width": 8, "discriminator_width": 8, "data_size": 200, "batch_size": 8, "device": "cpu"}


def test_pacgan_s_table_has_the_settings_and_figures_of_the_paper():
    table = TABLES["pacgan"]
    config = recipe(table.rows[0].recipe, data=RING, **table.settings)
    assert (config.generator_depth, config.generator_width, config.generator_batch_norm) == (4, 400, True)
    assert (config.discriminator, config.discriminator_depth, config.discriminator_width) == ("maxout", 3, 200)
    assert (config.latent_dim, config.latent, config.batch_size, config.data_size) == (2, "normal", 100, 100_000)
    assert (config.generator_lr, config.discriminator_lr, config.beta1, config.updates) == (1e-4, 1e-4, 0.8, "simultaneous")
    assert (config.initialisation, config.unit_size, config.loss, table.steps) == ("normal", False, "non-saturating", 400_000)
    assert [row.published[RING] for row in table.rows] == [6.3, 7.9, 7.8, 7.8]
    assert [row.published[GRID] for row in table.rows] == [17.3, 23.8, 24.6, 24.8]
    assert [recipe(row.recipe).packing for row in table.rows] == [1, 2, 3, 4]
    assert {data: round(share * table.steps) for data, share in table.data.items()} == {RING: 20_000, GRID: 30_000}


def test_the_command_s_names_are_those_of_the_tables():
    assert set(PUBLISHED) == set(TABLES)


def test_each_row_has_its_numbers_with_spread_beside_the_paper_s():
    outcome = run_table("pacgan", seeds=2, share=10 / 400_000, changes=SMALL, jobs=1)
    assert [n["published"] for n in outcome.numbers()] == [6.3, 7.9, 7.8, 7.8, 17.3, 23.8, 24.6, 24.8]
    for numbers in outcome.numbers():
        assert numbers["steps"] == 10 and len(numbers["modes"]["values"]) == len(numbers["modes_late"]["values"]) == 2
    text = outcome.markdown()
    assert "400,000 steps in the paper" in text and "2 seeds" in text and "| grid | PacGAN4 | 10 | 24.8 |" in text


def test_late_modes_are_the_mean_of_the_last_quarter():
    runs = [Played("gan", 0, {}, [(step, {"modes": step}) for step in range(1, 21)], None, {}, None, None, 0.0)]
    assert late(runs).mean == 18  # of 16 to 20


def test_the_command_writes_markdown_and_json_and_refuses_in_a_line(tmp_path, capsys):
    file = tmp_path / "tables.md"
    small = [f"{name}={value}" for name, value in SMALL.items() if name != "device"]
    assert main(["tables", "unrolled", "--share", "0.0002", "--jobs", "1", "--device", "cpu", "--out", str(file), "--json",
                 "--set", *small]) == 0
    found = json.loads(capsys.readouterr().out)["unrolled"]
    assert {row["steps"] for row in found["rows"]} == {5} and [row["row"] for row in found["rows"]] == ["0 steps", "1 step", "5 steps", "10 steps"]
    assert "| 10 steps |" in file.read_text()
    for wrong, word in ((["packgan"], "pacgan"), (["--out", "a.html"], ".md"), (["--share", "2"], "at most 1"),
                        (["--set", "seed=1"], "seeds")):
        assert main(["tables", *wrong]) == 2
        line = capsys.readouterr().err
        assert word in line and line.count("\n") == 1


def test_pacgan_s_rows_differ_in_packing_only():
    assert differences(*(recipe(row.recipe, data=GRID) for row in TABLES["pacgan"].rows)) == {"packing": [1, 2, 3, 4]}
