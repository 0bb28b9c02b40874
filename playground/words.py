"""Names of measures, and their values, as people write them."""

CAPITALS = {"kl": "KL", "js": "JS", "mmd": "MMD", "kid": "KID", "wasserstein": "Wasserstein", "fréchet": "Fréchet"}
TITLES = {"l1_to_truth": "L1 to the truth", "l1_identity": "L1 left as it is", "frechet_classifier": "Fréchet distance (classifier)", "kernel_classifier": "kernel distance (classifier)", "js4": "JS-4",
          "js6": "JS-6", "real_js4": "real JS-4", "real_js6": "real JS-6", "oracle_nll": "oracle NLL",
          "real_oracle_nll": "real oracle NLL", "self_bleu": "self-BLEU", "real_self_bleu": "real self-BLEU"}


def measure_title(name):
    """"reverse_kl" as "reverse KL"."""
    return TITLES.get(name) or " ".join(CAPITALS.get(word, word) for word in name.split("_"))


def number(value):
    """A metric in words: a number, a list of complex numbers, or nothing."""
    if value is None:
        return "undefined"
    if isinstance(value, list):
        return ", ".join(f"{real:.3g}{imaginary:+.3g}i" for real, imaginary in value)
    return f"{value:.4g}"
