"""The command that opens a saved run in the page."""

from playground.cli import serve


def declare(parser):
    parser.add_argument("folder", metavar="DIR", help="the saved run, as `train --out DIR` leaves it")
    serve.declare(parser)


def run(args):
    """Open a saved run in the app: it stands at its end, its whole timeline is made again, and it can go on or branch."""
    from playground.live.side import Side
    from playground.training.trainer import Trainer
    Trainer.load(args.folder)  # a mistake is said here, not to the first visitor
    serve.run(args, lambda: Side(Trainer.load(args.folder), replay=True))
