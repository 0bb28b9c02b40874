"""The command `export`."""

import sys
from pathlib import Path

from playground.config import suggestion
from playground.errors import PlaygroundError
from playground.export import FORMATS
from playground.keeping.trained import is_kept


def declare(parser):
    parser.add_argument("run", metavar="DIR", help="a saved run; the .json file of one, which is trained again; a "
                        ".safetensors file, or trained:NAME")
    parser.add_argument("--format", metavar="F",
                        help=f"{', '.join(FORMATS)} (default: what FILE ends in)")
    parser.add_argument("--out", metavar="FILE", required=True, help="the file to write")


def run(args):
    """Make a file of a saved run: figure, film, report, generator, numbers, or what trains it again."""
    name = args.format or ending(args.out)
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


def ending(file):
    """The format that a file's name ends in, the longest if there are several, or else what stands after its last dot."""
    name = Path(file).name.lower()
    fitting = [format for format in FORMATS if name.endswith(f".{format}")]
    return max(fitting, key=len, default=Path(file).suffix[1:].lower())


def opened(path):
    """The Trainer saved in a folder, the OnPaper of a JSON export, or a kept Generator."""
    if is_kept(path):
        from playground.keeping.file import load_generator
        return load_generator(path)
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
