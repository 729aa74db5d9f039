"""Signing keys as files: one key whoever begins, old texts checkable, no second spelling."""

import stat
import string
import subprocess
import sys
from pathlib import Path

import jwt
import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from kit.db import Database
from kit.errors import Conflict
from kit.signing import Keys, NotGenuine
from tests import make
from web.cli import app

CLAIMS = {"answer": "valid", "name": "Åse Bjørnsdatter"}


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(tmp_path / "keys")


def test_what_was_signed_is_read_back_and_another_library_agrees(keys: Keys) -> None:
    text = keys.sign(CLAIMS)
    assert keys.verify(f"  {text}\n") == CLAIMS
    published = jwt.PyJWKSet.from_dict(keys.jwks())
    key = published[jwt.get_unverified_header(text)["kid"]]
    assert jwt.decode(text, key, algorithms=["EdDSA"]) == CLAIMS


def test_one_letter_changed_anywhere_is_not_genuine(keys: Keys) -> None:
    text = keys.sign(CLAIMS)
    letters = string.ascii_letters + string.digits + "-_"
    for place, letter in enumerate(text):
        others = letters if place == len(text) - 1 else "A" if letter != "A" else "B"
        for other in others.replace(letter, ""):
            with pytest.raises(NotGenuine):
                keys.verify(text[:place] + other + text[place + 1 :])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "a.b.c.d",
        "e30.e30.e30",
        "eyJhbGciOiJub25lIn0.e30.",
        "bnVsbA.e30.e30",
        "eyJhbGciOiJFZERTQSIsImtpZCI6W119.e30.e30",
        "x" * 200_000,
        "[" * 5000,
        "é.é.é",
        "\x00.\x00.\x00",
    ],
)
def test_what_is_no_signed_text_is_not_genuine(keys: Keys, text: str) -> None:
    with pytest.raises(NotGenuine):
        keys.verify(text)


def test_a_text_signed_as_one_thing_does_not_pass_as_another(keys: Keys) -> None:
    text = keys.sign(CLAIMS, typ="seal+jws")
    assert keys.verify(text, typ="seal+jws") == CLAIMS
    with pytest.raises(NotGenuine):
        keys.verify(text, typ="receipt+jws")


def test_somebody_elses_key_does_not_sign_for_us(keys: Keys, tmp_path: Path) -> None:
    keys.jwks()
    with pytest.raises(NotGenuine):
        keys.verify(Keys(tmp_path / "elsewhere").sign(CLAIMS))


def test_after_a_rotation_old_texts_are_genuine_and_only_the_new_key_can_sign(keys: Keys) -> None:
    before = keys.sign(CLAIMS)
    made = keys.rotate()
    after = keys.sign(CLAIMS)
    assert [keys.verify(text) for text in (before, after)] == [CLAIMS, CLAIMS]
    assert jwt.get_unverified_header(after)["kid"] == made.kid
    assert [key.signs for key in keys.all()] == [False, True]
    assert [key["kid"] == made.kid for key in keys.jwks()["keys"]] == [True, False]
    assert all("d" not in key for key in keys.jwks()["keys"])


def test_a_keys_file_is_for_its_owner_alone(keys: Keys, tmp_path: Path) -> None:
    keys.rotate()
    keys.rotate()
    folder = tmp_path / "keys"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {
        "0001.json": 0o600,
        "0002.json": 0o600,
    }


def test_processes_that_begin_at_once_end_with_one_key(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from kit.signing import Keys; keys = Keys(pathlib.Path(sys.argv[1])); "
        "sys.stdin.readline(); print(keys.sign({'a': 1}))"
    )
    begun = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path / "keys")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for one in begun:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    texts = [one.communicate()[0].strip() for one in begun]
    keys = Keys(tmp_path / "keys")
    assert len(keys.all()) == 1
    assert [keys.verify(text) for text in texts] == [{"a": 1}] * 4


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Conflict) as told:
        Keys(tmp_path / "file" / "keys").sign(CLAIMS)
    assert told.value.code == "keys_unwritable"


def test_the_public_keys_are_published_to_anyone(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    answer = TestClient(make.app(database, TOLKEBOK_KEYS_DIR=str(folder))).get("/.well-known/jwks.json")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert answer.json() == Keys(folder).jwks()
    assert [set(key) for key in answer.json()["keys"]] == [{"kty", "crv", "x", "kid", "use", "alg"}]


def test_keys_are_listed_and_rotated_from_the_command_line(tmp_path: Path) -> None:
    environ = {"TOLKEBOK_DATA_DIR": str(tmp_path), "TOLKEBOK_KEYS_DIR": "", "TOLKEBOK_DATABASE_URL": ""}
    for _ in range(2):
        assert CliRunner().invoke(app, ["keys", "rotate"], env=environ).exit_code == 0
    told = CliRunner().invoke(app, ["keys", "list"], env=environ).stdout.splitlines()
    keys = Keys(tmp_path / "keys").all()
    assert [line.split(maxsplit=3) for line in told] == [
        ["1", keys[0].kid, keys[0].made_at, "checks only"],
        ["2", keys[1].kid, keys[1].made_at, "signs"],
    ]
