"""The register's key figures on a day, as known now or at an instant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, null, union_all
from sqlmodel import Session, select

from registry.categories import Level
from registry.statistics.levels import AsOf, best, held, in_force
from registry.statistics.shares import whole_percent
from registry.tables import Evidence
from registry.words import EvidenceKind

CATEGORIES = range(1, 6)
HIGHEST = 3
"""Categories 1 to 3 are the highest."""


@dataclass(frozen=True, slots=True)
class RegisterStatistics:
    """Each person counts once, in the best category; protected identities count here and only here.

    `per_category` has every category; `languages` are those the listed hold. `authorised` counts
    state-authorised people, listed or not, and the languages they hold it in.
    """

    on: date
    per_category: Mapping[int, int]
    languages: int
    authorised_people: int
    authorised_languages: int

    @property
    def listed(self) -> int:
        """How many are listed."""
        return sum(self.per_category.values())

    @property
    def highest(self) -> int:
        """How many of them are in categories 1 to 3."""
        return sum(count for category, count in self.per_category.items() if category <= HIGHEST)

    @property
    def highest_share(self) -> int:
        """Their share in whole per cent, halves upwards; 0 of an empty register."""
        return whole_percent(self.highest, self.listed)


def register_on(session: Session, *, on: date, known_at: datetime | None = None) -> RegisterStatistics:
    """The register's figures on an Oslo day, from what is known now about that day, or was at `known_at`."""
    as_of = AsOf(on, known_at)
    at_level, languages = _listed(session, as_of)
    authorised, tongues = session.exec(
        select(
            func.count(func.distinct(Evidence.interpreter_id)), func.count(func.distinct(Evidence.language))
        ).where(Evidence.kind == EvidenceKind.STATE_AUTHORISATION, *in_force(as_of))
    ).one()
    return RegisterStatistics(on, per_category(at_level), languages, authorised, tongues)


def per_category(at_level: Mapping[int, int]) -> dict[int, int]:
    """Counts by level as counts by category 1 to 5, none left out."""
    return {
        category: sum(at_level.get(level, 0) for level in Level if level.category == category)
        for category in CATEGORIES
    }


def _listed(session: Session, as_of: AsOf) -> tuple[dict[int, int], int]:
    """How many people stand best at each level, and how many languages they hold: both of one working out."""
    every = held(as_of)
    people = best(every)
    rows = session.execute(
        union_all(
            select(people.c.level, func.count()).group_by(people.c.level),
            select(null(), func.count(func.distinct(every.c.language))),
        )
    )
    told = [(level, count) for level, count in rows]
    at_level = {level: count for level, count in told if level is not None}
    return at_level, next(count for level, count in told if level is None)
