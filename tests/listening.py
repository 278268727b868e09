"""A real server of an ASGI application, in this process."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

__all__ = ["listening"]


@contextmanager
def listening(app: Any, protocol: Any, **options: Any) -> Iterator[int]:
    """The port of a server of *app*; *options* are uvicorn's."""
    config = uvicorn.Config(app, http=protocol, log_config=None, lifespan="off", **options)
    server = uvicorn.Server(config)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()
