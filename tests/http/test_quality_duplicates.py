"""Possible duplicates as an officer decides about them, and a former number as everybody meets it."""

from fastapi.testclient import TestClient

from kit.db import Database
from registry.words import EvidenceKind
from tests import browsing, make, make_identity
from tests import make_registry as registry
from web import worker

HERE = "/quality/possible_duplicate"
KNOWN = "The same passport was shown for both."


def two(database: Database) -> tuple[int, int]:
    """Selam twice: Tigrinya under the first number, Somali under the second."""
    with database.write() as session:
        one = registry.interpreter(session, "Selam Tesfai")
        other = registry.interpreter(session, "Selam Tesfai", ("som", EvidenceKind.BACHELOR))
        return one.number, other.number


def test_an_officer_looks_compares_and_merges(database: Database) -> None:
    one, other = two(database)
    officer = registry.officer(database)
    empty = browsing.visit(officer, HERE)
    assert "No two entries look like the same person." in empty.words
    empty.send(f"{HERE}/look")
    found = browsing.visit(officer, HERE)
    assert "Same name" in found.words
    compared = browsing.visit(officer, f"{HERE}/{one}/{other}")
    for told in ("Same municipality", "State authorisation in Tigrinya", "in interpreting, Somali"):
        assert told in compared.words
    done = compared.send(f"{HERE}/{one}/{other}/merge", standing=str(one), why=KNOWN)
    assert done.path == f"/register/{one}"
    file = browsing.visit(officer, f"/register/{one}")
    assert f"Number {other} was merged into this one; what it held counts here: {KNOWN}" in file.words
    former = browsing.visit(officer, f"/register/{other}")
    assert f"Merged into number {one}" in former.words
    assert f'action="/register/{other}/evidence"' not in former.response.text
    assert "One of these is merged already" in browsing.visit(officer, f"{HERE}/{one}/{other}").words
    again = officer.post(f"{HERE}/{one}/{other}/merge", data={"standing": str(one), "why": KNOWN})
    assert again.status_code == 409


def test_a_merge_without_a_reason_or_a_choice_is_asked_for_again_with_what_was_typed(
    database: Database,
) -> None:
    one, other = two(database)
    officer = registry.officer(database)
    compared = browsing.visit(officer, f"{HERE}/{one}/{other}")
    refused = officer.post(f"{HERE}/{one}/{other}/merge?lang=en", data={"why": KNOWN})
    assert refused.status_code == 422
    assert KNOWN in refused.text
    refused = officer.post(f"{HERE}/{one}/{other}/merge?lang=en", data={"standing": str(one), "why": " "})
    assert refused.status_code == 422
    assert "Say how you know that it is one person." in refused.text
    assert compared.status == 200
    assert officer.get(f"/api/v1/interpreters/{other}").json()["number"] == other


def test_an_answer_that_they_are_two_takes_the_pair_off_the_list(database: Database) -> None:
    one, other = two(database)
    officer = registry.officer(database)
    officer.post(f"{HERE}/look")
    browsing.visit(officer, f"{HERE}/{one}/{other}").send(f"{HERE}/{one}/{other}/different")
    assert "No two entries look like the same person." in browsing.visit(officer, HERE).words
    assert officer.post(f"{HERE}/{one}/{other}/different").status_code == 409


def test_everybody_who_meets_the_former_number_is_led_to_the_one_that_stands(database: Database) -> None:
    one, other = two(database)
    officer = registry.officer(database)
    officer.post(f"{HERE}/{one}/{other}/merge", data={"standing": str(one), "why": KNOWN})
    anyone = registry.anyone(database)
    moved = anyone.get(f"/interpreters/{other}", follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (301, f"/interpreters/{one}")
    profile = anyone.get(f"/api/v1/interpreters/{other}").json()
    assert (profile["number"], len(profile["languages"])) == (one, 2)
    told = _verified(anyone, other, "tir")
    assert (told["answer"], told["number"]) == ("valid", one)
    shown = browsing.visit(anyone, f"/verify?number={other}&language=tir")
    assert f"Number {other} has become number {one}" in shown.words
    found = anyone.get("/api/v1/interpreters?q=selam").json()["items"]
    assert [row["number"] for row in found] == [one]
    held = anyone.get(f"/api/v1/interpreters/{other}/qualifications").json()
    assert (held["number"], len(held["items"])) == (one, 2)
    file = officer.get(f"/api/v1/interpreters/{other}/file").json()
    assert file["merged_into"] == one
    listed = browsing.visit(officer, f"/register?q={other}")
    assert f"Merged into number {one}" in listed.words
    assert "Not listed" not in listed.words
    left = browsing.visit(officer, f"/register/{other}")
    assert f"Merged into number {one}" in left.words
    assert "/particulars" not in left.response.text
    proof = {"kind": "tao", "issuer": "IMDi", "issued_on": "2020-01-01"}
    refused = officer.post(f"/api/v1/interpreters/{other}/evidence", json=proof)
    assert (refused.status_code, refused.json()["code"]) == (409, "merged")


def test_a_former_number_tells_nothing_when_the_one_that_stands_is_not_listed(database: Database) -> None:
    one, other = two(database)
    officer = registry.officer(database)
    officer.post(f"{HERE}/{one}/{other}/merge", data={"standing": str(one), "why": KNOWN})
    officer.post(f"/register/{one}/listing", data={"listed": "no", "effective_on": "2026-11-23"})
    anyone = registry.anyone(database)
    assert anyone.get(f"/interpreters/{other}", follow_redirects=False).status_code == 404
    told = _verified(anyone, other, "tir")
    assert (told["answer"], told["number"], told["name"]) == ("not_listed", None, None)


def test_who_is_protected_after_a_merge_is_named_by_no_stored_answer_of_the_former_number(
    database: Database,
) -> None:
    one, other = two(database)
    asker = registry.at(make.NOW, make_identity.client(database, make_identity.booker(database)))
    question = {"number": other, "language": "tir"}
    assert asker.post("/api/v1/verify/receipts", json=question).status_code == 201
    sent = asker.post("/api/v1/verify/batches", content=f"number;language\n{other};tir\n")
    settings = make.settings(database)
    while worker.check(database, settings, now=make.NOW):
        pass
    results = f"{sent.headers['Location']}/results.csv"
    [receipt] = asker.get("/api/v1/receipts").json()["items"]
    name = receipt["name"]
    assert name
    assert name in asker.get(results).text
    officer = registry.officer(database)
    officer.post(f"{HERE}/{one}/{other}/merge", data={"standing": str(one), "why": KNOWN})
    assert officer.patch(f"/api/v1/interpreters/{one}", json={"protected": True}).status_code == 200
    [receipt] = asker.get("/api/v1/receipts").json()["items"]
    assert receipt["name"] is None
    assert name not in asker.get(results).text


def test_only_officers_compare_and_merge(database: Database) -> None:
    one, other = two(database)
    booker = make_identity.client(database, make_identity.booker(database))
    assert booker.get(f"{HERE}/{one}/{other}").status_code == 403
    assert booker.post(f"{HERE}/{one}/{other}/merge", data={}).status_code == 403
    assert booker.post(f"{HERE}/look").status_code == 403


def _verified(client: TestClient, number: int, language: str) -> dict[str, object]:
    told: dict[str, object] = client.get(f"/api/v1/verify?number={number}&language={language}").json()
    return told
