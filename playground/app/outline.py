"""The first sight of the page: its outline, written into the HTML itself, for as long as Gradio’s own script is on its way."""

import json
import re
from functools import cache
from pathlib import Path

from playground.canvas import languages, shell, style

SAYS = ("Starting…", "This takes longer than usual. If it stays so, load the page again.")
BODY = re.compile(rb"<body[^>]*>")


@cache
def outline():
    """The outline as HTML: the shell with the styles of the canvas, apart from the page by a shadow root."""
    words = {name: {text: known["words"][text] for text in SAYS} for name, known in languages().items()}
    text = (Path(__file__).parent / "outline.html").read_text("utf-8")
    parts = {"@style": style(), "@shell": shell().replace("@children", ""), "@words": json.dumps(words, ensure_ascii=False)}
    return re.sub("|".join(parts), lambda found: parts[found[0]], text).encode()


class Outline:
    """ASGI middleware that puts the outline at the beginning of the page’s body; all other answers pass as they are."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] != scope.get("root_path", "") + "/":
            return await self.app(scope, receive, send)
        start, body = None, b""

        async def hold(message):
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            whole = BODY.sub(lambda found: found[0] + outline(), body, count=1)
            headers = [(name, str(len(whole)).encode() if name.lower() == b"content-length" else value)
                       for name, value in start["headers"]]
            await send(start | {"headers": headers})
            await send({"type": "http.response.body", "body": whole})
        await self.app(scope, receive, hold)
