"""The command line: `python -m playground` serves the app, `python -m playground COMMAND` does the rest.

Results go to standard output, progress and complaints to standard error. What the user got wrong ends in one line and
exit status 2. torch, gradio and matplotlib are imported only by the commands that need them.
"""

import argparse
import contextlib
import json
import math
import os
import shutil
import sys
import tempfile
import textwrap
from dataclasses import asdict
from pathlib import Path

from playground.config import LIVE, parse_changes, suggestion
from playground.errors import PlaygroundError

BAD_INPUT, DIVERGED, INTERRUPTED = 2, 3, 130
USUAL_STEPS, USUAL_SAMPLES, MOST_SAMPLES = 2000, {"line": 2500, "points": 1000, "images": 64}, 10_000
MEASURES = {"high_quality": "high quality", "reverse_kl": "reverse KL", "sliced_wasserstein": "sliced Wasserstein"}


def main(arguments=None):
    """Run one command; returns the exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        status = dispatch(arguments)
        sys.stdout.flush()
        return status
    except PlaygroundError as error:
        return complain(error)
    except ModuleNotFoundError as error:
        if (error.name or "playground").startswith("playground"):
            raise
        return complain(f"This command needs {error.name}, which is not installed: pip install -r requirements.txt")
    except BrokenPipeError:  # such as `recipes | head -1`: nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def dispatch(arguments):
    """The first argument is the command; without one the app is served."""
    if arguments and not arguments[0].startswith("-"):
        name, *arguments = arguments
        if name not in COMMANDS:
            raise PlaygroundError(f"There is no command '{name}'.{suggestion(name, COMMANDS)}")
        declare, run = COMMANDS[name]
        parser = Parser(prog=f"python -m playground {name}", description=run.__doc__)
    else:
        declare, run = declare_serve, serve
        parser = Parser(prog="python -m playground", description=run.__doc__,
                        formatter_class=argparse.RawDescriptionHelpFormatter)
    declare(parser)
    return run(parser.parse_args(arguments)) or 0


class Parser(argparse.ArgumentParser):
    """Bad arguments are a PlaygroundError, like everything else that the user can mend."""

    def __init__(self, **settings):
        super().__init__(allow_abbrev=False, **settings)

    def error(self, message):
        raise PlaygroundError(f"{message[0].upper()}{message[1:]}. See: {self.prog} --help")


def complain(message):
    """One line on standard error, whatever the message holds."""
    print("Error:", " ".join(str(message).split()), file=sys.stderr)
    return BAD_INPUT


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


# -- the app -----------------------------------------------------------------------------------------------------------

def declare_serve(parser):
    parser.add_argument("--host", default="127.0.0.1",
                        help="address to listen on (default: %(default)s, for this machine only)")
    parser.add_argument("--port", default=7860, type=whole(1, 65535),
                        help="port to listen on, or else the next free one (default: %(default)s)")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    commands = (f"  {name:9}{run.__doc__.splitlines()[0]}" for name, (_, run) in COMMANDS.items())
    parser.epilog = "\n".join(["commands (each has --help):", *commands])


def serve(args):
    """Serve the app and open it in a browser: press Play and watch a GAN learn."""
    port = free_port(args.host, args.port)
    if port != args.port:
        print(f"Port {args.port} is taken; the app is on port {port}.", file=sys.stderr)
    from playground.app import serve
    serve(args.host, port, not args.no_browser)


def free_port(host, wanted):
    """The first free port from `wanted` on. Raises PlaygroundError where the host cannot be listened on."""
    import errno
    import socket
    for port in range(wanted, min(wanted + 100, 65536)):
        try:
            family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            with socket.socket(family, kind) as door:
                if os.name == "posix":  # as the server does: a port that was closed a moment ago is free
                    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                door.bind(address)
            return port
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise PlaygroundError(f"Cannot listen on {host}, port {port}: {error.strerror}. "
                                      "Choose another --host or --port.") from error
    raise PlaygroundError(f"No port from {wanted} to {port} is free: choose another with --port.")


# -- train -------------------------------------------------------------------------------------------------------------

def declare_train(parser):
    parser.add_argument("recipe", metavar="RECIPE", nargs="?", help="a named GAN; the command `recipes` lists them")
    parser.add_argument("--data", metavar="D", help="data set, such as ring or grid:side=3,std=0.05; `data` lists them")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--steps", metavar="N", type=whole(1, 10**9),
                        help=f"train for N more steps (default: {USUAL_STEPS:,})")
    length.add_argument("--seconds", metavar="S", type=duration,
                        help="train for S more seconds; start-up is not counted")
    parser.add_argument("--seed", metavar="K", help="where every random number comes from (default: 0)")
    parser.add_argument("--device", metavar="D", help="auto, cpu, cuda or mps (default: auto)")
    parser.add_argument("--set", metavar="KEY=VALUE", dest="pairs", nargs="+", action="extend", default=[],
                        help="change settings, such as learning_rate=0.001 n_critic=2")
    parser.add_argument("--out", metavar="DIR", help="save the run in this folder")
    parser.add_argument("--resume", metavar="DIR", help="go on with the run saved there, and save in --out or there")
    parser.add_argument("--json", action="store_true", help="print the result as one line of JSON")
    parser.epilog = (f"Exit status: 0 when all went well; {BAD_INPUT} for bad input; {DIVERGED} when the run diverged, "
                     "and the result is its newest good state; "
                     f"{INTERRUPTED} after Ctrl-C, which finishes the step and saves.")


def train(args):
    """Train a GAN, from the beginning or from where a saved run stopped."""
    from playground.progress import last_losses, train_with_bar
    changes = read_changes(args)
    trainer = resumed(args.resume, args.recipe, changes) if args.resume else fresh(args.recipe, changes)
    folder = args.out or args.resume
    if folder:
        check_writable(folder)
    before = trainer.seconds
    length = USUAL_STEPS if args.steps is None and args.seconds is None else args.steps
    taken, spent, interrupted = train_with_bar(trainer, length, args.seconds)
    if folder:
        trainer.save(folder)
    if trainer.diverged:
        print(trainer.diverged.what, trainer.diverged.advice, file=sys.stderr)
    report = {"config": asdict(trainer.config), "device": trainer.device.type, "steps": trainer.step,
              "seconds": before + spent, "steps_per_second": taken / spent if taken else None,
              "losses": last_losses(trainer), "metrics": trainer.metrics()}
    print(as_json(report) if args.json else as_words(report, trainer, folder))
    return INTERRUPTED if interrupted else DIVERGED if trainer.diverged else 0


def read_changes(args):
    """The settings that the user gave, in their options and in --set; each at most once."""
    pairs = [("--" + name, name, getattr(args, name)) for name in ("data", "seed", "device")]
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


def fresh(name, changes):
    """A new trainer at step 0."""
    from playground import RECIPES, Trainer, recipe
    if name is None:
        raise PlaygroundError(f"Say what to train: train RECIPE, one of {', '.join(RECIPES)}; or train --resume DIR.")
    return Trainer(recipe(name, **changes))


def resumed(folder, name, changes):
    """The trainer saved in a folder. Live settings are changed as events of its run; the others have to agree."""
    from playground import Trainer
    trainer = Trainer.load(folder, changes.pop("device", None))
    if name not in (None, trainer.config.recipe):
        raise PlaygroundError(f"The run in {folder} is of the recipe {trainer.config.recipe}, not {name}: leave the "
                              "recipe out, or train anew without --resume.")
    for key, value in changes.items():
        if key not in LIVE and value != getattr(trainer.config, key):
            raise PlaygroundError(f"{key} is {getattr(trainer.config, key)} in the run in {folder}, and fixed since it "
                                  f"began: train anew without --resume, or change one of {', '.join(LIVE)}.")
    trainer.set(**{key: value for key, value in changes.items() if key in LIVE})
    return trainer


def check_writable(folder):
    """Find out before the training, not after it, that nothing can be saved in a folder."""
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise PlaygroundError(f"Nothing can be saved in {folder}: {error.strerror}. Choose another folder.") from error


# -- results -----------------------------------------------------------------------------------------------------------

def as_json(value):
    """One line of JSON; what is not a finite number becomes null."""
    def clean(part):
        if isinstance(part, dict):
            return {key: clean(inner) for key, inner in part.items()}
        if isinstance(part, list | tuple):
            return [clean(inner) for inner in part]
        return None if isinstance(part, float) and not math.isfinite(part) else part
    return json.dumps(clean(value), allow_nan=False)


def as_words(report, trainer, folder):
    """The same result for people."""
    metrics = dict(report["metrics"])
    lines = [("recipe", f"{trainer.config.recipe} on {trainer.data.title}, seed {trainer.config.seed}"),
             ("trained", f"{report['steps']:,} steps in {report['seconds']:.1f} s on {report['device']}"
                         + (f", {report['steps_per_second']:,.0f} a second" if report["steps_per_second"] else "")),
             ("losses", "D {d}, G {g}".format(**report["losses"]))]
    if "modes_total" in metrics:
        lines.append(("modes", f"{metrics.pop('modes')} of {metrics.pop('modes_total')}"))
    lines += [(MEASURES.get(name, name), "undefined" if value is None else f"{value:.4g}")
              for name, value in metrics.items()]
    lines += [("saved in", folder)] if folder else []
    width = max(len(name) for name, _ in lines)
    return "\n".join(f"{name:{width}}  {text}" for name, text in lines)


# -- the other commands ------------------------------------------------------------------------------------------------

def declare_sample(parser):
    parser.add_argument("folder", metavar="DIR", help="a saved run")
    parser.add_argument("-n", metavar="N", type=whole(1, MOST_SAMPLES),
                        help="how many samples (default: {images} images, {points} points)".format(**USUAL_SAMPLES))
    parser.add_argument("--out", metavar="FILE", required=True, help="the picture: .png, or .svg, .pdf, .jpg")


def sample(args):
    """Draw samples of a saved run into a picture."""
    from matplotlib.backend_bases import FigureCanvasBase

    from playground import Trainer, plots
    kind, known = Path(args.out).suffix[1:].lower(), sorted(FigureCanvasBase.get_supported_filetypes())
    if kind not in known:
        raise PlaygroundError(f"--out {args.out}: the name has to end in one of .{', .'.join(known)}.")
    trainer = Trainer.load(args.folder)
    samples = trainer.sample(args.n or USUAL_SAMPLES[trainer.data.kind])
    try:
        plots.samples(samples, trainer).savefig(args.out)
    except OSError as error:
        raise PlaygroundError(f"{args.out} cannot be written: {error.strerror}. Choose another file.") from error
    print(args.out)


def declare_list(parser):
    parser.add_argument("--json", action="store_true", help="print one line of JSON")


def recipes(args):
    """List the named GANs: name, usual data set, and what to watch for."""
    from playground import RECIPES
    rows = [{"name": name, "title": r.title, "source": r.source, "data": r.data, "about": r.about}
            for name, r in RECIPES.items()]
    print(as_json({"recipes": rows}) if args.json else paragraphs(
        (row["name"], f"{row['title']}, on {row['data']}. {row['source']}.", row["about"]) for row in rows))


def data(args):
    """List the data sets: name, kind, parameters with their defaults, and what there is to see."""
    from playground.data import DATA
    rows = [{"name": name, "kind": s.kind, "title": s.title, "parameters": s.defaults, "about": s.about}
            for name, s in DATA.items()]
    print(as_json({"data": rows}) if args.json else paragraphs(
        (row["name"], f"{row['kind']}; " + ", ".join(f"{key}={value:g}" for key, value in row["parameters"].items()),
         row["about"]) for row in rows))


def paragraphs(rows):
    """A name and its lines in two columns as wide as the terminal."""
    rows = list(rows)
    indent = " " * (max(len(name) for name, *_ in rows) + 2)
    width = max(min(shutil.get_terminal_size().columns, 100), len(indent) + 30)
    return "\n".join("\n".join(textwrap.wrap(text, width, initial_indent=indent if i else f"{name:{len(indent)}}",
                                             subsequent_indent=indent))
                     for name, *lines in rows for i, text in enumerate(lines))


def declare_bench(parser):
    parser.add_argument("work", metavar="WORK", nargs="?", default="steps",
                        help="what to measure (default: %(default)s)")
    parser.add_argument("--seconds", metavar="S", type=duration, default=20.0,
                        help="how long to measure, all in all (default: %(default)g)")
    parser.add_argument("--json", action="store_true", help="print one line of JSON")


def bench(args):
    """Measure steps per second on this machine."""
    from playground.bench import BENCHES, machine
    if args.work not in BENCHES:
        raise PlaygroundError(f"There is no benchmark '{args.work}'.{suggestion(args.work, BENCHES)}")
    print(f"Measuring for about {args.seconds:g} seconds.", file=sys.stderr)
    rows = BENCHES[args.work](args.seconds)
    if args.json:
        print(as_json({"rows": rows, "machine": machine()}))
    else:
        print(", ".join(f"{key} {value}" for key, value in machine().items()))
        print("\n".join(f"{row['work']:10}{row['loop']:12}{row['steps_per_second']:8.0f} steps/s" for row in rows))


COMMANDS = {"train": (declare_train, train), "sample": (declare_sample, sample), "recipes": (declare_list, recipes),
            "data": (declare_list, data), "bench": (declare_bench, bench)}
