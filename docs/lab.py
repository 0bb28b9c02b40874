"""A JupyterLab of its own, with nobody's settings and no news, for the README's pictures and for the tests."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

PLACES = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime", "IPYTHONDIR": "ipython",
          "JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces"}
PATIENCE = 60.0
"""Seconds that it may take to answer."""
TOKEN = "playground"


@contextmanager
def jupyter_lab(folder, home):
    """Serve a folder, and keep all that Jupyter writes besides in `home`; yields what makes an address of a notebook's path.

    Raises RuntimeError with Jupyter's own words where it does not answer.
    """
    settings = home / PLACES["JUPYTERLAB_SETTINGS_DIR"] / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    (settings / "notification.jupyterlab-settings").write_text('{"fetchNews": "false", "checkForUpdates": false}')
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    with open(home / "log", "w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}",
             "--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={folder}"],
            env=os.environ | {name: str(home / place) for name, place in PLACES.items()}, stdout=log, stderr=log)
    try:
        end = time.monotonic() + PATIENCE
        while server.poll() is None and not answers(f"http://127.0.0.1:{port}/api/status?token={TOKEN}") and time.monotonic() < end:
            time.sleep(0.1)
        if server.poll() is not None or time.monotonic() >= end:
            raise RuntimeError((home / "log").read_text())
        yield lambda path: f"http://127.0.0.1:{port}/lab/tree/{path}?reset&token={TOKEN}"  # not what was open before
    finally:
        server.terminate()  # it ends its kernels too
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


def answers(address):
    try:
        return urllib.request.urlopen(address, timeout=2).status == 200
    except (urllib.error.URLError, OSError):
        return False
