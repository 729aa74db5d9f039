"""Cases over REST, for officers: the same use cases as their pages."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import FileResponse
from sqlmodel import Session

from identity.acting import Acting
from identity.permissions import Action, Actor, require
from kit.clock import oslo_date
from kit.http import InDatabase, InSettings, Now, Reading, Writing
from kit.paging import Page
from registry import viewing
from registry.cases import (
    appealing,
    attaching,
    deciding,
    handling,
    lifting,
    reading,
    records,
    shown,
    worklist,
)
from registry.cases.api import IdInPath, InHouse, Reference
from registry.cases.deciding import Proposal
from registry.cases.handling import Asked
from registry.cases.schemas import (
    AskedIn,
    AssignmentIn,
    CaseOut,
    CasesIn,
    CaseStoryOut,
    DecisionIn,
    LiftIn,
    ReceivedIn,
    SaidIn,
    SeenIn,
    TiedIn,
    WhyIn,
)
from registry.cases.tables import Case
from registry.cases.worklist import Wish
from registry.papers.api import as_file

router = APIRouter(prefix="/api/v1", tags=["cases"])


def _officer(actor: Acting) -> Actor:
    require(actor, Action.HANDLE_CASES)
    return actor


Officer = Annotated[Actor, Depends(_officer)]


@router.get("/cases")
def list_cases(asked: Annotated[CasesIn, Query()], _by: Officer, session: Reading, now: Now) -> Page[CaseOut]:
    """What waits, the longest first; the closed only when `status` or `q` asks for them."""
    wish = Wish(**asked.model_dump(exclude={"officer", "limit", "cursor"}), assigned_to=asked.officer)
    rows, following = worklist.find(
        session, wish, today=oslo_date(now), limit=asked.limit, cursor=asked.cursor
    )
    return Page(items=[shown.row(one) for one in rows], next=following)


@router.get("/cases/{reference}")
def show_case(
    reference: Reference, by: Officer, session: Reading, database: InDatabase, now: Now
) -> CaseStoryOut:
    """The whole case; that it was read is recorded."""
    case = records.find(session, reference)
    viewing.note(database, interpreter_id=case.interpreter_id, by=by.id, now=now)
    return _told(session, case, now)


@router.get("/cases/{reference}/documents/{document_id}", response_class=FileResponse)
def read_case_document(
    reference: Reference,
    document_id: IdInPath,
    by: Officer,
    session: Writing,
    settings: InSettings,
    now: Now,
) -> FileResponse:
    """A document shown in the case; the reading is recorded."""
    case = records.find(session, reference)
    kept, path = attaching.read(
        session, case=case, document_id=document_id, folder=settings.documents_dir, by=by.id, now=now
    )
    return as_file(kept, path)


@router.post("/cases/{reference}/assignment")
def assign_case(
    reference: Reference, given: AssignmentIn, by: Officer, session: Writing, now: Now
) -> CaseStoryOut:
    """Give the case to an officer, or to nobody."""
    case = handling.assign(
        session, reference=reference, to=given.officer, seen=given.version, by=by.id, now=now
    )
    return _told(session, case, now)


@router.post("/cases/{reference}/questions")
def ask_party(
    reference: Reference, given: AskedIn, by: Officer, session: Writing, now: Now, house: InHouse
) -> CaseStoryOut:
    """Ask the party for what is missing, or for a statement on a notice (fvl. § 16)."""
    asked = Asked(given.what, given.due_on)
    case = handling.ask_for_more(
        session, reference=reference, asked=asked, seen=given.version, by=by.id, house=house, now=now
    )
    return _told(session, case, now)


@router.post("/cases/{reference}/return")
def take_case_back(
    reference: Reference, given: SeenIn, by: Officer, session: Writing, now: Now
) -> CaseStoryOut:
    """Wait for the party no longer."""
    case = handling.take_back(session, reference=reference, seen=given.version, by=by.id, now=now)
    return _told(session, case, now)


@router.post("/cases/{reference}/interpreter")
def tie_case(reference: Reference, given: TiedIn, by: Officer, session: Writing, now: Now) -> CaseStoryOut:
    """Say which interpreter the case is about."""
    case = handling.tie(
        session, reference=reference, number=given.number, seen=given.version, by=by.id, now=now
    )
    return _told(session, case, now)


@router.post("/cases/{reference}/notes")
def note_in_case(
    reference: Reference, given: SaidIn, by: Officer, session: Writing, now: Now
) -> CaseStoryOut:
    """Write something down."""
    case = handling.note(session, reference=reference, said=given.said, by=by.id, now=now)
    return _told(session, case, now)


@router.post("/cases/{reference}/decisions", status_code=201)
def decide_case(
    reference: Reference, given: DecisionIn, by: Officer, session: Writing, now: Now, house: InHouse
) -> CaseStoryOut:
    """Decide. Refusals and exclusions are proposed, and wait for a second officer."""
    proposal = Proposal(**given.model_dump(exclude={"version"}))
    deciding.decide(
        session, reference=reference, proposal=proposal, seen=given.version, by=by.id, house=house, now=now
    )
    return _told(session, records.find(session, reference), now)


@router.post("/cases/{reference}/approval")
def approve_decision(
    reference: Reference, given: SeenIn, by: Officer, session: Writing, now: Now, house: InHouse
) -> CaseStoryOut:
    """Approve what another officer has proposed: it takes effect now."""
    deciding.approve(session, reference=reference, seen=given.version, by=by.id, house=house, now=now)
    return _told(session, records.find(session, reference), now)


@router.post("/cases/{reference}/refusal-of-approval")
def send_proposal_back(
    reference: Reference, given: WhyIn, by: Officer, session: Writing, now: Now
) -> CaseStoryOut:
    """Send a proposal back with the reason."""
    deciding.send_back(session, reference=reference, why=given.why, seen=given.version, by=by.id, now=now)
    return _told(session, records.find(session, reference), now)


@router.post("/cases/{reference}/forwarding")
def forward_appeal(
    reference: Reference, given: WhyIn, by: Officer, session: Writing, now: Now, house: InHouse
) -> CaseStoryOut:
    """Send an appeal to the appeal body (fvl. § 33)."""
    case = appealing.forward(
        session, reference=reference, why=given.why, seen=given.version, by=by.id, house=house, now=now
    )
    return _told(session, case, now)


@router.post("/decisions/{decision_id}/appeals", status_code=201)
def register_appeal(
    decision_id: IdInPath, given: ReceivedIn, by: Officer, session: Writing, now: Now, house: InHouse
) -> CaseStoryOut:
    """Register an appeal that came on paper; flagged when it was late."""
    received = appealing.Received(given.said, given.received_on, by.id)
    case = appealing.register(session, decision_id=decision_id, received=received, house=house, now=now)
    return _told(session, case, now)


@router.post("/exclusions/{exclusion_id}/lift", status_code=204)
def lift_exclusion(
    exclusion_id: IdInPath, given: LiftIn, by: Officer, session: Writing, now: Now, house: InHouse
) -> None:
    """End an exclusion today."""
    lifting.lift(session, exclusion_id=exclusion_id, reason=given.reason, by=by.id, house=house, now=now)


def _told(session: Session, case: Case, now: datetime) -> CaseStoryOut:
    today = oslo_date(now)
    return shown.story(reading.of(session, case), reading.warnings(session, case), today)
