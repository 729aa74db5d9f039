"""What was registered in error: a proof is struck, with what is right in its place; a listing is struck."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from identity.acting import SignedIn
from identity.permissions import Action, Actor, require
from kit.clock import oslo_date
from kit.errors import NotFound
from kit.http import Now, Reading, Writing
from kit.i18n import Tongue
from registry import chronicle, correction, profiles
from registry.papers import issuers
from registry.profiles import File
from registry.tables import Evidence, ListingChange
from web.pages import choosing
from web.pages.directorate import NumberInPath
from web.pages.forms import EMPTY, Form, Posted, asking_again, filled, to
from web.pages.register_file import EvidenceInPath, proof_of, proof_typed
from web.pages.site import page, reader_tongue

router = APIRouter(include_in_schema=False)

_AS_REGISTERED = (
    "kind", "language", "credits", "course", "result", "issuer", "issued_on", "valid_until", "reference"
)  # fmt: skip


@router.get("/register/{number}/evidence/{evidence_id}/correct")
def ask(
    request: Request, actor: SignedIn, session: Reading, number: NumberInPath, evidence_id: EvidenceInPath
) -> Response:
    """The proof as registered, to be put right."""
    require(actor, Action.CHANGE_REGISTER)
    _file, proof = proof_of(session, number, evidence_id)
    form = _as_registered(proof, reader_tongue(request, actor))
    return _correcting(request, actor, session, number, evidence_id, form)


@router.post("/register/{number}/evidence/{evidence_id}/correct")
def correct(
    request: Request,
    actor: SignedIn,
    session: Writing,
    form: Posted,
    now: Now,
    number: NumberInPath,
    evidence_id: EvidenceInPath,
) -> Response:
    """Strike it, and register what is right, unless there is nothing to register."""
    require(actor, Action.CHANGE_REGISTER)
    proof_of(session, number, evidence_id)
    with asking_again(
        form, lambda refused: _correcting(request, actor, session, number, evidence_id, refused)
    ):
        right = None if form.has("strike", "yes") else proof_typed(form, oslo_date(now))
        correction.correct_evidence(
            session,
            evidence_id=evidence_id,
            right=right,
            reason=form.get("reason"),
            now=now,
            by=actor.account_id,
        )
    return to(f"/register/{number}", saved="evidence_corrected")


@router.get("/register/{number}/listings/{change_id}/correct")
def ask_about_listing(
    request: Request, actor: SignedIn, session: Reading, number: NumberInPath, change_id: EvidenceInPath
) -> Response:
    """Ask what was wrong with a change of listing, and tell what follows."""
    require(actor, Action.CHANGE_REGISTER)
    return _striking(request, actor, session, number, change_id, EMPTY)


@router.post("/register/{number}/listings/{change_id}/correct")
def strike_listing(
    request: Request,
    actor: SignedIn,
    session: Writing,
    form: Posted,
    now: Now,
    number: NumberInPath,
    change_id: EvidenceInPath,
) -> Response:
    """Strike it: it was never so."""
    require(actor, Action.CHANGE_REGISTER)
    _turn_of(session, number, change_id)
    with asking_again(form, lambda refused: _striking(request, actor, session, number, change_id, refused)):
        correction.strike_listing(
            session, change_id=change_id, reason=form.get("reason"), now=now, by=actor.account_id
        )
    return to(f"/register/{number}", saved="listing_corrected")


def _turn_of(session: Session, number: int, change_id: int) -> tuple[File, ListingChange]:
    """One change of listing and the file it stands in; NotFound when it is another's."""
    file = profiles.file(session, number=number)
    for turn in file.listings:
        if turn.id == change_id:
            return file, turn
    raise NotFound("not_found", "There is nothing here, or it is not yours to see.")


def _striking(
    request: Request, actor: Actor, session: Session, number: int, change_id: int, form: Form
) -> Response:
    file, turn = _turn_of(session, number, change_id)
    person = file.interpreter
    here = f"/register/{number}/listings/{change_id}/correct"
    return page(
        request,
        "directorate/strike_listing.html",
        actor=actor,
        here=here,
        form=form,
        person=person,
        turn=turn,
    )


def _as_registered(proof: Evidence, tongue: Tongue) -> Form:
    told = {name: getattr(proof, name) for name in _AS_REGISTERED}
    return filled(**told | {"course": chronicle.course_name(proof.course or "", tongue)})


def _correcting(
    request: Request, actor: Actor, session: Session, number: int, evidence_id: int, form: Form
) -> Response:
    file, proof = proof_of(session, number, evidence_id)
    tongue = reader_tongue(request, actor)
    return page(
        request,
        "directorate/correct.html",
        actor=actor,
        form=form,
        person=file.interpreter,
        proof=proof,
        described=chronicle.describe(proof, tongue),
        kinds=choosing.words("evidence", tongue),
        languages=choosing.languages(tongue),
        results=choosing.words("result", tongue),
        issuers=[body.name for body in issuers.every(session)],
    )
