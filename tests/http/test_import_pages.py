"""Pass lists on pages: sent, columns chosen, decided, run, undone; sessions typed; who waits for TAO."""

from fastapi.testclient import TestClient
from sqlmodel import select

from identity.audit.tables import AuditEntry
from kit.db import Database
from registry import evidence
from registry.evidence import NewEvidence
from registry.words import EvidenceKind
from tests import make as clock
from tests import make_identity
from tests import make_registry as make
from tests.browsing import Page, visit
from tests.make_imports import csv

BODY = "OsloMet – storbyuniversitetet"
TEST = EvidenceKind.BILINGUAL_TEST


def world(database: Database) -> tuple[TestClient, int]:
    with database.write() as session:
        number = make.interpreter(session, "Selam Tesfai", ("tir", EvidenceKind.TAO)).number
    return make.officer(database), number


def send(http: TestClient, content: bytes, body: str = BODY) -> Page:
    http.cookies.set("tongue", "en")
    answer = http.post("/imports", data={"body": body}, files={"file": ("list.csv", content)})
    return Page(http, answer)


def test_a_list_is_sent_its_columns_chosen_its_doubts_decided_run_and_undone(database: Database) -> None:
    http, number = world(database)
    content = csv(
        "Hvem;Hva;Når;Navn", f"{number};tir;10.11.2026;", ";som;10.11.2026;Hawa Ali", "x;som;10.11.2026;"
    )
    shown = send(http, content)
    assert "Say what the columns are" in shown.words
    chosen = visit(http, f"{shown.path}/columns").send(
        f"{shown.path}/columns",
        column_number="0", column_language="1", column_date="2", column_name="3", fixed_kind="bilingual_test",
    )  # fmt: skip
    assert "New evidence 1" in chosen.words
    assert "A4 Write numbers with digits only." in chosen.words
    refused = chosen.send(f"{shown.path}/run")
    assert (refused.status, "confirm that they are left out" in refused.words) == (422, True)
    deciding = visit(http, f"{shown.path}/rows/3")
    assert "A name alone does not say who it is." in deciding.words
    forms = [one for one in deciding._read().forms if one.values.get("choice") == ["new_person"]]
    decided = Page(http, http.post(deciding.path, data=forms[0].values | {"kommune": ["0301"]}))
    assert "Decided. Other rows about the same person followed." in decided.words
    ran = visit(http, shown.path).send(f"{shown.path}/run", confirmed="yes")
    assert "Registered. It can be undone within a day." in ran.words
    assert "New people in the register, not listed: 1" in ran.words
    undone = ran.send(f"{shown.path}/undo")
    assert "Undone. What was registered is struck" in undone.words
    assert undone.send("/sign-out").status == 200


def test_a_file_that_cannot_be_used_is_told_on_the_page_with_the_body_kept(database: Database) -> None:
    http, _ = world(database)
    refused = send(http, csv("Navn;Dato;Navn", "a;b;c"))
    assert refused.status == 422
    assert "A1, C1 have the same heading. Give each column its own." in refused.words
    assert refused.form("/imports").values["body"] == [BODY]
    assert "The file is empty. Choose another." in send(http, b"").words
    assert "No issuing body has this name." in send(http, b"x;y", "Nobody").words


def test_the_problems_of_a_list_are_a_file_with_cells_and_without_names(database: Database) -> None:
    http, number = world(database)
    content = csv(
        "Tolkenummer;Navn;Type;Språk;Dato",
        f"{number};;tao;;32.10.2026",
        ";Hawa Ali;tospråktest;som;10.11.2026",
    )
    shown = send(http, content)
    told = http.get(f"{shown.path}/problems.csv").text
    assert "2,E2,Cannot be registered,Write the day like this: 26.11.2026." in told
    assert "3,,To be decided,A name alone does not say who it is." in told
    assert "Hawa" not in told


def test_results_that_are_typed_go_the_same_way_as_a_file(database: Database) -> None:
    http, number = world(database)
    page = visit(http, "/imports/new-session")
    http.cookies.set("tongue", "en")
    facts = {"body": BODY, "kind": "bilingual_test", "date": "2026-11-10", "language": "tir"}
    refused = page.send("/imports/new-session", **{**facts, "date": ""}, number_1=str(number))
    assert (refused.status, refused.form("/imports/new-session").values["number_1"]) == (422, [str(number)])
    shown = refused.send(
        "/imports/new-session", **facts, number_1=str(number), name_2="Omar Nur",
        birth_date_2="1990-02-01", result_2="failed",
    )  # fmt: skip
    assert "New evidence 1" in shown.words
    assert "Result only 1" in shown.words
    shown.send(f"{shown.path}/run")
    listed = visit(http, "/imports/sessions")
    assert "OsloMet Tospråktesten 2026-11-10" in listed.words
    assert "50 %" in listed.words
    (session,) = http.get("/api/v1/training/sessions").json()["items"]
    assert (session["candidates"], session["passed"], session["failed"]) == (2, 1, 1)
    assert (session["issuer"], session["pass_percent"]) == ("OsloMet", 50)
    one = visit(http, f"/imports/sessions/{session['id']}")
    assert "Selam Tesfai" in one.words
    assert "Not in the register" in one.words
    assert "2026 Tigrinya OsloMet 1 1 50 %" in visit(http, "/imports/pass-rates").words
    assert "2026,tir,OsloMet,1,1,50" in http.get("/imports/pass-rates.csv").text
    shown = visit(http, shown.path).send(f"{shown.path}/undo")
    assert http.get("/api/v1/training/sessions").json()["items"] == []


def test_who_has_passed_the_test_without_the_course_waits_for_it(database: Database) -> None:
    with database.write() as session:
        contact = {"email": "omar@example.org", "phone": "+47 22 00 00 00"}
        waits = make.interpreter(session, "Omar Nur", ("som", TEST), **contact).number  # type: ignore[arg-type]
        make.interpreter(session, "Selam Tesfai", ("tir", TEST), ("tir", EvidenceKind.TAO))
        make.interpreter(session, "Hawa Ali", ("som", TEST), ("som", EvidenceKind.STATE_AUTHORISATION))
        translator = make.interpreter(session, "Åse Dahl", ("pol", EvidenceKind.TRANSLATOR)).number
        lapsed = make.interpreter(session, "Ana Lopez", ("som", EvidenceKind.TAO))
        make.proof(session, lapsed, TEST, "spa", valid_until=make.LONG_AGO)
    http = make.officer(database)
    found = http.get("/api/v1/training/waiting-for-tao").json()["items"]
    assert sorted((one["number"], one["language"], one["translator"]) for one in found) == sorted(
        [(waits, "som", False), (translator, "pol", True)]
    )
    narrowed = http.get("/api/v1/training/waiting-for-tao?language=som").json()["items"]
    assert [(one["since"], one["email"]) for one in narrowed] == [("2015-03-02", "omar@example.org")]
    page = visit(http, "/imports/waiting-for-tao?language=som")
    assert "Omar Nur" in page.words
    assert "Åse Dahl" not in page.words
    first = http.get("/api/v1/training/waiting-for-tao?limit=1").json()
    rest = http.get(f"/api/v1/training/waiting-for-tao?limit=1&cursor={first['next']}").json()
    assert len({first["items"][0]["number"], rest["items"][0]["number"]}) == 2
    assert rest["next"] is None
    assert "omar@example.org" in http.get("/imports/waiting-for-tao.csv").text
    with database.read() as session:
        taken = session.exec(select(AuditEntry).where(AuditEntry.act == "register_exported")).all()
    assert [one.content for one in taken] == [{"what": "waiting_for_tao", "language": None}]


def test_whoever_has_education_enough_in_parts_or_is_removed_waits_for_nothing(
    database: Database,
) -> None:
    with database.write() as session:
        two_parts, one_part = (
            make.interpreter(session, name, ("som", TEST)) for name in ("Omar Nur", "Hawa")
        )
        make.interpreter(session, "Slettet person", ("som", TEST)).removed_at = clock.NOW
        number = one_part.number
        for person, parts in ((two_parts, "AB"), (one_part, "A")):
            for part in parts:
                half = NewEvidence(kind=EvidenceKind.CREDITS, language="som", credits=15, issuer="OsloMet",
                                   issued_on=make.LONG_AGO, reference=part)  # fmt: skip
                evidence.register(session, number=person.number, proof=half, now=clock.NOW)
    found = make.officer(database).get("/api/v1/training/waiting-for-tao").json()["items"]
    assert [one["number"] for one in found] == [number]


def test_the_pages_are_for_officers(database: Database) -> None:
    booker = make_identity.client(database, make_identity.booker(database))
    pages = ("/imports", "/imports/1", "/imports/1/columns", "/imports/1/rows/2", "/imports/1/problems.csv",
             "/imports/sessions", "/imports/sessions/1", "/imports/waiting-for-tao", "/imports/pass-rates",
             "/imports/waiting-for-tao.csv", "/imports/pass-rates.csv", "/imports/new-session",
             "/api/v1/training/sessions", "/api/v1/training/waiting-for-tao")  # fmt: skip
    for address in pages:
        assert booker.get(address).status_code == 403, address
    officer = make.officer(database)
    empty = ("/imports", "/imports/sessions", "/imports/waiting-for-tao", "/imports/pass-rates")
    assert [officer.get(address).status_code for address in empty] == [200] * 4
    assert officer.get("/imports/1").status_code == officer.get("/imports/sessions/1").status_code == 404
