"""Whose word about the sender's address is taken: the proxies the settings name, and nobody else's."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from kit.config import load
from kit.db import Database
from kit.errors import Invalid

SENDERS = 21
"""One more than may ask for a new password from one address."""


@pytest.mark.parametrize(("trusted", "last"), [("127.0.0.1", 202), ("10.0.0.0/8", 429), ("", 429)])
def test_only_a_trusted_proxy_says_where_a_request_comes_from(
    database: Database, trusted: str, last: int
) -> None:
    with _served(database, trusted) as url, httpx.Client(base_url=url) as client:
        answers = [
            client.post(
                "/api/v1/password-resets",
                json={"email": f"someone{sender}@nav.example.org"},
                headers={"X-Forwarded-For": f"192.0.2.{sender}"},
            ).status_code
            for sender in range(SENDERS)
        ]
    assert answers == [202] * (SENDERS - 1) + [last]


def test_trusted_proxies_are_addresses_and_networks_alone() -> None:
    assert load({}).trusted_proxies == ()
    given = {"TOLKEBOK_TRUSTED_PROXIES": "10.0.0.7, 10.1.0.0/16 2001:db8::1"}
    assert load(given).trusted_proxies == ("10.0.0.7/32", "10.1.0.0/16", "2001:db8::1/128")
    for wrong in ("*", "proxy.example.org", "10.0.0.7/8"):
        with pytest.raises(Invalid) as refused:
            load({"TOLKEBOK_TRUSTED_PROXIES": wrong})
        [error] = refused.value.errors
        assert (error.field, error.code) == ("TOLKEBOK_TRUSTED_PROXIES", "not_an_address")


@contextmanager
def _served(database: Database, trusted: str) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = os.environ | {
        "TOLKEBOK_DATABASE_URL": database.engine.url.render_as_string(hide_password=False),
        "TOLKEBOK_PORT": str(port),
        "TOLKEBOK_TRUSTED_PROXIES": trusted,
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "web.cli", "serve"], env=environ, stderr=subprocess.DEVNULL
    )
    try:
        _wait(url := f"http://127.0.0.1:{port}")
        yield url
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(url: str) -> None:
    with httpx.Client() as client:  # one for all the tries: each reads every certificate there is
        for _ in range(300):
            try:
                client.get(f"{url}/healthz")
            except httpx.TransportError:
                time.sleep(0.1)
            else:
                return
    pytest.fail("the server did not start")
