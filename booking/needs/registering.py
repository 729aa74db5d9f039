"""A need is registered for a unit, once however often the call is repeated."""

import hashlib
import secrets
from datetime import datetime

from sqlmodel import Session, col, select

from booking.needs.given import NeedGiven
from booking.needs.tables import Need
from booking.needs.tongues import meant
from identity import organisations
from identity.permissions import Action, Actor, Thing, may, require
from identity.roles import Role
from kit.db import take_turn
from kit.errors import Refusal, invalid
from kit.personal_data import refuse_birth_numbers

_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is mistaken for another
_LENGTH = 10
REGISTRARS = (Role.BOOKER, Role.AGENCY_ADMINISTRATOR, Role.NEED_REGISTRAR)


def register(
    session: Session, *, actor: Actor, given: NeedGiven, now: datetime, key: str | None = None
) -> Need:
    """A draft for the unit. A language nobody knows is kept as it was written, for a person to look at.

    The same `key` by the same account gives the same need; with another body it is Invalid
    `idempotency_key_reused`. Invalid `unknown_unit` for a unit the actor does not register for.
    """
    place = _unit(session, actor, given)
    given.require(now=now)
    digest = hashlib.sha256(given.model_dump_json().encode()).hexdigest()
    if key is not None:
        refuse_birth_numbers("Idempotency-Key", key)
        take_turn(session, f"need:{actor.id}:{key}")
        first = session.exec(
            select(Need).where(Need.created_by == actor.id, col(Need.idempotency_key) == key)
        ).one_or_none()
        if first is not None and first.body_digest == digest:
            return first
        if first is not None:
            raise invalid(
                "Idempotency-Key",
                "idempotency_key_reused",
                "Use a new key: this one belongs to another need.",
            )
    found = meant(given.language)
    need = Need(
        reference="".join(secrets.choice(_SIGNS) for _ in range(_LENGTH)),
        organisation_id=place,
        created_by=actor.id,
        created_at=now,
        asked_language=given.language,
        language=found.language if found else None,
        variety=found.variety if found else None,
        modality=given.modality,
        wished_from=given.wished_from,
        wished_to=given.wished_to,
        case_reference=given.case_reference,
        idempotency_key=key,
        body_digest=digest,
    )
    session.add(need)
    session.flush()
    return need


def _unit(session: Session, actor: Actor, given: NeedGiven) -> int:
    if given.unit is None:
        grants = [grant for role in REGISTRARS for grant in actor.grants if grant.role is role]
        place = grants[0].organisation_id if grants else None
        require(actor, Action.REGISTER_NEED, Thing(organisation_id=place))
        return place or 0
    require(actor, Action.REGISTER_NEED, Thing(organisation_id=_own(actor)))
    try:
        found = organisations.find(session, str(given.unit)).id
    except Refusal:
        found = None
    if not may(actor, Action.REGISTER_NEED, Thing(organisation_id=found)):
        raise invalid(
            "unit",
            "unknown_unit",
            "Use the id, number or exact name of a unit your account registers needs for.",
        )
    return found or 0


def _own(actor: Actor) -> int | None:
    """Some organisation the actor registers for: without any, the account lacks the role."""
    return min(actor.organisations(*REGISTRARS), default=None)
