"""What the commands share: how arguments are read, and the exit statuses."""

import argparse
import contextlib
import math

from playground.config import parse_changes
from playground.errors import PlaygroundError

BAD_INPUT, DIVERGED, INTERRUPTED = 2, 3, 130


class Parser(argparse.ArgumentParser):
    """Bad arguments are a PlaygroundError, like everything else that the user can mend."""

    def __init__(self, **settings):
        super().__init__(allow_abbrev=False, **settings)

    def error(self, message):
        raise PlaygroundError(f"{message[0].upper()}{message[1:]}. See: {self.prog} --help")


def whole(low, high):
    """An argument that is a whole number from low to high."""
    def read(text):
        if text.isdecimal() and low <= int(text) <= high:
            return int(text)
        raise argparse.ArgumentTypeError(f"it is a whole number from {low:,} to {high:,}, not '{text}'")
    return read


def duration(text):
    """An argument that is a number of seconds."""
    with contextlib.suppress(ValueError):
        if 0 < float(text) < math.inf:
            return float(text)
    raise argparse.ArgumentTypeError(f"it is a number of seconds, more than 0, not '{text}'")


def share(text):
    """An argument that is a part of a whole, more than 0 and at most 1."""
    with contextlib.suppress(ValueError):
        if 0 < float(text) <= 1:
            return float(text)
    raise argparse.ArgumentTypeError(f"it is a share, more than 0 and at most 1, not '{text}'")


def declare_data(parser):
    parser.add_argument("--data", metavar="D", help="data set, such as ring or grid:side=3,std=0.05; `data` lists them")


def declare_settings(parser):
    """The options that `read_changes` reads, besides --data and --seed."""
    parser.add_argument("--device", metavar="D", help="auto, cpu, cuda or mps (default: auto)")
    parser.add_argument("--set", metavar="KEY=VALUE", dest="pairs", nargs="+", action="extend", default=[],
                        help="change settings, such as learning_rate=0.001 n_critic=2")


def declare_json(parser):
    parser.add_argument("--json", action="store_true", help="print the result as one line of JSON")


def read_changes(args):
    """The settings that the user gave, in their options and in --set; each at most once."""
    pairs = [("--" + name, name, vars(args).get(name)) for name in ("data", "seed", "device")]
    given = {name: value for _, name, value in pairs if value is not None}
    for pair in args.pairs:
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not equals:
            raise PlaygroundError(f"--set {pair}: settings are written KEY=VALUE, such as learning_rate=0.001.")
        if name == "recipe":
            raise PlaygroundError("The recipe is not a setting: name it first, as in train RECIPE --set KEY=VALUE.")
        if name in given:
            raise PlaygroundError(f"{name} is given twice, as {given[name]} and as {value}: give it once.")
        given[name] = value
    return parse_changes(given)
