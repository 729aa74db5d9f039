"""One deviation with what stood before, who could have come, and a correction beside it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from booking import queries
from booking.deviations import reading, registering
from booking.deviations.api import may_see_people
from booking.deviations.given import Correcting
from booking.deviations.reading import Told
from identity.acting import SignedIn
from identity.permissions import Actor
from kit.http import Now, Writing, database_of, settings_of
from web.pages import choosing, duty
from web.pages.forms import Form, Posted, asking_again, filled, parse, to
from web.pages.site import page, reader_tongue

router = APIRouter(include_in_schema=False, prefix="/deviations/{reference}")


@router.get("")
def show(reference: str, request: Request, actor: SignedIn, now: Now) -> Response:
    """The latest edition, those before it, and the snapshot."""
    editions = _read(request, actor, reference, now)
    latest = editions[0]
    seen = latest.row.snapshot or {}
    return page(
        request,
        "deviations/one.html",
        actor=actor,
        told=latest,
        one=latest.row,
        earlier=editions[1:],
        seen=seen,
        taken_at=datetime.fromisoformat(seen["at"]) if seen else None,
        asked=[
            (who["number"], datetime.fromisoformat(who["at"]), who["status"]) for who in seen.get("asked", ())
        ],
        people=seen.get("people", ()) if may_see_people(actor, latest) else (),
    )


@router.get("/correct")
def correct_form(reference: str, request: Request, actor: SignedIn, now: Now) -> Response:
    """The three fields as they stand, and why they are wrong."""
    told = _read(request, actor, reference, now)[0]
    one = told.row
    form = filled(
        edition=one.edition,
        kind=one.kind,
        ground=one.ground,
        text=one.text,
        planned="yes" if one.planned else "no",
        on=one.happened_on.isoformat(),
        language=one.language,
    )
    return _form(request, actor, told, form)


@router.post("/correct")
def correct(
    reference: str, request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now
) -> Response:
    """Register the correction; what stood before is kept."""

    def once_more(refused: Form) -> Response:
        return _form(request, actor, _read(request, actor, reference, now)[0], refused)

    with asking_again(form, once_more):
        typed = form.read()
        on: date | None = typed.day("on") if form.get("on") else None
        facts: dict[str, Any] = {
            "edition": typed.whole("edition") or 1,
            "why": form.get("why"),
            "withdrawn": typed.ticked("withdrawn"),
            "planned": form.get("planned") != "no",
            "on": on,
            **{name: form.get(name) or None for name in ("kind", "ground", "language")},
            "text": form.get("text"),
        }
        typed.settle()
        registering.correct(
            session,
            actor=actor,
            reference=reference,
            given=parse(Correcting, facts),
            dispensation_until=settings_of(request).dispensation_until,
            now=now,
        )
    return to(f"/deviations/{queries.plain(reference)}", saved="deviation_corrected")


def _read(request: Request, actor: Actor, reference: str, now: datetime) -> Sequence[Told]:
    database = database_of(request)
    with database.read() as session:
        editions = reading.editions(session, actor, reference)
    queries.log_views(database, [one.booking for one in editions[:1] if one.booking], actor=actor, now=now)
    return editions


def _form(request: Request, actor: Actor, told: Told, form: Form) -> Response:
    tongue = reader_tongue(request, actor)
    return page(
        request,
        "deviations/correct.html",
        actor=actor,
        form=form,
        told=told,
        one=told.row,
        kinds=duty.kinds(tongue),
        grounds=duty.grounds_offered(request, tongue, on=told.row.happened_on),
        languages=choosing.languages(tongue),
    )
