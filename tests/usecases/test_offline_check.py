"""The lines that docs/verification.md gives a third party, run as they stand."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kit.db import Database
from kit.signing import Keys
from tests import make_registry

DOCUMENTED = re.findall(
    r"```python\n(.*?)```", Path("docs/verification.md").read_text(encoding="utf-8"), re.DOTALL
)


@pytest.fixture
def folder(database: Database, tmp_path: Path) -> Path:
    """What a third party has: the published keys and the receipt, whose key signs no more since."""
    http = make_registry.anyone(database, TOLKEBOK_KEYS_DIR=str(tmp_path / "keys"))
    with database.write() as session:
        number = make_registry.interpreter(session, "Åse Bjørn").number
    receipt = http.post("/api/v1/verify/receipts", json={"number": number, "language": "tir"}).json()
    Keys(tmp_path / "keys").rotate()
    (tmp_path / "jwks.json").write_bytes(http.get("/.well-known/jwks.json").content)
    (tmp_path / "receipt.jws").write_bytes(http.get(f"/receipts/{receipt['reference']}/signed").content)
    (tmp_path / "check.py").write_text("\n".join(DOCUMENTED), encoding="utf-8")
    return tmp_path


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "utf8", "check.py"], cwd=folder, check=False, capture_output=True, text=True
    )


def test_the_documented_lines_are_at_most_ten_and_print_what_the_receipt_says(folder: Path) -> None:
    assert len("".join(DOCUMENTED).split("\n")) <= 11
    ran = check(folder)
    assert json.loads(ran.stdout)["name"] == "Åse Bjørn"


def test_the_documented_lines_refuse_a_receipt_with_one_letter_changed(folder: Path) -> None:
    signed = (folder / "receipt.jws").read_text()
    place = signed.index(".") + 40
    other = "A" if signed[place] != "A" else "B"
    (folder / "receipt.jws").write_text(signed[:place] + other + signed[place + 1 :])
    ran = check(folder)
    assert (ran.stdout, ran.returncode) == ("", 1)
    assert "InvalidSignatureError" in ran.stderr
