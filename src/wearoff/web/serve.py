"""Runs the page on this machine until it is stopped."""

from __future__ import annotations

import contextlib
import logging
import socket
import webbrowser
from typing import TYPE_CHECKING

from wearoff.errors import InputError, argument
from wearoff.web.settings import Settings, check_host, new_secret
from wearoff.words import gate as words

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_PORT = 65_535


def serve(*, host: str, port: int, opens: bool, say: Callable[[str], None]) -> None:
    """Serve the page until it is stopped.

    Args:
        host: Address of this machine to listen on.
        port: To listen on; 0 for any that is free.
        opens: Whether a browser is opened.
        say: Called with what to tell the person who started it, a line a time.

    Raises:
        InputError: others could reach the address, or the port is taken.
    """
    import uvicorn

    from wearoff.web.app import create_app

    address = check_host(host)
    with _listening(address, port) as listening:
        settings = Settings(host=address, port=listening.getsockname()[1])
        app = create_app(settings)
        app.state.workers.start()  # they warm up behind the page, which does not wait for them
        say(words.begun(settings.opening))
        say(words.FORGETS)
        if opens:
            # other users of the machine see what a program is called with: this one works once
            once = new_secret()
            app.state.once.add(once)
            webbrowser.open(settings.opening_with(once))
        logging.getLogger("wearoff.web").addHandler(logging.StreamHandler())
        config = uvicorn.Config(
            app,
            access_log=False,  # an address can hold what a person typed
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=2,
        )
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how one ends it
            uvicorn.Server(config).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens, so that a port that is taken is said before anything else."""
    if not 0 <= port <= MOST_PORT:
        raise InputError(f"{argument('port')} {port}", allowed=f"0 to {MOST_PORT}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise InputError(
            f"{argument('port')} {port} cannot be had: {error.strerror}",
            fix=f"{argument('port', '0')} takes one that is free",
        ) from None
    return listening
