"""The command `train`."""

import sys
import tempfile
from pathlib import Path

from playground.cli.arguments import (BAD_INPUT, DIVERGED, INTERRUPTED, declare_data, declare_json, declare_settings,
                                      duration, read_changes, whole)
from playground.cli.output import as_json
from playground.config import LIVE
from playground.errors import PlaygroundError
from playground.words import measure_title, number

USUAL_STEPS, MOST_UNTIL = 2000, 20_000


def declare(parser):
    parser.add_argument("recipe", metavar="RECIPE", nargs="?", help="a named GAN; the command `recipes` lists them")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--steps", metavar="N", type=whole(1, 10**9),
                        help=f"train for N more steps (default: {USUAL_STEPS:,})")
    length.add_argument("--seconds", metavar="S", type=duration,
                        help="train for S more seconds; start-up is not counted")
    parser.add_argument("--until", metavar="converged", choices=["converged"],
                        help="stop when the rule of playground/training/convergence.py is met (or after --steps or "
                             f"--seconds; default: {MOST_UNTIL:,} steps), and say which part of it was")
    parser.add_argument("--gap", action="store_true",
                        help="measure the duality gap, and have --until converged ask for it too")
    parser.add_argument("--all-metrics", action="store_true", help="measure all that fits the data, not only what is quick")
    parser.add_argument("--seed", metavar="K", help="where every random number comes from (default: 0)")
    declare_data(parser)
    declare_settings(parser)
    parser.add_argument("--out", metavar="DIR", help="save the run in this folder")
    parser.add_argument("--resume", metavar="DIR", help="go on with the run saved there, and save in --out or there")
    declare_json(parser)
    parser.epilog = (f"Exit status: 0 when all went well; {BAD_INPUT} for bad input; {DIVERGED} when the run diverged, "
                     "and the result is its newest good state; "
                     f"{INTERRUPTED} after Ctrl-C, which finishes the step and saves.")


def run(args):
    """Train a GAN, from the beginning or from where a saved run stopped."""
    from playground.progress import train_with_bar
    from playground.result import result
    from playground.training.convergence import Convergence
    from playground.training.duality import check_gap
    changes = read_changes(args)
    trainer = resumed(args.resume, args.recipe, changes) if args.resume else fresh(args.recipe, changes)
    folder = args.out or args.resume
    if folder:
        check_writable(folder)
    check_gap(trainer.config, args.gap)
    until = Convergence(args.gap) if args.until else None
    before = trainer.seconds
    usual = MOST_UNTIL if until else USUAL_STEPS
    length = usual if args.steps is None and args.seconds is None else args.steps
    taken, spent, interrupted = train_with_bar(trainer, length, args.seconds, until)
    if folder:
        trainer.save(folder)
    if trainer.diverged:
        print(trainer.diverged.what, trainer.diverged.advice, file=sys.stderr)
    report = result(trainer, args.all_metrics) | {"seconds": before + spent,
                                                  "steps_per_second": taken / spent if taken else None}
    if args.gap:
        report["metrics"]["duality_gap"] = trainer.duality_gap()
    if until:
        report["converged"] = {"converged": until.done, "met": until.met, "missing": until.missing}
    print(as_json(report) if args.json else as_words(report, trainer, folder))
    return INTERRUPTED if interrupted else DIVERGED if trainer.diverged else 0


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


def as_words(report, trainer, folder):
    """The same result for people."""
    metrics = dict(report["metrics"])
    lines = [("recipe", f"{trainer.config.recipe} on {trainer.data.title}, seed {trainer.config.seed}"),
             ("trained", f"{report['steps']:,} steps in {report['seconds']:.1f} s on {report['device']}"
                         + (f", {report['steps_per_second']:,.0f} a second" if report["steps_per_second"] else "")),
             ("losses", "D {d}, G {g}".format(**report["losses"]))]
    if "modes_total" in metrics:
        lines.append(("modes", f"{metrics.pop('modes')} of {metrics.pop('modes_total')}"))
    lines += [(measure_title(name), number(value)) for name, value in metrics.items()]
    if "converged" in report:
        lines.append(("converged", "yes" if report["converged"]["converged"] else "no"))
        lines += [(f"{part}, {name}", words) for part in ("met", "missing") for name, words in
                  report["converged"][part].items()]
    lines += [("saved in", folder)] if folder else []
    width = max(len(name) for name, _ in lines)
    return "\n".join(f"{name:{width}}  {text}" for name, text in lines)
