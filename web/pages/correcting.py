"""A proof registered in error: struck, with what is right in its place."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from identity.acting import SignedIn
from identity.permissions import Action, Actor, require
from kit.clock import oslo_date
from kit.http import Now, Reading, Writing
from kit.i18n import Tongue
from registry import chronicle, correction
from registry.papers import issuers
from registry.tables import Evidence
from web.pages import choosing
from web.pages.directorate import NumberInPath
from web.pages.forms import Form, Posted, asking_again, filled, to
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
