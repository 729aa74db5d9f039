"""A small load generator: keep-alive connections asking one GET each in turn, from a process of its own.

Raw sockets, because a full client would be the bottleneck and hide what is measured.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

_WARMING = 0.2
"""Seconds of asking that are not counted: templates are compiled once, and files read for the first time."""


@dataclass(frozen=True, slots=True)
class Load:
    """What one run saw: requests a second, and the times in milliseconds of those answered as they should.

    `first_ms` is the median time to the answer's head.
    """

    per_second: float
    p50_ms: float
    p99_ms: float
    failures: int
    first_ms: float = 0


def measure(
    port: int,
    paths: Sequence[str],
    *,
    token: str = "",
    seconds: float = 3,
    clients: int = 8,
    headers: Mapping[str, str] | None = None,
    status: int = 200,
) -> Load:
    """Ask `paths` in turn for `seconds` over so many connections, from a process of its own."""
    signed = {"Authorization": f"Bearer {token}"} if token else {}
    order = {
        "port": port, "paths": list(paths), "headers": {**signed, **(headers or {})}, "status": status,
        "seconds": seconds, "clients": clients,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=json.dumps(order),
        capture_output=True,
        text=True,
        check=True,
    )
    return Load(**json.loads(done.stdout))


@dataclass
class _Seen:
    """Seconds to the head and to the end of each answer, as one connection saw them."""

    heads: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    failures: int = 0


async def _run(
    *, port: int, paths: list[str], headers: dict[str, str], status: int, seconds: float, clients: int
) -> Load:
    more = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    requests = [f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{more}\r\n".encode() for path in paths]
    wanted = str(status).encode()
    await _client(port, requests, wanted, time.perf_counter() + _WARMING)
    began = time.perf_counter()
    until = began + seconds
    turned = (requests[n % len(requests) :] + requests[: n % len(requests)] for n in range(clients))
    runs = await asyncio.gather(*(_client(port, one, wanted, until) for one in turned))
    took = time.perf_counter() - began
    times = sorted(one for run in runs for one in run.times)
    failures = sum(run.failures for run in runs)
    if not times:
        return Load(0, 0, 0, failures)
    return Load(
        len(times) / took,
        statistics.median(times) * 1000,
        times[int(len(times) * 0.99)] * 1000,
        failures,
        statistics.median(one for run in runs for one in run.heads) * 1000,
    )


async def _client(port: int, requests: list[bytes], wanted: bytes, until: float) -> _Seen:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    seen = _Seen()
    number = 0
    while (start := time.perf_counter()) < until:
        writer.write(requests[number % len(requests)])
        number += 1
        head = await reader.readuntil(b"\r\n\r\n")
        came = time.perf_counter() - start
        await _body(reader, head)
        if head[9:12] == wanted:
            seen.heads.append(came)
            seen.times.append(time.perf_counter() - start)
        else:
            seen.failures += 1
        if head.startswith(b"HTTP/1.0"):  # a server that hangs up after each answer
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()
    return seen


async def _body(reader: asyncio.StreamReader, head: bytes) -> None:
    fields = head.lower().split(b"content-length:")
    if len(fields) > 1:
        await reader.readexactly(int(fields[1].split(b"\r\n")[0]))


if __name__ == "__main__":
    json.dump(asdict(asyncio.run(_run(**json.load(sys.stdin)))), sys.stdout)
