"""How a notebook finds the playground, in a plain checkout and in a hosted kernel, and installs what is missing there."""

import importlib
import subprocess
import sys
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from pathlib import Path

from playground.errors import PlaygroundError

FIRST_CELL = '''\
# Makes `playground` importable from any checkout, and installs what is missing (never torch).
ADDRESS = ""  # of the playground's git repository, for a hosted kernel that has this notebook alone (Colab, Kaggle)

import subprocess
import sys
from pathlib import Path


def checkout():
    """The folder that holds `playground`: where Python looks, around this notebook, or beside it."""
    folders = [*map(Path, sys.path), Path.cwd(), *Path.cwd().parents, *Path.cwd().glob("*")]
    return next((folder.resolve() for folder in folders if (folder / "playground" / "__init__.py").is_file()), None)


if ADDRESS and not checkout():
    subprocess.run(["git", "clone", "--depth", "1", ADDRESS], check=True)
root = checkout()
assert root, "There is no playground here: write its git address into ADDRESS above, and run this cell again."
if str(root) not in sys.path:
    sys.path.insert(0, str(root))

from playground.notebook.opening import install_missing

install_missing()
'''
"""What every notebook of the course begins with, and every notebook that a run becomes."""

NEEDED = ("numpy", "matplotlib", "ipywidgets", "anywidget", "latex2mathml", "pillow", "safetensors", "scikit-learn", "joblib", "tqdm")
"""The packages without which a notebook does not run, torch apart."""
KEPT = ("torch", "numpy")
"""Packages that stay as they are: a kernel has loaded them, and hosted ones have a torch that fits their GPU."""
REQUIREMENTS = Path(__file__).parents[2] / "requirements.txt"


def install_missing(*more):
    """Install the packages of NEEDED, and `more`, that are not there. Raises PlaygroundError where torch is not."""
    if not version("torch"):
        raise PlaygroundError("These notebooks need PyTorch, which hosted kernels have. On your own machine: "
                              "pip install -r requirements.txt, in the playground's folder.")
    missing = [name for name in (*NEEDED, *more) if not version(name)]
    if missing:
        print("Installing", ", ".join(missing))
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", *wanted(missing)], check=True)
        importlib.invalidate_caches()


def wanted(missing):
    """What pip is asked for: the missing packages as requirements.txt pins them, and those of KEPT as they are."""
    pins = dict(line.split("==") for line in REQUIREMENTS.read_text(encoding="utf-8").splitlines() if "==" in line)
    return [*(f"{name}=={pins[name]}" for name in missing), *(f"{name}=={version(name)}" for name in KEPT if version(name))]


def version(name):
    """The version of an installed package, or None."""
    try:
        return installed(name)
    except PackageNotFoundError:
        return None
