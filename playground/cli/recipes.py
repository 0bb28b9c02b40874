"""The command `recipes`."""

from playground.cli.arguments import declare_json as declare
from playground.cli.output import as_json, paragraphs

__all__ = ["declare", "run"]


def run(args):
    """List the named GANs: name, usual data set, and what to watch for."""
    from playground import RECIPES
    rows = [{"name": name, "title": r.title, "source": r.source, "data": r.data, "about": r.about}
            for name, r in RECIPES.items()]
    print(as_json({"recipes": rows}) if args.json else paragraphs(
        (row["name"], f"{row['title']}, on {row['data']}. {row['source']}.", row["about"]) for row in rows))
