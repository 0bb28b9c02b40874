"""Where data sets that do not come with the playground are kept on this machine."""

import os
from pathlib import Path


def cache():
    """The folder in which everything that is fetched lies, one folder for each data set."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "gan-playground"
