"""Cases on pages: the officers' list, one case, a decision, and what happens when two decide at once."""

import re
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import select

from identity import tokens
from kit.db import Database
from registry.cases.tables import Case
from registry.cases.words import CaseStatus, Outcome
from registry.words import Letterform
from tests import make, make_registry
from tests.make_cases import TAO, TEST, World

CLAIM = {
    "claims.0.kind": "state_authorisation",
    "claims.0.language": "tir",
    "claims.0.issuer": "IMDi",
    "claims.0.issued_on": "2020-05-04",
}
APPLICATION = {
    "purpose": "listing",
    "name": "Amanuel Berhe",
    "kommune": "0301",
    "letterform": "nb",
    "gender": "",
    **CLAIM,
}


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def acting(world: World, account_id: int | None) -> TestClient:
    """Somebody over HTTP, in English, on the world's clock."""
    opened = TestClient(make.app(world.database), follow_redirects=False)
    make_registry.at(world.now, opened)
    if account_id is not None:
        with world.database.write() as session:
            opened.headers["Authorization"] = (
                f"Bearer {tokens.issue(session, account_id=account_id, now=make.NOW)}"
            )
    opened.headers["Accept-Language"] = "en"
    opened.cookies.set("tongue", "en")
    return opened


def shown(response: Response, status: int = 200) -> str:
    assert response.status_code == status, response.text
    return response.text


def seen(text: str) -> str:
    found = re.findall(r'name="seen" value="(\d+)"', text)
    assert found
    return str(found[-1])  # the language choice above holds what was typed


def only_case(world: World) -> Case:
    with world.database.read() as session:
        return session.exec(select(Case)).one()


def test_an_application_from_the_form_to_the_letter(world: World) -> None:
    actor = world.newcomer()
    her, officer = acting(world, actor.account_id), acting(world, world.first)
    assert "Apply to the register" in shown(her.get("/my/cases/new?lang=en"))
    sent = her.post("/my/cases/new", data=APPLICATION)
    assert sent.status_code == 303
    case = only_case(world)
    assert sent.headers["location"] == f"/my/cases/{case.reference}?saved=application_sent"
    listed = shown(officer.get("/cases?lang=en"))
    assert case.reference in listed
    assert "Amanuel Berhe" in listed
    page = shown(officer.get(f"/cases/{case.reference}?lang=en"))
    assert "State authorisation in Tigrinya" in page or "State authorisation in tigrinya" in page.lower()
    form = shown(officer.get(f"/cases/{case.reference}/decide?outcome=listed&lang=en"))
    accepted = re.findall(r'name="accepted" value="(\d+)"', form)
    decided = officer.post(
        f"/cases/{case.reference}/decide",
        data={"outcome": "listed", "seen": seen(form), "accepted": accepted, "reasons": "Dokumentert."},
    )
    assert decided.headers["location"].endswith("saved=case_decided")
    own = shown(her.get(f"/my/cases/{case.reference}?lang=en"))
    assert "Granted" in own
    letter = re.search(rf"/my/cases/{case.reference}/letters/(\d+)[^>]*>Vedtak", own)
    assert letter is not None
    told = shown(her.get(f"/my/cases/{case.reference}/letters/{letter[1]}"))
    assert "tolkeloven §\N{NO-BREAK SPACE}17" in told


def test_every_fault_of_an_application_is_told_and_nothing_typed_is_lost(world: World) -> None:
    her = acting(world, world.newcomer().account_id)
    typed = {
        **APPLICATION, "purpose": "", "name": "", "claims.0.issued_on": "i fjor",
        "claims.0.issuer": "IMDi Sør", "told": "Jeg har mer.",
    }  # fmt: skip
    again = shown(her.post("/my/cases/new?lang=en", data=typed), 422)
    for kept in ("i fjor", "IMDi Sør", "Jeg har mer."):
        assert kept in again
    for field in ("purpose", "name", "claims.0.issued_on"):
        assert f'href="#{field}"' in again


def test_the_second_of_two_officers_is_told_and_keeps_what_was_typed(world: World) -> None:
    case = world.apply(world.newcomer())
    first, second = acting(world, world.first), acting(world, world.second)
    address = f"/cases/{case.reference}/decide?outcome=refused&lang=en"
    form = {"outcome": "refused", "seen": seen(shown(first.get(address)))}
    assert first.post(address, data={**form, "reasons": "Første begrunnelse."}).status_code == 303
    late = shown(second.post(address, data={**form, "reasons": "Min lange begrunnelse."}), 409)
    assert "Somebody has done something in the case since you opened it." in late
    assert "Min lange begrunnelse." in late
    assert "Waits for a second officer" in late


def test_a_change_meanwhile_is_told_and_the_same_form_decides_the_next_time(world: World) -> None:
    case = world.apply(world.newcomer())
    first, second = acting(world, world.first), acting(world, world.second)
    address = f"/cases/{case.reference}/decide?outcome=refused&lang=en"
    form = {"outcome": "refused", "reasons": "Ikke nok."}
    before = seen(shown(first.get(address)))
    given = {"to": str(world.second), "seen": before}
    assert second.post(f"/cases/{case.reference}/assignment", data=given).status_code == 303
    again = shown(first.post(address, data={**form, "seen": before}), 409)
    assert "Ikke nok." in again
    assert first.post(address, data={**form, "seen": seen(again)}).status_code == 303


def test_a_template_is_put_in_with_what_is_typed_already(world: World) -> None:
    case = world.apply(world.newcomer(), TEST, letterform=Letterform.NYNORSK)
    officer = acting(world, world.first)
    form = shown(officer.get(f"/cases/{case.reference}/decide?outcome=refused"))
    assert "Dokumentasjonen du har sendt, gir ingen kategori" in form
    put_in = shown(
        officer.post(
            f"/cases/{case.reference}/decide",
            data={"outcome": "refused", "seen": "1", "reasons": "Eige ord.", "insert": "waits_for_tao"},
        )
    )
    assert "Eige ord." in put_in
    assert "ansvarsområdet til tolken (TAO)" in put_in
    assert only_case(world).status is CaseStatus.OPEN


def test_a_refusal_is_approved_on_the_page_by_somebody_else(world: World) -> None:
    case = world.apply(world.newcomer())
    world.decide(case, Outcome.REFUSED)
    first, second = acting(world, world.first), acting(world, world.second)
    assert "Somebody else than you must approve it." in shown(first.get(f"/cases/{case.reference}?lang=en"))
    page = shown(second.get(f"/cases/{case.reference}?lang=en"))
    approved = second.post(f"/cases/{case.reference}/approve", data={"seen": seen(page)})
    assert approved.status_code == 303
    assert only_case(world).status is CaseStatus.CLOSED


def test_missing_evidence_goes_back_and_is_added_on_a_telephone(world: World) -> None:
    actor = world.newcomer()
    case = world.apply(actor, TEST)
    officer, her = acting(world, world.first), acting(world, actor.account_id)
    page = shown(officer.get(f"/cases/{case.reference}"))
    asked = {"what": "Send TAO-beviset.", "due_on": "2026-12-14", "seen": seen(page)}
    assert officer.post(f"/cases/{case.reference}/more", data=asked).status_code == 303
    own = shown(her.get(f"/my/cases/{case.reference}?lang=en"))
    assert "Send TAO-beviset." in own
    assert "14 December 2026" in own
    answer = {
        "said": "Her.",
        "claims.0.kind": "tao",
        "claims.0.issuer": "IMDi",
        "claims.0.issued_on": "2.9.2024",
    }
    assert her.post(f"/my/cases/{case.reference}/answer", data=answer).status_code == 303
    assert TAO.issuer in shown(officer.get(f"/cases/{case.reference}"))
    assert only_case(world).status is CaseStatus.OPEN


def test_an_appeal_is_sent_from_the_case_and_worked_on_in_its_own(world: World) -> None:
    actor = world.newcomer()
    case = world.apply(actor)
    decision = world.refuse(case)
    her, officer = acting(world, actor.account_id), acting(world, world.first)
    address = f"/my/cases/{case.reference}/decisions/{decision.id}/appeal"
    assert address in shown(her.get(f"/my/cases/{case.reference}"))
    sent = her.post(address, data={"said": "Jeg har kurset."})
    reference = sent.headers["location"].split("/")[3].partition("?")[0]
    page = shown(officer.get(f"/cases/{reference}?lang=en"))
    assert "Jeg har kurset." in page
    forwarded = officer.post(f"/cases/{reference}/forward", data={"why": "Ikke nytt.", "seen": seen(page)})
    assert forwarded.status_code == 303
    assert "With the appeal body" in shown(her.get(f"/my/cases/{reference}?lang=en"))


def test_an_exclusion_is_proposed_approved_and_lifted_on_pages(world: World) -> None:
    her, _ = world.interpreter()
    case = world.notice(her)
    first, second = acting(world, world.first), acting(world, world.second)
    address = f"/cases/{case.reference}/decide?outcome=excluded&lang=en"
    form: dict[str, Any] = {
        "outcome": "excluded",
        "seen": seen(shown(first.get(address))),
        "reasons": "Vesentlig.",
    }
    missing = shown(first.post(address, data=form), 422)
    for field in ("exclusion", "ground", "from_on", "unheard_why"):
        assert f'href="#{field}"' in missing
    form |= {"exclusion": "permanent", "ground": "substantial_breach", "from_on": "2026-11-23",
             "unheard_why": "Saken haster."}  # fmt: skip
    assert first.post(address, data=form).status_code == 303
    assert second.post(f"/cases/{case.reference}/approve", data={}).status_code == 303
    public = acting(world, None).get(f"/api/v1/interpreters/{her.number}")
    assert public.json()["excluded"] is True
    assert "Vesentlig" not in public.text
    page = shown(first.get(f"/cases/{case.reference}"))
    lift = re.search(rf"/cases/{case.reference}/exclusions/\d+/lift", page)
    assert lift is not None
    assert first.post(lift[0], data={"reason": "Nytt."}).status_code == 303
    assert acting(world, None).get(f"/api/v1/interpreters/{her.number}").json()["excluded"] is False


def test_the_list_filters_searches_pages_and_exports(world: World) -> None:
    her, _ = world.interpreter()
    for number in range(27):
        world.apply(world.newcomer(f"a{number}@example.org"), name=f"Søker {number}")
    notice = world.notice(her)
    officer = acting(world, world.first)
    first = shown(officer.get("/cases?lang=en"))
    assert first.count('<tr role="row">') == 26
    assert 'rel="next"' in first
    assert shown(officer.get("/cases?kind=notice")).count('<tr role="row">') == 2
    assert notice.reference in shown(officer.get(f"/cases?q={her.number}"))
    assert "Søker 7" in shown(officer.get("/cases?q=søker+7"))
    assert len(shown(officer.get("/cases.csv")).splitlines()) == 29
    assert len(shown(officer.get("/cases.csv?kind=notice")).splitlines()) == 2
    assert shown(officer.get("/cases?kind=wrong"), 422)


def test_filters_are_kept_as_views_of_ones_own(world: World) -> None:
    first, second = acting(world, world.first), acting(world, world.second)
    kept = {"kind": "notice", "late": "yes", "name": "Forfalte meldinger"}
    assert first.post("/cases/views", data=kept).headers["location"].startswith("/cases?kind=notice&late=yes")
    assert "Forfalte meldinger" in shown(first.get("/cases"))
    assert "Forfalte meldinger" not in shown(second.get("/cases"))
    again = shown(first.post("/cases/views?lang=en", data=kept), 409)
    assert "You have a view with this name already" in again
    view = re.search(r"/cases/views/(\d+)/remove", shown(first.get("/cases")))
    assert view is not None
    assert second.post(view[0]).status_code == 404
    assert first.post(view[0]).status_code == 303
    assert "Forfalte meldinger" not in shown(first.get("/cases"))


def test_late_cases_are_told_and_found(world: World) -> None:
    case = world.apply(world.newcomer())
    world.ask(case, (world.now + timedelta(days=2)).date())
    world.now += timedelta(days=5)
    officer = acting(world, world.first)
    assert "Late" in shown(officer.get("/cases?late=yes&lang=en"))
    assert "The deadline has passed" in shown(officer.get(f"/cases/{case.reference}?lang=en"))


def test_cases_are_for_officers_and_their_party(world: World) -> None:
    actor, other = world.newcomer(), world.newcomer("b@example.org")
    case = world.apply(actor)
    stranger = acting(world, other.account_id)
    assert stranger.get("/cases").status_code == 403
    assert stranger.get(f"/cases/{case.reference}").status_code == 403
    assert stranger.get(f"/my/cases/{case.reference}").status_code == 404
    assert acting(world, None).get(f"/my/cases/{case.reference}").status_code == 303
    assert acting(world, world.first).get("/cases/SNOSUCH").status_code == 404
