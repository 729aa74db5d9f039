"""Each rule is counted once a day, so that an officer sees whether the register is getting better.

A day the worker did not run has no measure: what was wrong then cannot be counted afterwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from kit.clock import oslo_date
from kit.db import take_turn
from registry.quality import finding
from registry.quality.rules import Rule
from registry.quality.tables import QualityMeasure

A_MONTH = timedelta(days=30)
SHOWN = timedelta(days=365)
"""How far back a trend is shown."""


@dataclass(frozen=True, slots=True)
class Trend:
    """A rule's count now, what it was about a month ago (None: not measured yet), and its measures by day."""

    rule: Rule
    count: int
    month_ago: int | None
    measures: tuple[tuple[date, int], ...]

    @property
    def change(self) -> int | None:
        """How many more there are than a month ago; fewer is below nought."""
        return None if self.month_ago is None else self.count - self.month_ago


def is_due(session: Session, *, now: datetime) -> bool:
    """Whether a rule is not measured today: a read, so that an idle worker never writes."""
    return bool(_missing(session, oslo_date(now)))


def take(session: Session, *, now: datetime) -> None:
    """Measure today what is not measured today. Twice does no harm: the first measure of a day stands."""
    today = oslo_date(now)
    take_turn(session, "quality measures")
    for rule in _missing(session, today):
        counted = finding.count(session, rule, now=now)
        session.add(QualityMeasure(rule=rule.value, on=today, count=counted, measured_at=now))
    session.flush()


def trends(session: Session, *, now: datetime) -> list[Trend]:
    """Every rule as it is now, with its measures of the last year."""
    measures = _measures(session, since=oslo_date(now) - SHOWN)
    return [_trend(session, rule, measures.get(rule.value, ()), now) for rule in Rule]


def trend(session: Session, rule: Rule, *, now: datetime) -> Trend:
    """One rule as it is now, with its measures of the last year."""
    measures = _measures(session, since=oslo_date(now) - SHOWN, rule=rule)
    return _trend(session, rule, measures.get(rule.value, ()), now)


def _trend(session: Session, rule: Rule, measures: tuple[tuple[date, int], ...], now: datetime) -> Trend:
    a_month_ago = oslo_date(now) - A_MONTH
    before = [counted for on, counted in measures if on <= a_month_ago]
    return Trend(rule, finding.count(session, rule, now=now), before[-1] if before else None, measures)


def _measures(
    session: Session, *, since: date, rule: Rule | None = None
) -> Mapping[str, tuple[tuple[date, int], ...]]:
    statement = select(QualityMeasure).where(col(QualityMeasure.on) >= since)
    if rule is not None:
        statement = statement.where(QualityMeasure.rule == rule.value)
    found: dict[str, tuple[tuple[date, int], ...]] = {}
    for row in session.exec(statement.order_by(col(QualityMeasure.on))):
        found[row.rule] = (*found.get(row.rule, ()), (row.on, row.count))
    return found


def _missing(session: Session, today: date) -> list[Rule]:
    taken = set(session.exec(select(QualityMeasure.rule).where(QualityMeasure.on == today)))
    return [rule for rule in Rule if rule.value not in taken]
