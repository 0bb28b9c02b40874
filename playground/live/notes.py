"""What the page says of a run in one or two sentences, with a number: what is seen, and the coach's verdict on it."""

PATIENCE = 500
"""Steps for which a cure is left to work before another is offered: several at once help nobody to see which did."""
SEEN_BETTER = ("full collapse", "partial collapse", "near equilibrium", "healthy progress")
"""Verdicts beside which the page, which may look at the true modes, can be more exact than the coach."""


def note(trainer, measures):
    """{"title", "text", "step", "verdict", "tried": what became of a cure or None, "action": {"label", "changes", "anew": whether
    it begins again} or None} for the page, or None when there is nothing to say, from the newest Measures.
    """
    verdict = measures.verdict
    if trainer.diverged:
        title, text = "Training left the finite numbers", trainer.diverged.what
        if not (verdict and verdict.cure):
            text += " " + trainer.diverged.advice
    elif not trainer.step or not verdict:
        return None
    elif measures.found and False in measures.found and verdict.name in SEEN_BETTER:
        title, text = _modes(trainer.data, measures.metrics, measures.found)
    else:
        title, text = verdict.title, verdict.text
    offered = verdict and verdict.cure and (trainer.diverged or not _at_work(trainer, measures))
    action = {"label": verdict.cure.label, "changes": verdict.cure.changes, "anew": verdict.cure.anew} if offered else None
    return {"title": title, "text": text, "step": trainer.step if trainer.diverged else measures.step,
            "verdict": verdict and verdict.name, "tried": _tried(trainer, measures), "action": action}


def _at_work(trainer, measures):
    """Whether the newest cure still has time to show what it does."""
    return measures.tried is not None and trainer.step < measures.tried.step + PATIENCE


def _tried(trainer, measures):
    """The newest cure, a number before it and now, and how long it has, in words."""
    tried, now = measures.tried, measures.metrics
    if not tried:
        return None
    said = f"Tried at step {tried.step:,}: {tried.label}." if tried.step else f"Tried in this run: {tried.label}."
    if measures.step > tried.step and "modes" in now and "modes" in tried.before:
        said += f" Modes then {tried.before['modes']}, now {now['modes']} of {now['modes_total']}."
    elif measures.step > tried.step and "sliced_wasserstein" in now and "sliced_wasserstein" in tried.before:
        said += f" Distance then {tried.before['sliced_wasserstein']:.2f}, now {now['sliced_wasserstein']:.2f}."
    return said + f" It has until step {tried.step + PATIENCE:,} to work." * _at_work(trainer, measures)


def _modes(data, metrics, found):
    """A title and a sentence on the modes that are missing."""
    total, missing, quality = len(found), found.count(False), f"{100 * metrics['high_quality']:.0f} %"
    if total == 1 and missing:
        return "No fake is near the mode", "Of 2,500 fakes none lands within three standard deviations of it."
    if missing == total:
        return "No fake is near a mode", f"Of 2,500 fakes none lands within three standard deviations of any of the {total} modes."
    if missing == 1:
        return ("One mode is still missing", f"Of 2,500 fakes none lands within three standard deviations of the mode "
                                             f"{_place(data.modes, found)}.")
    return (f"{missing} of {total} modes are missing", f"Of 2,500 fakes none lands within three standard deviations of "
                                                       f"them; {quality} lie that close to one of the others.")


def _place(modes, found):
    """Where the one missing mode lies, in words."""
    away = modes[found.index(False)] - modes.mean(0)
    x, y = float(away[0]), float(away[1]) if len(away) > 1 else 0.0
    reach = max(abs(x), abs(y))
    across = "left" if x < -0.4 * reach else "right" if x > 0.4 * reach else ""
    up = "bottom" if y < -0.4 * reach else "top" if y > 0.4 * reach else ""
    return f"at the {' '.join(filter(None, (up, across))) or 'centre'}"
