"""A feed of 200 events beside Radicale serving the same 200, in one run on one machine (goal P6)."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import httpx
from sqlmodel import Session

from bench import load, serving
from booking import invitation, office
from booking.feeds import publishing
from booking.feeds.publishing import Wanted
from booking.feeds.tables import Feed
from booking.feeds.words import Scope
from booking.invitation import Entry, EventStatus
from booking.states import BookingStatus
from booking.tables import Booking, Side
from identity import accounts, organisations
from identity.acting import as_of_now
from identity.roles import OrganisationKind, Role
from identity.tables import Account, Organisation
from kit import secrets
from kit.clock import now
from kit.config import load as settings_from
from kit.db import Database, stored_id
from registry.tables import Interpreter
from registry.words import Modality

EVENTS = 200
_CYCLE = 400  # feeds asked for in turn, more than are kept rendered: each is rendered anew
_LONG_TEXT = "Språk: tigrinja\nSted: Markveien 57, Oslo\nPersoner som deltar: 3\nReferanse: B7K2M9\n" * 3


@dataclass(frozen=True, slots=True)
class Measured:
    """One way of asking: what came, and how many times Radicale's rate that is."""

    what: str
    seen: load.Load
    times: float


def compare(url: str, folder: Path, *, seconds: float) -> list[Measured]:
    """The feed as it is mostly asked for, fetched, and rendered anew; and Radicale's, which is one."""
    database = Database(url)
    paths = _fill(database)
    database.dispose()
    with serving.serving(url) as port:
        address = f"http://127.0.0.1:{port}"
        first = httpx.get(address + paths[0]).raise_for_status()
        held = {"If-None-Match": first.headers["etag"]}
        seen = {
            "trivial endpoint": load.measure(port, [serving.TRIVIAL], seconds=seconds),
            "nothing new (304)": load.measure(port, paths[:1], seconds=seconds, headers=held, status=304),
            "fetched whole": load.measure(port, paths[:1], seconds=seconds),
            "rendered anew": load.measure(port, paths, seconds=seconds),
        }
    with _radicale(folder) as port:
        _keep(port, first.content)
        peer = load.measure(port, ["/bench/feed/"], seconds=seconds)
    seen["Radicale, whole"] = peer
    return [Measured(what, one, one.per_second / peer.per_second) for what, one in seen.items()]


def _fill(database: Database) -> list[str]:
    """An interpreter with 200 assignments ahead, each with its invitation, and the addresses of her feeds."""
    began = now()
    with database.write() as session:
        unit = organisations.create(
            session, name="Prøvebyen", kind=OrganisationKind.MUNICIPALITY, parent_ids=[], now=began
        )
        holder = accounts.create(
            session, email="feed@example.org", name="Prøve", role=Role.INTERPRETER, organisation_id=None,
            now=began,
        )  # fmt: skip
        her = Interpreter(
            number=1, name="Prøve", search_name="proeve", kommune="0301", account_id=holder.id,
            registered_at=began,
        )  # fmt: skip
        session.add(her)
        session.flush()
        for number in range(EVENTS):
            _invite(session, unit, holder, her, number, began)
    with database.write() as session:
        made = publishing.make(
            session, as_of_now(session, stored_id(holder.id)), Wanted(Scope.ASSIGNMENTS), now=began
        )
        kept = made.feed.model_dump(exclude={"id", "secret_digest"})
        others = [secrets.new_token() for _ in range(_CYCLE)]
        session.add_all(Feed(**kept, secret_digest=secrets.digest(one)) for one in others)
    return [f"/feeds/{one}.ics" for one in (made.secret, *others)]


def _invite(
    session: Session, unit: Organisation, holder: Account, her: Interpreter, number: int, began: datetime
) -> None:
    starts_at = began.replace(minute=0, second=0, microsecond=0) + timedelta(hours=4 * number)
    booking = Booking(
        reference=f"F{number:05}", organisation_id=stored_id(unit.id), created_by=stored_id(holder.id),
        created_at=began, status=BookingStatus.BOOKED, language="tir", starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1), modality=Modality.ON_SITE, kommune="0301", planned=True,
    )  # fmt: skip
    session.add(booking)
    session.flush()
    house = office.of(settings_from({}))
    drawn = invitation.open_for(
        booking, Side.INTERPRETER, interpreter_id=her.id, domain=house.domain, now=began
    )
    row = replace(drawn, attendee=holder.email)
    entry = Entry(
        EventStatus.CONFIRMED, booking.starts_at, booking.ends_at, title="Tolking: tigrinja",
        description=_LONG_TEXT, place="Markveien 57, Oslo", meeting="",
        page=house.page(f"/my/offers/{number}"), private=False,
    )  # fmt: skip
    invitation.issue(session, row, entry, organizer=house.organizer(row.reply_token), now=began)


@contextmanager
def _radicale(folder: Path) -> Iterator[int]:
    """Radicale as it comes, without passwords, which would cost it more."""
    port = serving.free_port()
    options = {
        "server-hosts": f"127.0.0.1:{port}",
        "auth-type": "none",
        "storage-filesystem-folder": str(folder / "radicale"),
        "logging-level": "error",
    }
    given = [f"--{name}={value}" for name, value in options.items()]
    process = subprocess.Popen([sys.executable, "-m", "radicale", "--config", "", *given])
    try:
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _keep(port: int, feed: bytes) -> None:
    """The same feed as a collection of its own."""
    for _ in range(300):
        try:
            kept = httpx.put(
                f"http://127.0.0.1:{port}/bench/feed/",
                content=feed,
                headers={"Content-Type": "text/calendar; charset=utf-8"},
                auth=("bench", "any"),
                timeout=60,
            )
            kept.raise_for_status()
        except httpx.ConnectError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("Radicale never answered")
