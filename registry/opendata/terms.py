"""Who publishes the open data, under which licence, and how new they are."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from registry.statistics.tables import Assessment, Target
from registry.tables import (
    Evidence,
    Exclusion,
    Interpreter,
    ListingChange,
    ParticularsChange,
    Standing,
    TrainingEvent,
)

LICENCE: Mapping[str, str] = {
    "name": "Norsk lisens for offentlige data (NLOD) 2.0",
    "url": "https://data.norge.no/nlod/no/2.0",
}
PUBLISHER = "Integrerings- og mangfoldsdirektoratet"

_TIMES = (
    col(Interpreter.registered_at),
    col(ParticularsChange.registered_at),
    col(Evidence.registered_at),
    col(Evidence.revoked_at),
    col(Evidence.struck_at),
    col(ListingChange.registered_at),
    col(ListingChange.struck_at),
    col(Exclusion.registered_at),
    col(Exclusion.lifted_at),
    col(TrainingEvent.registered_at),
    col(TrainingEvent.struck_at),
    col(Target.registered_at),
    col(Assessment.registered_at),
)
_KEYS = (
    col(Interpreter.id),
    col(ParticularsChange.id),
    col(Evidence.id),
    col(ListingChange.id),
    col(Exclusion.id),
    col(Standing.id),
    col(TrainingEvent.id),
    col(Target.id),
    col(Assessment.id),
)


@dataclass(frozen=True, slots=True)
class Edition:
    """The register as it is on an Oslo day: when anything last changed, and a tag of just this state."""

    on: date
    updated_at: datetime | None
    tag: str


def edition(session: Session, *, on: date, asked: str = "") -> Edition:
    """The state of everything the open data are made from; `asked` tells one question from another."""
    newest = session.execute(select(*(select(func.max(one)).scalar_subquery() for one in _TIMES))).one()
    last = session.execute(select(*(select(func.max(one)).scalar_subquery() for one in _KEYS))).one()
    updated_at = max((instant for instant in newest if instant is not None), default=None)
    state = repr((on.isoformat(), asked, [str(one) for one in (*newest, *last)]))
    return Edition(on, updated_at, f'"{hashlib.sha256(state.encode()).hexdigest()[:32]}"')


def head(one: Edition) -> dict[str, object]:
    """What stands first in every JSON file."""
    return {
        "licence": dict(LICENCE),
        "publisher": PUBLISHER,
        "on": one.on.isoformat(),
        "updated_at": said(one.updated_at),
    }


def said(instant: datetime | None) -> str | None:
    """An instant as RFC 3339 writes it, in UTC."""
    return None if instant is None else instant.isoformat(timespec="seconds").replace("+00:00", "Z")
