"""The directorate's pages: the same use cases as the API, told to people."""

import html
import re

import pytest
from fastapi.testclient import TestClient

from identity.roles import Role
from kit import outbox
from kit.db import Database
from registry.words import EvidenceKind
from tests import make, make_identity, make_registry
from tests.browsing import visit

PERSON = {"name": "Selam Tesfai", "kommune": "0301", "modalities": ["screen"], "letterform": "nn"}
PROOF = {"kind": "state_authorisation", "language": "tir", "issuer": "IMDi", "issued_on": "2020-02-01"}


def administrator(database: Database) -> TestClient:
    with database.write() as session:
        holder = make_identity.account(session, "admin@imdi.example.org", Role.REGISTRY_ADMINISTRATOR)
    return make_identity.client(database, holder)


def registered(officer: TestClient) -> str:
    """Somebody registered through the form; the address of her file."""
    made = officer.post("/register/new", data=PERSON, follow_redirects=False)
    assert made.status_code == 303
    address, _, saved = made.headers["location"].partition("?")
    assert saved == "saved=person_registered"
    return address


def test_an_officer_registers_documents_and_lists_an_interpreter(database: Database) -> None:
    officer = make_registry.officer(database)
    file = registered(officer)
    officer.post(f"{file}/evidence", data=PROOF)
    officer.post(f"{file}/listing", data={"listed": "yes", "effective_on": "2020-03-01"})
    shown = officer.get(f"{file}?lang=en").text
    assert "State authorisation in Tigrinya" in shown
    assert "Listed in the public register." in shown
    number = file.rpartition("/")[2]
    public = make_registry.anyone(database).get(f"/verify?number={number}&language=tir&lang=en").text
    assert "<h1>Yes, qualified</h1>" in public


def test_what_was_typed_is_kept_when_it_is_refused_and_nothing_is_stored(database: Database) -> None:
    officer = make_registry.officer(database)
    refused = officer.post("/register/new?lang=en", data=PERSON | {"kommune": "9999", "phone": "12"})
    assert refused.status_code == 422
    assert 'value="Selam Tesfai"' in refused.text
    assert '<a href="#phone">' in refused.text
    assert "Selam" not in officer.get("/register").text


def test_a_birth_number_is_refused_in_free_text(database: Database) -> None:
    officer = make_registry.officer(database)
    file = registered(officer)
    refused = officer.post(f"{file}/evidence", data=PROOF | {"reference": "se 01010750160"})
    assert refused.status_code == 422
    assert 'id="reference-error1"' in refused.text
    assert "State authorisation in" not in officer.get(f"{file}?lang=en").text


def test_several_faults_of_evidence_are_told_at_once(database: Database) -> None:
    officer = make_registry.officer(database)
    file = registered(officer)
    refused = officer.post(
        f"{file}/evidence", data={"kind": "credits", "issued_on": "2020-13-01", "credits": "x"}
    )
    assert refused.status_code == 422
    assert '<a href="#issued_on">' in refused.text
    assert '<a href="#credits">' in refused.text
    assert 'value="2020-13-01"' in refused.text


def test_what_evidence_lacks_is_told_by_name_all_at_once(database: Database) -> None:
    officer = make_registry.officer(database)
    file = registered(officer)
    refused = officer.post(f"{file}/evidence?lang=en", data={"kind": "credits", "language": ""}).text
    told = re.findall(r'<li><a href="#(\w+)">([^<]+)</a></li>', refused)
    assert told == [
        ("language", "Choose a language."),
        ("credits", "Write how many credits."),
        ("issuer", "Write who issued it."),
        ("issued_on", "Choose the day it was issued."),
    ]
    assert "<title>Put right:" in refused
    empty = officer.post(f"{file}/evidence?lang=en", data={}).text
    assert re.findall(r'<li><a href="#(\w+)">', empty) == ["kind", "issuer", "issued_on"]


def test_what_the_page_hides_for_a_kind_is_not_read(database: Database) -> None:
    officer = make_registry.officer(database)
    file = registered(officer)
    tao = {**PROOF, "kind": "tao", "credits": "60"}
    assert officer.post(f"{file}/evidence", data=tao, follow_redirects=False).status_code == 303


def test_what_was_saved_is_said(database: Database) -> None:
    officer = make_registry.officer(database)
    file = registered(officer)
    officer.get("/?lang=en")
    assert "The evidence is registered." in officer.post(f"{file}/evidence", data=PROOF).text
    again = officer.post(f"{file}/evidence", data=PROOF)
    assert again.status_code == 409
    assert "The same evidence is registered already." in again.text


def test_leaving_the_public_register_is_asked_about_first(database: Database) -> None:
    with database.write() as session:
        made = make_registry.interpreter(session)
    officer = make_registry.officer(database)
    file = f"/register/{made.number}"
    shown = officer.get(f"{file}?lang=en").text
    assert "List publicly" not in shown
    assert f'href="{file}/listing/end"' in shown
    assert 'name="listed" value="no"' in officer.get(f"{file}/listing/end").text
    out = officer.post(f"{file}/listing", data={"listed": "no", "effective_on": str(make_registry.TODAY)})
    assert "The interpreter is taken out from the day you chose." in out.text
    assert "List publicly" in out.text
    assert f'href="{file}/listing/end"' not in out.text


def test_a_file_is_seen_as_of_a_day(database: Database) -> None:
    with database.write() as session:
        made = make_registry.interpreter(session)
    officer = make_registry.officer(database)
    assert 'class="category' in officer.get(f"/register/{made.number}").text
    before = officer.get(f"/register/{made.number}?on=2014-01-01&lang=en").text
    assert "Qualified on 1 January 2014" in before
    assert 'class="category' not in before
    assert officer.get(f"/register/{made.number}?on=never").status_code == 422


def test_the_history_tells_who_registered_what_and_when(database: Database) -> None:
    officer = make_registry.officer(database)
    file = registered(officer)
    officer.post(f"{file}/evidence", data=PROOF | {"reference": "2020/17"})
    officer.post(f"{file}/particulars", data=PERSON | {"name": "Selam Nygård", "phone": "22 33 44 55"})
    history = officer.get(file).text.partition('id="history"')[2]
    assert "Statsautorisasjon i tigrinja. Utstedt av IMDi. Referanse: 2020/17." in history
    assert "Navnet er endret fra Selam Tesfai til Selam Nygård." in history
    assert "Telefonnummeret er endret." in history
    assert "22 33 44 55" not in history
    signed = "Registrert 23. nov. 2026 kl.\N{NO-BREAK SPACE}09.00, Officer."
    assert history.count(signed) == 4


def test_evidence_is_revoked_with_a_reason_and_the_history_tells_it(database: Database) -> None:
    with database.write() as session:
        made = make_registry.interpreter(session)
        proof = make_registry.proof(session, made, EvidenceKind.BACHELOR)
    officer = make_registry.officer(database)
    address = f"/register/{made.number}/evidence/{proof.id}/revoke"
    blank = officer.post(address, data={"reason": " ", "revoked_on": "2020-01-01"})
    done = officer.post(
        address, data={"reason": "Forged", "revoked_on": "2020-01-01"}, follow_redirects=False
    )
    again = officer.post(address, data={"reason": "Forged", "revoked_on": "2020-01-01"})
    assert (blank.status_code, done.status_code, again.status_code) == (422, 303, 409)
    assert "revoked: Forged" in officer.get(f"/register/{made.number}?lang=en").text


def test_evidence_of_somebody_else_cannot_be_revoked_from_this_file(database: Database) -> None:
    with database.write() as session:
        one, other = make_registry.interpreter(session), make_registry.interpreter(session, "Ada")
        proof = make_registry.proof(session, other, EvidenceKind.BACHELOR)
    officer = make_registry.officer(database)
    address = f"/register/{one.number}/evidence/{proof.id}/revoke"
    assert officer.get(address).status_code == 404
    assert officer.post(address, data={"reason": "x", "revoked_on": "2020-01-01"}).status_code == 404


def test_the_officers_search_finds_the_unlisted_and_the_protected(database: Database) -> None:
    with database.write() as session:
        make_registry.interpreter(session, "Åse Unlisted", listed=False)
        hidden = make_registry.interpreter(session, "Berit Hidden", protected=True)
    officer = make_registry.officer(database)
    assert "Åse Unlisted" in officer.get("/register?q=aase&lang=en").text
    assert "Protected identity" in officer.get(f"/register?q={hidden.number}&lang=en").text
    assert "Nobody has that name or number" in officer.get("/register?q=zzz&lang=en").text


def test_the_officers_list_is_a_spreadsheet_too(database: Database) -> None:
    with database.write() as session:
        made = make_registry.interpreter(session, "Åse Unlisted", ("som", EvidenceKind.CREDITS), listed=False)
        make_registry.interpreter(session, "Berit Listed")
    sent = make_registry.officer(database).get("/register.csv?q=aase").content.decode("utf-8-sig")
    assert sent.splitlines()[1:] == [f"{made.number},Åse Unlisted,0301,False,False,False,som:3D,,False"]
    assert make_registry.anyone(database).get("/register.csv", follow_redirects=False).status_code == 303


def test_the_officers_list_is_paged_in_order_of_names(database: Database) -> None:
    with database.write() as session:
        for number in range(27):
            make_registry.interpreter(session, f"Person {chr(97 + number % 26)}{number}", listed=False)
    officer = make_registry.officer(database)
    first = officer.get("/register").text
    following = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert first.count("Person") == 25
    assert officer.get(following).text.count("Person") == 2


def test_facts_about_a_person_are_changed(database: Database) -> None:
    officer = make_registry.officer(database)
    file = registered(officer)
    form = officer.get(f"{file}/particulars").text
    assert 'value="Selam Tesfai"' in form
    officer.post(f"{file}/particulars", data=PERSON | {"name": "Selam Nygård", "kommune": "4601"})
    assert "Selam Nygård" in officer.get(file).text


@pytest.mark.parametrize("path", ["/register", "/register/new", "/register/90001", "/operations"])
def test_a_booker_sees_nothing_of_the_directorates(database: Database, path: str) -> None:
    client = make_identity.client(database, make_identity.booker(database))
    assert client.get(path).status_code == 403


def test_parked_mail_is_shown_with_its_reason_and_sent_again(database: Database) -> None:
    with database.write() as session:
        outbox.post(session, kind="mail", stream="booking-1-agency", payload={}, now=make.NOW)
        claimed = outbox.claim(session, now=make.NOW, park_after=3)
        assert claimed is not None
        outbox.failed(session, claimed, error="550 no such user", permanent=True, park_after=3, now=make.NOW)
    client = administrator(database)
    assert "550 no such user" in client.get("/operations").text
    sent = client.post(f"/operations/{claimed.id}/resend", follow_redirects=False)
    assert sent.headers["location"] == "/operations?resent=yes"
    assert "Nothing is parked" in client.get("/operations?lang=en").text
    assert client.post(f"/operations/{claimed.id}/resend").status_code == 409


def test_many_parked_messages_are_turned_through_both_ways(database: Database) -> None:
    with database.write() as session:
        for number in range(51):
            outbox.post(session, kind="mail", stream=f"booking-{number}-agency", payload={}, now=make.NOW)
        while (row := outbox.claim(session, now=make.NOW, park_after=3)) is not None:
            outbox.failed(session, row, error="550", permanent=True, park_after=3, now=make.NOW)
    client = administrator(database)
    first = visit(client, "/operations")
    onward = re.findall(r'href="(/operations\?cursor=[^"]+)"', first.response.text)
    assert ("booking-0-agency" in first.words, "booking-50-agency" in first.words) == (True, False)
    second = visit(client, html.unescape(onward[0]))
    assert ("booking-0-agency" in second.words, "booking-50-agency" in second.words) == (False, True)
    assert 'href="/operations"' in second.response.text
    assert client.get("/operations?cursor=nonsense").status_code == 422


def test_a_proof_registered_wrong_is_put_right_and_both_stand_in_the_history(database: Database) -> None:
    officer = make_registry.officer(database)
    file = registered(officer)
    officer.post(f"{file}/evidence", data=PROOF)
    form = officer.get(f"{file}/evidence/1/correct?lang=en").text
    assert 'value="IMDi"' in form
    refused = officer.post(f"{file}/evidence/1/correct?lang=en", data=PROOF | {"reason": ""})
    assert refused.status_code == 422
    assert "Say what was wrong." in refused.text
    right = PROOF | {"language": "som", "reason": "It was Somali."}
    shown = officer.post(f"{file}/evidence/1/correct?lang=en", data=right).text
    assert "The correction is registered. The history shows both." in shown
    assert "Registered in error, and corrected: “State authorisation in Tigrinya." in shown
    assert "State authorisation in Somali" in shown
    struck = officer.post(
        f"{file}/evidence/2/correct", data={"reason": "A mistake.", "strike": "yes"}, follow_redirects=False
    )
    assert struck.status_code == 303
    assert "No category in any language" in officer.get(f"{file}?lang=en").text


def test_an_officer_asks_what_was_known_at_the_end_of_a_day(database: Database) -> None:
    officer = make_registry.officer(database)
    file = registered(officer)
    officer.post(f"{file}/evidence", data=PROOF)
    known = officer.get(f"{file}?lang=en&on=2020-03-01&known_on=2026-11-22").text
    assert "As the register knew it by the end of 22 November 2026" in known
    assert "No category in any language" in known
    ahead = officer.get(f"{file}?lang=en&known_on=2030-01-01")
    assert ahead.status_code == 422
    assert "What was known can only be asked about the past." in ahead.text
