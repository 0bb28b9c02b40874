"""The command `data`."""

from playground.cli.arguments import declare_json
from playground.cli.output import as_json, paragraphs

SHOWN = 20
"""Names of pictures that are listed for people; --json has them all."""


def declare(parser):
    parser.add_argument("data", metavar="path:FOLDER_OR_ZIP", nargs="?",
                        help="check pictures of your own: list what is taken, and what is left out and why")
    declare_json(parser)


def run(args):
    """List the data sets: name, kind, parameters with their defaults, and what there is to see; or check your pictures."""
    if args.data:
        return check(args.data, args.json)
    from playground.data import DATA
    from playground.data.parameters import as_text
    rows = [{"name": name, "kind": s.kind, "title": s.title, "parameters": s.defaults, "about": s.about}
            for name, s in DATA.items()]
    print(as_json({"data": rows}) if args.json else paragraphs(
        (row["name"], f"{row['kind']}; " + ", ".join(f"{key}={as_text(value)}" for key, value in row["parameters"].items()),
         row["about"]) for row in rows))


def check(spec, json):
    """What is in somebody's folder or zip."""
    from playground.data import dataset
    from playground.data.own import Own
    from playground.errors import PlaygroundError
    data = dataset(spec)
    if not isinstance(data, Own):
        raise PlaygroundError(f"{data.spec} is not of your own, so there is nothing to check: take path:FOLDER_OR_ZIP.")
    taken = data.taken
    if json:
        print(as_json({"data": data.spec, "taken": taken.names, "left_out": taken.left, "few": taken.few}))
        return
    more = f"\n  and {len(taken.names) - SHOWN:,} more" if len(taken.names) > SHOWN else ""
    print(f"{len(taken.names):,} pictures, as {data.spec}", *(f"\n  {name}" for name in taken.names[:SHOWN]), more, sep="")
    if taken.left:
        print(f"{len(taken.left):,} left out:", *(f"\n  {name}: {reason}" for name, reason in taken.left), sep="")
    if taken.few:
        print(taken.few)
