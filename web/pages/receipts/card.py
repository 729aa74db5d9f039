"""The interpreter's card (tolkebevis): printable, with a code that leads to what holds now."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from booking.own import me
from identity.acting import Acting, SignedIn
from kit.clock import oslo_date
from kit.errors import NotFound
from kit.http import InSettings, Now, Reading
from registry import profiles
from registry.schemas import MOST
from web.pages.forms import to
from web.pages.receipts import qr
from web.pages.site import page

router = APIRouter(include_in_schema=False)


@router.get("/interpreters/{number}/card")
def card(
    request: Request,
    actor: Acting,
    session: Reading,
    settings: InSettings,
    now: Now,
    number: Annotated[int, Path(ge=1, le=MOST)],
) -> Response:
    """The card of somebody listed today; for everybody else the page says only that there is none."""
    today = oslo_date(now)
    try:
        found = profiles.public(session, number=number, today=today)
    except NotFound:
        found = profiles.Profile(number, excluded=True)
    if found.excluded:
        return page(request, "receipts/no_card.html", actor=actor, number=number, status=404)
    address = f"{settings.public_url}/interpreters/{number}"
    return page(
        request,
        "receipts/card.html",
        actor=actor,
        profile=found,
        address=address,
        code=qr.code(address),
        today=today,
    )


@router.get("/my/card")
def own_card(actor: SignedIn, session: Reading) -> Response:
    """Whoever is signed in as an interpreter is led to her own."""
    return to(f"/interpreters/{me(session, actor).number}/card")
