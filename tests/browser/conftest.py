"""A real server with a small register, and a real browser in front of it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, sync_playwright

from identity.roles import Role
from kit import outbox
from kit.db import Database
from registry.words import EvidenceKind
from tests import make, make_identity, make_registry
from tests.make_identity import PASSWORD

NARROW, WIDE = 375, 1280


@dataclass
class Site:
    """Where the server is, who is in its register, and how to look at it."""

    address: str
    browser: Browser
    numbers: dict[str, int]
    database: Database
    _kept: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def page(
        self, *, width: int = WIDE, signed_in: str = "", lang: str = "en-GB", **how: Any
    ) -> Iterator[Page]:
        """A page of its own, signed in as an e-mail address if one is given."""
        state = self._signed_in(signed_in) if signed_in else None
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": width, "height": 800},
            locale=lang,
            storage_state=state,
            **how,
        )
        try:
            yield context.new_page()
        finally:
            context.close()

    def _signed_in(self, email: str) -> Any:
        if email not in self._kept:
            context = self.browser.new_context(base_url=self.address)
            page = context.new_page()
            page.goto("/sign-in")
            page.fill("input[name=email]", email)
            page.fill("input[name=password]", PASSWORD)
            page.click("main button.button-primary")
            page.wait_for_selector("form[action='/sign-out']")
            self._kept[email] = context.storage_state()
            context.close()
        return self._kept[email]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Closed with its module: while it is open, an event loop counts as running in this thread."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def site(browser: Browser, empty: Database) -> Iterator[Site]:
    """The whole application on a small register."""
    numbers = _fill(empty)
    with _served(lambda port: make.app(empty, TOLKEBOK_PORT=str(port))) as address:
        yield Site(address, browser, numbers, empty)


@pytest.fixture(scope="module")
def empty(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A migrated, empty database of the module's own."""
    path = tmp_path_factory.mktemp("site") / "tolkebok.sqlite3"
    path.write_bytes(sqlite_template.read_bytes())
    opened = Database(f"sqlite:///{path}")
    yield opened
    opened.dispose()


def _fill(database: Database) -> dict[str, int]:
    with database.write() as session:
        make_identity.account(session, "officer@imdi.example.org", Role.REGISTRY_OFFICER)
        make_identity.account(session, "admin@imdi.example.org", Role.REGISTRY_ADMINISTRATOR)
        people = {
            "authorised": make_registry.interpreter(
                session, "Selam Tesfai", phone="22 33 44 55", contact_consent=True
            ),
            "many": make_registry.interpreter(
                session,
                "Ingvild Langtnavnsdatter Tverrelvsund-Bjørnsletta",
                ("nsl", EvidenceKind.BACHELOR),
                ("tir", EvidenceKind.CREDITS),
                ("ara", EvidenceKind.CREDITS),
            ),
            "unlisted": make_registry.interpreter(session, "Ada Vik", listed=False),
            "excluded": make_registry.interpreter(session, "Bo Lie"),
        }
        make_registry.shut_out(session, people["excluded"], from_on=make_registry.LONG_AGO)
        for number in range(30):
            make_registry.interpreter(session, f"Person Nummer {number}", ("som", EvidenceKind.CREDITS))
        _park_a_letter(session)
        return {name: person.number for name, person in people.items()}


def _park_a_letter(session: Any) -> None:
    outbox.post(session, kind="mail", stream="booking-1-agency", payload={}, now=make.NOW)
    claimed = outbox.claim(session, now=make.NOW, park_after=3)
    assert claimed is not None
    outbox.failed(session, claimed, error="550 unknown", permanent=True, park_after=3, now=make.NOW)


@contextmanager
def _served(application: Callable[[int], FastAPI]) -> Iterator[str]:
    """The application on a free port, until left."""
    config = uvicorn.Config(lambda: None, port=0, log_level="error", factory=True)
    listening = config.bind_socket()
    port: int = listening.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(application(port), port=port, log_level="error"))
    running = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    running.start()
    while not server.started:
        assert running.is_alive(), "the server did not start"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    running.join(timeout=10)
