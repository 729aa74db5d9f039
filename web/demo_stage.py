"""The demo's stage: the application, the worker and the mailbox in this process, on ports of its own."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import uvicorn

from kit.config import Settings
from kit.db import Database
from kit.errors import Conflict
from web import worker
from web.app import create_app
from web.mailbox import Mailbox, catching

_LOOPBACK = "127.0.0.1"
_PATIENCE_SECONDS = 30.0
_LOOK_AGAIN_SECONDS = 0.1


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind((_LOOPBACK, 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def take_port(port: int) -> Iterator[socket.socket]:
    """The port, ours from now on; Conflict `port_taken` when somebody else has it."""
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((_LOOPBACK, port))
            listening.listen()
        except OSError:
            raise Conflict(
                "port_taken",
                "Something else listens on port {port}. Set TOLKEBOK_PORT to another one.",
                port=port,
            ) from None
        yield listening


@contextmanager
def standing(settings: Settings, listening: socket.socket) -> Iterator[str]:
    """Everything running and ready; its address. At the end all of it has stopped."""
    with ExitStack() as stage:
        catcher = catching(Mailbox(settings.data_dir / "mailbox"), port=settings.smtp.port)
        catcher.start()
        stage.callback(catcher.stop)
        stage.enter_context(_working(settings))
        stage.enter_context(_serving(settings, listening))
        address = f"http://{_LOOPBACK}:{settings.port}"
        _wait_until_ready(address)
        yield address


@contextmanager
def _working(settings: Settings) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(settings, stop), name="worker")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@contextmanager
def _serving(settings: Settings, listening: socket.socket) -> Iterator[None]:
    app = create_app(settings, Database(settings.database_url))
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            access_log=False,
            log_level="warning",
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=5,
        )
    )
    thread = threading.Thread(target=server.run, args=([listening],), name="server")
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


def _wait_until_ready(address: str) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    with httpx.Client() as client:  # one for all the tries: each reads every certificate there is
        while time.monotonic() < until:
            try:
                if client.get(f"{address}/readyz").is_success:
                    return
            except httpx.TransportError:
                pass
            time.sleep(_LOOK_AGAIN_SECONDS)
    raise Conflict("not_ready", "The server did not become ready in time.")
