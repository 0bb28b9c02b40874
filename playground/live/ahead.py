"""Which of several runs is ahead, in words, with the numbers that say so; and where they say nothing, that it is open."""

from playground.metrics.best import away

RECENT = 5
"""So many measurements of all runs at the same steps are compared. A run is ahead in a measure where the worst of its five is
better than the best of any other's: samples that differ by chance bring two runs there with a probability of 2 in 252, and a
score that swings decides nothing. It says which run is ahead, not why: of plain GANs on the ring that differ in their seed alone
one was ahead in 38 of 90 comparisons; R3GAN was ahead of the plain GAN in 28 of 36, and behind it in one."""
EARLY = 100
"""Measurements before this step do not count: both players still look for their footing."""
MOST = 3
"""The most measures that are compared; chance has as many tries."""
MAIN = {
    "points": ("modes", "high_quality", "sliced_wasserstein", "js"), "line": ("modes", "high_quality", "sliced_wasserstein", "js"),
    "toy": ("radius",), "images": ("sliced_wasserstein", "memorised"), "pairs": ("l1_to_truth",),
    "text": ("valid", "distinct", "oracle_nll", "attested_trigrams", "js4", "self_bleu"), "music": ("consonance", "voice_order", "distinct_chords"),
}
"""The measures that count, by kind of data; of those that were taken the first."""
BETTER = {
    "modes": "more modes", "high_quality": "more fakes close to a mode", "sliced_wasserstein": "a shorter distance from the data",
    "js": "a smaller JS divergence", "radius": "nearer to the equilibrium",
    "memorised": "less copied", "l1_to_truth": "nearer to the truth", "valid": "more valid strings",
    "distinct": "more different strings", "attested_trigrams": "strings as plausible as the data’s, or nearly", "oracle_nll": "as likely as the data, or nearly", "js4": "nearer to the data in runs of four characters",
    "self_bleu": "as varied as the data, or nearly", "consonance": "as consonant as the data, or nearly",
    "voice_order": "voices in order as in the data, or nearly", "distinct_chords": "as many chords as the data, or nearly",
}
"""What a run that is ahead in a measure has, in words."""


def standing_of(runs):
    """Who of {letter: Run} is ahead, as `standing` says it."""
    kind = next(iter(runs.values())).trainer.data.kind
    return standing(kind, {letter: run.measures.readings for letter, run in runs.items()},
                    {letter: run.trainer.diverged.step for letter, run in runs.items() if run.trainer.diverged})


def standing(kind, readings, diverged):
    """Who is ahead: {"title", "text", "rows": [[measure, the letter that is ahead in it or None]], "metrics": of each letter what
    was measured at the newest step that all were measured at}.

    readings: {letter: ((step, {name: value}), ...)}, the newest last; diverged: {letter: step} of those that stand still since.
    """
    gone = [f"{letter} left the finite numbers at step {step:,}." for letter, step in diverged.items()]
    going = {letter: dict(of) for letter, of in readings.items() if letter not in diverged}
    if len(going) < 2:
        title = f"{next(iter(going))} is ahead" if going else "Nobody is ahead"
        return {"title": title, "text": " ".join(gone), "rows": [], "metrics": {}}
    common = sorted(set.intersection(*map(set, going.values())))
    newest = {letter: of[common[-1]] for letter, of in going.items()} if common else {}
    names = _measures(kind, newest.values())
    leaders, steps = dict.fromkeys(names), [step for step in common if step >= EARLY][-RECENT:]
    if len(steps) < RECENT:
        title = "Too early to say who is ahead"
        text = f"It takes {RECENT} measurements of all at the same steps, from step {EARLY} on: {len(steps)} so far."
    else:
        beaten = {name: _beaten(name, [{letter: of[step] for letter, of in going.items()} for step in steps]) for name in names}
        leaders = {name: _leader(pairs, going) for name, pairs in beaten.items()}
        title, text = _verdict(leaders, set().union(*beaten.values()))
        text += f" Measured {RECENT} times, steps {steps[0]:,} to {steps[-1]:,}."
    return {"title": title, "text": " ".join([text, *gone]), "rows": [list(row) for row in leaders.items()], "metrics": newest}


def _measures(kind, newest):
    """The names of what is compared: main measures that were taken of all."""
    def taken(names):
        return [name for name in names if newest and all(name in metrics for metrics in newest)]
    return (taken(MAIN[kind]) or taken(["sliced_wasserstein"]))[:MOST]


def _beaten(name, moments):
    """{(winner, loser)} in one measure, of moments [{letter: metrics}]."""
    aways = {letter: [away(name, moment[letter]) for moment in moments] for letter in moments[0]}
    return {(a, b) for a in aways for b in aways if max(aways[a]) < min(aways[b])}


def _leader(pairs, letters):
    """The letter that beats all others, or None."""
    return next((a for a in letters if all((a, b) in pairs for b in letters if b != a)), None)


def _verdict(leaders, pairs):
    """A title and a sentence. One run is ahead where it leads in something and is beaten in nothing."""
    won = {letter: [BETTER[name] for name, leads in leaders.items() if leads == letter] for letter in sorted(filter(None, leaders.values()))}
    for letter, reasons in won.items():
        if not any(loser == letter for _, loser in pairs):
            return f"{letter} is ahead", _sentence(reasons)
    if won:
        return "It is open who is ahead", " ".join(f"{letter}: {', '.join(reasons)}." for letter, reasons in won.items())
    return "It is open who is ahead", "No number sets one of them apart."


def _sentence(parts):
    text = ", ".join(parts)
    return f"{text[0].upper()}{text[1:]}."
