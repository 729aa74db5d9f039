"""What an interpreter has asked for is answered before her number is merged into another."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from kit.errors import Conflict
from registry.own.tables import OwnRequest
from registry.own.words import RequestStatus
from registry.tables import Interpreter


def follow(
    session: Session,
    *,
    standing: Interpreter,  # noqa: ARG001 - a follower of registry/quality/merging.py is given both
    merged: Interpreter,
    now: datetime,  # noqa: ARG001 - the same
) -> Mapping[str, Any]:
    """Moves nothing. Conflict `merged_has_requests` while a request waits for an officer's answer."""
    waiting = select(OwnRequest.id).where(
        OwnRequest.interpreter_id == merged.id, OwnRequest.status == RequestStatus.OPEN
    )
    if session.exec(waiting).first() is not None:
        raise Conflict(
            "merged_has_requests", "Answer first what was asked for under the number that would go."
        )
    return {}
