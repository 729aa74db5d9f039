"""The register as its officers keep it: everybody in it, and the facts about a person."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from sqlmodel import Session

from identity import audit
from identity.acting import SignedIn
from identity.permissions import Action, Actor, require
from kit.clock import oslo_date
from kit.db import stored_id
from kit.http import InDatabase, Now, Reading, Writing
from registry import facts, profiles, registration, viewing
from registry.facts import Facts
from registry.registration import Particulars
from registry.schemas import MOST, InterpreterIn
from registry.search import finding
from registry.tables import Interpreter
from registry.words import Modality
from web.pages import choosing
from web.pages.exporting import csv_file
from web.pages.forms import Form, Posted, asked, asking_again, filled, parse, to
from web.pages.site import page, reader_tongue
from web.pages.turning import turns

router = APIRouter(include_in_schema=False)

NumberInPath = Annotated[int, Path(ge=1, le=MOST)]

_AT_A_TIME = 25
_IN_A_FILE_AT_A_TIME = 500


@router.get("/register")
def find(request: Request, actor: SignedIn, session: Reading, now: Now) -> Response:
    """Everybody in the register, listed or not, by name or number."""
    require(actor, Action.SEE_REGISTER_FILE)
    form = asked(request)
    people, following = finding.anyone(
        session, q=form.get("q"), limit=_AT_A_TIME, cursor=form.get("cursor") or None
    )
    known = _known(session, people)
    typed = {"q": form.get("q")} if form.get("q") else {}
    return page(
        request,
        "directorate/register.html",
        actor=actor,
        form=form,
        rows=[
            (one, known[one.number], profiles.qualified(known[one.number], oslo_date(now))) for one in people
        ],
        today=oslo_date(now),
        csv="/register.csv?" + urlencode(typed),
        turns=turns("/register", typed, form, following),
    )


@router.get("/register.csv")
def as_csv(request: Request, actor: SignedIn, session: Writing, now: Now) -> Response:
    """Everybody found, one row each; that a copy was taken out is logged."""
    require(actor, Action.SEE_REGISTER_FILE)
    today = oslo_date(now)
    subject = audit.about_register()
    audit.record(session, subject, audit.Act.REGISTER_EXPORTED, by=actor.account_id, now=now)
    heads = ("number", "name", "kommune", "listed", "excluded", "protected", "categories",
             "merged_into", "removed")  # fmt: skip
    return csv_file(f"register-{today}", heads, _rows(session, asked(request).get("q"), today))


@router.get("/register/new")
def ask_for_person(request: Request, actor: SignedIn) -> Response:
    """The form for somebody new."""
    require(actor, Action.CHANGE_REGISTER)
    every_way = [one.value for one in Modality]
    return _person(request, actor, filled(gender="", modalities=every_way, letterform="nb"))


@router.post("/register/new")
def register(request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now) -> Response:
    """Enter somebody in the register; evidence and listing follow."""
    require(actor, Action.CHANGE_REGISTER)
    with asking_again(form, lambda refused: _person(request, actor, refused)):
        person = registration.register(session, particulars=_particulars(form), now=now, by=actor.account_id)
    return to(f"/register/{person.number}", saved="person_registered")


@router.get("/register/{number}/particulars")
def ask_for_particulars(
    request: Request, actor: SignedIn, session: Reading, database: InDatabase, now: Now, number: NumberInPath
) -> Response:
    """The facts about a person, to be changed."""
    require(actor, Action.CHANGE_REGISTER)
    seen = stored_id(profiles.file(session, number=number).interpreter.id)
    viewing.note(database, interpreter_id=seen, by=actor.id, now=now)
    return _person(request, actor, _as_form(session, number), number)


@router.post("/register/{number}/particulars")
def change(
    request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now, number: NumberInPath
) -> Response:
    """Change the facts about a person."""
    require(actor, Action.CHANGE_REGISTER)
    with asking_again(form, lambda refused: _person(request, actor, refused, number)):
        given = _particulars(form)
        changes = {name: getattr(given, name) for name in _FIELDS}
        registration.change(session, number=number, changes=changes, now=now, by=actor.account_id)
    return to(f"/register/{number}", saved="particulars_changed")


_FIELDS = (
    "name", "kommune", "gender", "modalities", "email", "phone", "contact_consent", "protected", "letterform"
)  # fmt: skip


def _rows(session: Session, q: str, today: date) -> Iterator[tuple[object, ...]]:
    cursor: str | None = None
    while True:
        people, cursor = finding.anyone(session, q=q, limit=_IN_A_FILE_AT_A_TIME, cursor=cursor)
        known = _known(session, people)
        for one in people:
            history, levels = known[one.number].history, profiles.qualified(known[one.number], today)
            told = " ".join(f"{each.language}:{each.level.category}{each.level.letter}" for each in levels)
            yield (one.number, one.name, one.kommune, history.listed_on(today), history.excluded_on(today),
                   one.protected, told, known[one.number].stands_as, one.removed_at is not None)  # fmt: skip
        if cursor is None:
            return


def _known(session: Session, people: Sequence[Interpreter]) -> dict[int, Facts]:
    ids = [stored_id(one.id) for one in people]
    return {one.number: one for one in facts.of_interpreters(session, ids)}


def _particulars(form: Form) -> Particulars:
    given: Mapping[str, Any] = {
        "name": form.get("name"),
        "kommune": form.get("kommune"),
        "gender": form.get("gender") or None,
        "modalities": form.all("modalities"),
        "email": form.get("email") or None,
        "phone": form.get("phone") or None,
        "contact_consent": form.has("contact_consent", "yes"),
        "protected": form.has("protected", "yes"),
        "letterform": form.get("letterform"),
    }
    known = parse(InterpreterIn, given)
    facts = {name: getattr(known, name) for name in _FIELDS}
    return Particulars(**facts | {"modalities": frozenset(known.modalities)})


def _as_form(session: Session, number: int) -> Form:
    known = registration.particulars_of(profiles.file(session, number=number).interpreter)
    return filled(**{name: getattr(known, name) for name in _FIELDS} | {"gender": known.gender or ""})


def _person(request: Request, actor: Actor, form: Form, number: int | None = None) -> Response:
    tongue = reader_tongue(request, actor)
    return page(
        request,
        "directorate/person.html",
        actor=actor,
        form=form,
        number=number,
        kommuner=choosing.kommuner(),
        genders=choosing.words("gender", tongue),
        modalities=choosing.words("modality", tongue),
    )
