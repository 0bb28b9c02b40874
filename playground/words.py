"""Names of measures as people write them."""

CAPITALS = {"kl": "KL", "js": "JS", "mmd": "MMD", "kid": "KID", "wasserstein": "Wasserstein", "fréchet": "Fréchet"}


def measure_title(name):
    """"reverse_kl" as "reverse KL"."""
    return " ".join(CAPITALS.get(word, word) for word in name.split("_"))
