"""How long the application itself takes to answer: asked in its own process, with no network and no client.

The process is one of its own, started as uvicorn would, and answers one request at a time.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from uvicorn.importer import import_from_string

_WARMING = 50


@dataclass(frozen=True, slots=True)
class Inside:
    """The times of those answered 200, in milliseconds, and how many were not."""

    p50_ms: float
    p99_ms: float
    failures: int


def measure(url: str, paths: Sequence[str], *, token: str, seconds: float) -> Inside:
    """Ask `paths` in turn for `seconds`, each when the one before is answered."""
    order = {"paths": list(paths), "token": token, "seconds": seconds}
    done = subprocess.run(
        [sys.executable, "-m", "bench.inside"],
        input=json.dumps(order),
        env={**os.environ, "TOLKEBOK_DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=True,
    )
    return Inside(**json.loads(done.stdout.splitlines()[-1]))


async def _run(paths: list[str], token: str, seconds: float) -> Inside:
    application = import_from_string("web.asgi:application")()
    requests = [_scope(path, token) for path in paths]
    async with application.router.lifespan_context(application):
        for number in range(_WARMING):
            await _timed(application, requests[number % len(requests)])
        times, failures, number = [], 0, 0
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            took, status = await _timed(application, requests[number % len(requests)])
            number += 1
            if status == 200:  # noqa: PLR2004 - HTTP's own
                times.append(took)
            else:
                failures += 1
    times.sort()
    return Inside(statistics.median(times) * 1000, times[int(len(times) * 0.99)] * 1000, failures)


async def _timed(application: Any, scope: dict[str, Any]) -> tuple[float, int]:
    told: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        told.append(message)

    began = time.perf_counter()
    await application(dict(scope), receive, send)
    return time.perf_counter() - began, told[0]["status"]


def _scope(path: str, token: str) -> dict[str, Any]:
    parts = urlsplit(path)
    return {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1",
        "method": "GET", "scheme": "http", "path": parts.path, "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(), "root_path": "", "state": {},
        "headers": [(b"host", b"127.0.0.1"), (b"authorization", b"Bearer " + token.encode())],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(asyncio.run(_run(**json.load(sys.stdin))))) + "\n")
