"""The papers behind evidence: issuing bodies, documents, and birth numbers, for officers."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, File, Path, Request, UploadFile
from fastapi.responses import Response
from sqlmodel import Session

from identity.acting import SignedIn
from identity.permissions import Action, Actor, require
from kit.db import stored_id
from kit.http import InSettings, Now, Reading, Writing, settings_of
from registry import chronicle, profiles
from registry.papers import birth_numbers, documents, issuers
from registry.papers.api import as_file
from registry.papers.schemas import BirthNumberIn
from registry.papers.tables import PersonSecret
from web.pages.directorate import NumberInPath
from web.pages.forms import EMPTY, Form, Posted, asking_again, parse, to
from web.pages.register_file import EvidenceInPath, proof_of
from web.pages.site import page, reader_tongue

router = APIRouter(include_in_schema=False)


@router.get("/issuers")
def show_issuers(request: Request, actor: SignedIn, session: Reading) -> Response:
    """The bodies that issue evidence, and a form for one more."""
    require(actor, Action.CHANGE_REGISTER)
    return _issuers(request, actor, session, EMPTY)


@router.post("/issuers")
def register_issuer(request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now) -> Response:
    """Add a body."""
    require(actor, Action.CHANGE_REGISTER)
    with asking_again(form, lambda refused: _issuers(request, actor, session, refused)):
        issuers.register(
            session, name=form.get("name"), short_name=form.get("short_name"), now=now, by=actor.account_id
        )
    return to("/issuers", saved="issuer_registered")


@router.get("/register/{number}/evidence/{evidence_id}/documents")
def show_documents(
    request: Request, actor: SignedIn, session: Reading, number: NumberInPath, evidence_id: EvidenceInPath
) -> Response:
    """The documents shown for a proof, and a form for one more."""
    require(actor, Action.CHANGE_REGISTER)
    return _documents(request, actor, session, number, evidence_id, EMPTY)


@router.post("/register/{number}/evidence/{evidence_id}/documents")
def store_document(
    request: Request,
    actor: SignedIn,
    session: Writing,
    now: Now,
    number: NumberInPath,
    evidence_id: EvidenceInPath,
    document: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Keep a document."""
    require(actor, Action.CHANGE_REGISTER)
    _file, proof = proof_of(session, number, evidence_id)

    def show(refused: Form) -> Response:
        return _documents(request, actor, session, number, evidence_id, refused)

    with asking_again(EMPTY, show):
        documents.store(
            session,
            folder=settings_of(request).documents_dir,
            interpreter_id=proof.interpreter_id,
            evidence_id=evidence_id,
            content=document.file.read() if document is not None else b"",
            now=now,
            by=actor.account_id,
        )
    return to(f"/register/{number}/evidence/{evidence_id}/documents", saved="document_stored")


@router.get("/documents/{document_id}")
def read_document(
    actor: SignedIn,
    session: Writing,
    now: Now,
    settings: InSettings,
    document_id: Annotated[int, Path(ge=1, le=2**31 - 1)],
) -> Response:
    """The document itself; that it was read is recorded."""
    require(actor, Action.CHANGE_REGISTER)
    kept, path = documents.read(
        session, folder=settings.documents_dir, document_id=document_id, now=now, by=actor.account_id
    )
    return as_file(kept, path)


@router.get("/register/{number}/birth-number")
def ask_about_birth_number(
    request: Request, actor: SignedIn, session: Reading, number: NumberInPath
) -> Response:
    """Whether one is registered; never which."""
    require(actor, Action.CHANGE_REGISTER)
    return _birth_number(request, actor, session, number)


@router.post("/register/{number}/birth-number")
def register_birth_number(
    request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now, number: NumberInPath
) -> Response:
    """Register a number, or a birth date alone. What was typed is not shown again."""
    require(actor, Action.CHANGE_REGISTER)
    shown = {name: given for name, given in form.values.items() if name != "birth_number"}
    without = replace(form, values=shown)
    with asking_again(
        without, lambda refused: _birth_number(request, actor, session, number, registering=refused)
    ):
        typed = form.read()
        born = typed.day("birth_date") if typed.text("birth_date") else None
        typed.settle()
        given = parse(BirthNumberIn, {"birth_number": typed.text("birth_number"), "birth_date": born})
        birth_numbers.register(
            session,
            number=number,
            birth_number=given.birth_number,
            birth_date=given.birth_date,
            now=now,
            by=actor.account_id,
        )
    return to(f"/register/{number}/birth-number", saved="birth_number_registered")


@router.post("/register/{number}/birth-number/read")
def read_birth_number(
    request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now, number: NumberInPath
) -> Response:
    """Show it once to the officer who says why."""
    require(actor, Action.CHANGE_REGISTER)
    with asking_again(form, lambda refused: _birth_number(request, actor, session, number, reading=refused)):
        kept = birth_numbers.read(session, number=number, why=form.get("why"), now=now, by=actor.account_id)
    return _birth_number(request, actor, session, number, told=kept)


def _issuers(request: Request, actor: Actor, session: Session, form: Form) -> Response:
    return page(
        request,
        "directorate/issuers.html",
        actor=actor,
        here="/issuers",
        form=form,
        rows=issuers.every(session),
    )


def _documents(
    request: Request, actor: Actor, session: Session, number: int, evidence_id: int, form: Form
) -> Response:
    file, proof = proof_of(session, number, evidence_id)
    there = documents.of_interpreter(session, proof.interpreter_id)
    return page(
        request,
        "directorate/documents.html",
        actor=actor,
        form=form,
        person=file.interpreter,
        proof=proof,
        described=chronicle.describe(proof, reader_tongue(request, actor)),
        rows=[one for one in there if one.evidence_id == evidence_id],
    )


def _birth_number(
    request: Request,
    actor: Actor,
    session: Session,
    number: int,
    told: PersonSecret | None = None,
    **forms: Form,
) -> Response:
    person = profiles.file(session, number=number).interpreter
    return page(
        request,
        "directorate/birth_number.html",
        actor=actor,
        here=f"/register/{number}/birth-number",
        form=next(iter(forms.values()), EMPTY),
        person=person,
        registered=birth_numbers.is_registered(session, stored_id(person.id)),
        told=told,
        registering=forms.get("registering", EMPTY),
        reading=forms.get("reading", EMPTY),
    )
