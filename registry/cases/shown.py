"""From a case as read to what REST shows of it: to its party, and to officers."""

from datetime import date

from registry.cases import states, window
from registry.cases.reading import Story
from registry.cases.schemas import (
    CaseOut,
    CaseStoryOut,
    ClaimDocumentOut,
    ClaimOut,
    DecisionOut,
    EventOut,
    LetterOut,
    OfficersDecisionOut,
    OwnCaseOut,
    OwnCaseStoryOut,
)
from registry.cases.tables import Case
from registry.cases.words import DecisionStatus
from registry.cases.worklist import Row

_TOLD_TO_PARTY = frozenset({DecisionStatus.IN_FORCE, DecisionStatus.UNDONE})


def own(case: Case) -> OwnCaseOut:
    """A case in its party's list."""
    return OwnCaseOut.model_validate(case.model_dump())


def own_story(story: Story) -> OwnCaseStoryOut:
    """The case as its party reads it."""
    return OwnCaseStoryOut(
        **own(story.case).model_dump(),
        claims=[ClaimOut.model_validate(one.model_dump()) for one in story.claims],
        documents=_documents(story),
        decisions=[
            DecisionOut.model_validate(one.model_dump())
            for one in story.decisions
            if one.status in _TOLD_TO_PARTY
        ],
        letters=[LetterOut.model_validate(one.model_dump()) for one in story.letters],
    )


def row(one: Row) -> CaseOut:
    """A case in the officers' list."""
    told = {"number": one.number, "officer": one.officer, "late": one.late}
    return CaseOut.model_validate(one.case.model_dump() | told)


def story(one: Story, warned: list[date], today: date) -> CaseStoryOut:
    """The whole case, for officers."""
    case = one.case
    late = (one.appeal is not None and one.appeal.late) or (case.due_on is not None and case.due_on < today)
    told = {
        "number": one.interpreter.number if one.interpreter else None,
        "officer": one.officer or None,
        "late": late,
        "outcomes": sorted(states.outcomes(case.kind, case.status, due_on=case.due_on, today=today)),
        "warnings": warned,
        "warnings_counted": window.counted(warned, on=today),
        "claims": [ClaimOut.model_validate(claim.model_dump()) for claim in one.claims],
        "documents": _documents(one),
        "decisions": [
            OfficersDecisionOut.model_validate(
                decision.model_dump()
                | {
                    "decided_by": one.names[decision.decided_by],
                    "approved_by": one.names.get(decision.approved_by or 0),
                }
            )
            for decision in one.decisions
        ],
        "letters": [LetterOut.model_validate(letter.model_dump()) for letter in one.letters],
        "events": [
            EventOut(at=line.row.at, event=line.row.event, by=line.by, said=line.row.said)
            for line in one.lines
        ],
    }
    return CaseStoryOut.model_validate(case.model_dump() | told)


def _documents(story: Story) -> list[ClaimDocumentOut]:
    kept = [one for papers in story.documents.values() for one in papers]
    return [ClaimDocumentOut.model_validate(one.model_dump()) for one in kept]
