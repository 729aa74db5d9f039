"""Hot reads over HTTP as shares of the trivial endpoint, measured in one run on one server."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import httpx

from bench import inside, load
from kit.clock import OSLO, now, oslo_date

TRIVIAL = "/healthz"


@dataclass(frozen=True, slots=True)
class Measured:
    """One kind of request: what it is, its load, and its share of the trivial endpoint's rate."""

    what: str
    seen: load.Load
    share: float


def reads(url: str, *, people: int, languages: Sequence[str], token: str, seconds: float) -> list[Measured]:
    """Every hot read on a database already filled, each just after the trivial endpoint it is a share of.

    A machine that others share runs twice as fast from one minute to the next.
    """
    with serving(url) as port:
        address = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=address, headers={"Authorization": f"Bearer {token}"}) as client:
            cases = {
                **_verifications(people, languages[0]),
                **_matches(client, languages),
            }
        trivial = load.measure(port, [TRIVIAL], seconds=seconds)
        measured = [Measured("trivial", trivial, 1.0)]
        for what, paths in cases.items():
            signed = token if what.startswith("match") else ""
            beside = load.measure(port, [TRIVIAL], seconds=seconds)
            seen = load.measure(port, paths, token=signed, seconds=seconds)
            measured.append(Measured(what, seen, seen.per_second / beside.per_second))
        return measured


def verifications(url: str, *, people: int, languages: Sequence[str], seconds: float) -> dict[str, load.Load]:
    """Verification alone, one asker at a time, beside the trivial endpoint: how it grows."""
    cases = {"trivial": [TRIVIAL], **_verifications(people, languages[0])}
    with serving(url) as port:
        return {what: load.measure(port, paths, seconds=seconds, clients=1) for what, paths in cases.items()}


def matches(
    url: str, *, languages: Sequence[str], token: str, seconds: float
) -> tuple[dict[str, load.Load], dict[str, inside.Inside]]:
    """Matching alone, one asker at a time, beside the trivial endpoint: over HTTP, and inside the server."""
    with serving(url) as port:
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}", headers={"Authorization": f"Bearer {token}"}
        ) as client:
            cases = {"trivial": [TRIVIAL], **_matches(client, languages)}
        asked = {
            what: load.measure(port, paths, token=token, seconds=seconds, clients=1)
            for what, paths in cases.items()
        }
    own = {what: inside.measure(url, paths, token=token, seconds=seconds) for what, paths in cases.items()}
    return asked, own


def three_free_day() -> date:
    """The day on which three holders of the commonest language are free, and everybody else is taken."""
    return _weekday(8)


@contextmanager
def serving(url: str) -> Iterator[int]:
    """One server process on a free port, ready, and gone afterwards."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "--factory", "web.asgi:application", "--port", str(port),
         "--log-level", "warning", "--no-access-log"],
        env={**os.environ, "TOLKEBOK_DATABASE_URL": url},
    )  # fmt: skip
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


def free_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            if httpx.get(f"http://127.0.0.1:{port}/readyz").is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    message = "the server did not become ready"
    raise RuntimeError(message)


def _verifications(people: int, language: str) -> dict[str, list[str]]:
    return {
        "verify (API)": [f"/api/v1/verify?number={n}&language={language}" for n in _some(people)],
        "verify (page)": [f"/verify?number={n}&language={language}" for n in _some(people)],
    }


def _some(people: int) -> list[int]:
    return [1 + number * (people // 50) for number in range(50)]


def _matches(client: httpx.Client, languages: Sequence[str]) -> dict[str, list[str]]:
    day, common = _weekday(4), languages[0]
    cases = {
        "match, typical language": _booking(client, languages[len(languages) // 4], day),
        "match, commonest language": _booking(client, common, day),
        "match, rare language": _booking(client, languages[-1], day),
        "match, nobody free": _booking(client, common, day, hour=3),
        "match, three free": _booking(client, common, three_free_day()),
        "match, on site": _booking(client, common, day, modality="on_site", kommune="0301"),
    }
    return {what: [path] for what, path in cases.items()}


def _weekday(ahead: int) -> date:
    """A weekday at least so many days ahead, and never the same for different weeks' days."""
    day = oslo_date(now()) + timedelta(days=ahead)
    while day.isoweekday() > 5:  # noqa: PLR2004 - a weekday
        day += timedelta(days=1)
    return day


def _booking(client: httpx.Client, language: str, day: date, *, hour: int = 10, **where: str) -> str:
    starts = datetime(day.year, day.month, day.day, hour, tzinfo=OSLO)
    wanted = {
        "language": language, "modality": "screen", "planned": True, **where,
        "starts_at": starts.isoformat(), "ends_at": (starts + timedelta(hours=1)).isoformat(),
    }  # fmt: skip
    answer = client.post("/api/v1/bookings", json=wanted).raise_for_status()
    return f"/api/v1/bookings/{answer.json()['reference']}/candidates"
