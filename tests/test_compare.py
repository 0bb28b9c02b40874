"""Comparisons: paired seeds, the same numbers wherever they are made, what programs and people read of them."""

import contextlib
import json
import math
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
import torch

from playground import PlaygroundError, Trainer, compare, differences, recipe, register_loss
from playground.cli import main
from playground.comparison import Score
from playground.export.report import report
from playground.plots.compare import bands, middle, quantities

ROOT = Path(__file__).parent.parent
SMALL = {"generator_width": 8, "discriminator_width": 8, "batch_size": 16}
NAMES, STEPS, SEEDS = ["gan", "gan:loss=hinge,n_critic=2"], 30, 2
DIVERGES = "lsgan:optimizer=sgd,learning_rate=1,n_critic=20"


def small(names=NAMES, data="ring", **how):
    return compare(names, data, **{"seeds": SEEDS, "steps": STEPS, "changes": SMALL, "jobs": 1} | how)


@pytest.fixture(scope="module")
def one():
    """A comparison made in this process, one run after the other."""
    return small()


def quick(names=NAMES, **how):
    """A comparison on pictures, which are quickly measured."""
    return small(names, "digits", **{"steps": 5} | how)


@pytest.fixture(scope="module")
def in_order():
    """A quick comparison made in this process, one run after the other."""
    return quick()


def same(a, b):
    """Whether two comparisons hold the same numbers to the last bit, times aside."""
    pairs = [(x, y) for name in a.names for x, y in zip(a.runs[name], b.runs[name], strict=True)]
    return a.configs == b.configs and repr(a.scores) == repr(b.scores) and all(
        repr(x.measured) == repr(y.measured) and np.array_equal(x.sample, y.sample)
        and all(np.array_equal(x.curves[key], y.curves[key], equal_nan=True) for key in x.curves) for x, y in pairs)


def test_each_run_is_the_trainer_s_with_its_seed(one):
    for name, changes in zip(NAMES, ({}, {"loss": "hinge", "n_critic": 2})):
        for seed, run in enumerate(one.runs[name]):
            trainer = Trainer(recipe("gan", data="ring", seed=seed, **SMALL | changes))
            trainer.run(steps=STEPS)
            assert run.seed == seed and run.metrics == trainer.metrics(every=True)
            assert [one.scores[name][metric].values[seed] for metric in run.metrics] == list(run.metrics.values())
            assert run.curves["loss_d"].tolist() == trainer.history.column("loss_d").tolist()
            assert np.array_equal(run.sample, trainer.sample(len(run.sample)).numpy())


@pytest.mark.parametrize("how", [{"backend": "loky", "jobs": 2}, {"backend": "threading", "jobs": 2}], ids=str)
def test_processes_and_threads_give_the_same_numbers(in_order, how):
    assert same(in_order, quick(**how))


def test_a_dask_cluster_gives_the_same_numbers(in_order):
    import dask
    from distributed import Client, LocalCluster
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster:
        with Client(cluster):
            assert same(in_order, quick(backend="dask", jobs=None))
        with dask.config.set({"scheduler-address": cluster.scheduler_address}):  # as DASK_SCHEDULER_ADDRESS does
            assert same(in_order, quick(backend="dask", jobs=None))


def test_a_cluster_that_does_not_answer_is_one_line(capsys):
    import dask
    with dask.config.set({"scheduler-address": "tcp://127.0.0.1:9", "distributed.comm.timeouts.connect": "1s"}):
        assert main(["compare", "gan", "--backend", "dask"]) == 2
    assert "tcp://127.0.0.1:9" in capsys.readouterr().err.splitlines()[-1]


def test_a_loss_of_one_s_own_plays_in_other_processes():
    softplus = torch.nn.functional.softplus
    register_loss("shifted", lambda real, fake: softplus(1 - real).mean() + softplus(1 + fake).mean(),
                  lambda fake, real: softplus(1 - fake).mean())
    names = ["gan", "gan:loss=shifted"]
    assert same(quick(names), quick(names, jobs=2))


def test_spread_is_the_sample_s_and_what_is_undefined_counts_as_none():
    score = Score.of([1, 4, None])
    assert (score.mean, score.std, score.values) == (2.5, math.sqrt(4.5), [1, 4, None])
    assert Score.of([3.0]).std is None and Score.of([None, None]).mean is None and str(Score.of([None])) == "undefined"


def test_bands_leave_out_runs_that_have_ended():
    nan = math.nan
    mean, spread = middle([[1, 2, nan], [3, nan, nan]])
    assert mean[:2].tolist() == [2, 2] and np.isnan(mean[2]) and spread[:2].tolist() == [math.sqrt(2), 0]


def test_json_holds_scores_settings_and_seeds(capsys, one):
    pairs = [f"{key}={value}" for key, value in SMALL.items()]
    assert main(["compare", *NAMES, "--data", "ring", "--seeds", str(SEEDS), "--steps", str(STEPS), "--jobs", "1",
                 "--set", *pairs, "--json"]) == 0
    out = capsys.readouterr().out
    found = json.loads(out, parse_constant=pytest.fail)
    assert out.count("\n") == 1 and list(found["recipes"]) == NAMES
    assert found["recipes"] == json.loads(json.dumps(one.as_dict()["recipes"]))
    for scores in found["recipes"].values():
        assert {"modes", "high_quality", "reverse_kl", "sliced_wasserstein"} <= scores.keys()
        assert all(score.keys() == {"mean", "std", "values"} and len(score["values"]) == SEEDS for score in scores.values())
    assert found["differences"] == differences(*(recipe("gan", **c) for c in ({}, {"loss": "hinge", "n_critic": 2})))
    assert (found["seeds"], found["steps"], found["data"], found["diverged"]) == ([0, 1], STEPS, "ring", {})


def test_people_read_settings_and_scores_with_their_spread(capsys):
    assert main(["compare", *NAMES, "--seeds", "2", "--steps", "3", "--jobs", "1"]) == 0
    out, err = capsys.readouterr()
    assert re.search(r"^loss +non-saturating +hinge$", out, re.M) and re.search(r"^modes of 8 .* ± ", out, re.M)
    assert "4/4" in err


def test_a_run_that_diverges_counts_and_is_named():
    comparison = small([DIVERGES, "gan"], seeds=1, steps=100)
    assert list(comparison.diverged) == [DIVERGES] and list(comparison.diverged[DIVERGES]) == [0]
    assert len(comparison.scores[DIVERGES]["modes"].values) == 1
    assert len(comparison.runs[DIVERGES][0].curves["loss_d"]) < 100 and "diverged" in report(comparison)


BAD = {
    "a recipe": (["gna"], "Did you mean 'gan'?"),
    "data that does not fit": (["gan", "dcgan", "--data", "ring"], "ring"),
    "one twice": (["gan", "gan"], "only once"),
    "a setting": (["gan:lozz=hinge"], "lozz"),
    "a pair": (["gan:hinge"], "gan:loss=hinge"),
    "data in a recipe": (["gan:data=grid"], "--data"),
    "a seed": (["gan", "--set", "seed=4"], "--seeds"),
    "no seeds": (["gan", "--seeds", "0"], "--seeds"),
    "a backend": (["gan", "--backend", "spark"], "loky, threading, dask, ray"),
    "no cluster": (["gan", "--backend", "dask"], "DASK_SCHEDULER_ADDRESS"),
    "a report's name": (["gan", "--out", "report.pdf"], ".html"),
    "a report's folder": (["gan", "--out", "nowhere/report.html"], "cannot be written"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_line_before_anything_runs(case, capsys):
    arguments, hint = BAD[case]
    assert main(["compare", *arguments]) == 2
    out, err = capsys.readouterr()
    assert not out and hint in err.splitlines()[-1] and "Error:" in err and err.count("Error:") == 1


class Page(HTMLParser):
    """What a page is made of, and what it would fetch."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.fetched = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.fetched += [value for name, value in attributes if name in ("src", "href", "srcset", "xlink:href")
                         and not value.startswith(("data:", "#"))]


@pytest.mark.parametrize("names, data", [(NAMES, "ring"), (NAMES, "two-gaussians-1d"), (["dirac", "dirac:penalty=r1"], "dirac"),
                                         (["gan", "dcgan:loss=hinge"], "digits")])
def test_the_report_needs_nothing_else_and_names_every_recipe(names, data):
    comparison = small(names, data, steps=3)
    text = report(comparison)
    page = Page(text)
    assert not page.fetched and not re.search(r"https?://|url\((?!#)|@import", text) and "script" not in page.tags
    assert all(text.count(name) >= 4 for name in names) and page.tags.count("figure") == len(names) * SEEDS
    assert comparison.command in text.replace("&#x27;", "'") and all(setting in text for setting in comparison.differences)
    assert page.tags.count("svg") >= len(quantities(comparison))


def test_what_people_type_is_text_in_the_report(one):
    name = "gan:<script>"
    odd = replace(one, configs={name: one.configs["gan"]}, runs={name: one.runs["gan"]})
    assert "script" not in Page(report(odd)).tags


def test_the_command_makes_the_comparison_again(one):
    words = one.command.split()
    assert words[:4] == ["python", "-m", "playground", "compare"] and words[4:6] == NAMES
    assert "--data ring --seeds 2 --steps 30 --set generator_width=8" in one.command


def test_bands_are_drawn_for_a_notebook(one):
    assert bands(one, "loss_d")._repr_png_()[0].startswith(b"\x89PNG")


def test_ctrl_c_ends_with_130_and_leaves_no_process():
    process = subprocess.Popen([sys.executable, "-m", "playground", "compare", "gan", "--seeds", "4", "--steps", "1000000",
                                "--jobs", "2"], cwd=ROOT, text=True, stderr=subprocess.PIPE, start_new_session=True,
                               preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))  # a shell’s background ignores it
    try:
        assert process.stderr.read(4)  # the bar: the runs begin
        time.sleep(4)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)  # returns when all who share standard error have ended
        assert process.returncode == 130 and "Traceback" not in err
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
