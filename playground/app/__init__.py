"""The Gradio app: `serve()` opens it, `build()` makes its Blocks."""

import os

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # read when gradio is imported; nothing leaves this machine

from playground.app.page import build
from playground.app.serve import serve

__all__ = ["build", "serve"]
