"""The end of the demo's story: what comes back by mail, sent to the real receiver as a mail server would.

A yes from a calendar, an answer to an address nobody was given, and word that a letter did not arrive, so
that the pages that show them have something to show.
"""

import smtplib
import time
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from typing import Any

import httpx
from icalendar import Calendar, Event

from bench.demo.organisations import BOOKER
from bench.demo.rows import email_of
from kit import clock, secrets
from kit.i18n import Tongue, say_instant
from web.demo_story import Stage, latest_letter, letter, order, signed_in, thursday
from web.demo_telling import Teller
from web.mailbox import Caught

_NOON, _AFTERNOON = timedelta(hours=2), timedelta(hours=4)
_PATIENCE_SECONDS = 60.0
_LOOK_AGAIN_SECONDS = 0.2
_A_MAIL_SERVER = "mx.example.org"
_REPORT = """From: MAILER-DAEMON@mx.example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: text/plain

The address does not exist.
--part
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {to}
Action: failed
Status: 5.1.1

--part
Content-Type: text/rfc822-headers

Message-ID: {message_id}

--part--
"""


def tell(teller: Teller, stage: Stage, *, now: datetime) -> None:
    """Play it; StoryStopped says which step failed."""
    with signed_in(teller, stage, BOOKER) as booker:
        _yes_from_a_calendar(teller, stage, booker, thursday(now) + _NOON)
        _letter_that_comes_back(teller, stage, booker, thursday(now) + _AFTERNOON)


def _yes_from_a_calendar(teller: Teller, stage: Stage, booker: httpx.Client, starts_at: datetime) -> None:
    teller.begin("The best one for a later hour is asked in her calendar, and says yes there, by mail")
    reference, best = _booking(teller, booker, starts_at)
    with signed_in(teller, stage, email_of(best)) as her:
        teller.ask(her, "PUT", "/api/v1/me/asked", {"by_calendar": True})
        asked = _asked(teller, stage, booker, reference, best, invites=True)
        teller.ask(her, "PUT", "/api/v1/me/asked", {"by_calendar": False})
    organizer = parseaddr(asked.sender)[1]
    stray = organizer.replace("+", f"+{secrets.new_token()[:4]}", 1)
    for address in (stray, organizer):
        _post(stage, _reply(asked, address, clock.now()), address)
    until = time.monotonic() + _PATIENCE_SECONDS
    while (told := teller.ask(booker, "GET", f"/api/v1/bookings/{reference}"))["status"] != "booked":
        if time.monotonic() > until:
            teller.stop("the answer was not acted on")
        time.sleep(_LOOK_AGAIN_SECONDS)
    teller.say(
        f"{best} has booking {reference}; the booking is {told['status']}, her two declarations remain."
    )
    teller.say("The same answer to an address nobody was given is kept for a person: /operations/received")


def _letter_that_comes_back(teller: Teller, stage: Stage, booker: httpx.Client, starts_at: datetime) -> None:
    teller.begin("A letter comes back: the booker sees the address, and may ask the next one at once")
    reference, best = _booking(teller, booker, starts_at)
    asked = _asked(teller, stage, booker, reference, best, invites=False)
    latest = latest_letter(stage)
    sender = parseaddr(asked.sender)[1]
    _post(stage, _report(asked), sender)
    warned = letter(teller, stage, BOOKER, since=latest, invites=False)
    at = say_instant(datetime.fromisoformat(_open(teller, booker, reference)["expires_at"]), Tongue.ENGLISH)
    teller.say(f"{best} has until {at}, and may never have heard. The booker got “{warned.subject}”.")


def _booking(teller: Teller, booker: httpx.Client, starts_at: datetime) -> tuple[str, int]:
    """A new booking, and who is best for it."""
    reference = str(teller.ask(booker, "POST", "/api/v1/bookings", order(starts_at))["reference"])
    found = teller.ask(booker, "GET", f"/api/v1/bookings/{reference}/candidates")["items"]
    if not found:
        teller.stop("nobody can be asked")
    return reference, int(found[0]["number"])


def _asked(
    teller: Teller, stage: Stage, booker: httpx.Client, reference: str, best: int, *, invites: bool
) -> Caught:
    """The letter that asks her."""
    latest = latest_letter(stage)
    teller.ask(booker, "POST", f"/api/v1/bookings/{reference}/offers", {})
    if _open(teller, booker, reference)["number"] != best:
        teller.stop("somebody else than the best candidate was asked")
    return letter(teller, stage, email_of(best), since=latest, invites=invites)


def _open(teller: Teller, booker: httpx.Client, reference: str) -> dict[str, Any]:
    open_offer = teller.ask(booker, "GET", f"/api/v1/bookings/{reference}")["open_offer"]
    told: dict[str, Any] = open_offer or teller.stop("nobody is being asked")
    return told


def _reply(asked: Caught, organizer: str, now: datetime) -> bytes:
    """Her calendar's yes (RFC 5546 3.2.3) to the invitation in the letter."""
    (invited,) = Calendar.from_ical(asked.invitation or b"").walk("VEVENT")
    event = Event()
    for name in ("UID", "SEQUENCE", "DTSTART", "DTEND", "ORGANIZER"):
        event[name] = invited[name]
    event.add("dtstamp", now)
    event.add("attendee", f"mailto:{asked.to}", parameters={"PARTSTAT": "ACCEPTED"})
    made = Calendar({"METHOD": "REPLY", "VERSION": "2.0", "PRODID": "-//Example//Calendar//EN"})
    made.add_component(event)
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = asked.to, organizer, f"Godtatt: {asked.subject}"
    message.set_content("Godtatt.\n")
    message.add_alternative(made.to_ical(), "text", "calendar", params={"method": "REPLY"}, cte="base64")
    return message.as_bytes()


def _report(asked: Caught) -> bytes:
    """A mail server's word that the letter was not delivered (RFC 3464), with its headers."""
    report = _REPORT.format(to=asked.to, message_id=asked.message["Message-ID"])
    return report.replace("\n", "\r\n").encode()


def _post(stage: Stage, raw: bytes, to: str) -> None:
    """Hand it over as the site's own mail server would (LMTP)."""
    with smtplib.LMTP(stage.receiving.host, stage.receiving.port, local_hostname=_A_MAIL_SERVER) as server:
        server.sendmail("", [to], raw)
