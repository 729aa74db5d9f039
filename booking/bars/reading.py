"""The bars somebody may see: those of her organisations."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, cast, func, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from booking.tables import Bar
from identity.permissions import Action, Actor, Thing, require_sight
from identity.roles import Role
from identity.tables import Organisation
from kit import paging
from kit.errors import Forbidden
from registry.tables import Interpreter


@dataclass(frozen=True, slots=True)
class Told:
    """A bar with the interpreter's number and name (None for a protected identity), and whose it is."""

    bar: Bar
    number: int
    name: str | None
    organisation: str


def bars(
    session: Session, actor: Actor, *, text: str | None, limit: int, cursor: str | None
) -> tuple[list[Told], str | None]:
    """The bars of the actor's organisations, the latest first; `text` is a number, name or case."""
    organisations = actor.organisations(Role.BOOKER, Role.AGENCY_ADMINISTRATOR)
    if not organisations:
        raise Forbidden("not_allowed", "Your account does not have the role this needs.")
    statement = paging.after(
        _told().where(col(Bar.organisation_id).in_(organisations), *_sought(text)),
        paging.decode(cursor, paging.key),
        col(Bar.id),
        limit=limit,
        backwards=True,
    )
    rows = [_row(*row) for row in session.exec(statement)]
    return paging.page(rows, limit=limit, key=lambda told: (told.bar.id,))


def find(session: Session, actor: Actor, bar_id: int) -> Told:
    """One bar, or NotFound unless it is of one of the actor's organisations."""
    row = session.exec(_told().where(col(Bar.id) == bar_id)).one_or_none()
    require_sight(actor, Action.BAR_IN_CASE, Thing(organisation_id=row[0].organisation_id if row else None))
    assert row is not None  # noqa: S101 - nobody may see what belongs to no organisation
    return _row(*row)


def _told() -> Select[Bar, Interpreter, str]:
    return (
        select(Bar, Interpreter, col(Organisation.name))
        .join(Interpreter, col(Interpreter.id) == col(Bar.interpreter_id))
        .join(Organisation, col(Organisation.id) == col(Bar.organisation_id))
    )


def _row(bar: Bar, her: Interpreter, organisation: str) -> Told:
    return Told(bar, her.number, None if her.protected else her.name, organisation)


def _sought(text: str | None) -> list[ColumnElement[bool]]:
    if not text or not text.strip():
        return []
    sought = text.strip().lower().replace("\x00", "")
    named = func.lower(col(Interpreter.name)).contains(sought, autoescape=True)
    return [
        or_(
            cast(col(Interpreter.number), String) == sought,
            named & col(Interpreter.protected).is_(other=False),
            func.lower(col(Bar.case_reference)).contains(sought, autoescape=True),
        )
    ]
