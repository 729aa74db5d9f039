"""One reading of a calendar: fetched, and expanded to busy spans. No transaction is open meanwhile."""

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta

from booking.calendars import apart, caldav
from booking.calendars.words import SourceKind, Unread, Unreadable
from kit import fetch
from kit.clock import oslo_date
from kit.config import Settings
from kit.fetch import NotFetched, Question, Tag
from kit.interval import Interval
from kit.secrets import digest
from kit.vault import NotOpened, Vault

HORIZON = timedelta(days=180)
"""How far ahead a calendar is read: further than anybody books."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a calendar is and how it is opened. A secret, all of it."""

    kind: SourceKind
    url: str = field(repr=False)
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)

    @property
    def login(self) -> tuple[str, str] | None:
        """Name and password, when there is a name."""
        return (self.user, self.password or "") if self.user else None

    @property
    def digest(self) -> str:
        """What tells one calendar from another without telling which."""
        return digest("\n".join((self.kind.value, self.url, self.user or "")))


@dataclass(frozen=True, slots=True)
class Known:
    """What was read last: the server's tag, the content's digest, and the Oslo day it was for."""

    tag: Tag = field(default_factory=Tag)
    body_digest: str | None = None
    read_on: date | None = None


_NOTHING = Known()


@dataclass(frozen=True, slots=True)
class Found:
    """What a reading gave: `busy` is None when nothing has changed."""

    busy: tuple[Interval, ...] | None
    known: Known


@dataclass(frozen=True, slots=True)
class Reader:
    """What reading needs of the installation."""

    vault: Vault
    rules: fetch.Rules

    def seal(self, address: Address) -> str:
        """The address as it is stored."""
        return self.vault.seal(json.dumps(asdict(address)))

    def open(self, sealed: str) -> Address:
        """The address again; Unread `address_lost` when the key that sealed it is gone."""
        try:
            told = json.loads(self.vault.open(sealed))
        except NotOpened:
            raise Unread(Unreadable.ADDRESS_LOST) from None
        return Address(SourceKind(told["kind"]), told["url"], told["user"], told["password"])

    def read(
        self, address: Address, own: tuple[str, ...], *, now: datetime, known: Known = _NOTHING
    ) -> Found:
        """The busy spans from now to the horizon, or None when nothing has changed today; Unread.

        `own` are the UIDs of our invitations to her. The window moves: each Oslo day everything is read anew.
        """
        window = Interval(now, now + HORIZON)
        today = oslo_date(now)
        if known.read_on != today:
            known = _NOTHING
        try:
            answer = fetch.fetch(address.url, self.rules, _question(address, window, known.tag))
        except NotFetched as fault:
            raise Unread(fault.fault) from None
        if answer.body is None:
            return Found(None, known)
        found = Known(answer.tag, digest_of(answer.body, own), today)
        if found.body_digest == known.body_digest:
            return Found(None, found)
        return Found(apart.expand(address.kind, answer.body, window, own), found)


def of(settings: Settings) -> Reader:
    """The reader of this installation."""
    return Reader(Vault(settings.keys_dir), fetch.Rules(allowed_hosts=settings.fetch_allowed_hosts))


def digest_of(body: bytes, own: tuple[str, ...]) -> str:
    """What tells one content from another, as far as it decides when she is busy."""
    return digest("\n".join((*sorted(own), body.hex())))


def _question(address: Address, window: Interval, tag: Tag) -> Question:
    if address.kind is SourceKind.CALDAV:
        return caldav.question(window, address.login)
    return replace(Question(login=address.login), tag=tag)
