"""The command `tables`."""

from pathlib import Path

from playground.cli.arguments import declare_json, declare_settings, read_changes, share, whole
from playground.cli.compare import check_file, progress
from playground.cli.output import as_json
from playground.config import suggestion
from playground.errors import PlaygroundError

NAMES = ("pacgan", "unrolled")


def declare(parser):
    parser.add_argument("names", metavar="TABLE", nargs="*", help=f"which tables: {', '.join(NAMES)} (default: all)")
    parser.add_argument("--seeds", metavar="N", type=whole(1, 100), default=1,
                        help="train each row from the seeds 0 to N - 1 (default: %(default)s)")
    parser.add_argument("--share", metavar="S", type=share,
                        help="this share of the paper’s steps; 1 is the full size (default: 0.075 for pacgan and 0.2 for "
                             "unrolled, with one seed less than an hour on two cores)")
    parser.add_argument("--jobs", metavar="J", type=whole(1, 10_000), help="runs at the same time")
    parser.add_argument("--backend", metavar="B", default="loky", help="as for the command compare (default: %(default)s)")
    parser.add_argument("--out", metavar="FILE", help="write the tables in this Markdown file too")
    declare_settings(parser)
    declare_json(parser)


def run(args):
    """Run published tables again, with the papers’ settings and their figures beside ours."""
    from playground.tables import run_table
    for name in args.names:
        if name not in NAMES:
            raise PlaygroundError(f"There is no table '{name}'.{suggestion(name, NAMES)}")
    if args.out:
        check_file(args.out, ".md")
    changes = read_changes(args)
    outcomes = {}
    for name in args.names or NAMES:
        with progress() as tick:
            outcomes[name] = run_table(name, args.seeds, args.share, changes, args.jobs, args.backend, tick)
    text = "\n\n".join(outcome.markdown() for outcome in outcomes.values())
    if args.out:
        Path(args.out).write_text(text + "\n", encoding="utf-8")
    print(as_json({name: {"steps": o.steps, "share": o.share, "rows": o.numbers()} for name, o in outcomes.items()})
          if args.json else text)
