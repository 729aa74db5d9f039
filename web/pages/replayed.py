"""What the calendars of a booking should now show, each beside what we have: "what do they see?"."""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from booking import office as offices
from booking import queries
from booking.replaying import reading
from booking.replaying.reading import Differing, Followed, Posted, Shown, Verdict, Way
from booking.replies import resending
from booking.states import OVER
from booking.tables import Booking, Side
from identity.acting import SignedIn
from kit.db import stored_id
from kit.http import Now, Writing, database_of, settings_of
from kit.i18n import Tongue, Translate, mark, say_instant, say_span, translator
from web import labels
from web.pages import forms
from web.pages.site import page, reader_tongue

router = APIRouter(include_in_schema=False, prefix="/bookings/{reference}/calendars")

_VERDICTS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.SAME: ("ok", mark("As it should be")),
    Verdict.DIFFERENT: ("bad", mark("Not as it should be")),
    Verdict.UNREACHED: ("wait", mark("Cannot be told")),
    Verdict.FORGOTTEN: ("idle", mark("No longer kept")),
}
_STATUSES: Mapping[str, str] = {"CONFIRMED": mark("Confirmed"), "TENTATIVE": mark("Tentative")}
_WHAT_TO_DO: Mapping[tuple[Verdict, Side], str] = {
    (Verdict.DIFFERENT, Side.AGENCY): mark(
        "Put it right in your own calendar, or fetch the entry as a file. Those who run the service are told."
    ),
    (Verdict.DIFFERENT, Side.INTERPRETER): mark(
        "Tell the interpreter yourself what is right. Those who run the service are told."
    ),
    (Verdict.UNREACHED, Side.AGENCY): mark(
        "Whoever booked can no longer see it, and gets no letters about it. Put it in your own calendar."
    ),
    (Verdict.UNREACHED, Side.INTERPRETER): mark(
        "The interpreter has no e-mail address with us, and sees the assignment on her own pages only."
    ),
    (Verdict.FORGOTTEN, Side.AGENCY): mark(
        "The booking has been over for long, and what was sent is forgotten."
    ),
    (Verdict.FORGOTTEN, Side.INTERPRETER): mark(
        "The booking has been over for long, and what was sent is forgotten."
    ),
}


@router.get("")
def show(reference: str, request: Request, actor: SignedIn, now: Now) -> Response:
    """Each calendar: what it should show, what we have, whether that is the same, and what was sent."""
    database = database_of(request)
    with database.read() as session:
        told = queries.told(session, queries.find(session, actor, reference))
    queries.log_views(database, [told.booking], actor=actor, now=now)
    with database.read() as session:
        followed = reading.calendars(session, told.booking)
    tongue = reader_tongue(request, actor)
    return page(
        request,
        "agency/calendars.html",
        actor=actor,
        booking=told.booking,
        calendars=[_calendar(one, told.booking, tongue) for one in followed],
    )


@router.post("/again")
def send_again(
    reference: str, request: Request, actor: SignedIn, session: Writing, form: forms.Posted, now: Now
) -> Response:
    """Let one calendar have its entry once more, as it was last sent."""
    typed = form.read()
    number = typed.whole("number")
    typed.settle()
    booking = queries.take(session, actor, reference)
    by, office = stored_id(actor.account_id), offices.of(settings_of(request))
    resending.send_again(session, booking=booking, number=number, by=by, now=now, office=office)
    return forms.to(f"/bookings/{booking.reference}/calendars", saved="sent_again")


def _calendar(one: Followed, booking: Booking, tongue: Tongue) -> dict[str, Any]:
    t = translator(tongue)
    kind, word = _VERDICTS[one.verdict]
    todo = _WHAT_TO_DO.get((one.verdict, one.side))
    return {
        "heading": t("Your calendar")
        if one.number is None
        else t("The calendar of interpreter {number}", number=one.number),
        "verdict": (kind, t(word)),
        "todo": t(todo) if todo else "",
        "rows": list(_rows(one, booking, tongue)),
        "empty": one.ours is None and one.theirs is None and one.verdict is Verdict.SAME,
        "arriving": any(each.way is Way.WAITING for each in one.posted),
        "number": one.number or "",
        "again": booking.status not in OVER and bool(one.posted) and one.posted[-1].method == "REQUEST",
        "file": one.side is Side.AGENCY and one.verdict is not Verdict.SAME and bool(one.posted),
        "sent": [(each.written_at, _message(each, t), _way(each, tongue)) for each in one.posted],
    }


def _rows(one: Followed, booking: Booking, tongue: Tongue) -> Iterator[tuple[str, str, str, bool]]:
    """What, as the calendar has it, as we have it, and whether those differ."""
    if one.verdict is Verdict.FORGOTTEN or (one.ours is None and one.theirs is None):
        return
    t = translator(tongue)
    wrong = set(one.differing)
    whole = {Differing.ENTRY, Differing.ENTRIES, Differing.UNREADABLE, Differing.STATUS}
    theirs, ours = (_told(shown, booking, tongue) for shown in (one.theirs, one.ours))
    yield t("Entry"), theirs[0], ours[0], bool(wrong & whole)
    yield t("Time"), theirs[1], ours[1], bool(wrong & {Differing.STARTS_AT, Differing.ENDS_AT})
    yield t("Place"), theirs[2], ours[2], Differing.PLACE in wrong
    if theirs[3] or ours[3]:
        yield t("Meeting link"), theirs[3], ours[3], Differing.MEETING in wrong


def _told(shown: Shown | None, booking: Booking, tongue: Tongue) -> tuple[str, str, str, str]:
    """Of remote work the place is a word."""
    t = translator(tongue)
    if shown is None:
        return t("No entry"), "", "", ""
    remote = "" if booking.sensitive else labels.labeller(t)("modality", booking.modality)
    status = t(_STATUSES.get(shown.status, shown.status))
    return status, say_span(shown.starts_at, shown.ends_at, tongue), shown.place or remote, shown.meeting


def _message(one: Posted, t: Translate) -> str:
    if one.method == "CANCEL":
        return t("Cancellation")
    return t("Update {number}", number=one.sequence) if one.sequence else t("Invitation")


def _way(one: Posted, tongue: Tongue) -> str:
    t = translator(tongue)
    match one.way:
        case Way.WAITING:
            return t("On its way")
        case Way.STOPPED:
            return t("Stopped: the mail server does not take it")
        case Way.TO_NOBODY:
            return t("Sent to nobody")
        case _:
            return t("Sent {at}", at=say_instant(one.left_at, tongue)) if one.left_at else t("Sent")
