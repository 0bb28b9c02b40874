"""What the coach says: the table of its rules, in order of precedence, each with its threshold, why, and its words."""

from collections.abc import Callable
from dataclasses import dataclass

from playground.coach.cures import Cure

EARLY = 500
"""Steps before which it is too early to say: until then a healthy D, too, is still finding out what there is to see."""


@dataclass(frozen=True)
class Verdict:
    """name: one of RULES, or "too early"; title and text for people; cure: a Cure, or None where nothing has to change."""

    name: str
    title: str
    text: str
    cure: Cure | None


@dataclass(frozen=True)
class Rule:
    """`holds` for the Signs of a run or not; then the title is said, and `text` of the signs."""

    name: str
    holds: Callable
    title: str
    text: Callable


def verdict(signs, cure):
    """The Verdict of the first rule that holds for the Signs; `cure` gives a Cure, or None, for its name."""
    rule = next(rule for rule in RULES if rule.holds(signs))
    return Verdict(rule.name, rule.title, rule.text(signs), cure(rule.name))


def too_early(signs):
    """The Verdict on a run that has hardly begun, else None."""
    if signs.step >= EARLY or signs.diverged:
        return None
    return Verdict("too early", "Too early to say", f"At step {signs.step} both players still look for their footing. "
                   f"The coach looks on, and judges from step {EARLY} on.", None)


def _percent(share):
    return f"{100 * share:.0f} %"


def _answers(s):
    if s.opinion:
        return f"D says {s.d_real:.2f} of reals and {s.d_fake:.2f} of fakes"
    return f"D scores reals {s.d_real - s.d_fake:.2g} above fakes"


def _runaway(s):
    if s.diverged:
        return f"The numbers left the finite range soon after step {s.step:,}."
    return f"Half of the fakes are {s.away:.1f} times as far out as the farthest real sample."


RULES = (
    # The numbers left the finite range; or half of the fakes are so far off that no picture of the data would show them.
    Rule("divergence", lambda s: s.diverged or s.away > 2.5, "Training runs away",
         lambda s: f"{_runaway(s)} Steps are too large for what the other player can answer."),
    # Of reals as near to the training set as to others, three in four would be no chance even for 30 samples.
    Rule("memorisation", lambda s: (s.copied or 0) > 0.75, "G learns samples by heart",
         lambda s: f"{_percent(s.copied)} of the fakes lie nearer to a training sample than to any fresh real one; 50 % would be "
                   "chance. D knows these samples only."),
    # Hardly a fake among reals, D's answers ten standard deviations apart, and G all but stands still: with supports that do
    # not meet, a perfect D leaves no gradient (Arjovsky and Bottou 2017, arXiv 1701.04862, theorem 2.4).
    Rule("D too strong", lambda s: s.off > 0.8 and s.edge > 10 and (s.moved is None or s.moved < 0.05), "D is too strong",
         lambda s: f"{_answers(s)}, and hardly a fake lies among the reals. G’s gradient is at {_percent(s.pull)} of its "
                   "largest: it has nothing to follow."),
    # A third of what is reached is left again at every look, so the whole changes hands within a few looks.
    Rule("oscillation", lambda s: s.covered < 0.9 and s.lost >= s.covered / 3, "G runs in circles",
         lambda s: f"Fakes reach {_percent(s.covered)} of the data, and from look to look leave {_percent(s.lost)} of it again: "
                   "each player chases the other."),
    # Nine in ten samples are told apart by their neighbours alone, yet D's answers differ by no more than they waver.
    Rule("D too weak", lambda s: s.apart > 0.8 and s.edge < 1, "D is too weak",
         lambda s: f"Neighbours alone tell {_percent((1 + s.apart) / 2)} of fakes and reals apart, yet {_answers(s)}: D does not "
                   "show G what is wrong."),
    # A quarter of the data or less; places of 1,000 samples hold a quarter give or take a twentieth.
    Rule("full collapse", lambda s: s.covered_now <= 0.3, "G has collapsed",
         lambda s: f"Fakes reach only {_percent(s.covered_now)} of the data. D judges samples one by one, so it does not see "
                   "that they are all alike."),
    Rule("partial collapse", lambda s: s.covered_now < 0.9, "Part of the data is missing",
         lambda s: f"Fakes reach {_percent(s.covered_now)} of the data. Where none land, D has nothing to compare, and G no "
                   "pull to go there."),
    # 57 in 100 right is what neighbours reach by chance in 500 samples and a little more.
    Rule("near equilibrium", lambda s: s.apart < 0.15, "Near equilibrium",
         lambda s: f"Neighbours tell {_percent((1 + s.apart) / 2)} of fakes and reals apart, and 50 % is chance. Fakes reach "
                   f"{_percent(s.covered_now)} of the data. All is well."),
    # The data is reached, but by fakes of which more than half are strays still: that is well, and no more than a beginning.
    Rule("healthy progress", lambda s: s.off > 0.5, "On its way",
         lambda s: f"Fakes reach {_percent(s.covered_now)} of the data, but so far only {_percent(1 - s.off)} of them lie among "
                   "the reals. Give it more steps."),
    Rule("healthy progress", lambda s: True, "Healthy progress",
         lambda s: f"Fakes reach {_percent(s.covered_now)} of the data, and {_percent(1 - s.off)} of them lie among the reals. Both "
                   "players keep learning: let it run."),
)
