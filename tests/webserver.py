"""A real web server for tests of fetching: it is told what to serve path by path, and can misbehave."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Serve = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class WebServer:
    """`pages` answer by path; `seen` are the headers of each request, in order, `bodies` what was posted."""

    port: int
    pages: dict[str, Serve] = field(default_factory=dict)
    seen: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def at(self, path: str) -> str:
        return f"http://{self.host}{path}"


@contextmanager
def running(*, tls: ssl.SSLContext | None = None) -> Iterator[WebServer]:
    """A server on a free port of the loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.seen.append(dict(self.headers.items()))
            with suppress(BrokenPipeError, ConnectionResetError):
                told.pages.get(self.path.partition("?")[0], status(404))(self)

        def do_POST(self) -> None:
            told.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.do_GET()

        def do_REPORT(self) -> None:
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the same
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    told = WebServer(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def body(content: bytes, **headers: str) -> Serve:
    """Answer 200 with this content."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return status(200, content, **named)


def status(code: int, content: bytes = b"", **headers: str) -> Serve:
    def serve(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return serve


def to(address: str) -> Serve:
    """Send on to another address."""
    return status(302, Location=address)


def endless(piece: bytes = b"x" * 65536) -> Serve:
    """A body that never ends."""

    def serve(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(piece)

    return serve


def dripping(handler: BaseHTTPRequestHandler) -> None:
    """A byte of the body now and then: no single wait is long."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def dripping_headers(handler: BaseHTTPRequestHandler) -> None:
    """The same with the headers, before there is a body at all."""
    for one in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 200:
        handler.wfile.write(bytes([one]))
        handler.wfile.flush()
        time.sleep(0.05)


def closed_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
