"""`tolkebok demo` as people start it: a process of its own, on a port of its own."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import vobject
from sqlmodel import func, select

from bench.demo.organisations import ACCOUNTS
from identity.roles import Role
from identity.tables import Account
from kit.clock import OSLO
from kit.db import Database
from tests import make_identity
from web.demo_stage import free_port, take_port

COMMAND = [sys.executable, "-c", "from web.cli import main; main()", "demo"]
PATIENCE = 240


def environment(folder: Path, database_url: str, **more: str) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("TOLKEBOK_", "DEMO_"))}
    return ours | {
        "TOLKEBOK_DATA_DIR": str(folder),
        "TOLKEBOK_DATABASE_URL": database_url,
        "TOLKEBOK_PORT": str(free_port()),
        "PYTHONUNBUFFERED": "1",
        **more,
    }


def told_once(given: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        COMMAND, env=given | {"DEMO_ONCE": "1"}, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


@contextmanager
def served(given: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """The demo, once its story is told and it serves; the lines it has printed so far."""
    running = subprocess.Popen(
        COMMAND, env=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    late = threading.Timer(PATIENCE, running.kill)
    late.start()
    assert running.stdout is not None
    lines = []
    try:
        for line in running.stdout:
            lines.append(line)
            if "Ctrl-C ends it" in line:
                break
        yield running, lines
    finally:
        late.cancel()
        running.kill()
        running.wait()


def interpreter_asked(output: str) -> str:
    asked = re.search(r"(9\d{4}) is asked until", output)
    assert asked is not None, output
    return asked[1]


def assert_both_invitations_are_for_thursday_at_ten(folder: Path, number: str) -> None:
    files = {path.stem.partition("-")[2]: path for path in sorted((folder / "story").glob("*.ics"))}
    read = {side: vobject.readOne(path.read_text(encoding="utf-8")) for side, path in files.items()}
    attendees = {side: calendar.vevent.attendee.value for side, calendar in read.items()}
    assert attendees == {
        "interpreter": f"mailto:tolk{number}@example.org",
        "agency": "mailto:booker@nav.example.org",
    }
    for calendar in read.values():
        starts_at = calendar.vevent.dtstart.value.astimezone(OSLO)
        assert calendar.method.value == "REQUEST"
        assert (starts_at.isoweekday(), starts_at.hour) == (4, 10)
    assert read["agency"].vevent.uid.value != read["interpreter"].vevent.uid.value


def test_the_demo_tells_its_story_and_then_serves_it_until_told_to_stop(
    tmp_path: Path, database_url: str
) -> None:
    given = environment(tmp_path, database_url)

    first = told_once(given)
    assert first.returncode == 0, first.stdout + first.stderr
    assert "Traceback" not in first.stderr
    number = interpreter_asked(first.stdout)
    assert f"{number} is not among the" in first.stdout
    assert "her two declarations remain" in first.stdout
    assert "The booker got “En melding kom ikke fram" in first.stdout
    assert_both_invitations_are_for_thursday_at_ten(tmp_path, number)

    with served(given) as (running, lines):
        output = "".join(lines)
        home = f"http://127.0.0.1:{given['TOLKEBOK_PORT']}"
        assert "stands here from before" in output
        assert interpreter_asked(output) != number
        assert all(email in output for email in ACCOUNTS)
        for path in ("/", "/readyz", "/demo/mail"):
            assert httpx.get(f"{home}{path}").status_code == 200
        figures = httpx.get(f"{home}/api/v1/statistics/register?on=2012-12-31").json()
        assert (figures["listed"], figures["highest"]) == (1284, {"count": 770, "share_percent": 60})
        running.send_signal(signal.SIGINT)
        assert running.stdout is not None
        rest = running.stdout.read()
        assert running.wait(30) == 0
        assert "Traceback" not in rest


def test_a_taken_port_is_told_in_a_sentence(tmp_path: Path) -> None:
    port = free_port()
    given = environment(tmp_path, f"sqlite:///{tmp_path / 'demo.sqlite3'}", TOLKEBOK_PORT=str(port))
    with take_port(port):
        refused = told_once(given)
    assert refused.returncode == 1
    assert refused.stderr.startswith("port_taken: ")
    assert str(port) in refused.stderr
    assert not (tmp_path / "demo.sqlite3").exists()


def test_somebody_elses_database_is_refused_and_left_alone(tmp_path: Path, database: Database) -> None:
    with database.write() as session:
        make_identity.account(session, "kari@nav.example.org", Role.REGISTRY_OFFICER)
    url = database.engine.url.render_as_string(hide_password=False)
    refused = told_once(environment(tmp_path, url))
    assert refused.returncode == 1
    assert refused.stderr.startswith("not_the_demo_database: ")
    with database.read() as session:
        assert session.exec(select(func.count()).select_from(Account)).one() == 1
