"""The command `compare`."""

import contextlib
import sys
from pathlib import Path

from playground.cli.arguments import declare_data, declare_json, declare_settings, read_changes, whole
from playground.cli.output import as_json
from playground.errors import PlaygroundError

USUAL_STEPS, USUAL_SEEDS = 2000, 3


def declare(parser):
    parser.add_argument("names", metavar="RECIPE", nargs="+",
                        help="a named GAN, or one with settings of its own: gan:loss=hinge,n_critic=2")
    declare_data(parser)
    declare_settings(parser)
    parser.add_argument("--seeds", metavar="N", type=whole(1, 1000), default=USUAL_SEEDS,
                        help="train each from the seeds 0 to N - 1 (default: %(default)s)")
    parser.add_argument("--steps", metavar="M", type=whole(1, 10**9), default=USUAL_STEPS,
                        help="steps of each run (default: %(default)s)")
    parser.add_argument("--jobs", metavar="J", type=whole(1, 10_000),
                        help="runs at the same time (default: as many as there are processors for)")
    parser.add_argument("--backend", metavar="B", default="loky",
                        help="where they run: loky (processes) or threading here, or a dask or ray cluster "
                             "(default: %(default)s)")
    declare_json(parser)
    parser.add_argument("--out", metavar="FILE", help="write a report: one HTML file that needs nothing else")


def run(args):
    """Compare recipes over several seeds: settings, scores, curves and samples."""
    from playground import compare
    if args.out:
        check_file(args.out, ".html", ".htm")
    changes = read_changes(args)
    data = changes.pop("data", None)
    with progress() as tick:
        comparison = compare(args.names, data, seeds=args.seeds, steps=args.steps, changes=changes, jobs=args.jobs,
                             backend=args.backend, tick=tick)
    if args.out:
        from playground.export.report import write_report
        write_report(comparison, args.out)
    print(as_json(comparison.as_dict()) if args.json else as_words(comparison, args.out))


@contextlib.contextmanager
def progress():
    """A function of (done, total) that draws a bar on standard error, from its first call on."""
    from tqdm import tqdm
    with contextlib.ExitStack() as stack:
        bar = None

        def tick(done, total):
            nonlocal bar
            bar = bar or stack.enter_context(tqdm(total=total, unit=" runs", file=sys.stderr, dynamic_ncols=True))
            bar.update(done - bar.n)

        yield tick


def check_file(file, *endings):
    """Find out before the training, not after it, that a report cannot be written."""
    if Path(file).suffix.lower() not in endings:
        raise PlaygroundError(f"--out {file}: the name of this report ends in {endings[0]}.")
    try:
        Path(file).open("a").close()
    except OSError as error:
        raise PlaygroundError(f"{file} cannot be written: {error.strerror}. Choose another file.") from error


def as_words(comparison, file):
    """The same result for people: the settings that differ, then the scores."""
    names = comparison.names
    lines = [f"{comparison.data}, {comparison.steps:,} steps, mean ± standard deviation over {comparison.seeds} "
             f"seed{'s' * (comparison.seeds > 1)}; {comparison.seconds:.0f} s", ""]
    if comparison.differences:
        rows = [[setting, *map(str, values)] for setting, values in comparison.differences.items()]
        lines += [*columns([["setting", *names], *rows]), ""]
    lines += columns([["measure", *names], *([title, *map(str, scores)] for title, scores in comparison.table)])
    for name, runs in comparison.diverged.items():
        lines += ["", *(f"{name}, seed {seed}: {what}" for seed, what in runs.items())]
    return "\n".join([*lines, *(["", f"report in {file}"] if file else [])])


def columns(rows):
    """Rows of texts as lines whose columns stand below each other."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    return ["  ".join(f"{text:{width}}" for text, width in zip(row, widths)).rstrip() for row in rows]
