"""The command `bench`."""

import sys

from playground.cli.arguments import declare_json, duration
from playground.cli.output import as_json
from playground.config import suggestion
from playground.errors import PlaygroundError


def declare(parser):
    parser.add_argument("work", metavar="WORK", nargs="?", default="steps",
                        help="what to measure (default: %(default)s)")
    parser.add_argument("--seconds", metavar="S", type=duration, default=20.0,
                        help="how long to measure, all in all (default: %(default)g)")
    declare_json(parser)


def run(args):
    """Measure steps per second on this machine."""
    from playground.bench import BENCHES, machine
    if args.work not in BENCHES:
        raise PlaygroundError(f"There is no benchmark '{args.work}'.{suggestion(args.work, BENCHES)}")
    print(f"Measuring for about {args.seconds:g} seconds.", file=sys.stderr)
    rows = BENCHES[args.work](args.seconds)
    if args.json:
        print(as_json({"rows": rows, "machine": machine()}))
    else:
        print(", ".join(f"{key} {value}" for key, value in machine().items()))
        print("\n".join(map(_line, rows)))


def _line(row):
    line = f"{row['work']:10}{row['loop']:12}{row['steps_per_second']:8.0f} steps/s"
    if "frames_per_second" in row:
        line += f"{row['frames_per_second']:8.1f} frames/s of {row['bytes_per_frame']:,.0f} bytes"
    return line
