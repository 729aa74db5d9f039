"""The listed by language and by county: for officers every cell, for everyone none that is small."""

from datetime import UTC, date, datetime, timedelta

from kit.db import Database
from registry import registration
from registry.statistics import spread
from registry.statistics.levels import AsOf
from registry.statistics.suppression import Hidden
from registry.words import EvidenceKind
from tests import make
from tests.make_registry import TODAY, interpreter

AUTHORISATION, BACHELOR, CREDITS, TEST, TAO, TRANSLATOR = EvidenceKind
OSLO, INNLANDET, FINNMARK = "03", "34", "56"


def test_a_person_counts_in_every_language_and_once_in_the_county(database: Database) -> None:
    with database.write() as session:
        interpreter(session, "A", ("tir", AUTHORISATION), ("som", BACHELOR))
        interpreter(session, "B", ("tir", TEST), ("tir", TAO), kommune="5601")
        languages = spread.by_language(session, AsOf(TODAY))
        counties = {row.code: row for row in spread.by_county(session, AsOf(TODAY))}
    assert [(row.code, row.cells, row.total) for row in languages] == [
        ("som", (0, 0, 1, 0, 0), 1),
        ("tir", (0, 1, 0, 0, 1), 2),
    ]
    assert len(counties) == 16
    assert counties[OSLO].cells == (0, 1, 0, 0, 0)
    assert counties[FINNMARK].cells == (0, 0, 0, 0, 1)
    assert counties[INNLANDET].total == counties[spread.ELSEWHERE].total == 0


def test_protected_identities_are_in_no_language_and_no_county(database: Database) -> None:
    with database.write() as session:
        interpreter(session, "Hidden", protected=True)
        for number in range(12):
            interpreter(session, f"Open {number}", kommune="0301" if number < 6 else "3403")
        languages = spread.by_language(session, AsOf(TODAY))
        counties = spread.by_county(session, AsOf(TODAY))
    assert [row.total for row in languages] == [12]
    assert {row.code: row.total for row in counties if row.total} == {OSLO: 6, INNLANDET: 6, "": 1}
    told = {row.code: row for row in spread.counties_for_everyone(counties)}
    assert told[""].total is Hidden.WITHHELD
    assert Hidden.WITHHELD in {told[OSLO].total, told[INNLANDET].total}


def test_a_person_counts_where_she_lived_on_the_day(database: Database) -> None:
    moved_at = datetime(2026, 5, 1, 10, tzinfo=UTC)
    with database.write() as session:
        person = interpreter(session, "A", kommune="0301")
        registration.change(session, number=person.number, changes={"kommune": "5601"}, now=moved_at)
        registration.change(
            session, number=person.number, changes={"kommune": "3403"}, now=moved_at + timedelta(days=30)
        )

        def county(on: date, known_at: datetime | None = None) -> list[str]:
            rows = spread.by_county(session, AsOf(on, known_at))
            return [row.code for row in rows if row.total]

        assert county(date(2026, 4, 30)) == [OSLO]
        assert county(date(2026, 5, 1)) == [FINNMARK]
        assert county(date(2026, 6, 30)) == [INNLANDET]
        assert county(date(2026, 6, 30), make.NOW) == [INNLANDET]
        with_late_entry = county(date(2026, 6, 30), datetime(2026, 5, 2, tzinfo=UTC))
    assert with_late_entry == []  # the evidence itself was registered later


def test_everyone_sees_no_small_cell_of_a_language(database: Database) -> None:
    with database.write() as session:
        for number in range(9):
            interpreter(session, f"A{number}", ("tir", BACHELOR if number < 7 else AUTHORISATION))
        rows = spread.by_language(session, AsOf(TODAY))
    [told] = spread.languages_for_everyone(rows)
    assert rows[0].cells == (0, 2, 7, 0, 0)
    assert (told.cells, told.total) == ((0, Hidden.SMALL, Hidden.WITHHELD, 0, 0), 9)
