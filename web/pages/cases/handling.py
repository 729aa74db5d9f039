"""One case, and what an officer does in it before and after the decision."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from identity.acting import SignedIn
from identity.permissions import Action, Actor, require
from kit.clock import oslo_date
from kit.http import InDatabase, Now, Reading, Writing, settings_of
from registry import viewing
from registry.cases import appealing, attaching, deciding, handling, house, lifting, reading, records
from registry.cases.handling import Asked
from registry.papers.api import as_file
from web.pages.cases.showing import ReferenceInPath, case_page, officers_view, seen
from web.pages.forms import Form, Posted, asking_again, filled, to
from web.pages.site import page

router = APIRouter(include_in_schema=False, prefix="/cases/{reference}")

IdInPath = Annotated[int, Path(ge=1, le=2**31 - 1)]
_USUAL_DEADLINE = timedelta(weeks=3)


@router.get("")
def show(
    reference: ReferenceInPath,
    request: Request,
    actor: SignedIn,
    session: Reading,
    database: InDatabase,
    now: Now,
) -> Response:
    """The case: what was told, decided, written and done, and what can be done now; the look is recorded."""
    require(actor, Action.HANDLE_CASES)
    about = records.find(session, reference).interpreter_id
    viewing.note(database, interpreter_id=about, by=actor.id, now=now)
    return case_page(request, actor, reference, now, begun=oslo_date(now) + _USUAL_DEADLINE)


@router.get("/letters/{letter_id}")
def letter(
    reference: ReferenceInPath, letter_id: IdInPath, request: Request, actor: SignedIn, session: Reading
) -> Response:
    """A letter as it was written, to be read or printed."""
    require(actor, Action.HANDLE_CASES)
    case = records.find(session, reference)
    kept = reading.letter(session, case, letter_id)
    back = f"/cases/{case.reference}"
    return page(request, "cases/letter.html", actor=actor, letter=kept, case=case, back=back)


@router.get("/documents/{document_id}")
def document(
    reference: ReferenceInPath,
    document_id: IdInPath,
    request: Request,
    actor: SignedIn,
    session: Writing,
    now: Now,
) -> Response:
    """A document shown for evidence in the case; that it was opened is recorded."""
    require(actor, Action.HANDLE_CASES)
    kept, path = attaching.read(
        session,
        case=records.find(session, reference),
        document_id=document_id,
        folder=settings_of(request).documents_dir,
        by=actor.id,
        now=now,
    )
    return as_file(kept, path)


@router.post("/assignment")
def assign(
    reference: ReferenceInPath, request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now
) -> Response:
    """Give the case to an officer, or to nobody."""
    require(actor, Action.HANDLE_CASES)
    with asking_again(form, lambda refused: case_page(request, actor, reference, now, refused)):
        typed = form.read()
        officer = typed.whole("to")
        typed.settle()
        case = handling.assign(
            session, reference=reference, to=officer, seen=seen(form), by=actor.id, now=now
        )
    return to(f"/cases/{case.reference}", saved="case_assigned")


@router.post("/more")
def ask_for_more(
    reference: ReferenceInPath, request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now
) -> Response:
    """Ask the party for what is missing, or for a statement."""
    require(actor, Action.HANDLE_CASES)
    with asking_again(form, lambda refused: case_page(request, actor, reference, now, refused)):
        typed = form.read()
        due_on = typed.day("due_on")
        typed.settle()
        case = handling.ask_for_more(
            session,
            reference=reference,
            asked=Asked(form.get("what"), due_on or oslo_date(now)),
            seen=seen(form),
            by=actor.id,
            house=house.of(settings_of(request)),
            now=now,
        )
    return to(f"/cases/{case.reference}", saved="more_asked")


@router.post("/take-back")
def take_back(
    reference: ReferenceInPath, request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now
) -> Response:
    """The case need not wait for the party any longer."""
    require(actor, Action.HANDLE_CASES)
    with asking_again(form, lambda refused: case_page(request, actor, reference, now, refused)):
        handling.take_back(session, reference=reference, seen=seen(form), by=actor.id, now=now)
    return to(f"/cases/{reference}", saved="case_taken_back")


@router.post("/interpreter")
def tie(
    reference: ReferenceInPath, request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now
) -> Response:
    """Say which interpreter the case is about."""
    require(actor, Action.HANDLE_CASES)
    with asking_again(form, lambda refused: case_page(request, actor, reference, now, refused)):
        typed = form.read()
        number = typed.whole("number")
        if number is None:
            raise typed.missing({"number": None})
        handling.tie(session, reference=reference, number=number, seen=seen(form), by=actor.id, now=now)
    return to(f"/cases/{reference}", saved="case_tied")


@router.post("/notes")
def note(
    reference: ReferenceInPath, request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now
) -> Response:
    """Write something down."""
    require(actor, Action.HANDLE_CASES)
    with asking_again(form, lambda refused: case_page(request, actor, reference, now, refused)):
        handling.note(session, reference=reference, said=form.get("said"), by=actor.id, now=now)
    return to(f"/cases/{reference}", saved="note_made")


@router.post("/approve")
def approve(
    reference: ReferenceInPath, request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now
) -> Response:
    """A second officer agrees: it takes effect now, and the letter leaves."""
    require(actor, Action.HANDLE_CASES)
    with asking_again(form, lambda refused: case_page(request, actor, reference, now, refused)):
        deciding.approve(
            session,
            reference=reference,
            seen=seen(form),
            by=actor.id,
            house=house.of(settings_of(request)),
            now=now,
        )
    return to(f"/cases/{reference}", saved="case_decided")


@router.post("/send-back")
def send_back(
    reference: ReferenceInPath, request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now
) -> Response:
    """The proposal goes back, with the reason."""
    require(actor, Action.HANDLE_CASES)
    with asking_again(form, lambda refused: case_page(request, actor, reference, now, refused)):
        deciding.send_back(
            session, reference=reference, why=form.get("why"), seen=seen(form), by=actor.id, now=now
        )
    return to(f"/cases/{reference}", saved="sent_back")


@router.post("/forward")
def forward(
    reference: ReferenceInPath, request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now
) -> Response:
    """The appeal goes to the appeal body."""
    require(actor, Action.HANDLE_CASES)
    with asking_again(form, lambda refused: case_page(request, actor, reference, now, refused)):
        appealing.forward(
            session,
            reference=reference,
            why=form.get("why"),
            seen=seen(form),
            by=actor.id,
            house=house.of(settings_of(request)),
            now=now,
        )
    return to(f"/cases/{reference}", saved="appeal_forwarded")


@router.get("/decisions/{decision_id}/appeal")
def ask_for_appeal(
    reference: ReferenceInPath, decision_id: IdInPath, request: Request, actor: SignedIn, now: Now
) -> Response:
    """Register an appeal that came by post."""
    return _appeal(request, actor, reference, decision_id, now, filled(received_on=oslo_date(now)))


@router.post("/decisions/{decision_id}/appeal")
def register_appeal(
    reference: ReferenceInPath,
    decision_id: IdInPath,
    request: Request,
    actor: SignedIn,
    session: Writing,
    form: Posted,
    now: Now,
) -> Response:
    """The appeal as it came, with the day it was sent."""
    require(actor, Action.HANDLE_CASES)
    with asking_again(form, lambda refused: _appeal(request, actor, reference, decision_id, now, refused)):
        typed = form.read()
        received_on = typed.day("received_on")
        typed.settle()
        case = appealing.register(
            session,
            decision_id=decision_id,
            received=appealing.Received(form.get("said"), received_on or oslo_date(now), actor.id),
            house=house.of(settings_of(request)),
            now=now,
        )
    return to(f"/cases/{case.reference}", saved="appeal_received")


@router.post("/exclusions/{exclusion_id}/lift")
def lift(
    reference: ReferenceInPath,
    exclusion_id: IdInPath,
    request: Request,
    actor: SignedIn,
    session: Writing,
    form: Posted,
    now: Now,
) -> Response:
    """End an exclusion today."""
    require(actor, Action.HANDLE_CASES)
    with asking_again(form, lambda refused: case_page(request, actor, reference, now, refused)):
        lifting.lift(
            session,
            exclusion_id=exclusion_id,
            reason=form.get("reason"),
            by=actor.id,
            house=house.of(settings_of(request)),
            now=now,
        )
    return to(f"/cases/{reference}", saved="exclusion_lifted")


def _appeal(
    request: Request, actor: Actor, reference: str, decision_id: int, now: datetime, form: Form
) -> Response:
    require(actor, Action.HANDLE_CASES)
    values = officers_view(request, actor, reference, now)
    if all(one.id != decision_id for one in values["story"].decisions):
        raise records.unknown()
    return page(request, "cases/appeal.html", actor=actor, form=form, officer=True, **values)
