"""Cases over REST: applications and appeals for their party, notices of breach from anyone."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Path, Response, UploadFile

from identity import throttle
from identity.acting import SignedIn
from kit.http import Address, InDatabase, InSettings, Now, Reading, Writing
from kit.paging import Page
from registry.cases import appealing, applying, attaching, house, noticing, reading, shown
from registry.cases.applying import Application
from registry.cases.house import House
from registry.cases.noticing import Notice
from registry.cases.schemas import (
    AnswerIn,
    ApplicationIn,
    GivenOut,
    NoticeIn,
    OwnCaseOut,
    OwnCaseStoryOut,
    SaidIn,
)
from registry.evidence import NewEvidence
from registry.schemas import MOST, EvidenceIn

router = APIRouter(prefix="/api/v1", tags=["cases"])

Reference = Annotated[str, Path(max_length=12, description="The case's reference, such as S7K2M9QX.")]
IdInPath = Annotated[int, Path(ge=1, le=MOST)]
_SLOWED: dict[int | str, dict[str, Any]] = {429: {"description": "Too many notices"}}


def _house(settings: InSettings) -> House:
    return house.of(settings)


InHouse = Annotated[House, Depends(_house)]


@router.post("/notices", status_code=202, responses=_SLOWED)
def give_notice(
    given: NoticeIn, database: InDatabase, session: Writing, address: Address, now: Now
) -> GivenOut:
    """Tell that an interpreter has broken her duties, without saying who you are: it answers alike of all."""
    notice = Notice(**given.model_dump())
    with database.write() as counting:
        throttle.admit(counting, throttle.Purpose.NOTICE, who=address, address=address, now=now)
    noticing.give(session, notice=notice, by=None, now=now)
    return GivenOut()


@router.get("/me/cases")
def list_own_cases(actor: SignedIn, session: Reading) -> Page[OwnCaseOut]:
    """Your applications, appeals and cases, the newest first; all on one page."""
    return Page(items=[shown.own(case) for case in reading.of_party(session, actor.id)])


@router.post("/me/cases", status_code=201)
def apply(
    given: ApplicationIn, actor: SignedIn, session: Writing, now: Now, house: InHouse, response: Response
) -> OwnCaseStoryOut:
    """Apply for being listed, listed again, or a language more."""
    person = {} if given.person is None else given.person.model_dump()
    wanted = Application(
        purpose=given.purpose,
        language=given.language,
        told=given.told,
        claims=_claims(given.claims),
        **person,
    )
    case = applying.apply(session, actor=actor, given=wanted, house=house, now=now)
    response.headers["Location"] = f"/api/v1/me/cases/{case.reference}"
    return shown.own_story(reading.of(session, case))


@router.get("/me/cases/{reference}")
def show_own_case(reference: Reference, actor: SignedIn, session: Reading) -> OwnCaseStoryOut:
    """Your case: evidence, decisions in force, letters."""
    return shown.own_story(reading.of(session, applying.own(session, actor, reference)))


@router.post("/me/cases/{reference}/answers")
def answer(
    reference: Reference, given: AnswerIn, actor: SignedIn, session: Writing, now: Now
) -> OwnCaseStoryOut:
    """Add what was asked for, more evidence or a statement."""
    case = applying.supplement(
        session, actor=actor, reference=reference, said=given.said, claims=_claims(given.claims), now=now
    )
    return shown.own_story(reading.of(session, case))


@router.post("/me/cases/{reference}/claims/{claim_id}/documents", status_code=201)
def attach_document(
    reference: Reference,
    claim_id: IdInPath,
    document: Annotated[UploadFile, File(description="A PDF, PNG or JPEG of at most 10 MB.")],
    actor: SignedIn,
    session: Writing,
    settings: InSettings,
    now: Now,
) -> OwnCaseStoryOut:
    """Show a document for a piece of evidence in your case."""
    attaching.attach(
        session,
        actor=actor,
        reference=reference,
        claim_id=claim_id,
        folder=settings.documents_dir,
        content=document.file.read(),
        now=now,
    )
    return shown.own_story(reading.of(session, applying.own(session, actor, reference)))


@router.post("/me/cases/{reference}/withdrawal")
def withdraw(reference: Reference, actor: SignedIn, session: Writing, now: Now) -> OwnCaseStoryOut:
    """Withdraw your application or appeal before it is decided."""
    case = applying.withdraw(session, actor=actor, reference=reference, now=now)
    return shown.own_story(reading.of(session, case))


@router.post("/me/decisions/{decision_id}/appeal", status_code=201)
def appeal(
    decision_id: IdInPath, given: SaidIn, actor: SignedIn, session: Writing, now: Now, house: InHouse
) -> OwnCaseStoryOut:
    """Appeal a decision against you. After `appeal_by` the appeal is kept, and flagged as late."""
    case = appealing.appeal(
        session, actor=actor, decision_id=decision_id, said=given.said, house=house, now=now
    )
    return shown.own_story(reading.of(session, case))


def _claims(given: list[EvidenceIn]) -> list[NewEvidence]:
    return [NewEvidence(**claim.model_dump()) for claim in given]
