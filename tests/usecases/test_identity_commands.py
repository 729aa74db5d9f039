"""`tolkebok account` and `tolkebok token`, as an administrator types them."""

import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import structlog
from sqlmodel import select
from typer import Typer
from typer.testing import CliRunner, Result

from identity import passwords
from identity.audit.tables import AuditEntry
from identity.roles import Role
from identity.tables import Account, RoleGrant
from kit import clock
from kit.db import Database
from registry import registration
from registry.tables import Interpreter
from tests import make, make_identity
from web.cli_accounts import accounts, tokens


def test_a_token_is_all_that_token_create_prints(database: Database, tmp_path: Path) -> None:
    make_identity.booker(database)
    program = "from web.cli_accounts import tokens; tokens()"
    ran = subprocess.run(
        [sys.executable, "-c", program, "create", "--account", "Kari@nav.example.org"],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | _environment(database, tmp_path),
    )
    assert re.fullmatch(r"[\w-]{43}\n", ran.stdout)
    client = make_identity.client(database)
    me = client.get("/api/v1/me", headers={"Authorization": f"Bearer {ran.stdout.strip()}"})
    assert me.json()["email"] == "kari@nav.example.org"


def test_an_account_without_a_password_is_given_a_link_to_choose_one(
    database: Database, tmp_path: Path
) -> None:
    with database.write() as session:
        make_identity.organisation(session, "NAV Bodø")
    ran = _account(database, tmp_path, "ola@nav.example.org", "booker", "--organisation", "NAV Bodø")
    assert ran.exit_code == 0, ran.stderr
    found = re.search(r"http://127\.0\.0\.1:8000/reset\?token=(\S+)", ran.stdout)
    assert found is not None
    passwords.reset(database, token=found[1], new_password="quiet river at dawn", now=clock.now())
    client = make_identity.client(database)
    given = {"email": "ola@nav.example.org", "password": "quiet river at dawn"}
    assert client.post("/api/v1/session", json=given).status_code == 204


def test_the_log_tells_that_a_role_was_given_on_the_command_line(database: Database, tmp_path: Path) -> None:
    made = _account(database, tmp_path, "grete@imdi.example.org", "registry_officer")
    assert made.exit_code == 0, made.output
    with database.read() as session:
        told = session.exec(select(AuditEntry)).one()
        account = session.exec(select(Account)).one()
    assert (told.act, told.subject, told.account_id) == ("role_given", f"account:{account.id}", None)
    assert told.content == {"role": "registry_officer", "account": account.id}


def test_a_password_is_read_from_a_file_or_from_standard_input(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "password"
    path.write_text("quiet river at dawn\n", encoding="utf-8")
    _account(database, tmp_path, "a.one@imdi.example.org", "auditor", "--password-file", str(path))
    _account(
        database,
        tmp_path,
        "b.two@imdi.example.org",
        "auditor",
        "--password-file",
        "-",
        typed="blå elv ved dag",
    )
    client = make_identity.client(database)
    for email, password in (
        ("a.one@imdi.example.org", "quiet river at dawn"),
        ("b.two@imdi.example.org", "blå elv ved dag"),
    ):
        assert client.post("/api/v1/session", json={"email": email, "password": password}).status_code == 204


def test_an_interpreters_account_is_tied_to_her_number(database: Database, tmp_path: Path) -> None:
    with database.write() as session:
        particulars = registration.Particulars(name="Semret Fiktiv", kommune="0301")
        registration.register(session, particulars=particulars, number=123456, now=make.NOW)
    ran = _account(database, tmp_path, "semret@example.org", "interpreter", "--interpreter", "123456")
    assert ran.exit_code == 0, ran.stderr
    with database.read() as session:
        account = session.exec(select(Account)).one()
        assert session.exec(select(Interpreter)).one().account_id == account.id
        assert session.exec(select(RoleGrant)).one().role is Role.INTERPRETER


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("x@nav.example.org", "booker"), "organisation_missing"),
        (("x@nav.example.org", "booker", "--organisation", "Nowhere"), "unknown_organisation"),
        (("no address", "auditor"), "invalid_email"),
        (("x@nav.example.org", "auditor", "--password-file", "/no/such/file"), "unreadable_file"),
        (("x@nav.example.org", "interpreter", "--interpreter", "999999"), "unknown_interpreter"),
        (("x@nav.example.org", "auditor", "--interpreter", "999999"), "not_an_interpreter"),
        (("x@nav.example.org", "interpreter"), "interpreter_missing"),
        (("x@nav.example.org", "auditor", "--name", "Kari 151086-95088"), "birth_number"),
    ],
)
def test_a_refusal_is_one_line_and_nothing_is_stored(
    database: Database, tmp_path: Path, arguments: tuple[str, ...], code: str
) -> None:
    ran = _account(database, tmp_path, *arguments)
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert re.fullmatch(rf"{code}: .+\n", ran.stderr)
    with database.read() as session:
        assert session.exec(select(Account)).all() == []


def test_an_unknown_account_gets_no_token(database: Database, tmp_path: Path) -> None:
    given = ["create", "--account", "nobody@nav.example.org"]
    ran = _run(tokens, given, database, tmp_path)
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert ran.stderr.startswith("unknown_account: ")


def test_a_tokens_label_holds_no_birth_number(database: Database, tmp_path: Path) -> None:
    holder = make_identity.booker(database)
    given = ["create", "--account", holder.email, "--label", "for 151086-95088"]
    ran = _run(tokens, given, database, tmp_path)
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert ran.stderr.startswith("birth_number: label: ")
    client = make_identity.client(database, holder)
    refused = client.post("/api/v1/me/tokens", json={"label": "151086-95088"})
    assert refused.status_code == 422
    assert [(one["field"], one["code"]) for one in refused.json()["errors"]] == [("label", "birth_number")]
    assert "95088" not in refused.text
    assert [one["label"] for one in client.get("/api/v1/me/tokens").json()["items"]] == [""]


def _account(
    database: Database, tmp_path: Path, email: str, role: str, *rest: str, typed: str | None = None
) -> Result:
    given = ["create", "--email", email, "--role", role, *rest]
    return _run(accounts, given, database, tmp_path, typed)


def _run(
    group: Typer, given: list[str], database: Database, tmp_path: Path, typed: str | None = None
) -> Result:
    handlers = logging.root.handlers[:]
    ran = CliRunner().invoke(group, given, input=typed, env=_environment(database, tmp_path))
    logging.root.handlers[:] = handlers  # the command turned logs on, to a standard error that is gone
    structlog.reset_defaults()
    return ran


def _environment(database: Database, tmp_path: Path) -> dict[str, str]:
    url = database.engine.url.render_as_string(hide_password=False)
    return {"TOLKEBOK_DATABASE_URL": url, "TOLKEBOK_DATA_DIR": str(tmp_path)}
