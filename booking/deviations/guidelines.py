"""What an organisation has laid down for its use of interpreters (tolkeloven § 9): kept, inherited, shown.

What is set is inherited downwards, and the nearest counts. An office with two parents that both set a minimum
is held to the stricter.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from booking.deviations.given import ANY, LOWEST, GuidelineGiven
from booking.deviations.tables import Guideline
from booking.tables import SubjectArea
from identity import audit, organisations
from identity.permissions import Action, Actor, Thing, require_sight
from identity.tables import Account, Organisation
from kit.errors import Invalid
from kit.personal_data import birth_number_errors


@dataclass(frozen=True, slots=True)
class Standing:
    """A guideline as it is told: whose it is, who set it, and the row itself."""

    row: Guideline
    organisation: str
    by: str


@dataclass(frozen=True, slots=True)
class Minimum:
    """The lowest category an agency uses in a subject area, and which organisation laid it down."""

    category: int
    organisation: str


@dataclass(frozen=True, slots=True)
class InForce:
    """What holds for one organisation: the nearest guidelines, and the nearest minimum by subject area.

    `minimums` has `any` when something holds for every subject area that is not named.
    """

    guidelines: tuple[Standing, ...]
    minimums: Mapping[str, Minimum]

    def minimum(self, subject_area: SubjectArea | None) -> int:
        """The lowest category in the subject area; 5, which is every category, when nothing is laid down."""
        found = self.minimums.get(subject_area.value if subject_area else ANY) or self.minimums.get(ANY)
        return found.category if found else LOWEST


def in_force(session: Session, organisation_id: int) -> InForce:
    """What the organisation is to keep to, its own or inherited."""
    levels = organisations.nearest_first(session, organisation_id)
    latest = {one.row.organisation_id: one for one in _latest(session, frozenset().union(*levels))}
    nearest = [[latest[place] for place in sorted(level) if place in latest] for level in levels]
    told = next((said for level in nearest if (said := [one for one in level if _says(one.row)])), [])
    return InForce(tuple(told), _minimums(nearest))


def set_guideline(
    session: Session, *, actor: Actor, organisation_id: int, given: GuidelineGiven, now: datetime
) -> Guideline:
    """Lay down a guideline and minimums for the organisation; what stood before is kept. NotFound unless the
    actor administers it.
    """  # noqa: D205 - one sentence runs over the line
    require_sight(actor, Action.SET_GUIDELINE, Thing(organisation_id=organisation_id))
    wrong = birth_number_errors({"text": given.text, "url": given.url})
    if wrong:
        raise Invalid(*wrong)
    row = Guideline(
        organisation_id=organisation_id,
        text=given.text or None,
        url=given.url,
        minimums=dict(sorted(given.minimums.items())),
        set_at=now,
        set_by=actor.id,
    )
    session.add(row)
    session.flush()
    subject = audit.about_organisation(organisation_id)
    told = {"guideline": row.id, "minimums": row.minimums}
    audit.record(session, subject, audit.Act.GUIDELINE_SET, by=actor.id, now=now, content=told)
    return row


def own(session: Session, organisation_id: int) -> Guideline | None:
    """What the organisation has laid down itself, if anything."""
    return next((one.row for one in _latest(session, {organisation_id})), None)


def history(session: Session, organisation_id: int, *, limit: int) -> Sequence[Standing]:
    """What the organisation has laid down, the latest first."""
    rows = session.exec(
        select(Guideline, Organisation.name, Account.name)
        .join(Organisation, col(Organisation.id) == col(Guideline.organisation_id))
        .join(Account, col(Account.id) == col(Guideline.set_by))
        .where(Guideline.organisation_id == organisation_id)
        .order_by(col(Guideline.id).desc())
        .limit(limit)
    )
    return [Standing(*row) for row in rows]


def _latest(session: Session, organisation_ids: Iterable[int]) -> list[Standing]:
    last = (
        select(func.max(col(Guideline.id)))
        .where(col(Guideline.organisation_id).in_(list(organisation_ids)))
        .group_by(col(Guideline.organisation_id))
    )
    rows = session.exec(
        select(Guideline, Organisation.name, Account.name)
        .join(Organisation, col(Organisation.id) == col(Guideline.organisation_id))
        .join(Account, col(Account.id) == col(Guideline.set_by))
        .where(col(Guideline.id).in_(last))
    )
    return [Standing(*row) for row in rows]


def _says(row: Guideline) -> bool:
    return bool(row.text or row.url)


def _minimums(nearest: Sequence[Sequence[Standing]]) -> dict[str, Minimum]:
    """By subject area the nearest that lays something down about it, or about `any`."""
    found: dict[str, Minimum] = {}
    for area in (ANY, *(one.value for one in SubjectArea)):
        for level in nearest:
            stated = [
                Minimum(category, one.organisation)
                for one in level
                if (category := one.row.minimums.get(area) or one.row.minimums.get(ANY)) is not None
            ]
            if stated:
                found[area] = min(stated, key=lambda one: one.category)
                break
    return found
