"""The command `data`."""

from playground.cli.arguments import declare_json as declare
from playground.cli.output import as_json, paragraphs

__all__ = ["declare", "run"]


def run(args):
    """List the data sets: name, kind, parameters with their defaults, and what there is to see."""
    from playground.data import DATA
    from playground.data.parameters import as_text
    rows = [{"name": name, "kind": s.kind, "title": s.title, "parameters": s.defaults, "about": s.about}
            for name, s in DATA.items()]
    print(as_json({"data": rows}) if args.json else paragraphs(
        (row["name"], f"{row['kind']}; " + ", ".join(f"{key}={as_text(value)}" for key, value in row["parameters"].items()),
         row["about"]) for row in rows))
