"""The command `data`."""

import contextlib
import sys

from playground.cli.arguments import declare_json
from playground.cli.output import as_json, paragraphs

SHOWN = 20
"""Names of pictures, or strings, that are listed for people; --json has them all."""
FIRST = {"images": "dcgan", "music": "chorale", "pairs": "cyclegan"}
"""The recipe to begin with, by what was fetched."""


def declare(parser):
    parser.add_argument("data", metavar="path:FOLDER_OR_ZIP_OR_TEXT | fetch", nargs="?",
                        help="check pictures or a text of your own: list what is taken, and what is left out and why; or fetch "
                             "a data set")
    parser.add_argument("name", metavar="NAME", nargs="?", help="what to fetch; without a name what there is to fetch is listed")
    declare_json(parser)


def run(args):
    """List the data sets: name, kind, parameters with their defaults, and what there is to see; check your pictures; or fetch data."""
    if args.data == "fetch":
        return fetch(args.name, args.json)
    if args.data:
        return check(args.data, args.json)
    from playground.data import DATA
    from playground.data.parameters import as_text
    rows = [{"name": name, "kind": s.kind, "title": s.title, "parameters": s.defaults, "about": s.about}
            for name, s in DATA.items()]
    print(as_json({"data": rows}) if args.json else paragraphs(
        (row["name"], f"{row['kind']}; " + ", ".join(f"{key}={as_text(value)}" for key, value in row["parameters"].items()),
         row["about"]) for row in rows))


def fetch(name, json):
    """Fetch a data set, once its licence and size are said; or list what can be fetched."""
    from playground.data import DATA
    from playground.data.fetch import fetch
    from playground.data.fetched import OFFERS, place
    if name is None:
        rows = [{"name": name, "title": o.title, "licence": o.licence, "bytes": o.bytes, "home": o.home,
                 "place": str(place(name) or "")} for name, o in OFFERS.items()]
        print(as_json({"fetch": rows}) if json else paragraphs(
            (row["name"], f"{row['title']}, {row['bytes'] / 1e6:,.0f} MB; licence: {row['licence']}; {row['home']}",
             f"on this machine: {row['place']}" if row["place"] else "not on this machine") for row in rows))
        return
    if (offer := OFFERS.get(name)) and not place(name):
        print(f"{offer.title}: {offer.bytes / 1e6:,.0f} MB from {offer.home}. Licence: {offer.licence}.", file=sys.stderr)
    with bar() as progress:
        folder = fetch(name, progress)
    print(as_json({"name": name, "place": str(folder)}) if json else f"{name} is in {folder}: train {FIRST[DATA[name].kind]} --data {name}")


@contextlib.contextmanager
def bar():
    """A function of the bytes done and the bytes in all that moves a progress bar."""
    from tqdm import tqdm
    with tqdm(total=1, unit="B", unit_scale=True, leave=False, disable=None) as shown:
        def progress(done, total):
            shown.total = total
            shown.update(done - shown.n)
        yield progress


def check(spec, json):
    """What is in somebody's folder, zip or text."""
    from playground.data import dataset
    from playground.data.own import Own, OwnPairs, OwnText
    from playground.errors import PlaygroundError
    data = dataset(spec)
    if isinstance(data, OwnText):
        strings = data.taken.strings
        found = {"data": data.spec, "strings": len(strings), "alphabet": data.alphabet, "first": strings[:SHOWN]}
        print(as_json(found) if json else "\n  ".join(
            [f"{len(strings):,} strings of up to {data.length} characters, as {data.spec}", *strings[:SHOWN]]))
        return
    if not isinstance(data, Own | OwnPairs):
        raise PlaygroundError(f"{data.spec} is not of your own, so there is nothing to check: take path:FOLDER_OR_ZIP, or "
                              "path:FILE for a text.")
    taken = data.taken
    if json:
        print(as_json({"data": data.spec, "taken": taken.names, "left_out": taken.left, "few": taken.few}))
        return
    more = f"\n  and {len(taken.names) - SHOWN:,} more" if len(taken.names) > SHOWN else ""
    print(f"{len(taken.names):,} pictures, as {data.spec}", *(f"\n  {name}" for name in taken.names[:SHOWN]), more, sep="")
    if isinstance(data, OwnPairs):
        print(in_words(data))
    if taken.left:
        print(f"{len(taken.left):,} left out:", *(f"\n  {name}: {reason}" for name, reason in taken.left), sep="")
    if taken.few:
        print(taken.few)


def in_words(pairs):
    """What an OwnPairs is."""
    (first, second), (channels, size, _) = pairs.domains, pairs.x.shape[1:]
    belong = ("By their names each belongs to one of the others, so that pix2pix can learn from them too." if pairs.matched else
              "By their names none belongs to one of the others, so that cyclegan can learn from them, and pix2pix cannot.")
    return (f"{first} ({len(pairs.x):,}) to {second} ({len(pairs.y):,}). Whatever they were, each was cut to its middle square and made "
            f"{size} × {size} pixels {'in colour' if channels == 3 else 'of grey'}. {belong}")
