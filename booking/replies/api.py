"""How an interpreter is asked, over REST."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, StrictBool

from booking import channels, own
from booking.inputs import Given
from identity.acting import SignedIn
from identity.permissions import Action
from kit.db import stored_id
from kit.http import Now, Reading, Writing

router = APIRouter(prefix="/api/v1", tags=["interpreter"])


class AskedGiven(Given):
    """Whether what she is asked shall come as an entry in her calendar too."""

    by_calendar: StrictBool


class AskedView(BaseModel):
    """How she is asked: always by letter, and by calendar when she has chosen that."""

    by_calendar: bool
    chosen_at: datetime | None


@router.get("/me/asked")
def show_how_asked(session: Reading, actor: SignedIn) -> AskedView:
    """How you are asked: by letter, or by letter with a tentative entry that your calendar can answer."""
    her = own.me(session, actor, Action.KEEP_OWN_HOURS)
    return _view(channels.chosen(session, stored_id(her.id)))


@router.put("/me/asked")
def choose_how_asked(given: AskedGiven, session: Writing, actor: SignedIn, now: Now) -> AskedView:
    """Choose it. What you are asked already stands as it came."""
    her = stored_id(own.me(session, actor, Action.KEEP_OWN_HOURS).id)
    channels.choose(session, interpreter_id=her, by_calendar=given.by_calendar, now=now)
    return _view(channels.chosen(session, her))


def _view(chosen: channels.OfferByCalendar | None) -> AskedView:
    return AskedView(by_calendar=chosen is not None, chosen_at=chosen.chosen_at if chosen else None)
