"""Arranging somebody about whom everything is held, an officer, and a request for removal."""

from dataclasses import dataclass, field
from datetime import timedelta

from fastapi.testclient import TestClient

from identity.roles import Role
from kit.db import Database
from tests import make_identity
from tests.browsing import Page, visit
from tests.make_booking import Her, World, told

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
NUMBER = 90001
BIRTH_NUMBER, BORN = "15108695088", "1986-10-15"
TELLING = (
    "Selam", "Tesfai", "selam", "tesfai", "tolk90001@example.org", BIRTH_NUMBER, BORN,
    "Ref-4711", "Jeg slutter som tolk", "Barnet er sykt", "911 11 111",
)  # fmt: skip
"""What must be found nowhere once she is removed."""


@dataclass
class Removal:
    """An agency, an officer and her; each act over HTTP as the person does it."""

    database: Database
    world: World = field(init=False)
    her: Her = field(init=False)
    officer: TestClient = field(init=False)

    def __post_init__(self) -> None:
        self.world = World(self.database)
        self.her = self.world.add(NUMBER, name="Selam Tesfai")
        with self.database.write() as session:
            holder = make_identity.account(session, "officer@imdi.example.org", Role.REGISTRY_OFFICER)
        self.officer = self.world.client(holder)
        for one in (self.her.http, self.officer):
            one.cookies.set("tongue", "en")

    def live(self) -> None:
        """Everything that can be held about her comes to be held."""
        address = f"/api/v1/interpreters/{NUMBER}"
        proof = {"kind": "bachelor", "language": "som", "issuer": "oslomet", "issued_on": "2020-06-01"}
        told(self.officer.post(f"{address}/evidence", json=proof | {"reference": "Ref-4711"}))
        told(self.officer.post("/api/v1/evidence/1/documents", files={"document": ("a.pdf", PDF)}))
        self.register_birth_number()
        told(
            self.world.client(None).post(
                "/api/v1/verify/receipts", json={"number": NUMBER, "language": "tir"}
            )
        )
        contact = visit(self.her.http, "/my/data/contact")
        contact.send("/my/data/contact", phone="+47 911 11 111")
        away = {"starts_at": "2027-01-04T08:00:00+01:00", "ends_at": "2027-01-05T08:00:00+01:00"}
        told(self.her.http.post("/api/v1/me/absences", json=away))
        self.work()
        visit(self.officer, f"/register/{NUMBER}")

    def work(self) -> None:
        """One assignment done, and one question answered by no."""
        self.world.asked()
        assert self.her.accept().is_success
        self.world.wait(timedelta(days=4))
        self.world.asked(start=self.world.now + timedelta(days=3))
        assert self.her.decline(reason="Barnet er sykt").is_success

    def register_birth_number(self) -> None:
        page = visit(self.officer, f"/register/{NUMBER}/birth-number")
        page.send(f"/register/{NUMBER}/birth-number", birth_number=BIRTH_NUMBER)

    def ask(self) -> None:
        """She asks to be removed."""
        page = visit(self.her.http, "/my/data/requests/new/removal")
        sent = page.send("/my/data/requests/new/removal", said="Jeg slutter som tolk")
        assert "The request is sent." in sent.words

    def carry_out(self, typed: str = str(NUMBER)) -> Page:
        """The officer removes her; or the page that says why not."""
        return Page(self.officer, self.officer.post("/requests/1/remove", data={"number": typed}))
