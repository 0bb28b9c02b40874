"""What the networks are made of, and where to read more: for the cards of the diagram."""

from pathlib import Path

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
ABOUT = {"z": "01", "fake": "01", "real": "01", "g": "05", "d": "05", "answers": "03", "loss_d": "04", "loss_g": "04",
         "back_d": "02", "back_g": "02"}
"""The number of the notebook that explains each node of the diagram best."""
KINDS = {"Linear": "linear", "SNLinear": "linear, spectral norm", "Conv2d": "convolution",
         "SNConv2d": "convolution, spectral norm", "FanIn": "convolution", "FanIn1d": "convolution",
         "SNConv1d": "convolution, spectral norm", "Cell": "LSTM", "FanInLinear": "linear", "Modulated": "modulated convolution",
         "Classes": "classes", "Gate": "strength of attention", "Noise": "noise", "Constant": "constant", "Plain": "batch norm",
         "ConvTranspose2d": "transposed convolution",
         "BatchNorm1d": "batch norm", "BatchNorm2d": "batch norm"}


def layers(player):
    """The layers of a Player that have weights, in order: [{"kind", "shape": "in → out" in words, "weights"}]."""
    found = {}
    for (name, shape), size in zip(player.shapes.items(), player.sizes):
        found.setdefault(name.rpartition(".")[0], []).append((name.rpartition(".")[2], shape, size))
    return [{"kind": _kind(player.module, owner), "shape": _shape(parts), "weights": sum(size for *_, size in parts)}
            for owner, parts in found.items()]


def _kind(module, owner):
    kind = type(module.get_submodule(owner)).__name__
    return KINDS.get(kind, kind.lower())


def _shape(parts):
    """The shape of the largest part; a matrix as what goes in and what comes out."""
    shape = max(parts, key=lambda part: part[2])[1]
    return f"{shape[1]} → {shape[0]}" if len(shape) == 2 else " × ".join(map(str, shape)) or "1"


def notebooks():
    """{node of the diagram: the notebook that explains it, as a path in the project}; nothing where the package lies alone."""
    known = {path.name[:2]: f"notebooks/{path.name}" for path in NOTEBOOKS.glob("[0-9][0-9]_*.ipynb")}
    return {node: known[number] for node, number in ABOUT.items() if number in known}
