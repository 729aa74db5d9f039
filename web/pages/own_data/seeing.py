"""Everything held about an interpreter, in sentences and tables, and who has looked at it."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from sqlalchemy import ColumnElement
from sqlmodel import Session, SQLModel, col, func, select

from booking import own
from booking.availability.reading import hours_of
from booking.availability.tables import Absence
from booking.tables import Assignment, Offer
from identity import audit
from identity.acting import SignedIn
from identity.audit import reading
from identity.audit.reading import Filter
from identity.permissions import Action, Actor
from identity.tables import SignInSession
from identity.tokens import in_force
from kit.clock import oslo_date
from kit.db import stored_id
from kit.errors import NotFound
from kit.http import InSettings, Now, Reading, Writing
from kit.i18n import Translate, translator
from registry import chronicle, profiles
from registry.own import asking, leaving, telling
from registry.papers import birth_numbers, documents
from registry.papers.api import as_file
from registry.papers.tables import Document
from registry.receipts.tables import Receipt
from registry.tables import Interpreter
from web import labels
from web.pages.auditing.acts import said as said_of_act
from web.pages.forms import asked
from web.pages.own_data.words import KINDS, STATUSES
from web.pages.site import page, reader_tongue
from web.pages.turning import turns

router = APIRouter(include_in_schema=False, prefix="/my/data")

_AT_A_TIME = 50
_NEWEST = 20


@router.get("")
def show(request: Request, actor: SignedIn, session: Reading, now: Now) -> Response:
    """What is held, who sees it, and what she can do about it."""
    person = own.me(session, actor, Action.SEE_OWN_DATA)
    tongue = reader_tongue(request, actor)
    file = profiles.file(session, number=person.number)
    today = oslo_date(now)
    shown = documents.of_interpreter(session, stored_id(person.id))
    return page(
        request,
        "own/data.html",
        actor=actor,
        person=person,
        ways=profiles.modalities_of(person),
        has_birth_number=birth_numbers.is_registered(session, stored_id(person.id)),
        qualified=profiles.qualified(file.facts, today),
        waiting=file.waiting_for_tao(today),
        proofs=[
            (proof, chronicle.describe(proof, tongue), _of_proof(shown, proof.id))
            for proof in reversed(file.evidence)
        ],
        excluded=file.facts.history.excluded_on(today),
        listed=leaving.stands(session, person, today),
        left_from=leaving.left_from(session, person, today=today),
        requests=[(one, KINDS[one.kind], *STATUSES[one.status]) for one in asking.of_person(session, person)],
        today=today,
        **_elsewhere(session, person, actor, now),
    )


@router.get("/history")
def history(request: Request, actor: SignedIn, session: Reading) -> Response:
    """Her history as sentences: what took effect when, and when the register knew of it."""
    person = own.me(session, actor, Action.SEE_OWN_DATA)
    told = chronicle.of(profiles.file(session, number=person.number), reader_tongue(request, actor))
    return page(request, "own/history.html", actor=actor, told=told)


@router.get("/log")
def log(request: Request, actor: SignedIn, session: Reading) -> Response:
    """Who did what with what is held about her, the newest first; officers by their roles."""
    person = own.me(session, actor, Action.SEE_OWN_DATA)
    form = asked(request)
    entries = profiles.entries_of(session, stored_id(person.id))
    wanted = Filter(subjects=tuple(map(audit.about_interpreter, entries)))
    told, onward = reading.find(session, wanted, limit=_AT_A_TIME, cursor=form.get("cursor") or None)
    hidden = telling.hidden_cases(session, person)
    tongue = reader_tongue(request, actor)
    roles: dict[int, list[str]] = {}
    rows = [
        (
            one.entry.at,
            said_of_act(one.entry.act, tongue),
            _by(telling.by_whom(session, person, one.entry.account_id, roles), translator(tongue)),
            one.entry.why,
        )
        for one in told
        if not telling.concerns(one.entry, hidden)
    ]
    return page(
        request, "own/log.html", actor=actor, rows=rows, turns=turns("/my/data/log", {}, form, onward)
    )


@router.get("/documents/{document_id}")
def document(
    actor: SignedIn,
    session: Writing,
    now: Now,
    settings: InSettings,
    document_id: Annotated[int, Path(ge=1, le=2**31 - 1)],
) -> Response:
    """A document of her own; that she opened it is recorded. Anybody else's does not exist."""
    person = own.me(session, actor, Action.SEE_OWN_DATA)
    if document_id not in {one.id for one in documents.of_interpreter(session, stored_id(person.id))}:
        raise NotFound("not_found", "There is nothing here, or it is not yours to see.")
    kept, path = documents.read(
        session, folder=settings.documents_dir, document_id=document_id, now=now, by=actor.account_id
    )
    return as_file(kept, path)


def _elsewhere(session: Session, person: Interpreter, actor: Actor, now: datetime) -> dict[str, Any]:
    """What stands on other pages or in the copy: counted here, with the newest of the receipts."""
    receipts = select(Receipt).where(Receipt.number == person.number)
    newest = session.exec(receipts.order_by(col(Receipt.id).desc()).limit(_NEWEST)).all()
    sessions = select(SignInSession).where(
        SignInSession.account_id == actor.id, col(SignInSession.expires_at) > now
    )
    return {
        "receipts": newest,
        "receipts_in_all": _count(session, Receipt, col(Receipt.number) == person.number),
        "cases": telling.cases_of(session, person),
        "offers_in_all": _count(session, Offer, col(Offer.interpreter_id) == person.id),
        "assignments_in_all": _count(session, Assignment, col(Assignment.interpreter_id) == person.id),
        "absences_in_all": _count(session, Absence, col(Absence.interpreter_id) == person.id),
        "spans_a_week": len(hours_of(session, stored_id(person.id))),
        "sessions": session.exec(sessions.order_by(col(SignInSession.created_at).desc())).all(),
        "tokens": in_force(session, account_id=actor.id),
    }


def _count(session: Session, table: type[SQLModel], hers: ColumnElement[bool]) -> int:
    return session.exec(select(func.count()).select_from(table).where(hers)).one()


def _of_proof(shown: list[Document], evidence_id: int | None) -> list[Document]:
    return [one for one in shown if one.evidence_id == evidence_id]


def _by(roles: list[str], t: Translate) -> str:
    if not roles:
        return t("The service itself")
    if roles == ["you"]:
        return t("You")
    return ", ".join(t(labels.WORDS["role"][role]) for role in roles)
