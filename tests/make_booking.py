"""Arranging an agency, interpreters and bookings, and letting time pass."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session, col, select

from booking import office, tending
from booking.availability.tables import WorkingHours
from booking.matching import rolling
from booking.office import Office
from identity import tokens
from identity.roles import Role
from identity.tables import Account
from kit.db import Database
from registry import standing
from registry.search.spelling import fold
from registry.tables import Evidence, Interpreter, ListingChange
from registry.words import EvidenceKind, Gender
from tests import make, make_identity

THURSDAY = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
"""Ten o'clock in Oslo, three days after make.NOW."""

AUTHORISED = (EvidenceKind.STATE_AUTHORISATION,)
TESTED = (EvidenceKind.BILINGUAL_TEST, EvidenceKind.TAO)
OFFICE_HOURS = tuple((weekday, time(8), time(16)) for weekday in range(1, 6))
Told = dict[str, Any]
YES = {"impartial": True, "confidential": True}


def interpreter(
    session: Session,
    number: int,
    *kinds: EvidenceKind,
    language: str = "tir",
    hours: tuple[tuple[int, time, time], ...] = OFFICE_HOURS,
    listed: bool = True,
    **facts: Any,
) -> Interpreter:
    """Somebody in the register, by default listed, authorised and at work on weekdays, with an account."""
    name = facts.pop("name", f"Tolk {number}")
    account = make_identity.account(session, f"tolk{number}@example.org", Role.INTERPRETER)
    made = Interpreter(
        **{
            "number": number,
            "name": name,
            "search_name": fold(name),
            "kommune": "0301",
            "gender": Gender.WOMAN,
            "phone": "+47 900 00 000",
            "email": account.email,
            "account_id": account.id,
            "registered_at": make.NOW,
            **facts,
        }
    )
    session.add(made)
    session.flush()
    assert made.id is not None
    add_evidence(session, made, *(kinds or AUTHORISED), language=language)
    if listed:
        session.add(
            ListingChange(
                interpreter_id=made.id, listed=True, effective_on=date(2020, 1, 1), registered_at=make.NOW
            )
        )
    session.add_all(
        WorkingHours(interpreter_id=made.id, weekday=weekday, from_time=start, to_time=end)
        for weekday, start, end in hours
    )
    session.flush()
    standing.rebuild(session, [made.id])
    return made


def add_evidence(session: Session, holder: Interpreter, *kinds: EvidenceKind, language: str = "tir") -> None:
    session.add_all(
        Evidence(
            interpreter_id=holder.id or 0,
            kind=kind,
            language=None if kind is EvidenceKind.TAO else language,
            credits=30 if kind is EvidenceKind.CREDITS else None,
            issuer="Testdirektoratet",
            issued_on=date(2020, 1, 1),
            registered_at=make.NOW,
        )
        for kind in kinds
    )
    session.flush()


def wanted(**changes: Any) -> dict[str, Any]:
    """The body of a booking: Tigrinya on Thursday from ten to eleven, on site in Oslo."""
    start = changes.pop("start", THURSDAY)
    end = changes.pop("end", start + timedelta(hours=1))
    return {
        "language": "tir",
        "starts_at": start.isoformat(),
        "ends_at": end.isoformat(),
        "modality": "on_site",
        "kommune": "0301",
        "address": "Markveien 1",
        "planned": True,
        **changes,
    }


@dataclass
class World:
    """An agency with a booker, over HTTP, on a clock of its own."""

    database: Database
    now: datetime = make.NOW
    environ: dict[str, str] = field(default_factory=dict)
    booker: Account = field(init=False)
    agency: TestClient = field(init=False)

    def __post_init__(self) -> None:
        self.app = make.app(self.database, **self.environ)
        rolling.roll(self.database, now=self.now)
        self.app.state.clock = lambda: self.now
        self.booker = make_identity.booker(self.database)
        self.agency = self.client(self.booker)

    @property
    def office(self) -> Office:
        return office.of(self.app.state.settings)

    def client(self, holder: Account | None) -> TestClient:
        """The application over HTTP as this account."""
        opened = TestClient(self.app, raise_server_exceptions=False)
        if holder is not None:
            with self.database.write() as session:
                token = tokens.issue(session, account_id=holder.id or 0, now=make.NOW)
            opened.headers["Authorization"] = f"Bearer {token}"
        return opened

    def add(self, number: int, *kinds: EvidenceKind, **facts: Any) -> "Her":
        """An interpreter in the register, over HTTP."""
        with self.database.write() as session:
            made = interpreter(session, number, *kinds, **facts)
        return self.her(made)

    def her(self, made: Interpreter) -> "Her":
        with self.database.read() as session:
            account = session.exec(select(Account).where(col(Account.id) == made.account_id)).one()
        return Her(made, self.client(account))

    def book(self, **changes: Any) -> Told:
        """A registered booking."""
        return told(self.agency.post("/api/v1/bookings", json=wanted(**changes)))

    def ask(self, reference: str, **body: Any) -> Told:
        """The booking after asking has begun."""
        return told(self.agency.post(f"/api/v1/bookings/{reference}/offers", json=body))

    def asked(self, **changes: Any) -> Told:
        """A booking for which somebody is being asked."""
        return self.ask(self.book(**changes)["reference"])

    def see(self, reference: str) -> Told:
        """The booking as it now is."""
        return told(self.agency.get(f"/api/v1/bookings/{reference}"))

    def events(self, reference: str) -> list[str]:
        """What has happened to it."""
        lines = done(self.agency.get(f"/api/v1/bookings/{reference}/log"))["items"]
        return [line["event"] for line in lines]

    def candidates(self, reference: str) -> Told:
        return told(self.agency.get(f"/api/v1/bookings/{reference}/candidates"))

    def left_out(self, reference: str) -> dict[str, int]:
        counted: dict[str, int] = told(self.agency.get(f"/api/v1/bookings/{reference}/steps"))["left_out"]
        return counted

    def wait(self, length: timedelta) -> None:
        """Let time pass, and everything happen that happens by itself."""
        self.now += length
        while self.tend():
            pass

    def tend(self) -> int:
        rolling.roll(self.database, now=self.now)
        with self.database.read() as session:
            jobs = tending.due(session, now=self.now, office=self.office)
        for job in jobs:
            with self.database.write() as session:
                job(session)
        return len(jobs)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self.database.write() as session:
            yield session


@dataclass
class Her:
    """An interpreter at her telephone."""

    row: Interpreter
    http: TestClient

    def offers(self) -> list[Told]:
        """The questions she can answer."""
        items: list[Told] = done(self.http.get("/api/v1/me/offers"))["items"]
        return items

    def accept(self, offer_id: int | None = None) -> Response:
        """Her yes to this offer, or to the first."""
        chosen = self.offers()[0]["id"] if offer_id is None else offer_id
        return self.http.post(f"/api/v1/offers/{chosen}/accept", json=YES)

    def decline(self, offer_id: int | None = None, **body: Any) -> Response:
        chosen = self.offers()[0]["id"] if offer_id is None else offer_id
        return self.http.post(f"/api/v1/offers/{chosen}/decline", json=body)

    def assignments(self) -> list[Told]:
        items: list[Told] = done(self.http.get("/api/v1/me/assignments"))["items"]
        return items

    def withdraw(self, assignment_id: int) -> Response:
        return self.http.post(f"/api/v1/assignments/{assignment_id}/withdraw")


def told(response: Response) -> Told:
    """The object in an answer that must have gone well."""
    body: Told = done(response)
    return body


def done(response: Response) -> Any:
    """The body of an answer that must have gone well."""
    assert response.is_success, response.text
    return response.json()


def refused(response: Response) -> tuple[int, str]:
    """The status and code of a refusal."""
    return response.status_code, response.json()["code"]


def faults(response: Response) -> dict[str, str]:
    """The code of each refused field."""
    return {error["field"]: error["code"] for error in response.json()["errors"]}
