"""The demo's mail, as it would have reached people: a list to search, each message, its calendar object.

The application has these pages with TOLKEBOK_DEMO=1 alone, and refuses them on any but the demo's database.
"""

from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from identity.acting import Acting
from kit import installation
from kit.errors import NotFound
from kit.http import InDatabase, InSettings
from web.mailbox import Caught, Mailbox
from web.pages.forms import filled
from web.pages.site import page

_SHOWN = 50


def _demo_mailbox(settings: InSettings, database: InDatabase) -> Mailbox:
    with database.read() as session:
        installation.require_demo(session)
    return Mailbox(settings.data_dir / "mailbox")


InMailbox = Annotated[Mailbox, Depends(_demo_mailbox)]
router = APIRouter(prefix="/demo/mail", include_in_schema=False)


@router.get("")
def show_all(
    request: Request,
    actor: Acting,
    mailbox: InMailbox,
    to: Annotated[str, Query(max_length=254)] = "",
    skip: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """The messages, newest first, perhaps those to one recipient."""
    found = list(islice(mailbox.newest_first(to=to.strip()), skip, skip + _SHOWN + 1))
    return page(
        request,
        "demo/mailbox.html",
        actor=actor,
        form=filled(to=to),
        messages=found[:_SHOWN],
        first=str(request.url.include_query_params(skip=0)) if skip else "",
        previous=str(request.url.include_query_params(skip=max(0, skip - _SHOWN))) if skip else "",
        next=str(request.url.include_query_params(skip=skip + _SHOWN)) if len(found) > _SHOWN else "",
    )


@router.get("/{message_id}")
def show_one(request: Request, actor: Acting, mailbox: InMailbox, message_id: str) -> Response:
    """One message as it reads."""
    return page(request, "demo/message.html", actor=actor, caught=_found(mailbox, message_id))


@router.get("/{message_id}/message.eml")
def as_sent(mailbox: InMailbox, message_id: str) -> Response:
    """The message exactly as it came over the wire."""
    return Response(_found(mailbox, message_id).raw, media_type="message/rfc822")


@router.get("/{message_id}/invite.ics")
def calendar_object(mailbox: InMailbox, message_id: str) -> Response:
    """The calendar object it carries."""
    invitation = _found(mailbox, message_id).invitation
    if invitation is None:
        raise NotFound("not_found", "There is nothing here, or it is not yours to see.")
    headers = {"Content-Disposition": 'attachment; filename="invite.ics"'}
    return Response(invitation, headers=headers, media_type="text/calendar; charset=utf-8")


def _found(mailbox: Mailbox, message_id: str) -> Caught:
    caught = mailbox.find(message_id)
    if caught is None:
        raise NotFound("not_found", "There is nothing here, or it is not yours to see.")
    return caught
