"""Sessions and those who wait for a TAO course over REST, for officers."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from identity.acting import Acting
from identity.permissions import Action, Actor, require
from kit.clock import oslo_date
from kit.http import Now, Reading
from kit.paging import Cursor, Limit, Page
from registry.training import sessions, waiting
from registry.training.schemas import SessionOut, WaitingOut
from registry.words import TrainingKind

router = APIRouter(prefix="/api/v1", tags=["training"])


def _officer(actor: Acting) -> Actor:
    require(actor, Action.CHANGE_REGISTER)
    return actor


Officer = Annotated[Actor, Depends(_officer)]


@router.get("/training/sessions")
def list_sessions(
    _by: Officer,
    session: Reading,
    kind: Annotated[TrainingKind | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[SessionOut]:
    """Every test, course and class with its results, the latest first."""
    found, following = sessions.listed(session, kind=kind, limit=limit, cursor=cursor)
    items = [SessionOut(**asdict(one), pass_percent=one.pass_percent) for one in found]
    return Page(items=items, next=following)


@router.get("/training/waiting-for-tao")
def list_waiting(
    _by: Officer,
    session: Reading,
    now: Now,
    language: Annotated[str | None, Query(max_length=8)] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[WaitingOut]:
    """Who has passed the test, or is a translator, and waits for a TAO course; the longest first."""
    found, following = waiting.listed(
        session, today=oslo_date(now), language=language, limit=limit, cursor=cursor
    )
    return Page(items=[WaitingOut(**asdict(one)) for one in found], next=following)
