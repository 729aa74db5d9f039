"""What registry officers do over REST: people enter, evidence is registered and revoked."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response

from identity.acting import Acting
from identity.permissions import Action, Actor, require
from kit.clock import oslo_date
from kit.db import stored_id
from kit.errors import invalid
from kit.http import InDatabase, Now, Reading, Writing
from registry import correction, evidence, listing, profiles, registration, shown, viewing
from registry.evidence import NewEvidence
from registry.registration import Particulars
from registry.schemas import (
    MOST,
    CorrectionIn,
    EvidenceIn,
    EvidenceOut,
    FileOut,
    InterpreterChange,
    InterpreterIn,
    RevocationIn,
)

router = APIRouter()


def _officer(actor: Acting) -> Actor:
    require(actor, Action.CHANGE_REGISTER)
    return actor


Officer = Annotated[Actor, Depends(_officer)]
NumberInPath = Annotated[int, Path(ge=1, le=MOST)]


@router.post("/interpreters", status_code=201)
def register_interpreter(
    officer: Officer, given: InterpreterIn, session: Writing, now: Now, response: Response
) -> FileOut:
    """Enter a person in the register, not yet listed."""
    particulars = Particulars(**_particulars(given.model_dump(exclude={"number"})))
    made = registration.register(
        session, particulars=particulars, number=given.number, now=now, by=officer.account_id
    )
    response.headers["Location"] = f"/api/v1/interpreters/{made.number}/file"
    return shown.file(profiles.file(session, number=made.number), oslo_date(now))


@router.patch("/interpreters/{number}")
def change_interpreter(
    officer: Officer, number: NumberInPath, given: InterpreterChange, session: Writing, now: Now
) -> FileOut:
    """Change what is named; `listed` from `effective_on`, or from today."""
    if given.effective_on is not None and given.listed is None:
        raise invalid("effective_on", "not_used", "A day belongs to a change of listed. Give both.")
    changes = given.model_dump(exclude_unset=True, exclude={"listed", "effective_on"})
    person = registration.change(
        session, number=number, changes=_particulars(changes), now=now, by=officer.account_id
    )
    if given.listed is not None:
        listing.change(
            session,
            interpreter_id=stored_id(person.id),
            listed=given.listed,
            effective_on=given.effective_on or oslo_date(now),
            now=now,
            by=officer.account_id,
        )
    return shown.file(profiles.file(session, number=number), oslo_date(now))


@router.get("/interpreters/{number}/file")
def show_file(
    officer: Officer, number: NumberInPath, session: Reading, database: InDatabase, now: Now
) -> FileOut:
    """The officer's file of an interpreter, listed or not; that it was read is recorded."""
    found = profiles.file(session, number=number)
    viewing.note(database, interpreter_id=stored_id(found.interpreter.id), by=officer.id, now=now)
    return shown.file(found, oslo_date(now))


@router.post("/interpreters/{number}/evidence", status_code=201)
def register_evidence(
    officer: Officer, number: NumberInPath, given: EvidenceIn, session: Writing, now: Now
) -> EvidenceOut:
    """Register a dated proof; the categories follow from it at once."""
    proof = NewEvidence(**given.model_dump())
    made = evidence.register(session, number=number, proof=proof, now=now, by=officer.account_id)
    return shown.evidence(made)


@router.post("/evidence/{evidence_id}/revoke")
def revoke_evidence(
    officer: Officer,
    evidence_id: Annotated[int, Path(ge=1, le=MOST)],
    given: RevocationIn,
    session: Writing,
    now: Now,
) -> EvidenceOut:
    """End a proof from a day, once."""
    ended = evidence.revoke(
        session,
        evidence_id=evidence_id,
        reason=given.reason,
        revoked_on=given.revoked_on,
        now=now,
        by=officer.account_id,
    )
    return shown.evidence(ended)


@router.post("/evidence/{evidence_id}/correct")
def correct_evidence(
    officer: Officer,
    evidence_id: Annotated[int, Path(ge=1, le=MOST)],
    given: CorrectionIn,
    session: Writing,
    now: Now,
) -> EvidenceOut:
    """Strike a proof registered in error; answers the one registered in its place, if any, or the struck."""
    right = NewEvidence(**given.right.model_dump()) if given.right else None
    stands = correction.correct_evidence(
        session, evidence_id=evidence_id, right=right, reason=given.reason, now=now, by=officer.account_id
    )
    return shown.evidence(stands)


def _particulars(given: dict[str, Any]) -> dict[str, Any]:
    if "modalities" in given:
        given["modalities"] = frozenset(given["modalities"])
    return given
