"""What /openapi.json says of a call is what the call does, for refusals as for answers."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from kit.db import Database
from tests import make, make_registry
from tests.make_booking import World, wanted
from web.specification import Problem

Told = dict[str, Any]
PUBLIC = {
    "/api/v1/languages",
    "/api/v1/interpreters",
    "/api/v1/interpreters/{number}",
    "/api/v1/interpreters/{number}/qualifications",
    "/api/v1/verify",
    "/api/v1/verify/receipts",
    "/api/v1/receipts/{reference}",
    "/api/v1/receipts/check",
    "/api/v1/statistics/register",
    "/api/v1/issuers",
    "/api/v1/notices",
    "/api/v1/open/register.json",
    "/api/v1/open/register.csv",
    "/api/v1/open/register.schema.json",
    "/api/v1/open/statistics.json",
    "/api/v1/open/statistics.csv",
    "/api/v1/session",
    "/api/v1/password-resets",
    "/api/v1/password-resets/use",
}


@pytest.fixture
def told(database: Database) -> Told:
    specification: Told = TestClient(make.app(database)).get("/openapi.json").json()
    return specification


def test_every_real_refusal_is_a_documented_one(database: Database, told: Told) -> None:
    world = World(database)
    her = world.add(90001)
    anyone, officer = make_registry.anyone(database), make_registry.officer(database)
    booker = world.agency
    reference = world.asked()["reference"]
    refusals = [
        anyone.get("/api/v1/me"),
        anyone.get("/api/v1/verify"),
        anyone.get("/api/v1/interpreters/5"),
        anyone.get("/api/v1/interpreters/x/qualifications"),
        anyone.get("/api/v1/languages?on=1"),
        anyone.post("/api/v1/session", json={"email": "a@b.no", "password": "x"}),
        anyone.post("/api/v1/session", json={}, headers={"Sec-Fetch-Site": "cross-site"}),
        anyone.post("/api/v1/session", content=b"x" * 5_000_000),
        anyone.get("/api/v1/bookings/x/candidates"),
        *[anyone.post("/api/v1/password-resets", json={"email": "a@b.no"}) for _ in range(4)][3:],
        booker.post("/api/v1/interpreters", json={"name": "X", "kommune": "0301"}),
        booker.post("/api/v1/bookings", json=wanted(kommune="9999")),
        booker.post(f"/api/v1/bookings/{reference}/offers", json={}),
        booker.get("/api/v1/bookings/NOSUCH/log"),
        booker.get("/api/v1/me/offers"),
        booker.get("/api/v1/me/absences"),
        booker.get("/api/v1/organisations/999/roles"),
        officer.post("/api/v1/interpreters", json={"name": "X", "kommune": "0301", "number": 90001}),
        officer.post("/api/v1/evidence/999/revoke", json={"reason": "x", "revoked_on": "2020-01-01"}),
        her.http.post("/api/v1/offers/999/accept", json={"impartial": True, "confidential": True}),
        her.http.get("/api/v1/bookings"),
        her.http.delete("/api/v1/me/absences/999"),
    ]
    seen = set()
    for refusal in refusals:
        call = _call(told, refusal.request.method, refusal.request.url.path)
        documented = call["responses"][str(refusal.status_code)]
        [(kind, described)] = documented["content"].items()
        assert refusal.headers["content-type"] == kind == "application/problem+json"
        assert described["schema"] == {"$ref": "#/components/schemas/Problem"}
        assert Problem.model_validate(refusal.json(), strict=True).status == refusal.status_code
        seen.add(refusal.status_code)
    assert seen == {401, 403, 404, 409, 413, 422, 429}


def test_a_problem_is_described_by_its_own_schema(told: Told) -> None:
    schemas = told["components"]["schemas"]
    assert schemas["Problem"]["properties"]["errors"]["items"] == {"$ref": "#/components/schemas/WrongField"}
    assert set(schemas["WrongField"]["properties"]) == {"field", "code", "detail"}
    assert _references(told) <= {f"#/components/schemas/{name}" for name in schemas}


def _is_locked(call: Told) -> bool:
    """Whether somebody must have signed in; `{}` among what is required means that nobody need have."""
    return "security" in call and {} not in call["security"]


def test_a_lock_stands_on_every_call_that_is_for_somebody(told: Told) -> None:
    open_to_all = {
        path
        for path, calls in told["paths"].items()
        for call in calls.values()
        if path.startswith("/api/") and not _is_locked(call)
    }
    assert open_to_all == PUBLIC
    [scheme] = told["components"]["securitySchemes"].values()
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    for source in ("tolkebok token create", "POST /api/v1/me/tokens"):
        assert source in told["info"]["description"]


def test_every_call_with_a_lock_refuses_nobody(database: Database, told: Told) -> None:
    anyone = TestClient(make.app(database))
    for path, calls in told["paths"].items():
        for method, call in calls.items():
            if _is_locked(call) and method in {"get", "delete"}:
                answer = anyone.request(method, re.sub(r"\{\w+\}", "1", path))
                assert (path, answer.status_code) == (path, 401)


def test_an_invitation_is_described_as_a_calendar(told: Told) -> None:
    call = told["paths"]["/api/v1/bookings/{reference}/invitation.ics"]["get"]
    assert list(call["responses"]["200"]["content"]) == ["text/calendar"]


def test_a_change_describes_no_defaults(told: Told) -> None:
    change = told["components"]["schemas"]["InterpreterChange"]
    assert [name for name, field in change["properties"].items() if "default" in field] == []
    assert change.get("required") is None
    assert change["additionalProperties"] is False


def _call(told: Told, method: str, path: str) -> Told:
    fits = [
        (template.count("{"), calls[method.lower()])
        for template, calls in told["paths"].items()
        if method.lower() in calls and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path)
    ]
    call: Told = min(fits, key=lambda fit: fit[0])[1]
    return call


def _references(told: object) -> set[str]:
    if isinstance(told, dict):
        here = {told["$ref"]} if isinstance(told.get("$ref"), str) else set()
        return here.union(*map(_references, told.values()))
    return set().union(*map(_references, told)) if isinstance(told, list) else set()
