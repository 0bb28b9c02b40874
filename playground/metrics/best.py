"""Where each measure is best: what makes two of its values comparable."""

import math

BEST = {
    "modes": "modes_total", "high_quality": 1, "reverse_kl": 0, "sliced_wasserstein": 0, "js": 0, "kl": 0, "memorised": 0.5,
    "precision": 1, "recall": 1, "valid": 1, "distinct": "real_distinct", "js4": "real_js4", "js6": "real_js6", "attested_trigrams": "real_attested_trigrams",
    "self_bleu": "real_self_bleu", "oracle_nll": "real_oracle_nll", "voice_order": "real_voice_order",
    "consonance": "real_consonance", "diatonic": "real_diatonic", "repetition": "real_repetition",
    "distinct_chords": "real_distinct_chords", "l1_to_truth": 0, "label_accuracy": 1, "radius": 0,
}
"""{measure: its best value, or the measure that says it}; those that have none, such as the eigenvalues, are left out."""


def away(name: str, metrics: dict) -> float:
    """How far a measure of `metrics` {name: value} is from its best: 0 there, infinite where there is no number."""
    best = BEST[name]
    value, best = metrics.get(name), metrics.get(best) if isinstance(best, str) else best
    if value is None or best is None or not math.isfinite(value):
        return math.inf
    return abs(value - best)
