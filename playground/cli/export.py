"""The command `export`."""

import sys
from pathlib import Path

from playground.config import suggestion
from playground.errors import PlaygroundError
from playground.export import FORMATS


def declare(parser):
    parser.add_argument("run", metavar="DIR", help="a saved run, or the .json file of one, which is trained again")
    parser.add_argument("--format", metavar="F",
                        help=f"{', '.join(FORMATS)} (default: what FILE ends in)")
    parser.add_argument("--out", metavar="FILE", required=True, help="the file to write")


def run(args):
    """Make a file of a saved run: a figure, an animation, numbers, a script or a notebook that trains it again."""
    name = args.format or Path(args.out).suffix[1:].lower()
    if name not in FORMATS:
        where = "--format" if args.format else "FILE's ending"
        raise PlaygroundError(f"{where} '{name}' is no format of a run.{suggestion(name, FORMATS)}")
    check_writable(args.out)
    content = FORMATS[name].make(opened(args.run))
    try:
        Path(args.out).write_bytes(content)
    except OSError as error:
        raise PlaygroundError(f"{args.out} cannot be written: {error.strerror}. Choose another file.") from error
    print(args.out)


def opened(path):
    """The Trainer saved in a folder, or the OnPaper of a JSON export."""
    if Path(path).suffix.lower() == ".json" and Path(path).is_file():
        from playground.export.document import read
        try:
            found = read(Path(path).read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise PlaygroundError(f"{path} cannot be read.") from error
        print(f"This file holds {found.in_words()}.", file=sys.stderr)
        return found
    from playground import Trainer
    return Trainer.load(path)


def check_writable(file):
    """Find out before the work, not after it, that a file cannot be written; nothing is left behind."""
    path = Path(file)
    try:
        existed = path.exists()
        path.open("ab").close()
        if not existed:
            path.unlink()
    except OSError as error:
        raise PlaygroundError(f"{file} cannot be written: {error.strerror}. Choose another file.") from error
