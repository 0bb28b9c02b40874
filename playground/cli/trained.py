"""The command `trained`."""

from playground.cli.arguments import declare_json
from playground.cli.output import as_json


def declare(parser):
    parser.add_argument("which", metavar="NAME | FILE", nargs="?",
                        help="show the model card of one of them, or of any .safetensors file of the playground")
    declare_json(parser)


def run(args):
    """List the trained generators that come with the playground, or show the card of one."""
    from playground.keeping.file import about_file
    from playground.keeping.trained import PREFIX, is_kept, table
    if args.which:
        about = about_file(args.which if is_kept(args.which) else PREFIX + args.which)
        print(as_json(as_dict(about)) if args.json else about.card.strip())
        return
    rows = table()
    if args.json:
        print(as_json({name: as_dict(about) | {"bytes": size} for name, (about, size) in rows.items()}))
    else:
        print("\n\n".join(in_words(name, about, size) for name, (about, size) in rows.items()) or "There are none yet.")


def as_dict(about):
    return {"title": about.title, "data": about.config.data, "shape": about.data.shape, "command": about.command,
            "figures": about.figures, "stored": about.stored}


def in_words(name, about, size):
    """One of them for people: four lines. Strings are printed, all else is drawn."""
    from playground.words import measure_title, number
    figures, shape = about.figures, about.data.shape
    measured = ", ".join(f"{measure_title(key)} {number(value)}" for key, value in figures["metrics"].items()
                         if not key.startswith(("real_", "chance_")))
    return "\n".join([
        f"{name}: {about.title}, {' x '.join(map(str, shape))}, {size / 1000:,.0f} kB in {about.stored}",
        f"  {figures['steps']:,} steps in {figures['seconds']:,.0f} s; {measured}",
        f"  made by   {about.command or 'a run with changes on the way: see its card'}",
        f"  try       python -m playground sample trained:{name}" + f" --out {name}.png" * (about.data.kind != "text")])
