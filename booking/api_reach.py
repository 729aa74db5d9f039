"""How far an interpreter goes for an assignment on site, over REST: kept by herself or by an officer."""

from typing import Annotated

from fastapi import APIRouter, Path

from booking import own
from booking.inputs import ReachGiven
from booking.travel import reach
from booking.travel.schemas import ReachView
from identity.acting import SignedIn
from identity.permissions import Action, require
from kit.db import stored_id
from kit.http import InDatabase, Now, Reading, Writing
from registry import profiles, viewing

router = APIRouter()

NumberInPath = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("/me/reach", tags=["interpreter"])
def show_reach(session: Reading, actor: SignedIn) -> ReachView:
    """How far you go for an assignment on site. Null and no municipalities is no limit."""
    her = own.me(session, actor, Action.KEEP_OWN_HOURS)
    return ReachView.of(reach.of(session, stored_id(her.id)))


@router.put("/me/reach", tags=["interpreter"])
def keep_reach(given: ReachGiven, session: Writing, actor: SignedIn, now: Now) -> ReachView:
    """You are asked about assignments on site within so many kilometres, or in these municipalities."""
    her = stored_id(own.me(session, actor, Action.KEEP_OWN_HOURS).id)
    kept = reach.keep(
        session, interpreter_id=her, km=given.km, numbers=given.kommuner, by=actor.account_id, now=now
    )
    return ReachView.of(kept)


@router.get("/interpreters/{number}/reach", tags=["register"])
def show_reach_of(
    number: NumberInPath, actor: SignedIn, session: Reading, database: InDatabase, now: Now
) -> ReachView:
    """For officers: how far this interpreter goes. Part of her file: that it was read is recorded."""
    require(actor, Action.SEE_REGISTER_FILE)
    her = stored_id(profiles.file(session, number=number).interpreter.id)
    viewing.note(database, interpreter_id=her, by=actor.id, now=now)
    return ReachView.of(reach.of(session, her))


@router.put("/interpreters/{number}/reach", tags=["register"])
def keep_reach_of(
    number: NumberInPath, given: ReachGiven, actor: SignedIn, session: Writing, now: Now
) -> ReachView:
    """For officers: put this limit in place of the one before, as she has told the directorate.

    Null and no municipalities is no limit. What she has said yes to stands, and so does what is asked for
    already. A number merged into another, or removed, is refused.
    """
    require(actor, Action.CHANGE_REGISTER)
    kept = reach.keep_for(session, number=number, km=given.km, numbers=given.kommuner, by=actor.id, now=now)
    return ReachView.of(kept)
