"""The command `sample`."""

from pathlib import Path

from playground.cli.arguments import share, whole
from playground.errors import PlaygroundError
from playground.keeping.trained import is_kept

USUAL_SAMPLES, MOST_SAMPLES = {"line": 2500, "points": 1000, "images": 64, "text": 20, "music": 4, "pairs": 8}, 10_000


def declare(parser):
    parser.add_argument("folder", metavar="DIR",
                        help="a saved run; a .safetensors file, or trained:NAME (the command `trained` lists them)")
    parser.add_argument("-n", metavar="N", type=whole(1, MOST_SAMPLES),
                        help="how many samples (default: {images} images, {points} points, {text} strings)".format(**USUAL_SAMPLES))
    parser.add_argument("--label", metavar="CLASS", help="only this class of a conditional run, such as A (default: all, "
                        "class after class)")
    parser.add_argument("--truncation", metavar="PSI", type=share, default=1.0,
                        help="how far from its mean a style-based G may go, more than 0 and at most 1 (default: 1)")
    parser.add_argument("--out", metavar="FILE", help="the picture: .png, or .svg, .pdf, .jpg; text is printed without one")


def run(args):
    """Draw samples of a saved run into a picture, or print them where they are strings."""
    from matplotlib.backend_bases import FigureCanvasBase

    from playground import Trainer, load_generator
    kind, known = Path(args.out or "").suffix[1:].lower(), sorted(FigureCanvasBase.get_supported_filetypes())
    if args.out and kind not in known:
        raise PlaygroundError(f"--out {args.out}: the name has to end in one of .{', .'.join(known)}.")
    made = load_generator(args.folder) if is_kept(args.folder) else Trainer.load(args.folder)
    if not args.out and made.data.kind != "text":
        raise PlaygroundError("Say where to draw them: --out FILE, such as samples.png.")
    n = args.n or USUAL_SAMPLES[made.data.kind]
    label = made.labels_in_rows(n) if args.label is None else args.label
    samples = made.sample(n, label=label, truncation=args.truncation)
    if not args.out:
        print(*made.data.decode(samples), sep="\n")
        return
    try:
        drawn(samples, made).savefig(args.out)
    except OSError as error:
        raise PlaygroundError(f"{args.out} cannot be written: {error.strerror}. Choose another file.") from error
    print(args.out)


def drawn(samples, made):
    """The figure of samples of a Trainer, or of a Generator, which has no D to show."""
    from playground import Trainer, plots
    if isinstance(made, Trainer):
        return plots.samples(samples, made)
    if made.data.kind in ("images", "music"):
        return {"images": plots.sample_grid, "music": plots.rolls}[made.data.kind](samples)
    from playground.data import dataset
    return {"points": plots.points, "line": plots.histogram}[made.data.kind](samples, dataset(made.config.data))
