"""`make bench`: every figure from one command, as shares of floors measured in the same run."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL

from bench import accepting, large, postgres, serving
from kit.db import Database


def main() -> None:
    """Measure and print; `--sizes`, `--databases`, `--seconds` and `--accepts` narrow it."""
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="tolkebok-bench-") as folder:
        for kind in asked.databases:
            with _server(kind, Path(folder)) as server:
                for people in asked.sizes:
                    _reads(_fresh(server, Path(folder), f"reads_{people}"), kind, people, asked.seconds)
                _accepts(server, Path(folder), kind, asked.accepts)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1284, 10_000, 100_000])
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--seconds", type=float, default=3, help="how long each load lasts")
    parser.add_argument("--accepts", type=int, default=400, help="how many acceptances are timed")
    return parser.parse_args()


def _reads(url: str, kind: str, people: int, seconds: float) -> None:
    database = Database(url)
    token = large.fill(database, people=people)
    languages = large.commonest_first(database)
    database.dispose()
    print(f"\n{kind}, {people} interpreters: share of the trivial endpoint in the same run")
    print(f"  {'':28}{'share':>8}{'req/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'failed':>8}")
    for row in serving.reads(url, people=people, languages=languages, token=token, seconds=seconds):
        seen = row.seen
        print(
            f"  {row.what:28}{row.share:8.2f}{seen.per_second:9.0f}{seen.p50_ms:9.2f}{seen.p99_ms:9.2f}"
            f"{seen.failures:8}"
        )


def _accepts(server: URL | None, folder: Path, kind: str, count: int) -> None:
    urls = [_fresh(server, folder, name) for name in ("timed", "recorded", "replayed")]
    seen = accepting.compare(*urls, count=count)
    print(f"\n{kind}: {count} acceptances, whole transactions, one client")
    print(f"  ours {seen.ours:.0f}/s, the same SQL raw {seen.raw:.0f}/s, share {seen.share:.2f}")


@contextmanager
def _server(kind: str, folder: Path) -> Iterator[URL | None]:
    if kind == "sqlite":
        yield None
        return
    with postgres.cluster(folder) as url:
        yield url


def _fresh(server: URL | None, folder: Path, name: str) -> str:
    """The address of a new, migrated, empty database."""
    if server is None:
        url = f"sqlite:///{folder / name}.sqlite3"
    else:
        engine = create_engine(server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        url = server.set(database=name).render_as_string(hide_password=False)
    environment = {**os.environ, "TOLKEBOK_DATABASE_URL": url, "TOLKEBOK_DATA_DIR": str(folder)}
    subprocess.run([sys.executable, "-m", "web.cli", "migrate"], env=environment, check=True)
    return url


if __name__ == "__main__":
    main()
