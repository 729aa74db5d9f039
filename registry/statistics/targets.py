"""Targets are set and assessments written; what stood before stays, so any day can be asked about again."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Session, col, select

from identity import audit
from kit.clock import oslo_date
from kit.errors import FieldError, Invalid
from kit.inputs import YEARS
from kit.personal_data import birth_number_errors
from registry.statistics.measures import Measure, TargetKind
from registry.statistics.tables import Assessment, Target

_HIGHEST_VALUE = 10_000_000
_HIGHEST_SHARE = 100
_LONGEST = 2000


def set_target(
    session: Session,
    *,
    measure: Measure,
    year: int,
    kind: TargetKind,
    value: int | None,
    now: datetime,
    by: int | None = None,
) -> Target:
    """What is asked of a measure in a year from now on; None: nothing. Invalid names every wrong field."""
    errors = []
    highest = _HIGHEST_SHARE if measure.is_share else _HIGHEST_VALUE
    if value is not None and not 0 <= value <= highest:
        errors.append(
            FieldError("value", "out_of_range", "Use a number from 0 to {highest}.", {"highest": highest})
        )
    if year not in YEARS:
        errors.append(FieldError("year", "year_out_of_range", "Use a year from 1900 to 2100."))
    if errors:
        raise Invalid(*errors)
    target = Target(measure=measure, year=year, kind=kind, value=value, registered_at=now, registered_by=by)
    session.add(target)
    session.flush()
    told = {"measure": measure, "year": year, "kind": kind, "value": value}
    audit.record(session, audit.about_register(), audit.Act.TARGET_SET, by=by, now=now, content=told)
    return target


def assess(
    session: Session, *, measure: Measure, on: date, text: str, now: datetime, by: int | None = None
) -> Assessment:
    """What an officer says of a measure on a day, instead of what was said; an empty text takes it back.

    Invalid when the day has not come, or the text is too long or holds a birth number: everyone reads it.
    """
    errors = birth_number_errors({"text": text})
    if len(text.strip()) > _LONGEST:
        errors.append(
            FieldError("text", "too_long", "Write at most {max_length} characters.", {"max_length": _LONGEST})
        )
    if on > oslo_date(now):
        errors.append(FieldError("on", "in_the_future", "Assess a day when it has come."))
    if errors:
        raise Invalid(*errors)
    written = Assessment(
        measure=measure, on=on, text=text.strip() or None, registered_at=now, registered_by=by
    )
    session.add(written)
    session.flush()
    told = {"measure": measure, "on": on, "taken_back": written.text is None}
    audit.record(session, audit.about_register(), audit.Act.MEASURE_ASSESSED, by=by, now=now, content=told)
    return written


def in_force(session: Session, *, year: int, known_at: datetime | None = None) -> Mapping[Measure, Target]:
    """The year's targets as last set, or as they stood at `known_at`, where anything is asked."""
    rows = select(Target).where(Target.year == year).order_by(col(Target.id))
    if known_at is not None:
        rows = rows.where(col(Target.registered_at) <= known_at)
    latest = {row.measure: row for row in session.exec(rows)}
    return {measure: row for measure, row in latest.items() if row.value is not None}


def history(session: Session) -> list[Target]:
    """Every target ever set, the latest year and within it the latest registered first."""
    return list(session.exec(select(Target).order_by(col(Target.year).desc(), col(Target.id).desc())))


def written(session: Session, *, on: date, known_at: datetime | None = None) -> Mapping[Measure, Assessment]:
    """The assessments of the day as last written, or as they stood at `known_at`."""
    rows = select(Assessment).where(Assessment.on == on).order_by(col(Assessment.id))
    if known_at is not None:
        rows = rows.where(col(Assessment.registered_at) <= known_at)
    latest = {row.measure: row for row in session.exec(rows)}
    return {measure: row for measure, row in latest.items() if row.text is not None}
