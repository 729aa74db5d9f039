"""One interpreter's file: evidence registered and revoked, listing on and off, and the whole history."""

from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from sqlmodel import Session

from booking.travel import reach
from identity.acting import SignedIn
from identity.permissions import Action, Actor, require
from kit.clock import oslo_date, oslo_midnight
from kit.db import stored_id
from kit.errors import Invalid, NotFound
from kit.http import InDatabase, Now, Reading, Writing
from registry import chronicle, evidence, listing, profiles, verification, viewing
from registry.evidence import NewEvidence
from registry.imports.values import course_called
from registry.papers import issuers
from registry.profiles import File
from registry.schemas import EvidenceIn, RevocationIn
from registry.tables import Evidence
from registry.words import EvidenceKind, TestResult
from web.pages import choosing
from web.pages.directorate import NumberInPath
from web.pages.forms import EMPTY, Form, Posted, asked, asking_again, filled, parse, to
from web.pages.site import page, reader_tongue

router = APIRouter(include_in_schema=False)

EvidenceInPath = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("/register/{number}")
def show(
    request: Request, actor: SignedIn, session: Reading, database: InDatabase, now: Now, number: NumberInPath
) -> Response:
    """The person, what the evidence gives today or on a chosen day, and everything that has happened.

    The day is answered by what is known now, or by what was known at the end of another day.
    """
    require(actor, Action.SEE_REGISTER_FILE)
    form = asked(request)
    with asking_again(form, lambda refused: _file(request, actor, session, now, number, dating=refused)):
        typed = form.read()
        on = typed.day("on") if typed.text("on") else None
        known_on = typed.day("known_on") if typed.text("known_on") else None
        typed.settle()
        if known_on is not None and known_on > oslo_date(now):
            raise verification.known_in_the_future("known_on")
    seen = stored_id(profiles.file(session, number=number).interpreter.id)
    viewing.note(database, interpreter_id=seen, by=actor.id, now=now)
    return _file(request, actor, session, now, number, on, known_on)


@router.post("/register/{number}/evidence")
def add(
    request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now, number: NumberInPath
) -> Response:
    """Register a proof."""
    require(actor, Action.CHANGE_REGISTER)
    with asking_again(form, lambda refused: _file(request, actor, session, now, number, adding=refused)):
        evidence.register(
            session, number=number, proof=proof_typed(form, oslo_date(now)), now=now, by=actor.account_id
        )
    return to(f"/register/{number}", saved="evidence_registered")


@router.post("/register/{number}/listing")
def turn(
    request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now, number: NumberInPath
) -> Response:
    """Into the public register or out of it, from a day."""
    require(actor, Action.CHANGE_REGISTER)
    listed = form.get("listed") == "yes"

    def show(refused: Form) -> Response:
        if listed:
            return _file(request, actor, session, now, number, turning=refused)
        return _taking_out(request, actor, session, number, refused)

    with asking_again(form, show):
        typed = form.read()
        effective_on = typed.day("effective_on")
        if effective_on is None:
            raise typed.missing({"effective_on": None})
        listing.change(
            session,
            interpreter_id=stored_id(profiles.file(session, number=number).interpreter.id),
            listed=listed,
            effective_on=effective_on,
            now=now,
            by=actor.account_id,
        )
    return to(f"/register/{number}", saved="listed" if listed else "taken_out")


@router.get("/register/{number}/listing/end")
def ask_to_take_out(
    request: Request, actor: SignedIn, session: Reading, now: Now, number: NumberInPath
) -> Response:
    """Ask from when she leaves the public register, and tell what follows."""
    require(actor, Action.CHANGE_REGISTER)
    return _taking_out(request, actor, session, number, filled(effective_on=oslo_date(now)))


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
    proof_of(session, number, evidence_id)
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
    return to(f"/register/{number}", saved="evidence_revoked")


def _end_of(day: date) -> datetime:
    return oslo_midnight(day + timedelta(days=1)) - timedelta(microseconds=1)


def proof_typed(form: Form, today: date) -> NewEvidence:
    """The proof as typed. Invalid with every fault at once: what is missing has a stand-in meanwhile.

    Fields that the page hides for this kind are not read.
    """
    typed = form.read()
    chosen = typed.word("kind", EvidenceKind)
    kind = chosen or EvidenceKind.TAO
    told = {
        "kind": kind,
        "language": typed.text("language") if kind is not EvidenceKind.TAO else None,
        "credits": typed.whole("credits") if kind is EvidenceKind.CREDITS else None,
        "course": course_called(typed.text("course") or "") or None if kind is EvidenceKind.CREDITS else None,
        "result": typed.word("result", TestResult) if kind is EvidenceKind.BILINGUAL_TEST else None,
        "issuer": form.get("issuer"),
        "issued_on": typed.day("issued_on") or today,
        "valid_until": typed.day("valid_until") if typed.text("valid_until") else None,
        "reference": typed.text("reference"),
    }
    proof = NewEvidence(**parse(EvidenceIn, told).model_dump())
    faults = [*typed.missing({"kind": chosen}).errors, *evidence.faults_of(proof, today=today)]
    first = {fault.field: fault for fault in reversed(faults)}
    if first:
        raise Invalid(*(first[name] for name in told if name in first))
    return proof


def _file(
    request: Request,
    actor: Actor,
    session: Session,
    now: Now,
    number: int,
    on: date | None = None,
    known_on: date | None = None,
    **forms: Form,
) -> Response:
    """The file, with the forms as they were typed where they were: `adding`, `turning` and `dating`."""
    tongue, today = reader_tongue(request, actor), oslo_date(now)
    day = on or today
    known_at = None if known_on in {None, today} else _end_of(known_on)
    file = profiles.file(session, number=number, known_at=known_at)
    history = file.facts.history
    return page(
        request,
        "directorate/file.html",
        actor=actor,
        here=f"/register/{number}",
        file=file,
        person=file.interpreter,
        ways=profiles.modalities_of(file.interpreter),
        reach=reach.of(session, stored_id(file.interpreter.id)),
        form=next(iter(forms.values()), EMPTY),
        now=now,
        today=today,
        day=day,
        known_on=known_on if known_at else None,
        listed=history.listed_on(day),
        listed_today=history.listed_on(today),
        to_be_listed=any(turn.listed for turn in file.listings if turn.effective_on > today),
        excluded=history.excluded_on(day),
        qualified=profiles.qualified(file.facts, day),
        waiting=file.waiting_for_tao(day),
        told=tuple(reversed(chronicle.of(file, tongue))),
        proofs=[(one, chronicle.describe(one, tongue)) for one in reversed(file.evidence)],
        adding=forms.get("adding", EMPTY),
        dating=forms.get("dating", filled(on=day, known_on=known_on)),
        turning=forms.get("turning", filled(effective_on=today)),
        kinds=choosing.words("evidence", tongue),
        results=choosing.words("result", tongue),
        issuers=[body.name for body in issuers.every(session)],
        languages=choosing.languages(tongue),
    )


def _taking_out(request: Request, actor: Actor, session: Session, number: int, form: Form) -> Response:
    person = profiles.file(session, number=number).interpreter
    here = f"/register/{number}/listing/end"
    return page(request, "directorate/take_out.html", actor=actor, here=here, form=form, person=person)


def _revoking(
    request: Request, actor: Actor, session: Session, number: int, evidence_id: int, form: Form
) -> Response:
    file, proof = proof_of(session, number, evidence_id)
    return page(
        request,
        "directorate/revoke.html",
        actor=actor,
        form=form,
        person=file.interpreter,
        proof=proof,
        described=chronicle.describe(proof, reader_tongue(request, actor)),
    )


def proof_of(session: Session, number: int, evidence_id: int) -> tuple[File, Evidence]:
    """One proof and the file it stands in; NotFound when it is another's."""
    file = profiles.file(session, number=number)
    for proof in file.evidence:
        if proof.id == evidence_id:
            return file, proof
    raise NotFound("not_found", "There is nothing here, or it is not yours to see.")
