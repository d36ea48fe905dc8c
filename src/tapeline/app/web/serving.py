"""`tapeline serve`: the site on this machine alone, until it is stopped."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING

from tapeline.errors import InputError, TapelineError

if TYPE_CHECKING:
    import argparse

HOST = "127.0.0.1"


def run(args: argparse.Namespace) -> int:
    """Serve until Ctrl-C; the address goes to standard output once it answers there."""
    import uvicorn

    from tapeline.app.story_commands import opened
    from tapeline.app.web.site import site

    record = opened(args)
    with listening(args.port) as ear:
        print(f"Tapeline answers at http://{HOST}:{ear.getsockname()[1]}/ (Ctrl-C ends it)", flush=True)
        config = uvicorn.Config(site(record), log_level="warning", access_log=False, lifespan="off")
        uvicorn.Server(config).run(sockets=[ear])
    return 0


def listening(port: int) -> socket.socket:
    """A socket on this machine's own address; 0 takes any free port.

    Raises:
        InputError: no port has this number.
        TapelineError: another program has the port, or it is not for everyone.
    """
    if not 0 <= port <= 65535:
        raise InputError(f"--port {port}: a port is a number from 0 to 65535; 0 takes any that is free")
    try:
        return socket.create_server((HOST, port))
    except OSError as e:
        why = (
            "another program answers there"
            if e.errno == errno.EADDRINUSE
            else (e.strerror or "it cannot be had").lower()
        )
        raise TapelineError(
            f"port {port} cannot be used ({why}): choose another with --port N, or any with --port 0"
        ) from e


__all__ = ["listening", "run"]
