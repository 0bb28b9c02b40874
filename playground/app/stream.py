"""Frames on their way to a page: one answer without an end, in bytes as they are.

Through Gradio's own queue a frame costs its server and its page several times what it costs here: base64, JSON, a comparison
with the frame before, and an update of the page's components.

A message is its length (uint32, little endian; 0 is only a sign of life), and then for each packet its length, the place of
its run beside the others (uint32 both), and its bytes.
"""

from functools import partial
from itertools import zip_longest
from struct import pack as little

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.responses import StreamingResponse
from starlette.routing import Route

from playground.live.packet import pack

PATH = "/frames/{session}"
HEARTBEAT = 1.0
"""Seconds between two signs of life of a stream that has nothing new to show."""
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
"""Nobody on the way may keep frames, or wait for more of them."""


def route(sessions):
    """The address under which a tab finds the frames of its runs; the tab's hash is its key, as it is for Gradio's events."""
    async def answer(request):
        session = sessions.named(request.path_params["session"])
        return StreamingResponse(messages(session), media_type="application/octet-stream", headers=HEADERS)
    return Route(PATH, answer)


async def messages(session):
    """The messages for one tab, each as soon as there is news: packets of frames, with a scene wherever it is new to its
    place, and before them what is to be said of the runs themselves.
    """
    session.stream += 1
    mine, said, seen, thread = session.stream, None, (), CapacityLimiter(1)
    while session.stream == mine and not session.side.closed:  # a page that has lost its stream begins another
        session.alive()
        look = partial(session.side.news, (said, seen), HEARTBEAT)
        state, frames = await run_sync(look, limiter=thread, abandon_on_cancel=True)
        packets = [] if state is said else [(0, pack(state, {}))]
        for place, (before, frame) in enumerate(zip_longest(seen[:len(frames)], frames)):
            packets += [(place, packet) for packet in _new(before, frame)]
        said, seen = state, frames
        yield _message(packets)


def _new(before, frame):
    """The packets that lead from what a place showed to `frame`."""
    if not frame or frame is before:
        return []
    return [frame.bytes] if before and before.scene is frame.scene else [frame.scene.bytes, frame.bytes]


def _message(packets):
    body = b"".join(part for place, packet in packets for part in (little("<II", len(packet), place), packet))
    return little("<I", len(body)) + body
