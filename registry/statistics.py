"""The register counted on a day, from the kept standing and the evidence behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from registry.categories import Level
from registry.tables import Evidence, Standing
from registry.words import EvidenceKind

CATEGORIES = range(1, 6)
_HIGHEST = 3


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
        return sum(count for category, count in self.per_category.items() if category <= _HIGHEST)

    @property
    def highest_share(self) -> int:
        """Their share in whole per cent, halves upwards; 0 of an empty register."""
        return (200 * self.highest + self.listed) // (2 * self.listed) if self.listed else 0


def register_on(session: Session, *, on: date) -> RegisterStatistics:
    """The register's figures on an Oslo day, from what is known now about that day."""
    standing = (col(Standing.starts_on) <= on, col(Standing.ends_on) > on)
    best = (
        select(func.min(Standing.level).label("level"))
        .where(*standing)
        .group_by(col(Standing.interpreter_id))
        .subquery()
    )
    people_at = dict(session.exec(select(best.c.level, func.count()).group_by(best.c.level)).all())
    languages = session.exec(select(func.count(func.distinct(Standing.language))).where(*standing)).one()
    people, tongues = session.exec(
        select(
            func.count(func.distinct(Evidence.interpreter_id)), func.count(func.distinct(Evidence.language))
        ).where(
            Evidence.kind == EvidenceKind.STATE_AUTHORISATION,
            col(Evidence.issued_on) <= on,
            or_(col(Evidence.valid_until).is_(None), col(Evidence.valid_until) >= on),
            or_(col(Evidence.revoked_on).is_(None), col(Evidence.revoked_on) > on),
        )
    ).one()
    per_category = {
        category: sum(people_at.get(level, 0) for level in Level if level.category == category)
        for category in CATEGORIES
    }
    return RegisterStatistics(on, per_category, languages, people, tongues)
