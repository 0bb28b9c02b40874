"""The command `explore`."""

from pathlib import Path

from playground.cli.arguments import whole
from playground.errors import PlaygroundError

ACROSS = 9
"""Pictures in each row."""


def declare(parser):
    parser.add_argument("folder", metavar="DIR", help="a saved run on pictures or music")
    parser.add_argument("--directions", choices=("ganspace", "sefa"), default="ganspace", help="how directions are found (default: ganspace)")
    parser.add_argument("--sample", metavar="N", type=whole(1, 1_000_000), default=1, help="the latent to begin with, by its number, as in the app (default: 1)")
    parser.add_argument("--to", metavar="N", type=whole(1, 1_000_000), default=2, help="the latent to go to (default: 2)")
    parser.add_argument("--label", metavar="CLASS", help="the class of a conditional run (default: its first)")
    parser.add_argument("--out", metavar="FILE", required=True, help="the picture: .png, or .svg, .pdf, .jpg")


def run(args):
    """Draw the latent space of a saved run: first row from one sample to another, then the directions that count most."""
    import torch
    from matplotlib.backend_bases import FigureCanvasBase

    from playground import Trainer, plots
    from playground.latent.explorer import REACH, Explorer
    from playground.latent.neighbours import SEARCHES, training_reals
    from playground.latent.still import Still
    kind, known = Path(args.out).suffix[1:].lower(), sorted(FigureCanvasBase.get_supported_filetypes())
    if kind not in known:
        raise PlaygroundError(f"--out {args.out}: the name has to end in one of .{', '.join(known)}.")
    trainer = Trainer.load(args.folder)
    if trainer.data.kind not in SEARCHES:
        raise PlaygroundError(f"{args.folder} holds a run on {trainer.data.kind}, and explore shows pictures and music: sample draws "
                              "the others.")
    explorer = Explorer(Still.of(trainer), training_reals(trainer))
    if args.label is not None:
        explorer.label = int(trainer.labels(args.label, 1))
    explorer.way, explorer.a, explorer.b = args.directions, explorer.sample(args.sample), explorer.sample(args.to)
    found = explorer.directions()
    rows = [explorer.strip("spherical", ACROSS)]
    for i in range(len(found.vectors)):
        amounts = torch.zeros(ACROSS, len(found.vectors))
        amounts[:, i] = torch.linspace(-REACH, REACH, ACROSS)
        rows.append(explorer.pictures(explorer.moved(amounts)))
    try:
        {"images": plots.sample_grid, "music": plots.rolls}[trainer.data.kind](torch.cat(rows), ACROSS).savefig(args.out)
    except OSError as error:
        raise PlaygroundError(f"{args.out} cannot be written: {error.strerror}. Choose another file.") from error
    print(f"row 1        from sample {args.sample} to sample {args.to}, round the sphere of latents")
    for i, share in enumerate(found.shares.tolist()):
        print(f"row {i + 2:<8} direction {i + 1}, −{REACH:.0f} σ to +{REACH:.0f} σ, counts {100 * share:.1f} %")
    if near := explorer.neighbours(explorer.pictures(explorer.moved()[None])[0]):
        print(f"sample {args.sample:<5} {near.sentence}")
    print(args.out)
