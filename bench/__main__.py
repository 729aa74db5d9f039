"""`make bench`: every figure from one command, as shares of floors measured in the same run."""

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy.engine import URL

from bench import (
    accepting,
    feeding,
    figuring,
    finding,
    importing,
    inside,
    large,
    load,
    racing,
    registers,
    serving,
)
from kit.db import Database

_KINDS = ("reads", "matches", "verifications", "searches", "figures", "imports", "accepts", "races", "feeds")
_FEW, _FEW_RACES = 10_000, 200


def main() -> None:
    """Measure and print; `--only`, `--sizes`, `--databases` and the like narrow it (`--help`)."""
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="tolkebok-bench-") as folder:
        for kind in asked.databases:
            with registers.running(kind, Path(folder), asked.keep) as server:
                _by_size(server, asked.keep or Path(folder), kind, asked)
                for rows in asked.evidence if "figures" in asked.only else ():
                    _figures(registers.fresh(server, Path(folder), f"figures_{rows}"), kind, rows)
                for rows in asked.rows if "imports" in asked.only else ():
                    _imports(registers.fresh(server, Path(folder), f"imports_{rows}"), kind, rows)
                if "accepts" in asked.only:
                    _accepts(server, Path(folder), kind, asked.accepts)
                if "feeds" in asked.only:
                    _feeds(server, Path(folder), kind, asked.seconds)
                if "races" in asked.only:
                    _races(server, Path(folder), kind, asked.races)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1284, 10_000, 100_000])
    parser.add_argument(
        "--bookings", type=int, help="how many each interpreter has had: 200, 20 above 10,000"
    )
    parser.add_argument("--keep", type=Path, help="a folder where registers stay to be measured again today")
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--seconds", type=float, default=3, help="how long each load lasts")
    parser.add_argument("--only", nargs="+", default=_KINDS, choices=_KINDS, help="what is measured")
    parser.add_argument("--accepts", type=int, default=400, help="how many acceptances are timed")
    parser.add_argument("--races", type=int, default=200, help="how many races there are, sixteen in each")
    parser.add_argument(
        "--evidence", type=int, nargs="+", default=[1_000_000], help="rows of evidence the statistics run on"
    )
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000], help="rows of an imported list")
    return parser.parse_args()


def _by_size(server: URL | None, folder: Path, kind: str, asked: argparse.Namespace) -> None:
    """Whatever is measured on one register after another, each larger than the one before."""
    smallest: dict[str, load.Load] = {}
    kinds = {"reads", "matches", "verifications", "searches"} & set(asked.only)
    for people in asked.sizes if kinds else ():
        register = registers.of_today(server, folder, people, bookings=_bookings(people, asked.bookings))
        url, token, languages = register.url, register.token, register.languages
        if "reads" in asked.only:
            _reads(url, kind, people, languages, token, asked.seconds)
        grown: dict[str, load.Load] = {}
        if "matches" in asked.only:
            seen, own = serving.matches(url, languages=languages, token=token, seconds=asked.seconds)
            grown |= seen
            _tell_inside(own, kind, people)
        if "verifications" in asked.only:
            grown |= serving.verifications(url, people=people, languages=languages, seconds=asked.seconds)
        if "searches" in asked.only:
            grown |= finding.searches(url, languages=languages, seconds=asked.seconds)
        smallest = smallest or grown
        _tell_growth(grown, smallest, kind, people)


def _bookings(people: int, asked: int | None) -> int:
    """How many each interpreter has had, unless told: more in the registers that are small."""
    return asked if asked is not None else 200 if people <= _FEW else 20


def _reads(url: str, kind: str, people: int, languages: Sequence[str], token: str, seconds: float) -> None:
    print(f"\n{kind}, {people} interpreters: share of the trivial endpoint in the same run")
    print(f"  {'':28}{'share':>8}{'req/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'failed':>8}")
    for row in serving.reads(url, people=people, languages=languages, token=token, seconds=seconds):
        seen = row.seen
        print(
            f"  {row.what:28}{row.share:8.2f}{seen.per_second:9.0f}{seen.p50_ms:9.2f}{seen.p99_ms:9.2f}"
            f"{seen.failures:8}"
        )


def _tell_growth(
    seen: Mapping[str, load.Load], smallest: Mapping[str, load.Load], kind: str, people: int
) -> None:
    if not seen:
        return
    print(f"\n{kind}, {people} interpreters: one asker over HTTP, growth since the smallest register")
    print(f"  {'':28}{'p50 ms':>9}{'p99 ms':>9}{'p50 x':>8}{'p99 x':>8}{'failed':>8}")
    for what, one in seen.items():
        first = smallest[what]
        print(
            f"  {what:28}{one.p50_ms:9.2f}{one.p99_ms:9.2f}{one.p50_ms / first.p50_ms:8.2f}"
            f"{one.p99_ms / first.p99_ms:8.2f}{one.failures:8}"
        )


def _tell_inside(own: Mapping[str, inside.Inside], kind: str, people: int) -> None:
    print(f"\n{kind}, {people} interpreters: the server's own time for an answer")
    print(f"  {'':28}{'p50 ms':>9}{'p99 ms':>9}{'failed':>8}")
    for what, one in own.items():
        print(f"  {what:28}{one.p50_ms:9.2f}{one.p99_ms:9.2f}{one.failures:8}")


def _figures(url: str, kind: str, rows: int) -> None:
    database = Database(url)
    large.fill_register(database, evidence=rows)
    print(f"\n{kind}, {rows} rows of evidence: statistics, as multiples of one plain scan in the same run")
    for row in figuring.questions(database):
        print(f"  {row.what:28}{row.scans:8.2f}{row.seconds * 1000:10.1f} ms")
    database.dispose()


def _accepts(server: URL | None, folder: Path, kind: str, count: int) -> None:
    urls = [registers.fresh(server, folder, name) for name in ("timed", "recorded", "replayed")]
    seen = accepting.compare(*urls, count=count)
    print(f"\n{kind}: {count} acceptances, whole transactions, one client")
    print(f"  ours {seen.ours:.0f}/s, the same SQL raw {seen.raw:.0f}/s, share {seen.share:.2f}")


def _races(server: URL | None, folder: Path, kind: str, races: int) -> None:
    print(f"\n{kind}: {races} races of {racing.AT_ONCE} yeses at once, beside yeses that nobody races")
    print(f"  {'':28}{'one wins':>9}{'several':>9}{'yeses/s':>9}{'share':>8}{'p99 x':>8}")
    fewer = min(races, _FEW_RACES)  # whoever wins leaves fifteen bookings that ask the next
    for what, race, count in (
        ("to one offer", racing.one_offer, races),
        ("by one interpreter", racing.one_interpreter, fewer),
    ):
        seen = race(registers.fresh(server, folder, race.__name__), races=count)
        rates = f"{seen.per_second:9.0f}{seen.share:8.2f}{seen.p99_x:8.1f}"
        print(f"  {what:28}{seen.single:9}{seen.several:9}{rates}")
        print(f"    {', '.join(f'{code} {count}' for code, count in seen.met.most_common())}")
    twice = racing.control(registers.fresh(server, folder, "control"), races=fewer)
    print(f"  control without the guards: {twice} of {fewer} booked twice or more")


def _feeds(server: URL | None, folder: Path, kind: str, seconds: float) -> None:
    url = registers.fresh(server, folder, "feeds")
    print(f"\n{kind}: a feed of {feeding.EVENTS} events, as multiples of Radicale's in the same run")
    print(f"  {'':28}{'times':>8}{'req/s':>9}{'first ms':>10}{'p50 ms':>9}{'p99 ms':>9}{'failed':>8}")
    for row in feeding.compare(url, folder / kind, seconds=seconds):
        seen = row.seen
        print(
            f"  {row.what:28}{row.times:8.1f}{seen.per_second:9.0f}{seen.first_ms:10.2f}{seen.p50_ms:9.2f}"
            f"{seen.p99_ms:9.2f}{seen.failures:8}"
        )


def _imports(url: str, kind: str, rows: int) -> None:
    registers.filled(url, rows)
    seen = importing.compare(url)
    print(
        f"\n{kind}: a pass list of {rows} rows, from the file to evidence, standing, search, matching and log"
    )
    print(f"  looked at in {seen.looked:.0f} s, run in {seen.ran:.0f} s, peak memory {seen.peak_mb:.0f} MB")
    print(f"  {seen.times:.0f} times a plain INSERT of the same evidence ({seen.plain:.1f} s)")


if __name__ == "__main__":
    main()
