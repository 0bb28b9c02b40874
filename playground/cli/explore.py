"""The command `explore`."""

from pathlib import Path

from playground.cli.arguments import whole
from playground.errors import PlaygroundError

ACROSS = 9
"""Pictures in each row, or strings."""


def declare(parser):
    parser.add_argument("folder", metavar="DIR", help="a saved run on pictures, text or music")
    parser.add_argument("--directions", choices=("ganspace", "sefa"), default="ganspace", help="how directions are found (default: ganspace)")
    parser.add_argument("--sample", metavar="N", type=whole(1, 1_000_000), default=1, help="the latent to begin with, by its number, as in the app (default: 1)")
    parser.add_argument("--to", metavar="N", type=whole(1, 1_000_000), default=2, help="the latent to go to (default: 2)")
    parser.add_argument("--label", metavar="CLASS", help="the class of a conditional run (default: its first)")
    parser.add_argument("--out", metavar="FILE", help="the picture: .png, or .svg, .pdf, .jpg; strings are printed without one")


def run(args):
    """Walk through the latent space of a saved run: first from one sample to another, then along the directions that count most."""
    from playground import Trainer
    from playground.latent.explorer import SEARCHES, Explorer
    from playground.latent.neighbours import training_reals
    from playground.latent.still import Still
    trainer = Trainer.load(args.folder)
    kind = trainer.data.kind
    if kind not in SEARCHES:
        raise PlaygroundError(f"{args.folder} holds a run on {kind}, and explore shows pictures, text and music: sample draws the others.")
    explorer = Explorer(Still.of(trainer), training_reals(trainer))
    if args.label is not None:
        explorer.label = int(trainer.labels(args.label, 1))
    explorer.way, explorer.a, explorer.b = args.directions, explorer.sample(args.sample), explorer.sample(args.to)
    if kind == "text":
        printed(explorer, args)
    else:
        drawn(explorer, args)
    if near := explorer.neighbours(explorer.pictures(explorer.moved()[None])[0]):
        print(f"sample {args.sample:<5} {near.sentence}")
    if args.out:
        print(args.out)


def rows(explorer, args):
    """[(what a row shows, its samples [ACROSS, *shape])]."""
    import torch

    from playground.latent.explorer import REACH
    found = [(f"from sample {args.sample} to sample {args.to}, round the sphere of latents", explorer.strip("spherical", ACROSS))]
    if explorer.still.directed:
        directions = explorer.directions()
        for i, share in enumerate(directions.shares.tolist()):
            amounts = torch.zeros(ACROSS, len(directions.vectors))
            amounts[:, i] = torch.linspace(-REACH, REACH, ACROSS)
            found.append((f"direction {i + 1}, −{REACH:.0f} σ to +{REACH:.0f} σ, counts {100 * share:.1f} %",
                          explorer.pictures(explorer.moved(amounts))))
    return found


def printed(explorer, args):
    """The strings, a line for each row below what it shows."""
    if args.out:
        raise PlaygroundError("The strings of a run on text are printed, not drawn: leave out --out.")
    for what, samples in rows(explorer, args):
        strings = explorer.still.data.decode(samples)
        print(what, "  " + "  ".join(f"{string:{max(map(len, strings))}}" for string in strings).rstrip(), sep="\n")


def drawn(explorer, args):
    """The pictures as a file, and what each row shows."""
    import torch
    from matplotlib.backend_bases import FigureCanvasBase

    from playground import plots
    kind, known = Path(args.out or "").suffix[1:].lower(), sorted(FigureCanvasBase.get_supported_filetypes())
    if kind not in known:
        raise PlaygroundError(f"Say where to draw them: --out FILE, which has to end in one of .{', .'.join(known)}.")
    found = rows(explorer, args)
    try:
        draw = {"images": plots.sample_grid, "music": plots.rolls}[explorer.still.kind]
        draw(torch.cat([samples for _, samples in found]), ACROSS).savefig(args.out)
    except OSError as error:
        raise PlaygroundError(f"{args.out} cannot be written: {error.strerror}. Choose another file.") from error
    for i, (what, _) in enumerate(found, 1):
        print(f"row {i:<8} {what}")
