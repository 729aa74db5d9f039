"""The secret of a feed's address stands in no log of a real server, not even in an access log."""

import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.webserver import closed_port

SECRET = "kX2v9_Qm-4tZr8LwYc1Nf6Hs0Bj3Pd5GaEuTiVoWq7"


@pytest.mark.parametrize(
    "command",
    [
        ["web.cli", "serve"],
        ["uvicorn", "--factory", "web.asgi:application", "--log-level", "info"],
    ],
    ids=["ours", "with an access log"],
)
def test_no_log_holds_the_secret(tmp_path: Path, command: list[str]) -> None:
    port = closed_port()
    environ = os.environ | {
        "TOLKEBOK_DATABASE_URL": f"sqlite:///{tmp_path / 'logs.sqlite3'}",
        "TOLKEBOK_DATA_DIR": str(tmp_path),
        "TOLKEBOK_PORT": str(port),
    }
    subprocess.run([sys.executable, "-m", "web.cli", "migrate"], env=environ, check=True)
    given = ["--port", str(port)] if command[0] == "uvicorn" else []
    log = tmp_path / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", *command, *given], env=environ, stdout=out, stderr=out
        )
    try:
        answers = [
            _fetched(port, path) for path in (f"/feeds/{SECRET}.ics", f"/feeds/{SECRET}.ics?x={SECRET}")
        ]
    finally:
        process.terminate()
        process.wait(timeout=20)
    assert answers == [404, 404]
    written = log.read_text(encoding="utf-8")
    assert SECRET not in written
    if given:
        assert "/feeds/***.ics" in written, "the access log was on"


def _fetched(port: int, path: str) -> int:
    for _ in range(300):
        try:
            return httpx.get(f"http://127.0.0.1:{port}{path}").status_code
        except httpx.ConnectError:
            time.sleep(0.1)
    raise AssertionError("the server never answered")
