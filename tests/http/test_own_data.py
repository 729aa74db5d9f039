"""An interpreter and the data held about her: seen, corrected, taken out, and who has looked."""

import json
from datetime import timedelta
from pathlib import Path

from sqlmodel import col, select

from booking.own_data import copying
from identity.audit.tables import AuditEntry
from identity.roles import Role
from kit.clock import oslo_date
from kit.outbox import Outbox
from registry.cases import noticing
from registry.cases.noticing import Notice
from registry.cases.tables import Case
from registry.quality import merging
from registry.tables import Interpreter
from registry.words import EvidenceKind
from tests import make_identity, make_registry
from tests.browsing import Page, visit
from tests.make import NOW
from tests.make_booking import THURSDAY, Her, World

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
LEAVING = oslo_date(THURSDAY)


def officer(world: World) -> Page:
    with world.database.write() as session:
        holder = make_identity.account(session, "officer@imdi.example.org", Role.REGISTRY_OFFICER)
    http = world.client(holder)
    http.cookies.set("tongue", "en")
    return visit(http, "/requests")


def letters(world: World) -> list[dict[str, str]]:
    with world.database.read() as session:
        rows = session.exec(select(Outbox).where(Outbox.kind == "mail").order_by(col(Outbox.id)))
        return [row.payload["letter"] for row in rows]


def acts(world: World) -> list[str]:
    with world.database.read() as session:
        return [one.act for one in session.exec(select(AuditEntry).order_by(col(AuditEntry.position)))]


def row(world: World, her: Her) -> Interpreter:
    with world.database.read() as session:
        return session.get_one(Interpreter, her.row.id)


def test_she_sees_what_is_held_and_who_sees_it(world: World, her: Her) -> None:
    shown = visit(her.http, "/my/data")
    assert shown.status == 200
    for fact in ("Selam Tesfai", "Oslo", "tolk90001@example.org", "State authorisation in Tigrinya",
                 "Birth number Not registered", "Nobody has kept a receipt", "Listed"):  # fmt: skip
        assert fact in shown.words, fact
    assert "Seen by: Officers, and agencies you have said yes to" in shown.words
    assert "Seen by: Everybody, while you are listed" in shown.words
    assert world.agency.get("/my/data").status_code == 403
    assert "Entered in the register." in visit(her.http, "/my/data/history").words


def test_receipts_about_her_are_told_without_who_asked(world: World, her: Her) -> None:
    made = world.agency.post("/api/v1/verify/receipts", json={"number": 90001, "language": "tir"})
    assert made.status_code == 201, made.text
    shown = visit(her.http, "/my/data").words
    assert "In all: 1." in shown
    assert "Yes, qualified" in shown
    assert "NAV Grünerløkka" not in shown
    (receipt,) = her.http.get("/api/v1/me/data").json()["receipts"]
    assert set(receipt) == {"answered_at", "language", "on", "answer", "category", "letter"}


def test_she_sees_who_has_looked_by_role_and_an_officers_look_counts_once_a_day(
    world: World, her: Her
) -> None:
    looking = officer(world).http
    for _ in range(2):
        assert looking.get("/register/90001").status_code == 200
    world.now += timedelta(days=1)
    looking.get("/register/90001")
    assert acts(world).count("file_read") == 2
    world.now += timedelta(days=1)
    looking.get("/api/v1/interpreters/90001/file")
    looking.get("/register/90001/particulars")
    assert acts(world).count("file_read") == 3, "over REST as well, and any page of the day counts once"
    shown = visit(her.http, "/my/data/log").words
    assert shown.count("File opened") == 3
    assert "Registry officer" in shown
    assert "Officer" not in shown.replace("Officers", "").replace("Registry officer", "")


def test_what_was_held_and_done_under_a_number_merged_into_hers_is_told_as_well(
    world: World, her: Her
) -> None:
    with world.database.write() as session:
        former = make_registry.interpreter(session, "Selam Tesfai", ("som", EvidenceKind.BACHELOR)).number
    officer = make_registry.officer(world.database)
    assert officer.get(f"/api/v1/interpreters/{former}/file").status_code == 200
    asked = world.agency.post("/api/v1/verify/receipts", json={"number": former, "language": "som"})
    assert asked.status_code == 201, asked.text
    with world.database.write() as session:
        wanted = merging.Merging(standing=90001, merged=former, why="Same passport.")
        merging.merge(session, wanted=wanted, now=NOW)
    copy = her.http.get("/api/v1/me/data").json()
    assert [one["language"] for one in copy["receipts"]] == ["som"]
    somali = [one["struck_at"] is None for one in copy["evidence"] if one["language"] == "som"]
    assert somali == [False, True]
    assert "file_read" in {one["act"] for one in copy["log"]}
    assert "File opened" in visit(her.http, "/my/data/log").words


def test_a_birth_number_reading_is_told_with_its_reason_and_never_the_number(world: World, her: Her) -> None:
    looking = officer(world).http
    page = visit(looking, "/register/90001/birth-number")
    page.send("/register/90001/birth-number", birth_number="15108695088")
    page = visit(looking, "/register/90001/birth-number")
    page.send("/register/90001/birth-number/read", why="Samme navn i en søknad")
    shown = visit(her.http, "/my/data/log").words
    assert "Birth number read Samme navn i en søknad" in shown
    assert "15108695088" not in her.http.get("/api/v1/me/data").text
    assert "Birth number Registered" in visit(her.http, "/my/data").words


def test_she_opens_her_own_documents_and_nobody_elses(world: World, her: Her) -> None:
    looking = officer(world).http
    other = world.add(90002)
    for evidence in (1, 2):
        looking.post(f"/api/v1/evidence/{evidence}/documents", files={"document": ("proof.pdf", PDF)})
    shown = visit(her.http, "/my/data")
    assert "Document stored 23 November 2026" in shown.words
    assert her.http.get("/my/data/documents/1").content == PDF
    assert acts(world).count("document_read") == 1
    assert her.http.get("/my/data/documents/2").status_code == 404
    assert other.http.get("/my/data/documents/2").status_code == 200


def test_she_corrects_her_contact_facts_and_the_former_address_is_told(world: World, her: Her) -> None:
    page = visit(her.http, "/my/data/contact")
    saved = page.send("/my/data/contact", email="ny@example.org", phone="+47 911 11 111", kommune="4601")
    assert "Your facts are corrected." in saved.words
    kept = row(world, her)
    assert (kept.email, kept.phone, kept.kommune) == ("ny@example.org", "+47 911 11 111", "4601")
    (letter,) = letters(world)
    assert letter["to"] == "tolk90001@example.org"
    assert "ny@example.org" not in letter["text"]
    changed = [one for one in acts(world) if one == "particulars_changed"]
    assert len(changed) == 1
    visit(her.http, "/my/data/contact").send("/my/data/contact", phone="+47 922 22 222")
    assert len(letters(world)) == 1


def test_wrong_contact_facts_are_refused_and_kept_on_the_page(world: World, her: Her) -> None:
    page = visit(her.http, "/my/data/contact")
    refused = page.send("/my/data/contact", email="ikke en adresse", phone="+47 911 11 111")
    assert refused.status == 422
    assert refused.form("/my/data/contact").values["email"] == ["ikke en adresse"]
    assert refused.form("/my/data/contact").values["phone"] == ["+47 911 11 111"]
    refused = page.send("/my/data/contact", phone="mobil", modalities=[])
    assert refused.status == 422
    assert "Use digits and spaces" in refused.words
    assert row(world, her).phone == "+47 900 00 000"


def test_her_name_is_not_hers_to_change_on_that_form(world: World, her: Her) -> None:
    values = visit(her.http, "/my/data/contact").form("/my/data/contact").values
    her.http.post("/my/data/contact", data={**values, "name": "En Annen"})
    assert row(world, her).name == "Selam Tesfai"


def test_the_copy_holds_every_section_its_documentation_names(world: World, her: Her) -> None:
    world.asked()
    her.accept()
    copy = her.http.get("/api/v1/me/data")
    assert copy.headers["content-type"] == "application/json"
    assert "own-data-90001-2026-11-23.json" in copy.headers["content-disposition"]
    held = json.loads(copy.text)
    assert (held["schema"], held["version"]) == (copying.SCHEMA, 1)
    assert held["person"][0]["name"] == "Selam Tesfai"
    assert held["evidence"][0]["kind"] == "state_authorisation"
    assert held["assignments"][0]["booking"]["address"] == "Markveien 1"
    assert held["working_hours"][0] == {
        "weekday": 1,
        "from": "08:00",
        "to": "16:00",
        "valid_from": None,
        "valid_to": None,
        "modalities": ["on_site", "screen", "telephone"],
    }
    assert held["log"][-1] == {
        "at": "2026-11-23T08:00:00+00:00", "act": "own_copy_taken", "by": ["you"], "why": None
    }  # fmt: skip
    lines = Path("docs/own-data.md").read_text(encoding="utf-8").splitlines()
    named = {line.split("`")[1] for line in lines if line.startswith("| `")}
    assert named == set(held) - {"schema", "version", "made_at"}


def test_the_copy_does_not_place_a_sensitive_assignment(world: World, her: Her) -> None:
    world.asked(sensitive=True)
    her.accept()
    text = her.http.get("/api/v1/me/data").text
    (held,) = json.loads(text)["assignments"]
    assert held["booking"]["sensitive"]
    assert "Markveien" not in text
    assert "NAV" not in text


def test_nobody_else_takes_out_a_copy(world: World) -> None:
    world.add(90001)
    assert world.client(None).get("/api/v1/me/data").status_code == 401
    assert world.agency.get("/api/v1/me/data").status_code == 403
    assert "own_copy_taken" not in acts(world)


def test_a_request_is_answered_by_an_officer_and_told_by_mail(world: World, her: Her) -> None:
    page = visit(her.http, "/my/data/requests/new/name")
    assert page.send("/my/data/requests/new/name", said="").status == 422
    sent = page.send("/my/data/requests/new/name", said="Jeg heter nå Selam Tesfai Berg")
    assert "The request is sent." in sent.words
    again = page.send("/my/data/requests/new/name", said="En gang til")
    assert again.status == 409
    assert again.form("/my/data/requests/new/name").values["said"] == ["En gang til"]
    listed = officer(world)
    assert "A change of name" in listed.words
    shown = visit(listed.http, "/requests/1")
    assert "Jeg heter nå Selam Tesfai Berg" in shown.words
    assert shown.send("/requests/1/answer", status="declined").status == 422
    done = shown.send("/requests/1/answer", status="done", answer="Navnet er endret.")
    assert "The request is answered" in done.words
    assert letters(world)[-1]["to"] == "tolk90001@example.org"
    assert "Navnet er endret." in visit(her.http, "/my/data").words
    late = her.http.post("/my/data/requests/1/take-back")
    assert late.status_code == 409


def test_a_birth_number_in_a_request_is_refused(her: Her) -> None:
    page = visit(her.http, "/my/data/requests/new/other")
    assert page.send("/my/data/requests/new/other", said="Jeg er 15108695088").status == 422


def test_requests_are_hers_and_officers_alone(world: World, her: Her) -> None:
    visit(her.http, "/my/data/requests/new/other").send("/my/data/requests/new/other", said="Feil fylke")
    other = world.add(90002)
    assert other.http.post("/my/data/requests/1/take-back").status_code == 404
    assert her.http.get("/requests").status_code == 403
    taken_back = visit(her.http, "/my/data").send("/my/data/requests/1/take-back")
    assert "The request is taken back." in taken_back.words


def test_she_sees_the_cases_she_may_know_of_and_no_others(world: World, her: Her) -> None:
    with world.database.write() as session:
        notice = Notice(told="Tolken ringte i pausen og fortalte videre hva som ble sagt.", number=90001)
        hidden = noticing.give(session, notice=notice, by=None, now=world.now)
    assert "There are no cases about you" in visit(her.http, "/my/data").words
    assert "Case taken further" not in visit(her.http, "/my/data/log").words
    assert hidden.reference not in her.http.get("/api/v1/me/data").text
    with world.database.write() as session:
        session.get_one(Case, hidden.id).party_sees = True
    assert "Notice of breach, 23 November 2026" in visit(her.http, "/my/data").words
    assert "Case taken further" in visit(her.http, "/my/data/log").words
    (case,) = her.http.get("/api/v1/me/data").json()["cases"]
    assert (case["reference"], case["told"]) == (hidden.reference, None)
