"""Training counted as it was known: a result registered late was not known before, one struck was."""

from datetime import UTC, date, datetime

from kit.db import Database
from registry.statistics.funnel import funnel
from registry.tables import TrainingEvent
from registry.words import TrainingKind, TrainingStep

YEAR = date(2026, 12, 31)
MARCH, JUNE = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)


def test_results_count_from_when_they_were_known_until_they_were_struck(database: Database) -> None:
    with database.write() as session:
        for candidate, registered_at, struck_at in [
            ("long known", None, None), ("late", MARCH, None), ("wrong", None, JUNE), ("both", MARCH, JUNE)
        ]:  # fmt: skip
            session.add(
                TrainingEvent(
                    kind=TrainingKind.BILINGUAL_TEST,
                    step=TrainingStep.PASSED,
                    gathering="T1",
                    candidate=candidate,
                    language="tir",
                    on=date(2026, 1, 15),
                    registered_at=registered_at,
                    struck_at=struck_at,
                )
            )
    with database.read() as session:
        passed = [
            funnel(session, on=YEAR, known_at=known_at).tests.passed
            for known_at in (datetime(2026, 2, 1, tzinfo=UTC), MARCH, JUNE, None)
        ]
    assert passed == [2, 4, 2, 2]
