"""Names of measures as people write them."""

CAPITALS = {"kl": "KL", "js": "JS", "mmd": "MMD", "kid": "KID", "wasserstein": "Wasserstein", "fréchet": "Fréchet"}
TITLES = {"frechet_classifier": "Fréchet distance (classifier)", "kernel_classifier": "kernel distance (classifier)"}


def measure_title(name):
    """"reverse_kl" as "reverse KL"."""
    return TITLES.get(name) or " ".join(CAPITALS.get(word, word) for word in name.split("_"))
