"""The organisation tree: a unit may have several parents, and never itself above it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlmodel import Session, col
from sqlmodel import select as rows_of
from stdnum.no import orgnr

from identity.roles import OrganisationKind
from identity.tables import Organisation, OrganisationParent
from kit.db import take_turn
from kit.errors import Conflict, NotFound, invalid
from kit.prepared import prepared

_NUMBER_LENGTH = 9
_ID_LENGTH = 10
_KOMMUNE_LENGTH = 4
_NAME_LENGTH = 200

_child, _parent = col(OrganisationParent.child_id), col(OrganisationParent.parent_id)
_below = select(_child).where(_parent == bindparam("organisation_id")).cte("below", recursive=True)
_below = _below.union(select(_child).join(_below, _parent == _below.c.child_id))
BELOW = prepared(select(_below.c.child_id))
"""Ids of everything under `organisation_id`, itself not included."""
_above = select(_parent).where(_child == bindparam("organisation_id")).cte("above", recursive=True)
_above = _above.union(select(_parent).join(_above, _child == _above.c.parent_id))
_ABOVE = select(_above.c.parent_id)


def create(
    session: Session,
    *,
    name: str,
    kind: OrganisationKind,
    organisation_number: str | None = None,
    kommune: str | None = None,
    parent_ids: Sequence[int] = (),
    now: datetime,
) -> Organisation:
    """A new organisation under its parents. Refuses an organisation number that is wrong or taken."""
    if not 1 <= len(name.strip()) <= _NAME_LENGTH:
        raise invalid("name", "wrong_length", "Use 1 to {most} characters.", most=_NAME_LENGTH)
    if kommune is not None and not (
        len(kommune) == _KOMMUNE_LENGTH and kommune.isascii() and kommune.isdecimal()
    ):
        raise invalid("kommune", "unknown_kommune", "Use the four digits of the municipality number.")
    made = Organisation(
        name=name.strip(),
        kind=kind,
        organisation_number=organisation_number and require_number(organisation_number),
        kommune=kommune,
        created_at=now,
    )
    session.add(made)
    session.flush()
    for parent_id in dict.fromkeys(parent_ids):
        add_parent(session, child_id=made.id or 0, parent_id=parent_id)
    return made


def require_number(given: str) -> str:
    """The nine digits of an organisation number, spaces taken out; Invalid unless mod 11 holds."""
    number: str = orgnr.compact(given)
    if not (number.isascii() and orgnr.is_valid(number)):
        raise invalid(
            "organisation_number",
            "invalid_organisation_number",
            "This is not an organisation number. Check the nine digits.",
        )
    return number


def add_parent(session: Session, *, child_id: int, parent_id: int) -> None:
    """Put one organisation under another as well; a circle is refused, a repeat changes nothing."""
    take_turn(session, "organisation tree")
    require(session, child_id)
    require(session, parent_id)
    if child_id == parent_id or parent_id in below(session, child_id):
        raise Conflict("circle", "An organisation cannot lie under itself.")
    if session.get(OrganisationParent, (child_id, parent_id)) is None:
        session.add(OrganisationParent(child_id=child_id, parent_id=parent_id))
        session.flush()


def find(session: Session, given: str) -> Organisation:
    """The organisation with this id, organisation number or exact name."""
    said = given.strip()
    if said.isascii() and said.isdecimal() and len(said) <= _ID_LENGTH:
        column = Organisation.organisation_number if len(said) == _NUMBER_LENGTH else Organisation.id
        value: str | int = said if len(said) == _NUMBER_LENGTH else int(said)
        found = session.exec(rows_of(Organisation).where(col(column) == value)).all()
    else:
        found = session.exec(rows_of(Organisation).where(Organisation.name == said).limit(2)).all()
    if not found:
        raise _unknown()
    if len(found) > 1:
        raise Conflict("ambiguous_organisation", "Several organisations have this name. Use the number.")
    return found[0]


def require(session: Session, organisation_id: int) -> Organisation:
    """The organisation with this id, or NotFound."""
    found = session.get(Organisation, organisation_id)
    if found is None:
        raise _unknown()
    return found


def all_of(session: Session, ids: Iterable[int]) -> Sequence[Organisation]:
    """These organisations, by name."""
    wanted = rows_of(Organisation).where(col(Organisation.id).in_(list(ids)))
    return session.exec(wanted.order_by(Organisation.name, col(Organisation.id))).all()


def below(session: Session, organisation_id: int) -> frozenset[int]:
    """Everything under it, however deep."""
    return frozenset(session.execute(BELOW, {"organisation_id": organisation_id}).scalars())


def above(session: Session, organisation_id: int) -> frozenset[int]:
    """Everything over it, along every parent."""
    return frozenset(session.execute(_ABOVE, {"organisation_id": organisation_id}).scalars())


def nearest_first(session: Session, organisation_id: int) -> list[frozenset[int]]:
    """Itself, then its parents, then theirs: for what is inherited, and the nearest counts.

    Each organisation stands once, as near as any of its parents makes it.
    """
    levels, seen = [frozenset({organisation_id})], {organisation_id}
    while levels[-1]:
        over = session.exec(rows_of(_parent).where(_child.in_(levels[-1]))).all()
        levels.append(frozenset(over) - seen)
        seen |= levels[-1]
    return levels[:-1]


def _unknown() -> NotFound:
    return NotFound("unknown_organisation", "There is no such organisation.")
