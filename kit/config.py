"""Settings, read once from the environment by an entry point and passed on from there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from kit.errors import invalid

_SMS_SENDER = re.compile(r"[A-Za-z0-9 ]{1,11}|\+[0-9]{4,15}")


@dataclass(frozen=True, slots=True)
class Smtp:
    """The mail server that takes our messages on."""

    host: str
    port: int
    user: str | None
    password: str | None
    starttls: bool


@dataclass(frozen=True, slots=True)
class Sms:
    """The gateway that takes text messages on: its address, its key, and whom they are from."""

    url: str
    token: str | None
    sender: str


@dataclass(frozen=True, slots=True)
class Receiving:
    """Where the worker takes mail in from the site's own mail server: `way` is `lmtp` or `smtp`."""

    way: str
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Imap:
    """A mailbox the worker fetches answers from, where the mail server cannot hand them on."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    tls: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an installation may decide; docs/operations.md lists each with its variable."""

    database_url: str
    data_dir: Path
    keys_dir: Path
    documents_dir: Path
    public_url: str
    port: int
    trusted_proxies: tuple[str, ...]
    demo: bool
    smtp: Smtp
    sms: Sms | None
    mail_from: str
    mail_name: str
    session_length: timedelta
    default_answer_time: timedelta
    park_after_attempts: int
    keep_letters: timedelta
    register_owner: str
    appeal_body: str
    keep_batches: timedelta
    fetch_allowed_hosts: frozenset[str]
    travel_speed_kmh: int
    travel_detour_percent: int
    travel_margin: timedelta
    travel_buffer: timedelta
    travel_same_place: timedelta
    travel_longest: timedelta
    declaration_time: timedelta
    receiving: Receiving | None
    imap: Imap | None
    keep_replies: timedelta
    dispensation_until: date
    remind_of_needs: int
    metrics_token: str | None

    @property
    def secure(self) -> bool:
        """Whether people reach us over https, so that cookies must be Secure."""
        return self.public_url.startswith("https://")


def load(environ: Mapping[str, str]) -> Settings:
    """The settings in `environ`; Invalid names the variable that is wrong and what it takes."""
    data_dir = Path(environ.get("TOLKEBOK_DATA_DIR") or "var").resolve()
    allowed_hosts = environ.get("TOLKEBOK_FETCH_ALLOWED_HOSTS", "").lower().replace(",", " ")
    port = _number(environ, "TOLKEBOK_PORT", default=8000, most=65535)
    return Settings(
        database_url=_database_url(environ.get("TOLKEBOK_DATABASE_URL"), data_dir),
        data_dir=data_dir,
        keys_dir=Path(environ.get("TOLKEBOK_KEYS_DIR") or data_dir / "keys").resolve(),
        documents_dir=Path(environ.get("TOLKEBOK_DOCUMENTS_DIR") or data_dir / "documents").resolve(),
        public_url=(environ.get("TOLKEBOK_PUBLIC_URL") or f"http://127.0.0.1:{port}").rstrip("/"),
        port=port,
        trusted_proxies=_networks(environ, "TOLKEBOK_TRUSTED_PROXIES"),
        demo=_switch(environ, "TOLKEBOK_DEMO"),
        smtp=Smtp(
            host=environ.get("TOLKEBOK_SMTP_HOST") or "127.0.0.1",
            port=_number(environ, "TOLKEBOK_SMTP_PORT", default=25, most=65535),
            user=environ.get("TOLKEBOK_SMTP_USER") or None,
            password=environ.get("TOLKEBOK_SMTP_PASSWORD") or None,
            starttls=_switch(environ, "TOLKEBOK_SMTP_STARTTLS"),
        ),
        sms=_sms(environ),
        mail_from=environ.get("TOLKEBOK_MAIL_FROM") or "booking@tolkebok.example",
        mail_name=environ.get("TOLKEBOK_MAIL_NAME") or "Tolkebok",
        session_length=timedelta(hours=_number(environ, "TOLKEBOK_SESSION_HOURS", default=12)),
        default_answer_time=timedelta(minutes=_number(environ, "TOLKEBOK_ANSWER_MINUTES", default=120)),
        park_after_attempts=_number(environ, "TOLKEBOK_PARK_AFTER", default=12),
        keep_letters=timedelta(days=_number(environ, "TOLKEBOK_KEEP_LETTERS_DAYS", default=30)),
        register_owner=environ.get("TOLKEBOK_REGISTER_OWNER") or "Integrerings- og mangfoldsdirektoratet",
        appeal_body=environ.get("TOLKEBOK_APPEAL_BODY") or "Arbeids- og inkluderingsdepartementet",
        keep_batches=timedelta(days=_number(environ, "TOLKEBOK_KEEP_BATCHES_DAYS", default=30)),
        fetch_allowed_hosts=frozenset(allowed_hosts.split()),
        travel_speed_kmh=_number(environ, "TOLKEBOK_TRAVEL_SPEED_KMH", default=60, most=1000),
        travel_detour_percent=_number(environ, "TOLKEBOK_TRAVEL_DETOUR_PERCENT", default=130, most=500),
        travel_margin=_minutes(environ, "TOLKEBOK_TRAVEL_MARGIN_MINUTES", default=20),
        travel_buffer=_minutes(environ, "TOLKEBOK_TRAVEL_BUFFER_MINUTES", default=5),
        travel_same_place=_minutes(environ, "TOLKEBOK_TRAVEL_SAME_PLACE_MINUTES", default=0),
        travel_longest=_minutes(environ, "TOLKEBOK_TRAVEL_LONGEST_MINUTES", default=360),
        declaration_time=timedelta(minutes=_number(environ, "TOLKEBOK_DECLARATION_MINUTES", default=60)),
        receiving=_receiving(environ),
        imap=_imap(environ),
        keep_replies=timedelta(days=_number(environ, "TOLKEBOK_KEEP_REPLIES_DAYS", default=30)),
        dispensation_until=_day(environ, "TOLKEBOK_DISPENSATION_UNTIL", default=date(2026, 12, 31)),
        remind_of_needs=_number(environ, "TOLKEBOK_REMIND_OF_NEEDS_DAYS", default=2, most=60),
        metrics_token=environ.get("TOLKEBOK_METRICS_TOKEN") or None,
    )


def _database_url(given: str | None, data_dir: Path) -> str:
    if not given:
        return f"sqlite:///{data_dir / 'tolkebok.sqlite3'}"
    for plain in ("postgres://", "postgresql://"):
        if given.startswith(plain):
            return "postgresql+psycopg://" + given.removeprefix(plain)
    if given.startswith(("postgresql+psycopg://", "sqlite:///")):
        return given
    raise invalid(
        "TOLKEBOK_DATABASE_URL",
        "unknown_database",
        "Use postgresql://user@host/name or sqlite:///path, or leave it out for a SQLite file.",
    )


def _number(
    environ: Mapping[str, str], name: str, *, default: int, least: int = 1, most: int = 100_000
) -> int:
    given = environ.get(name)
    if not given:
        return default
    if not given.isascii() or not given.isdigit() or not least <= int(given) <= most:
        raise invalid(
            name, "not_a_number", "Use a whole number from {least} to {most}.", least=least, most=most
        )
    return int(given)


def _sms(environ: Mapping[str, str]) -> Sms | None:
    url = environ.get("TOLKEBOK_SMS_URL")
    if not url:
        return None
    parts = urlsplit(url)
    loopback = parts.hostname in {"127.0.0.1", "::1", "localhost"}
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and loopback)):
        raise invalid("TOLKEBOK_SMS_URL", "not_https", "Use an address that begins with https://.")
    sender = environ.get("TOLKEBOK_SMS_SENDER") or "Tolkebok"
    if not _SMS_SENDER.fullmatch(sender):
        raise invalid(
            "TOLKEBOK_SMS_SENDER",
            "not_a_sender",
            "Use at most 11 letters and digits, or a telephone number such as +4722000000.",
        )
    return Sms(url, environ.get("TOLKEBOK_SMS_TOKEN") or None, sender)


def _receiving(environ: Mapping[str, str]) -> Receiving | None:
    way = (environ.get("TOLKEBOK_RECEIVE") or "").lower()
    if not way:
        return None
    if way not in {"lmtp", "smtp"}:
        raise invalid(
            "TOLKEBOK_RECEIVE", "unknown_way", "Use lmtp or smtp, or leave it out to take in no mail."
        )
    host = environ.get("TOLKEBOK_RECEIVE_HOST") or "127.0.0.1"
    return Receiving(way, host, _number(environ, "TOLKEBOK_RECEIVE_PORT", default=8024, most=65535))


def _imap(environ: Mapping[str, str]) -> Imap | None:
    host = environ.get("TOLKEBOK_IMAP_HOST")
    if not host:
        return None
    return Imap(
        host=host,
        port=_number(environ, "TOLKEBOK_IMAP_PORT", default=993, most=65535),
        user=environ.get("TOLKEBOK_IMAP_USER") or "",
        password=environ.get("TOLKEBOK_IMAP_PASSWORD") or "",
        folder=environ.get("TOLKEBOK_IMAP_FOLDER") or "INBOX",
        tls=_switch(environ, "TOLKEBOK_IMAP_TLS", default="1"),
    )


def _minutes(environ: Mapping[str, str], name: str, *, default: int) -> timedelta:
    """Minutes within a day; none at all is a choice."""
    return timedelta(minutes=_number(environ, name, default=default, least=0, most=24 * 60))


def _day(environ: Mapping[str, str], name: str, *, default: date) -> date:
    given = environ.get(name)
    if not given:
        return default
    try:
        return date.fromisoformat(given)
    except ValueError as fault:
        raise invalid(name, "not_a_day", "Use a day as year-month-day, such as 2026-12-31.") from fault


def _networks(environ: Mapping[str, str], name: str) -> tuple[str, ...]:
    try:
        return tuple(str(ip_network(given)) for given in environ.get(name, "").replace(",", " ").split())
    except ValueError as fault:
        raise invalid(
            name, "not_an_address", "Use addresses or networks, such as 10.0.0.7 10.1.0.0/16."
        ) from fault


def _switch(environ: Mapping[str, str], name: str, *, default: str = "0") -> bool:
    given = (environ.get(name) or default).lower()
    if given not in {"0", "1", "true", "false", "yes", "no"}:
        raise invalid(name, "not_a_switch", "Use 1 for on or 0 for off.")
    return given in {"1", "true", "yes"}
