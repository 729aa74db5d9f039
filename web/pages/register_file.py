"""One interpreter's file: evidence registered and revoked, listing on and off, and the whole history."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from sqlmodel import Session

from identity.acting import SignedIn
from identity.permissions import Action, Actor, require
from kit.clock import oslo_date
from kit.db import stored_id
from kit.errors import NotFound
from kit.http import Now, Reading, Writing
from registry import chronicle, evidence, listing, profiles
from registry.evidence import NewEvidence
from registry.profiles import File
from registry.schemas import EvidenceIn, RevocationIn
from registry.tables import Evidence
from web.pages import choosing
from web.pages.directorate import NumberInPath
from web.pages.forms import EMPTY, Form, Posted, asking_again, filled, parse, to
from web.pages.site import page, reader_tongue

router = APIRouter(include_in_schema=False)

EvidenceInPath = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("/register/{number}")
def show(request: Request, actor: SignedIn, session: Reading, now: Now, number: NumberInPath) -> Response:
    """The person, what the evidence gives today, and everything that has happened."""
    require(actor, Action.SEE_REGISTER_FILE)
    return _file(request, actor, session, now, number)


@router.post("/register/{number}/evidence")
def add(
    request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now, number: NumberInPath
) -> Response:
    """Register a proof."""
    require(actor, Action.CHANGE_REGISTER)
    with asking_again(form, lambda refused: _file(request, actor, session, now, number, adding=refused)):
        evidence.register(session, number=number, proof=_proof(form), now=now, by=actor.account_id)
    return to(f"/register/{number}#evidence")


@router.post("/register/{number}/listing")
def turn(
    request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now, number: NumberInPath
) -> Response:
    """Into the public register or out of it, from a day."""
    require(actor, Action.CHANGE_REGISTER)
    with asking_again(form, lambda refused: _file(request, actor, session, now, number, turning=refused)):
        typed = form.read()
        effective_on = typed.day("effective_on")
        if effective_on is None:
            raise typed.missing({"effective_on": None})
        listing.change(
            session,
            interpreter_id=stored_id(profiles.file(session, number=number).interpreter.id),
            listed=form.get("listed") == "yes",
            effective_on=effective_on,
            now=now,
            by=actor.account_id,
        )
    return to(f"/register/{number}#listing")


@router.get("/register/{number}/evidence/{evidence_id}/revoke")
def ask_why(
    request: Request,
    actor: SignedIn,
    session: Reading,
    now: Now,
    number: NumberInPath,
    evidence_id: EvidenceInPath,
) -> Response:
    """Ask why a proof ends, and from when."""
    require(actor, Action.CHANGE_REGISTER)
    return _revoking(request, actor, session, number, evidence_id, filled(revoked_on=oslo_date(now)))


@router.post("/register/{number}/evidence/{evidence_id}/revoke")
def revoke(
    request: Request,
    actor: SignedIn,
    session: Writing,
    form: Posted,
    now: Now,
    number: NumberInPath,
    evidence_id: EvidenceInPath,
) -> Response:
    """End a proof, with the reason."""
    require(actor, Action.CHANGE_REGISTER)
    _proof_of(session, number, evidence_id)
    with asking_again(form, lambda refused: _revoking(request, actor, session, number, evidence_id, refused)):
        typed = form.read()
        told = {"reason": form.get("reason"), "revoked_on": typed.day("revoked_on")}
        typed.settle()
        given = parse(RevocationIn, told)
        evidence.revoke(
            session,
            evidence_id=evidence_id,
            reason=given.reason,
            revoked_on=given.revoked_on,
            now=now,
            by=actor.account_id,
        )
    return to(f"/register/{number}#evidence")


def _proof(form: Form) -> NewEvidence:
    typed = form.read()
    told = {
        "kind": form.get("kind") or None,
        "language": form.get("language") or None,
        "credits": typed.whole("credits"),
        "issuer": form.get("issuer"),
        "issued_on": typed.day("issued_on"),
        "valid_until": typed.day("valid_until") if typed.text("valid_until") else None,
        "reference": form.get("reference") or None,
    }
    typed.settle()
    return NewEvidence(**parse(EvidenceIn, told).model_dump())


def _file(
    request: Request,
    actor: Actor,
    session: Session,
    now: Now,
    number: int,
    *,
    adding: Form = EMPTY,
    turning: Form = EMPTY,
) -> Response:
    tongue, today = reader_tongue(request, actor), oslo_date(now)
    file = profiles.file(session, number=number)
    history = file.facts.history
    return page(
        request,
        "directorate/file.html",
        actor=actor,
        here=f"/register/{number}",
        file=file,
        person=file.interpreter,
        ways=profiles.modalities_of(file.interpreter),
        listed=history.listed_on(today),
        excluded=history.excluded_on(today),
        qualified=profiles.qualified(file.facts, today),
        waiting=file.waiting_for_tao(today),
        told=tuple(reversed(chronicle.of(file, tongue))),
        proofs=[(one, chronicle.describe(one, tongue)) for one in reversed(file.evidence)],
        adding=adding,
        turning=turning if turning.values else filled(effective_on=today),
        kinds=choosing.words("evidence", tongue),
        languages=choosing.languages(tongue),
    )


def _revoking(
    request: Request, actor: Actor, session: Session, number: int, evidence_id: int, form: Form
) -> Response:
    file, proof = _proof_of(session, number, evidence_id)
    return page(
        request,
        "directorate/revoke.html",
        actor=actor,
        form=form,
        person=file.interpreter,
        proof=proof,
        described=chronicle.describe(proof, reader_tongue(request, actor)),
    )


def _proof_of(session: Session, number: int, evidence_id: int) -> tuple[File, Evidence]:
    file = profiles.file(session, number=number)
    for proof in file.evidence:
        if proof.id == evidence_id:
            return file, proof
    raise NotFound("not_found", "There is nothing here, or it is not yours to see.")
