"""One's own cases, on a telephone: how far they have come, what is asked for, letters, appeals."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, File, Path, Request, UploadFile
from fastapi.responses import Response

from identity.acting import SignedIn
from identity.permissions import Actor
from kit.clock import oslo_date
from kit.errors import Conflict
from kit.http import Now, Reading, Writing, database_of, settings_of
from registry.cases import appealing, applying, attaching, house, reading, records, states
from registry.cases.reading import Story
from registry.cases.tables import Decision
from registry.cases.words import CaseKind, CaseStatus, DecisionStatus, Event
from registry.papers import issuers
from web.pages import choosing
from web.pages.cases import typing
from web.pages.cases.showing import ReferenceInPath, described
from web.pages.forms import EMPTY, Form, Posted, asking_again, to
from web.pages.site import page, reader_tongue

router = APIRouter(include_in_schema=False, prefix="/my/cases")

IdInPath = Annotated[int, Path(ge=1, le=2**31 - 1)]
_HERS = frozenset(
    {Event.OPENED, Event.SUPPLEMENTED, Event.WITHDRAWN, Event.RETURNED, Event.DECIDED, Event.FORWARDED,
     Event.APPEALED, Event.LIFTED}
)  # fmt: skip
"""What the page tells the party; the directorate's own steps she asks to see (fvl. § 18)."""
_ANSWERABLE = frozenset({CaseStatus.OPEN, CaseStatus.RETURNED})


@router.get("")
def every(request: Request, actor: SignedIn, session: Reading) -> Response:
    """All one's cases, the newest first."""
    found = reading.of_party(session, actor.id)
    waiting = [one for one in found if one.status is CaseStatus.RETURNED]
    return page(request, "cases/mine.html", actor=actor, cases=found, waiting=waiting)


@router.get("/{reference}")
def show(reference: ReferenceInPath, request: Request, actor: SignedIn, now: Now) -> Response:
    """How far the case has come, and what can be done."""
    return _case(request, actor, reference, now, EMPTY)


@router.post("/{reference}/answer")
def answer(
    reference: ReferenceInPath, request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now
) -> Response:
    """Send what was asked for, more evidence, or a statement."""
    with asking_again(form, lambda refused: _case(request, actor, reference, now, refused)):
        applying.supplement(
            session,
            actor=actor,
            reference=reference,
            said=form.get("said"),
            claims=typing.claims(form, oslo_date(now)),
            now=now,
        )
    return to(f"/my/cases/{reference}", saved="answer_sent")


@router.post("/{reference}/withdraw")
def withdraw(
    reference: ReferenceInPath, request: Request, actor: SignedIn, session: Writing, form: Posted, now: Now
) -> Response:
    """Withdraw the application or the appeal."""
    with asking_again(form, lambda refused: _case(request, actor, reference, now, refused)):
        applying.withdraw(session, actor=actor, reference=reference, now=now)
    return to(f"/my/cases/{reference}", saved="case_withdrawn")


@router.post("/{reference}/claims/{claim_id}/documents")
def attach(
    reference: ReferenceInPath,
    claim_id: IdInPath,
    request: Request,
    actor: SignedIn,
    session: Writing,
    now: Now,
    document: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Show a document for a piece of evidence."""
    with asking_again(EMPTY, lambda refused: _case(request, actor, reference, now, refused)):
        attaching.attach(
            session,
            actor=actor,
            reference=reference,
            claim_id=claim_id,
            folder=settings_of(request).documents_dir,
            content=document.file.read() if document is not None else b"",
            now=now,
        )
    return to(f"/my/cases/{reference}", saved="document_stored")


@router.get("/{reference}/letters/{letter_id}")
def letter(
    reference: ReferenceInPath, letter_id: IdInPath, request: Request, actor: SignedIn, session: Reading
) -> Response:
    """A letter as it was written."""
    case = applying.own(session, actor, reference)
    kept = reading.letter(session, case, letter_id)
    back = f"/my/cases/{case.reference}"
    return page(request, "cases/letter.html", actor=actor, letter=kept, case=case, back=back)


@router.get("/{reference}/decisions/{decision_id}/appeal")
def ask_for_appeal(
    reference: ReferenceInPath, decision_id: IdInPath, request: Request, actor: SignedIn, now: Now
) -> Response:
    """The form for an appeal."""
    return _appeal(request, actor, reference, decision_id, now, EMPTY)


@router.post("/{reference}/decisions/{decision_id}/appeal")
def appeal(
    reference: ReferenceInPath,
    decision_id: IdInPath,
    request: Request,
    actor: SignedIn,
    session: Writing,
    form: Posted,
    now: Now,
) -> Response:
    """Send the appeal."""
    with asking_again(form, lambda refused: _appeal(request, actor, reference, decision_id, now, refused)):
        made = appealing.appeal(
            session,
            actor=actor,
            decision_id=decision_id,
            said=form.get("said"),
            house=house.of(settings_of(request)),
            now=now,
        )
    return to(f"/my/cases/{made.reference}", saved="appeal_sent")


def _read(request: Request, actor: Actor, reference: str) -> Story:
    with database_of(request).read() as session:
        return reading.of(session, applying.own(session, actor, reference))


def _case(request: Request, actor: Actor, reference: str, now: datetime, form: Form) -> Response:
    story, tongue, today = _read(request, actor, reference), reader_tongue(request, actor), oslo_date(now)
    case = story.case
    with database_of(request).read() as session:
        bodies = [one.short_name or one.name for one in issuers.every(session)]
        asked = next((one.row.said for one in reversed(story.lines) if one.row.event == Event.RETURNED), None)
    in_force = [
        one for one in story.decisions if one.status in {DecisionStatus.IN_FORCE, DecisionStatus.UNDONE}
    ]
    return page(
        request,
        "cases/own.html",
        actor=actor,
        here=f"/my/cases/{case.reference}",
        form=form,
        story=story,
        case=case,
        claims=[(one, described(one, tongue)) for one in story.claims],
        asked=asked if case.status is CaseStatus.RETURNED else None,
        overdue=case.due_on is not None and case.due_on < today,
        lines=[one for one in story.lines if one.row.event in _HERS],
        decisions=[(one, _can_appeal(story, one), one.appeal_by is not None and one.appeal_by < today)
                   for one in in_force],
        answerable=case.status in _ANSWERABLE,
        withdrawable=case.kind is not CaseKind.NOTICE and case.status is not CaseStatus.CLOSED
        and case.status is not CaseStatus.PROPOSED,
        kinds=choosing.words("evidence", tongue),
        languages=choosing.languages(tongue),
        issuers=bodies,
        step=_step(case.status),
    )  # fmt: skip


def _can_appeal(story: Story, decision: Decision) -> bool:
    return (
        decision.outcome in states.CAN_BE_APPEALED
        and decision.status is DecisionStatus.IN_FORCE
        and decision.id not in story.appeals
    )


def _step(status: CaseStatus) -> int:
    return {CaseStatus.CLOSED: 3, CaseStatus.FORWARDED: 2}.get(status, 1)


def _appeal(
    request: Request, actor: Actor, reference: str, decision_id: int, now: datetime, form: Form
) -> Response:
    story = _read(request, actor, reference)
    decision = next((one for one in story.decisions if one.id == decision_id), None)
    if decision is None:
        raise records.unknown()
    if not form.faults and not _can_appeal(story, decision):
        raise Conflict("cannot_be_appealed", "This is not a decision that can be appealed, or not any more.")
    late = decision.appeal_by is not None and decision.appeal_by < oslo_date(now)
    return page(
        request,
        "cases/appeal.html",
        actor=actor,
        form=form,
        officer=False,
        case=story.case,
        decision=decision,
        late=late,
    )
