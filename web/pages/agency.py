"""A booker's pages: the list of bookings, a new one, and one booking through its life."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from booking import intake, offering, queries
from booking.deviations import guidelines
from booking.deviations.given import terms_of
from booking.intake import Taken
from booking.needs import completing
from booking.needs import reading as needs
from booking.orders import MOST_LEFT_OUT
from booking.queries import Filter, Told
from booking.states import BookingStatus
from identity import audit
from identity.acting import SignedIn
from identity.permissions import Actor
from kit import secrets
from kit.clock import oslo_date, oslo_midnight
from kit.errors import FieldError
from kit.http import Now, Reading, Writing, database_of, settings_of
from web.pages import agency_forms, choosing, duty
from web.pages.exporting import csv_file
from web.pages.forms import EMPTY, Form, Posted, asked, asking_again, to
from web.pages.site import page, reader_tongue
from web.pages.turning import address, turns

router = APIRouter(include_in_schema=False)

_AT_A_TIME = 25
_FILTERS = ("q", "status", "from", "to", "show")
_UPCOMING, _PAST = "", "past"


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of bookings and the cursor of the next."""

    bookings: list[Told]
    next: str | None


@router.get("/bookings")
def bookings(request: Request, actor: SignedIn, session: Reading, now: Now) -> Response:
    """The bookings of the booker's organisations: upcoming, past, or those searched for."""
    form = asked(request)
    with asking_again(form, lambda refused: _listed(request, actor, refused, Listed([], None), now)):
        found = _find(session, actor, form, now=now, cursor=form.get("cursor") or None)
    return _listed(request, actor, form, found, now)


@router.get("/bookings.csv")
def bookings_as_csv(request: Request, actor: SignedIn, session: Writing, now: Now) -> Response:
    """The same bookings, all of them; a sensitive one says its time and status only. The copy is recorded."""
    form = asked(request)
    with asking_again(form, lambda refused: _listed(request, actor, refused, Listed([], None), now)):
        rows = list(_rows(session, actor, form, now))
    told = {"rows": len(rows)}
    subject, act = audit.about_account(actor.id), audit.Act.BOOKINGS_EXPORTED
    audit.record(session, subject, act, by=actor.account_id, now=now, content=told)
    heads = ("reference", "starts_at", "ends_at", "status", "language", "modality", "planned",
             "case_reference", "interpreter_number", "organisation")  # fmt: skip
    return csv_file(f"bookings-{oslo_date(now)}", heads, rows)


@router.get("/bookings/new")
def new(request: Request, actor: SignedIn, session: Reading, now: Now) -> Response:
    """An empty order; with `like` or `need` filled in as that is, but for what the link itself gives."""
    queries.booking_for(actor)
    like, need = request.query_params.get("like"), request.query_params.get("need")
    if need:
        form = agency_forms.from_need(needs.find(session, actor, need).row)
    else:
        form = agency_forms.again(queries.find(session, actor, like)) if like else EMPTY
    return _new(request, actor, agency_forms.with_given(form, request.query_params), now)


@router.post("/bookings/new")
def create(request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now) -> Response:
    """Register the booking; nobody is asked yet. Sent twice, it is one booking."""
    form = agency_forms.from_now(form, now=now)
    key = form.get("key")[:100] or None
    with (
        asking_again(form, lambda refused: _new(request, actor, refused, now)),
        agency_forms.in_the_forms_words(),
    ):
        order = agency_forms.order(form)
        terms = terms_of(settings_of(request))
        taken = Taken(actor, now, key, duty.departure(form, terms=terms))
        need = form.get("need")
        if need:
            booking = completing.complete(session, reference=need, order=order, taken=taken)
        else:
            booking = intake.take_in(session, order, taken)
    return to(f"/bookings/{booking.reference}", saved="booking_registered")


def _find(
    session: Session, actor: Actor, form: Form, *, now: datetime, cursor: str | None, limit: int = _AT_A_TIME
) -> Listed:
    wanted = _wanted(form, now)
    return Listed(*queries.bookings(session, actor, wanted, limit=limit, cursor=cursor))


def _wanted(form: Form, now: datetime) -> Filter:
    """What the filters ask for; without any, what is ahead, or with `show` what is past or over."""
    today = oslo_midnight(oslo_date(now))
    if not _is_search(form):
        if form.get("show") == _PAST:
            return Filter(behind=today, newest_first=True)
        return Filter(ahead_of=today, newest_first=False)
    typed = form.read()
    first = typed.day("from") if form.get("from") else None
    last = typed.day("to") if form.get("to") else None
    status = typed.word("status", BookingStatus)
    if first and last and last < first:
        typed.errors.append(
            FieldError("to", "ends_before_start", "Choose a last day that is not before the first.")
        )
    typed.settle()
    return Filter(
        status=status,
        text=typed.text("q"),
        start=oslo_midnight(first) if first else None,
        end=oslo_midnight(last + timedelta(days=1)) if last else None,
        newest_first=first is None,
    )


def _is_search(form: Form) -> bool:
    return any(form.get(name) for name in ("q", "status", "from", "to"))


def _listed(request: Request, actor: Actor, form: Form, found: Listed, now: datetime) -> Response:
    filters = {name: form.get(name) for name in _FILTERS if form.get(name)}
    return page(
        request,
        "agency/list.html",
        actor=actor,
        form=form,
        found=found,
        missed={one.booking.reference for one in found.bookings if offering.is_missed(one.booking, now)},
        searched=_is_search(form),
        past=form.get("show") == _PAST,
        statuses=[pair for pair in choosing.words("booking_status", reader_tongue(request, actor))
                  if pair[0] != BookingStatus.DRAFT],
        turns=turns("/bookings", filters, form, found.next),
        csv=address("/bookings.csv", filters),
    )  # fmt: skip


def _rows(session: Session, actor: Actor, form: Form, now: datetime) -> Iterator[tuple[object, ...]]:
    cursor: str | None = None
    while True:
        found = _find(session, actor, form, now=now, cursor=cursor, limit=1000)
        for told in found.bookings:
            yield _row(told)
        cursor = found.next
        if cursor is None:
            return


def _row(told: Told) -> tuple[object, ...]:
    one = told.booking
    known = (one.reference, one.starts_at.isoformat(), one.ends_at.isoformat(), one.status.value)
    if one.sensitive:
        return (*known, "", "", "", "", "", told.organisation)
    number = told.interpreter.number if told.interpreter else ""
    planned = "yes" if one.planned else "no"
    return (*known, one.language, one.modality.value, planned, one.case_reference or "", number,
            told.organisation)  # fmt: skip


def _new(request: Request, actor: Actor, form: Form, now: datetime) -> Response:
    tongue = reader_tongue(request, actor)
    with database_of(request).read() as session:
        need = needs.find(session, actor, form.get("need")).row if form.get("need") else None
        place = need.organisation_id if need else queries.booking_for(actor)
        laid_down = duty.laid_down(guidelines.in_force(session, place), tongue)
    reused = any(fault.code == "idempotency_key_reused" for fault in form.faults)
    return page(
        request,
        "agency/new.html",
        actor=actor,
        form=form,
        key=secrets.new_token() if reused or not form.get("key") else form.get("key"),
        wishes_open=any(form.get(name) or form.errors_of(name) for name in agency_forms.WISHES),
        languages=choosing.languages(tongue),
        varieties=choosing.varieties(tongue),
        kommuner=choosing.kommuner(),
        most_left_out=MOST_LEFT_OUT,
        subject_areas=choosing.words("subject_area", tongue),
        categories=choosing.categories(tongue),
        every_category=choosing.every_category(tongue),
        grounds=duty.grounds_below(request, tongue, on=oslo_date(now)),
        duty=laid_down,
        need=need,
    )
