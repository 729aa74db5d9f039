"""Arranging applications, notices, and officers who decide in them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from identity import accounts
from identity.acting import as_of_now
from identity.permissions import Actor
from identity.roles import Role
from identity.tables import Account
from kit.db import Database, stored_id
from kit.i18n import Tongue
from kit.mail import Sender
from registry import registration
from registry.cases import appealing, applying, deciding, handling, noticing
from registry.cases.applying import Application
from registry.cases.deciding import Proposal
from registry.cases.handling import Asked
from registry.cases.house import House
from registry.cases.noticing import Notice
from registry.cases.tables import Case, CaseLetter, Claim, Decision
from registry.cases.words import Ground, Outcome, Purpose
from registry.evidence import NewEvidence
from registry.tables import Interpreter
from registry.words import EvidenceKind, ExclusionKind, Letterform
from tests import make, make_identity, make_registry

HOUSE = House(
    "https://tolk.example",
    Sender("Tolkebok", "post@tolk.example"),
    "Integrerings- og mangfoldsdirektoratet",
    "Arbeids- og inkluderingsdepartementet",
)
AUTHORISATION = NewEvidence(
    kind=EvidenceKind.STATE_AUTHORISATION, issuer="IMDi", issued_on=date(2020, 5, 4), language="tir"
)
TEST = NewEvidence(
    kind=EvidenceKind.BILINGUAL_TEST, issuer="OsloMet", issued_on=date(2024, 5, 6), language="som"
)
TAO = NewEvidence(kind=EvidenceKind.TAO, issuer="IMDi", issued_on=date(2024, 9, 2))
WHAT_HAPPENED = "Tolken ringte i pausen og fortalte videre hva som ble sagt i møtet."


@dataclass
class World:
    """Two officers and a clock; every act is a transaction of its own."""

    database: Database
    now: datetime = make.NOW
    first: int = field(init=False)
    second: int = field(init=False)

    def __post_init__(self) -> None:
        with self.database.write() as session:
            self.first = officer(session, "grete@imdi.example.org")
            self.second = officer(session, "hans@imdi.example.org")

    def newcomer(self, email: str = "amanuel@example.org") -> Actor:
        """Somebody with an account, and no role."""
        with self.database.write() as session:
            made = accounts.enrol(
                session, email=email, name="Amanuel Berhe", now=self.now, tongue=Tongue.BOKMAL
            )
            return as_of_now(session, stored_id(made.id))

    def interpreter(self, number_of: str = "selam@example.org", **facts: Any) -> tuple[Interpreter, Actor]:
        """Somebody in the register, with an account."""
        with self.database.write() as session:
            made = make_registry.interpreter(session, "Selam Tesfai", **facts)
            account = make_identity.account(session, number_of, Role.INTERPRETER)
            registration.link_account(
                session, number=made.number, account_id=stored_id(account.id), now=self.now
            )
            return made, as_of_now(session, stored_id(account.id))

    def apply(self, actor: Actor, *claims: NewEvidence, **changes: Any) -> Case:
        with self.database.write() as session:
            return applying.apply(
                session, actor=actor, given=application(*claims, **changes), house=HOUSE, now=self.now
            )

    def notice(self, her: Interpreter | None = None, **changes: Any) -> Case:
        facts: dict[str, Any] = {
            "told": WHAT_HAPPENED, "number": her.number if her else None, "name": "" if her else "Ukjent"
        }  # fmt: skip
        with self.database.write() as session:
            return noticing.give(session, notice=Notice(**facts | changes), by=None, now=self.now)

    def ask(self, case: Case, due_on: date, what: str = "Send kursbeviset.") -> Case:
        with self.database.write() as session:
            return handling.ask_for_more(
                session, reference=case.reference, asked=Asked(what, due_on), seen=None, by=self.first,
                house=HOUSE, now=self.now,
            )  # fmt: skip

    def decide(
        self, case: Case, outcome: Outcome, by: int | None = None, seen: int | None = None, **more: Any
    ) -> Decision:
        proposal = Proposal(**{"outcome": outcome, "reasons": "Fordi.", **more})
        with self.database.write() as session:
            if outcome is Outcome.LISTED and "accepted" not in more:
                claims = session.exec(select(Claim.id).where(col(Claim.case_id) == case.id)).all()
                proposal = Proposal(
                    outcome=outcome, reasons="Fordi.", accepted=[stored_id(one) for one in claims]
                )
            return deciding.decide(
                session, reference=case.reference, proposal=proposal, seen=seen, by=by or self.first,
                house=HOUSE, now=self.now,
            )  # fmt: skip

    def approve(self, case: Case, by: int | None = None, seen: int | None = None) -> Decision:
        with self.database.write() as session:
            return deciding.approve(
                session, reference=case.reference, seen=seen, by=by or self.second, house=HOUSE, now=self.now
            )

    def refuse(self, case: Case) -> Decision:
        """Refused, and in force."""
        self.decide(case, Outcome.REFUSED)
        return self.approve(case)

    def warn(self, her: Interpreter) -> Decision:
        """A written warning, in a case of its own."""
        return self.decide(self.notice(her), Outcome.WARNED, unheard_why="Hun har selv meldt fra.")

    def exclude(
        self, her: Interpreter, kind: ExclusionKind = ExclusionKind.PERMANENT, **more: Any
    ) -> Decision:
        """Shut out for a substantial breach, and in force."""
        case = self.notice(her)
        self.decide(case, Outcome.EXCLUDED, **exclusion(kind, **more))
        return self.approve(case)

    def appeal(self, actor: Actor, decision: Decision, said: str = "Jeg er uenig.") -> Case:
        with self.database.write() as session:
            return appealing.appeal(
                session, actor=actor, decision_id=stored_id(decision.id), said=said, house=HOUSE, now=self.now
            )

    def case(self, case: Case) -> Case:
        """The case as it now is."""
        with self.database.read() as session:
            return session.get_one(Case, case.id)

    def letters(self, case: Case) -> list[CaseLetter]:
        with self.database.read() as session:
            known = select(CaseLetter).where(col(CaseLetter.case_id) == case.id)
            return list(session.exec(known.order_by(col(CaseLetter.id))))


def officer(session: Session, email: str) -> int:
    made: Account = make_identity.account(session, email, Role.REGISTRY_OFFICER)
    return stored_id(made.id)


def application(*claims: NewEvidence, **changes: Any) -> Application:
    """For being listed, by somebody new, with an authorisation in Tigrinya unless told otherwise."""
    facts: dict[str, Any] = {
        "purpose": Purpose.LISTING,
        "claims": claims or (AUTHORISATION,),
        "name": "Amanuel Berhe",
        "kommune": "0301",
        "letterform": Letterform.BOKMAL,
    }
    return Application(**facts | changes)


def exclusion(kind: ExclusionKind = ExclusionKind.PERMANENT, **more: Any) -> dict[str, Any]:
    """The facts of an exclusion that is well-formed, from today."""
    running = kind is ExclusionKind.TEMPORARY
    return {
        "exclusion": kind,
        "ground": Ground.CASE_RUNNING if running else Ground.SUBSTANTIAL_BREACH,
        "from_on": make_registry.TODAY,
        "unheard_why": "Saken haster.",
        **more,
    }
