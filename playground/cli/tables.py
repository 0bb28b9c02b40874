"""The command `tables`."""

from functools import partial
from pathlib import Path

from playground.cli.arguments import declare_json, declare_settings, duration, read_changes, share, whole
from playground.cli.compare import check_file, progress
from playground.cli.output import as_json
from playground.config import suggestion
from playground.errors import PlaygroundError

PUBLISHED, FAMILIES, TEXT = ("pacgan", "unrolled"), "families", "text"
TIMED = (FAMILIES, TEXT)
"""The tables whose runs get the same processor time."""
NAMES = (*PUBLISHED, *TIMED)


def declare(parser):
    parser.add_argument("names", metavar="TABLE", nargs="*", help=f"which tables: {', '.join(NAMES)} (default: {' and '.join(PUBLISHED)}, the published ones)")
    parser.add_argument("--seeds", metavar="N", type=whole(1, 100), default=1,
                        help="train each row from the seeds 0 to N - 1 (default: %(default)s)")
    parser.add_argument("--share", metavar="S", type=share,
                        help="this share of the paper’s steps; 1 is the full size (default: of pacgan 0.05 on the ring "
                             "and 0.075 on the grid, of unrolled 0.2, with one seed less than an hour on two cores)")
    parser.add_argument("--minutes", metavar="M", type=duration,
                        help="families and text: processor minutes of each run (default: of families 3, so that three seeds of its 32 rows "
                             "take more than two hours on two cores; of text 2, half an hour)")
    parser.add_argument("--rows", metavar="RECIPE", nargs="+", help="families and text: these recipes instead of all, as compare takes them")
    parser.add_argument("--keep", metavar="FOLDER", help="families and text: keep each run there, and train only what is not there yet")
    parser.add_argument("--jobs", metavar="J", type=whole(1, 10_000), help="runs at the same time")
    parser.add_argument("--backend", metavar="B", default="loky", help="as for the command compare (default: %(default)s)")
    parser.add_argument("--out", metavar="FILE", help="write the tables in this Markdown file too; families: or a page with samples, .html")
    declare_settings(parser)
    declare_json(parser)


def run(args):
    """Run published tables again, with the papers’ figures beside ours; or compare all families of networks for pictures, or the
    ways to make text.
    """
    for name in args.names:
        if name not in NAMES:
            raise PlaygroundError(f"There is no table '{name}'.{suggestion(name, NAMES)}")
    names = args.names or PUBLISHED
    if args.out:
        check_file(args.out, ".md", *(".html",) * (names == [FAMILIES]))
    changes = read_changes(args)
    outcomes = {}
    for name in names:
        with progress() as tick:
            outcomes[name] = partial(timed if name in TIMED else published, name)(args, changes, tick)
    text = "\n\n".join(outcome.markdown() for outcome in outcomes.values())
    if args.out and args.out.endswith(".html"):
        from playground.export.families import page
        Path(args.out).write_text(page(outcomes[FAMILIES]), encoding="utf-8")
    elif args.out:
        Path(args.out).write_text(text + "\n", encoding="utf-8")
    print(as_json({name: outcome.as_dict() for name, outcome in outcomes.items()}) if args.json else text)


def timed(name, args, changes, tick):
    from playground import families, texts
    if args.share:
        raise PlaygroundError(f"--share is of a paper’s steps; the runs of {name} have --minutes.")
    table, run = {FAMILIES: (families, families.run_families), TEXT: (texts, texts.run_texts)}[name]
    return run(args.rows, args.seeds, args.minutes or table.MINUTES, keep=args.keep, changes=changes, jobs=args.jobs,
               backend=args.backend, tick=tick)


def published(name, args, changes, tick):
    from playground.tables import run_table
    for option in ("minutes", "rows", "keep"):
        if getattr(args, option):
            raise PlaygroundError(f"--{option} is for the tables {' and '.join(TIMED)}.")
    return run_table(name, args.seeds, args.share, changes, args.jobs, args.backend, tick)
