"""The register of bodies that issue evidence: a proof names one of them, by its name or its short name."""

from datetime import datetime

from sqlmodel import Session, col, or_, select

from identity import audit
from kit import paging
from kit.errors import FieldError, Invalid, length_errors
from kit.personal_data import birth_number_errors
from registry.papers.tables import LONGEST_NAME, LONGEST_SHORT_NAME, IssuingBody


def find(session: Session, given: str) -> IssuingBody | None:
    """The body with this name or short name, whatever its capitals and spaces; or None."""
    key = _key(given)
    named = or_(col(IssuingBody.key) == key, col(IssuingBody.short_key) == key)
    return session.exec(select(IssuingBody).where(named)).first()


def spelled(session: Session, given: str) -> str:
    """The name given as the body itself spells it, the short one if that was given."""
    body = find(session, given)
    if body is None:
        return given.strip()
    return body.short_name if body.short_name and body.short_key == _key(given) else body.name


def faults_of(session: Session, given: str) -> list[FieldError]:
    """What is wrong with the issuer of a proof: nothing when the body is known, or none is named."""
    if not given.strip() or find(session, given) is not None:
        return []
    return [
        FieldError(
            "issuer",
            "unknown_issuer",
            "No issuing body has this name. Use one from the list, or register the body first.",
        )
    ]


def register(
    session: Session, *, name: str, short_name: str | None, now: datetime, by: int | None = None
) -> IssuingBody:
    """Add a body. Conflict `issuer_exists` when a body has either name."""
    errors = birth_number_errors({"name": name, "short_name": short_name})
    errors += length_errors({"name": _key(name)}, LONGEST_NAME)
    errors += length_errors({"short_name": _key(short_name or "")}, LONGEST_SHORT_NAME)
    if not name.strip():
        errors.append(FieldError("name", "blank", "Give the body's name."))
    if errors:
        raise Invalid(*errors)
    short = (short_name or "").strip() or None
    body = IssuingBody(
        name=" ".join(name.split()),
        short_name=short,
        key=_key(name),
        short_key=_key(short) if short else None,
        registered_at=now,
        registered_by=by,
    )
    session.add(body)
    session.flush()
    subject = audit.about_register()
    audit.record(session, subject, audit.Act.ISSUER_REGISTERED, by=by, now=now, content={"issuer": body.id})
    return body


def every(session: Session) -> list[IssuingBody]:
    """Every body, for a form to choose from."""
    return list(session.exec(select(IssuingBody).order_by(col(IssuingBody.key))))


def listed(
    session: Session, *, limit: int, cursor: str | None = None
) -> tuple[list[IssuingBody], str | None]:
    """One page of the bodies by name, and the cursor of the next."""
    place = paging.decode(cursor, paging.words, paging.key)
    order = (col(IssuingBody.key), col(IssuingBody.id))
    rows = session.exec(paging.after(select(IssuingBody), place, *order, limit=limit)).all()
    return paging.page(rows, limit=limit, key=lambda row: (row.key, row.id))


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
