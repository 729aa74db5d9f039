"""A need typed by somebody who books: before the time is agreed, and before anybody is asked."""

from datetime import date as date_of
from datetime import datetime, time

from fastapi import APIRouter, Request
from fastapi.responses import Response

from booking import queries
from booking.needs import registering
from booking.needs.given import NeedGiven
from identity import organisations
from identity.acting import SignedIn
from identity.permissions import Actor
from kit import secrets
from kit.clock import oslo_date
from kit.errors import FieldError
from kit.http import Now, Writing, database_of
from web.pages import choosing
from web.pages.forms import Form, Posted, asking_again, filled, parse, to
from web.pages.site import page, reader_tongue

router = APIRouter(include_in_schema=False)

_OPENS, _CLOSES = time(8), time(16)


@router.get("/needs/new")
def new(request: Request, actor: SignedIn, now: Now) -> Response:
    """An empty need, from today on."""
    queries.booking_for(actor)
    day: date_of = oslo_date(now)
    form = filled(from_day=day.isoformat(), from_clock=_OPENS, to_clock=_CLOSES)
    return _new(request, actor, form)


@router.post("/needs/new")
def create(request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now) -> Response:
    """Register it. Sent twice, it is one need."""
    with asking_again(form, lambda refused: _new(request, actor, _own_names(refused))):
        given = _given(form)
        need = registering.register(
            session, actor=actor, given=given, now=now, key=form.get("key")[:100] or None
        )
    return to(f"/needs/{need.reference}", saved="need_registered")


def _given(form: Form) -> NeedGiven:
    typed = form.read()
    starts: datetime | None = typed.moment("from_day", "from_clock")
    ends = typed.moment("to_day", "to_clock")
    if not form.get("language"):
        typed.errors.insert(0, FieldError("language", "missing", "Write which language is needed."))
    if not form.get("modality"):
        typed.errors.append(FieldError("modality", "missing", "Choose how the interpreter is to take part."))
    typed.settle()
    return parse(
        NeedGiven,
        {
            "language": form.get("language"),
            "modality": form.get("modality"),
            "from": starts,
            "to": ends,
            "case_reference": form.get("case_reference") or None,
            "unit": form.get("unit") or None,
        },
    )


def _own_names(form: Form) -> Form:
    """Faults of the window under the fields it is typed in."""
    names = {"from": "from_day", "to": "to_day", "Idempotency-Key": ""}
    faults = tuple(
        type(one)(names.get(one.field, one.field), one.code, one.detail, one.values) for one in form.faults
    )
    return Form(form.values, faults)


def _new(request: Request, actor: Actor, form: Form) -> Response:
    tongue = reader_tongue(request, actor)
    with database_of(request).read() as session:
        units = organisations.all_of(session, actor.organisations(*queries.BOOKERS))
    return page(
        request,
        "needs/new.html",
        actor=actor,
        form=form,
        key=form.get("key") or secrets.new_token(),
        languages=choosing.languages(tongue),
        units=[(str(one.id), one.name) for one in units] if len(units) > 1 else [],
    )
