"""An application in one form: what is wanted, the evidence, and, for somebody new, the person."""

from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from identity.acting import SignedIn
from identity.permissions import Actor
from kit.clock import oslo_date
from kit.errors import FieldError, Invalid
from kit.http import Now, Writing, database_of, settings_of
from registry import profiles
from registry.cases import applying, house
from registry.cases.applying import Application
from registry.cases.words import Purpose
from registry.evidence import NewEvidence
from registry.papers import issuers
from registry.schemas import InterpreterIn
from registry.words import Gender, Letterform
from web.pages import choosing
from web.pages.cases import typing
from web.pages.forms import Form, Posted, asking_again, filled, parse, to
from web.pages.site import page, reader_tongue

router = APIRouter(include_in_schema=False, prefix="/my/cases")


@router.get("/new")
def ask(request: Request, actor: SignedIn) -> Response:
    """The form, with what is known of the person in it."""
    with database_of(request).read() as session:
        new = profiles.interpreter_of(session, actor.id) is None
    wanted = Purpose.LISTING.value if new else None
    known = filled(purpose=wanted, name=actor.name, letterform=_letterform(actor), gender="")
    return _form(request, actor, known)


@router.post("/new")
def apply(request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now) -> Response:
    """Send the application."""
    with asking_again(form, lambda refused: _form(request, actor, refused)):
        her = profiles.interpreter_of(session, actor.id)
        given = _application(form, now, new=her is None)
        case = applying.apply(
            session, actor=actor, given=given, house=house.of(settings_of(request)), now=now
        )
    return to(f"/my/cases/{case.reference}", saved="application_sent")


def _application(form: Form, now: datetime, *, new: bool) -> Application:
    """What was typed, every fault told at once."""
    typed, faults = form.read(), list[FieldError]()
    purpose = typed.word("purpose", Purpose)
    faults += typed.missing({"purpose": purpose}).errors
    claims: list[NewEvidence] = []
    try:
        claims = typing.claims(form, oslo_date(now))
    except Invalid as refusal:
        faults += refusal.errors
    person: InterpreterIn | None = None
    if new:
        if not form.get("name"):
            faults.append(FieldError("name", "blank", "Give the name."))
        try:
            person = parse(InterpreterIn, _person(form))
        except Invalid as refusal:
            faults += refusal.errors
    if faults:
        raise Invalid(*faults)
    told = {} if person is None else person.model_dump(include=set(_PERSON))
    return Application(
        purpose=purpose or Purpose.LISTING,
        language=typed.text("language") if purpose is Purpose.LANGUAGE else None,
        told=form.get("told"),
        claims=claims,
        **told,
    )


_PERSON = ("name", "kommune", "phone", "gender", "letterform")


def _person(form: Form) -> dict[str, object]:
    return {
        "name": form.get("name"),
        "kommune": form.get("kommune"),
        "phone": form.get("phone") or None,
        "gender": Gender(form.get("gender")) if form.get("gender") in set(Gender) else None,
        "letterform": form.get("letterform") or Letterform.BOKMAL.value,
    }


def _letterform(actor: Actor) -> str:
    return Letterform.NYNORSK.value if actor.tongue == Letterform.NYNORSK.value else Letterform.BOKMAL.value


def _form(request: Request, actor: Actor, form: Form) -> Response:
    tongue = reader_tongue(request, actor)
    with database_of(request).read() as session:
        her = profiles.interpreter_of(session, actor.id)
        bodies = [one.short_name or one.name for one in issuers.every(session)]
    return page(
        request,
        "cases/apply.html",
        actor=actor,
        here="/my/cases/new",
        form=form,
        her=her,
        purposes=choosing.words("purpose", tongue) if her else choosing.words("purpose", tongue)[:1],
        kinds=choosing.words("evidence", tongue),
        languages=choosing.languages(tongue),
        kommuner=choosing.kommuner(),
        genders=choosing.words("gender", tongue),
        blocks=typing.BLOCKS,
        issuers=bodies,
    )
