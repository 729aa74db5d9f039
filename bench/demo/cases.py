"""A handful of cases in the demo, so that nobody meets an empty list: what waits, for whom, and since when.

Dated back from the demo's own day. No letters leave, and nothing that is counted changes.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from kit.clock import oslo_date
from kit.db import stored_id
from kit.mail import Sender
from registry.cases import letters, records, window
from registry.cases.house import House
from registry.cases.letters import Signed
from registry.cases.tables import Appeal, Case, CaseLetter, Claim, Decision
from registry.cases.words import (
    CaseKind,
    CaseStatus,
    DecisionStatus,
    Event,
    Occasion,
    Outcome,
    Purpose,
)
from registry.tables import Interpreter
from registry.words import EvidenceKind

_LANGUAGES = ("som", "tir", "prs", "ukr", "pol")
_HOUSE = House(
    "http://127.0.0.1:8000",
    Sender("Tolkebok", "booking@tolkebok.example"),
    "Integrerings- og mangfoldsdirektoratet",
    "Arbeids- og inkluderingsdepartementet",
)
_REFUSAL = (
    "Du har dokumentert språket, men ikke gjennomført kurs i tolkens ansvarsområde (TAO). Begge deler kreves "
    "før du kan bli oppført."
)
_NOTICE = (
    "Tolken svarte på en privat telefon midt i samtalen og oppsummerte etterpå i stedet for å tolke alt som "
    "ble sagt."
)


@dataclass(frozen=True, slots=True)
class Desk:
    """Who handles the demo's cases, in whose name letters go out, and when the demo is."""

    first: int
    second: int
    house: House
    now: datetime

    def ago(self, days: int) -> datetime:
        """So many days before the demo's own day."""
        return self.now - timedelta(days=days)


def add(session: Session, *, first: int, second: int, now: datetime) -> None:
    """Five applications in different places, a refusal with an appeal, and a notice of breach."""
    desk = Desk(first, second, _HOUSE, now)
    known = select(Interpreter).where(col(Interpreter.account_id).is_not(None))
    people = session.exec(known.order_by(col(Interpreter.number)).limit(7)).all()
    if len(people) < 7:  # noqa: PLR2004 - as many as are named below
        return
    for days, her, language in zip((2, 9, 16), people[:3], _LANGUAGES[:3], strict=True):
        _application(session, desk, her, language, days)
    returned = _application(session, desk, people[3], _LANGUAGES[3], 12)
    records.move(
        session, returned, CaseStatus.RETURNED, Event.RETURNED, by=desk.first, now=desk.ago(5),
        said="Vi mangler beviset for TAO-kurset.",
    )  # fmt: skip
    returned.due_on, returned.assigned_to = oslo_date(desk.ago(-16)), desk.first
    proposed = _application(session, desk, people[4], _LANGUAGES[4], 20)
    _refusal(session, desk, proposed, desk.ago(1), DecisionStatus.PROPOSED)
    records.move(
        session, proposed, CaseStatus.PROPOSED, Event.PROPOSED, by=desk.first, now=desk.ago(1), said="refused"
    )
    _appealed(session, desk, people[5])
    _notice(session, desk, people[6])
    session.flush()


def _application(session: Session, desk: Desk, her: Interpreter, language: str, days: int) -> Case:
    at = desk.ago(days)
    case = Case(
        reference=f"SDEMO{her.number % 1000:03}",
        kind=CaseKind.APPLICATION,
        status=CaseStatus.OPEN,
        purpose=Purpose.LANGUAGE,
        language=language,
        interpreter_id=her.id,
        applicant_id=her.account_id,
        name=her.name,
        kommune=her.kommune,
        letterform=her.letterform,
        opened_at=at,
        waiting_since=at,
        heard=True,
    )
    records.enter(session, case, by=her.account_id, now=at)
    session.add(
        Claim(
            case_id=stored_id(case.id),
            kind=EvidenceKind.BILINGUAL_TEST,
            language=language,
            issuer="OsloMet",
            issued_on=_first_of_month(desk.ago(days + 200)),
        )
    )
    return case


def _refusal(session: Session, desk: Desk, case: Case, at: datetime, status: DecisionStatus) -> Decision:
    decision = Decision(
        case_id=stored_id(case.id),
        outcome=Outcome.REFUSED,
        status=status,
        reasons=_REFUSAL,
        decided_by=desk.first,
        decided_at=at,
    )
    session.add(decision)
    session.flush()
    return decision


def _appealed(session: Session, desk: Desk, her: Interpreter) -> None:
    case = _application(session, desk, her, _LANGUAGES[0], 60)
    decision = _refusal(session, desk, case, desk.ago(32), DecisionStatus.IN_FORCE)
    decision.approved_by, decision.approved_at = desk.second, desk.ago(31)
    decision.took_effect_on = oslo_date(desk.ago(31))
    decision.appeal_by = window.last_day_to_appeal(decision.took_effect_on)
    records.move(
        session, case, CaseStatus.CLOSED, Event.DECIDED, by=desk.second, now=desk.ago(31), said="refused"
    )
    said = letters.decided(case, decision, Signed("Jon Mønsterberg", "Eva Sagndal"), desk.house)
    session.add(
        CaseLetter(
            case_id=stored_id(case.id), decision_id=decision.id, occasion=Occasion.DECIDED,
            letterform=case.letterform, heading=said.heading, paragraphs=list(said.paragraphs),
            written_at=desk.ago(31), mailed=True,
        )
    )  # fmt: skip
    at = desk.ago(14)
    appeal = Case(
        reference=f"SKLAG{her.number % 1000:03}",
        kind=CaseKind.APPEAL,
        status=CaseStatus.OPEN,
        language=case.language,
        interpreter_id=her.id,
        applicant_id=her.account_id,
        name=her.name,
        letterform=her.letterform,
        told="Jeg gjennomførte TAO-kurset i vår og mener at dere ikke har fått med dere beviset.",
        told_on=oslo_date(at),
        opened_at=at,
        waiting_since=at,
        heard=True,
    )
    records.enter(session, appeal, by=her.account_id, now=at)
    session.add(
        Appeal(
            case_id=stored_id(appeal.id),
            decision_id=stored_id(decision.id),
            received_on=oslo_date(at),
            late=oslo_date(at) > decision.appeal_by,
        )
    )


def _notice(session: Session, desk: Desk, her: Interpreter) -> None:
    at = desk.ago(4)
    case = Case(
        reference=f"SMELD{her.number % 1000:03}",
        kind=CaseKind.NOTICE,
        status=CaseStatus.OPEN,
        interpreter_id=her.id,
        name=her.name,
        letterform=her.letterform,
        told=_NOTICE,
        told_on=oslo_date(desk.ago(6)),
        opened_at=at,
        waiting_since=at,
        party_sees=False,
    )
    records.enter(session, case, by=None, now=at)


def _first_of_month(at: datetime) -> date:
    return oslo_date(at).replace(day=1)
