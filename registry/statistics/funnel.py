"""From the test or the first application to a place in the register: training and authorisation in a year.

Counted from the dated steps of candidates, who need not be in the register, and from the authorisations
granted. Steps from before the register kept the instant of registration count as known always.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, select

from registry.statistics.levels import AsOf, held, standing_at
from registry.statistics.shares import per_mille, reported_percent
from registry.statistics.suppression import Shown, parts
from registry.tables import Evidence, TrainingEvent
from registry.words import EvidenceKind, TrainingKind, TrainingStep

GRADUATES_SINCE = date(2007, 1, 1)
"""When the basic education began in its present form."""


Counts = Mapping[str, tuple[int, ...]]
"""By language, in the order of codes: a count for each of some steps."""


@dataclass(frozen=True, slots=True)
class Tests:
    """Bilingual tests: sittings and their results."""

    tested: int
    passed: int
    failed: int

    @property
    def fail_per_mille(self) -> int:
        """The failed among the tested in tenths of a per cent, halves upwards."""
        return per_mille(self.failed, self.tested)

    @property
    def fail_percent(self) -> int:
        """The same in whole per cent, rounded as the annual report rounds: from one decimal."""
        return reported_percent(self.failed, self.tested)


@dataclass(frozen=True, slots=True)
class Courses:
    """TAO courses held and the people who attended them."""

    courses: int
    people: int


@dataclass(frozen=True, slots=True)
class Education:
    """The basic education: how many came to each step; the languages they passed in; how many are listed."""

    applied: int
    offered: int
    passed: int
    languages: int
    listed: int


@dataclass(frozen=True, slots=True)
class Graduates:
    """Everybody who has passed the basic education since it began, and their languages."""

    people: int
    languages: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """The year up to a day, both ends included."""

    first: date
    last: date
    tests: Tests
    courses: Courses
    education: Education
    graduates: Graduates
    granted: Mapping[str, int]
    """State authorisations granted in the period, by language."""
    tested_in: Counts
    """Passed and failed tests, by language."""
    educated_in: Counts
    """Applied, offered and passed, by language."""


def funnel(session: Session, *, on: date, known_at: datetime | None = None) -> Funnel:
    """From 1 January to the Oslo day `on`; a whole year when it is 31 December."""
    first, as_of = date(on.year, 1, 1), AsOf(on, known_at)
    steps = _steps(session, first, as_of)
    tested_in = _in_each_language(steps, TrainingKind.BILINGUAL_TEST, _RESULTS)
    educated_in = _in_each_language(steps, TrainingKind.BASIC_EDUCATION, _EDUCATED)
    applied, offered, passed = (sum(row[step] for row in educated_in.values()) for step in range(3))
    return Funnel(
        first=first,
        last=on,
        tests=Tests(
            tested=sum(steps.get((TrainingKind.BILINGUAL_TEST, TrainingStep.ATTENDED), {}).values()),
            passed=sum(row[0] for row in tested_in.values()),
            failed=sum(row[1] for row in tested_in.values()),
        ),
        courses=_courses(session, first, as_of),
        education=Education(
            applied,
            offered,
            passed,
            languages=sum(row[2] > 0 for row in educated_in.values()),
            listed=_listed_of_the_passed(session, as_of, first),
        ),
        graduates=_graduates(session, as_of),
        granted=_granted(session, as_of, first),
        tested_in=tested_in,
        educated_in=educated_in,
    )


def for_everyone(counted: Counts) -> dict[str, tuple[Shown, ...]]:
    """Counts by language as the public may see them, where the sum of each column is known to all."""
    columns = zip(*counted.values(), strict=True)
    return dict(zip(counted, zip(*(parts(column) for column in columns), strict=True), strict=True))


_RESULTS = (TrainingStep.PASSED, TrainingStep.FAILED)
_EDUCATED = (TrainingStep.APPLIED, TrainingStep.OFFERED, TrainingStep.PASSED)
_Steps = Mapping[tuple[TrainingKind, TrainingStep], Mapping[str, int]]


def _steps(session: Session, first: date, as_of: AsOf) -> _Steps:
    """How many candidates came to each step in each language; the same step told twice counts once."""
    rows = session.exec(
        select(
            TrainingEvent.kind, TrainingEvent.step, TrainingEvent.language, func.count(func.distinct(_ONE))
        )
        .where(*_within(first, as_of), col(TrainingEvent.language).is_not(None))
        .group_by(col(TrainingEvent.kind), col(TrainingEvent.step), col(TrainingEvent.language))
    )
    counted: dict[tuple[TrainingKind, TrainingStep], dict[str, int]] = {}
    for kind, step, language, count in rows:
        counted.setdefault((TrainingKind(kind), TrainingStep(step)), {})[language or ""] = count
    return counted


def _in_each_language(steps: _Steps, kind: TrainingKind, wanted: Sequence[TrainingStep]) -> Counts:
    columns = [steps.get((kind, step), {}) for step in wanted]
    codes = sorted(set().union(*columns))
    return {code: tuple(column.get(code, 0) for column in columns) for code in codes}


def _courses(session: Session, first: date, as_of: AsOf) -> Courses:
    courses, people = session.exec(
        select(func.count(func.distinct(TrainingEvent.gathering)), func.count(func.distinct(_ONE))).where(
            TrainingEvent.kind == TrainingKind.TAO_COURSE,
            TrainingEvent.step == TrainingStep.ATTENDED,
            *_within(first, as_of),
        )
    ).one()
    return Courses(courses, people)


def _listed_of_the_passed(session: Session, as_of: AsOf, first: date) -> int:
    listed = held(as_of)
    passed = (
        select(func.count(func.distinct(TrainingEvent.interpreter_id)))
        .join(listed, listed.c.interpreter_id == col(TrainingEvent.interpreter_id))
        .where(*_graduated(first, as_of))
    )
    return session.exec(passed).one()


def _graduates(session: Session, as_of: AsOf) -> Graduates:
    everyone = select(func.count(func.distinct(_ONE)), func.count(func.distinct(TrainingEvent.language)))
    people, languages = session.exec(everyone.where(*_graduated(GRADUATES_SINCE, as_of))).one()
    return Graduates(people, languages)


def _granted(session: Session, as_of: AsOf, first: date) -> dict[str, int]:
    rows = session.exec(
        select(col(Evidence.language), func.count())
        .where(
            Evidence.kind == EvidenceKind.STATE_AUTHORISATION,
            col(Evidence.issued_on) >= first,
            col(Evidence.issued_on) <= as_of.on,
            *standing_at(Evidence, as_of),
        )
        .group_by(col(Evidence.language))
    )
    return {language or "": count for language, count in sorted(rows)}


_ONE = col(TrainingEvent.gathering) + "/" + col(TrainingEvent.candidate)
"""One candidate at one test, course or education: names of candidates are unique within it."""


def _graduated(first: date, as_of: AsOf) -> list[ColumnElement[bool]]:
    return [
        col(TrainingEvent.kind) == TrainingKind.BASIC_EDUCATION,
        col(TrainingEvent.step) == TrainingStep.PASSED,
        *_within(first, as_of),
    ]


def _within(first: date, as_of: AsOf) -> list[ColumnElement[bool]]:
    registered_at, struck_at = col(TrainingEvent.registered_at), col(TrainingEvent.struck_at)
    stands: list[ColumnElement[bool]] = [struck_at.is_(None)]
    told: list[ColumnElement[bool]] = [col(TrainingEvent.on) >= first, col(TrainingEvent.on) <= as_of.on]
    if as_of.known_at is not None:
        stands.append(struck_at > as_of.known_at)
        told.append(or_(registered_at.is_(None), registered_at <= as_of.known_at))
    return [*told, or_(*stands)]
