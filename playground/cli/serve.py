"""The app's command."""

import os
import sys

from playground.cli.arguments import whole
from playground.errors import PlaygroundError


def declare(parser):
    parser.add_argument("--host", default="127.0.0.1",
                        help="address to listen on (default: %(default)s, for this machine only)")
    parser.add_argument("--port", default=7860, type=whole(1, 65535),
                        help="port to listen on, or else the next free one (default: %(default)s)")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    parser.add_argument("--lessons", metavar="DIR", help="a folder of lessons of your own, each a file NAME.toml")


def run(args, start=None):
    """Serve the app and open it in a browser: press Play and watch a GAN learn."""
    if args.lessons:
        from playground.lessons import add
        add(args.lessons)
    port = free_port(args.host, args.port)
    if port != args.port:
        print(f"Port {args.port} is taken; the app is on port {port}.", file=sys.stderr)
    from playground.app import serve
    from playground.app.sessions import plain
    serve(args.host, port, not args.no_browser, start=start or plain)


def free_port(host, wanted):
    """The first free port from `wanted` on. Raises PlaygroundError where the host cannot be listened on."""
    import errno
    import socket
    for port in range(wanted, min(wanted + 100, 65536)):
        try:
            family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            with socket.socket(family, kind) as door:
                if os.name == "posix":  # as the server does: a port that was closed a moment ago is free
                    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                door.bind(address)
            return port
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise PlaygroundError(f"Cannot listen on {host}, port {port}: {error.strerror}. "
                                      "Choose another --host or --port.") from error
    raise PlaygroundError(f"No port from {wanted} to {port} is free: choose another with --port.")
