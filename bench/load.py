"""A small load generator: keep-alive connections asking one GET each in turn, from a process of its own.

Raw sockets, because a full client would be the bottleneck and hide what is measured.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

_WARMING = 0.2
"""Seconds of asking that are not counted: templates are compiled once, and files read for the first time."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one run saw: requests a second, and the times in milliseconds of those answered 200."""

    per_second: float
    p50_ms: float
    p99_ms: float
    failures: int


def measure(
    port: int, paths: Sequence[str], *, token: str = "", seconds: float = 3, clients: int = 8
) -> Load:
    """Ask `paths` in turn for `seconds` over so many connections, from a process of its own."""
    order = {"port": port, "paths": list(paths), "token": token, "seconds": seconds, "clients": clients}
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=json.dumps(order),
        capture_output=True,
        text=True,
        check=True,
    )
    return Load(**json.loads(done.stdout))


async def _run(port: int, paths: list[str], token: str, seconds: float, clients: int) -> Load:
    bearer = f"Authorization: Bearer {token}\r\n" if token else ""
    requests = [f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{bearer}\r\n".encode() for path in paths]
    await _client(port, requests, time.perf_counter() + _WARMING)
    began = time.perf_counter()
    until = began + seconds
    runs = await asyncio.gather(*(_client(port, requests[n:] + requests[:n], until) for n in range(clients)))
    took = time.perf_counter() - began
    times = sorted(one for answered, _ in runs for one in answered)
    failures = sum(failed for _, failed in runs)
    if not times:
        return Load(0, 0, 0, failures)
    return Load(
        len(times) / took,
        statistics.median(times) * 1000,
        times[int(len(times) * 0.99)] * 1000,
        failures,
    )


async def _client(port: int, requests: list[bytes], until: float) -> tuple[list[float], int]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    times: list[float] = []
    failures = number = 0
    while (start := time.perf_counter()) < until:
        writer.write(requests[number % len(requests)])
        number += 1
        if await _answer(reader) == b"200":
            times.append(time.perf_counter() - start)
        else:
            failures += 1
    writer.close()
    return times, failures


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    fields = head.lower().split(b"content-length:")
    if len(fields) > 1:
        await reader.readexactly(int(fields[1].split(b"\r\n")[0]))
    return head[9:12]


if __name__ == "__main__":
    json.dump(asdict(asyncio.run(_run(**json.load(sys.stdin)))), sys.stdout)
