"""The command `coach`."""

from playground.cli.arguments import whole
from playground.cli.output import as_json
from playground.errors import PlaygroundError


def declare(parser):
    parser.add_argument("folder", metavar="DIR", nargs="?", help="a saved run")
    parser.add_argument("--evaluate", action="store_true",
                        help="measure the coach on a suite of labelled runs, in about ten minutes")
    parser.add_argument("--seed-base", metavar="N", type=whole(0, 2**31 - 1), default=1000,
                        help="the seed of the suite's first run (default: %(default)s; 0 to 9 were used for tuning)")
    parser.add_argument("--json", action="store_true", help="print the result as one line of JSON")


def run(args):
    """Say what is happening in a saved run, why, and what to change; or measure how often the coach is right."""
    if args.evaluate == bool(args.folder):
        raise PlaygroundError("Say what to do: coach DIR for a saved run, or coach --evaluate.")
    if args.evaluate:
        from playground.coach.evaluate import evaluate
        found = evaluate(args.seed_base)
        print(as_json(found) if args.json else matrix(found))
        return
    from playground import Trainer
    from playground.coach import Coach
    trainer = Trainer.load(args.folder)
    verdict = Coach().verdict(trainer)
    if verdict is None:
        raise PlaygroundError(f"There is nothing to judge in {args.folder}: the coach needs a run of samples, with one step "
                              "taken at least.")
    print(as_json(verdict_as_dict(verdict)) if args.json else in_words(verdict))


def verdict_as_dict(verdict):
    changes = None if verdict.cure is None else {"label": verdict.cure.label, "changes": verdict.cure.changes}
    return {"verdict": verdict.name, "title": verdict.title, "text": verdict.text, "cure": changes}


def in_words(verdict):
    lines = [f"{verdict.title}. {verdict.text}"]
    if verdict.cure:
        settings = " ".join(f"{name}={value}" for name, value in verdict.cure.changes.items())
        lines.append(f"Try: {verdict.cure.label} ({settings})")
    return "\n".join(lines)


def matrix(found):
    """The confusion matrix for people: a row for each label, a column for each verdict."""
    names = list(found["confusion"])
    width = max(map(len, names))
    rows = [f"{'label':{width}}  runs  " + " ".join(f"{i:>3}" for i in range(1, len(names) + 1)) + "   (verdicts)"]
    for i, name in enumerate(names, 1):
        counts = found["confusion"][name]
        rows.append(f"{name:{width}}  {sum(counts.values()):4}  " + " ".join(f"{counts[n] or '·':>3}" for n in names)
                    + f"   {i} {name}")
    return "\n".join([*rows, "", f"{found['runs']} runs, seeds from {found['seed_base']}: {100 * found['accuracy']:.1f} % right; "
                      f"{100 * found['false_alarms']:.1f} % of the healthy runs were called ill."])
