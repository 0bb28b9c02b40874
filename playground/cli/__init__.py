"""The command line: `python -m playground` serves the app, `python -m playground COMMAND` does the rest.

A command is a module here with `declare(parser)`, which says what it takes, and `run(args)`, which does it, returns the
exit status and explains itself in its docstring. Results go to standard output, progress and complaints to standard
error. What the user got wrong ends in one line and exit status 2. These modules import torch, gradio and matplotlib
only inside `run`, so that help comes at once.
"""

import argparse
import os
import sys
from importlib import import_module

from playground.cli.arguments import BAD_INPUT, INTERRUPTED, Parser
from playground.config import suggestion
from playground.errors import PlaygroundError

COMMANDS = ("train", "sample", "explore", "export", "trained", "watch", "compare", "tables", "coach", "recipes", "data", "bench")


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
        command = load(name)
        parser = Parser(prog=f"python -m playground {name}", description=command.run.__doc__)
    else:
        command = load("serve")
        lines = (f"  {name:9}{load(name).run.__doc__.splitlines()[0]}" for name in COMMANDS)
        parser = Parser(prog="python -m playground", description=command.run.__doc__,
                        epilog="\n".join(["commands (each has --help):", *lines]),
                        formatter_class=argparse.RawDescriptionHelpFormatter)
    command.declare(parser)
    return command.run(parser.parse_args(arguments)) or 0


def load(name):
    """The module of a command."""
    return import_module(f"playground.cli.{name}")


def complain(message):
    """One line on standard error, whatever the message holds."""
    print("Error:", " ".join(str(message).split()), file=sys.stderr)
    return BAD_INPUT
