"""The story the product is made for, told over HTTP as any program would, each step printed.

A NAV office needs a Tigrinya interpreter on Thursday; the best qualified free one is asked and says
yes; both sides get a calendar invitation; nobody else can take her at that time.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as wall_time
from itertools import takewhile
from pathlib import Path
from typing import Any

import httpx

from bench.demo.load import PASSWORD
from bench.demo.organisations import ACCOUNTS, BOOKER
from bench.demo.rows import email_of
from kit.clock import exact_wall, oslo_date
from kit.config import Receiving
from kit.i18n import Tongue, say_instant, say_span, translator
from web.demo_telling import Teller
from web.labels import reasoner
from web.mailbox import Caught, Mailbox

_RIVAL = "booker@ous.example.org"
_THURSDAY = 4
_SHOWN = 3
_PATIENCE_SECONDS = 60.0
_LOOK_AGAIN_SECONDS = 0.2
_LENGTH = timedelta(hours=1)
_ENGLISH = translator(Tongue.ENGLISH)

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Story:
    """How it went: the booking, and the account of the one who took it."""

    reference: str
    interpreter_email: str


@dataclass(frozen=True, slots=True)
class Stage:
    """Where it is played: the server's address, where letters end up and answers go, and calendar files."""

    address: str
    mailbox: Mailbox
    folder: Path
    receiving: Receiving


def tell(teller: Teller, stage: Stage, *, now: datetime) -> Story:
    """Play it from the need to the invitations; StoryStopped says which step failed."""
    starts_at = thursday(now)
    with signed_in(teller, stage, BOOKER) as booker:
        reference = _need(teller, booker, starts_at)
        best = _candidates(teller, booker, reference)
        _ask(teller, stage, booker, reference, best)
        with signed_in(teller, stage, email_of(best["number"])) as interpreter:
            latest = latest_letter(stage)
            _accept(teller, interpreter, reference)
        _invitations(teller, stage, booker, reference, best, since=latest)
    with signed_in(teller, stage, _RIVAL) as rival:
        _nobody_else(teller, rival, starts_at, best)
    return Story(reference, email_of(best["number"]))


def thursday(now: datetime) -> datetime:
    """Ten o'clock in Oslo on the next Thursday after today."""
    today = oslo_date(now)
    ahead = (_THURSDAY - today.isoweekday() - 1) % 7 + 1
    return exact_wall(today + timedelta(days=ahead), wall_time(10))


@contextmanager
def signed_in(teller: Teller, stage: Stage, email: str) -> Iterator[httpx.Client]:
    """The server as seen by the holder of this account."""
    with httpx.Client(base_url=stage.address, timeout=_PATIENCE_SECONDS) as client:
        teller.ask(client, "POST", "/api/v1/session", {"email": email, "password": PASSWORD})
        yield client


def _need(teller: Teller, booker: httpx.Client, starts_at: datetime) -> str:
    teller.begin(f"The need: {_whose(BOOKER)} needs a Tigrinya interpreter")
    booking = teller.ask(booker, "POST", "/api/v1/bookings", order(starts_at))
    span = say_span(starts_at, starts_at + _LENGTH, Tongue.ENGLISH)
    teller.say(f"{span}, on site in Oslo. Booking {booking['reference']}.")
    return str(booking["reference"])


def _candidates(teller: Teller, booker: httpx.Client, reference: str) -> Json:
    teller.begin("Who can be asked, best first, and why")
    found = teller.ask(booker, "GET", f"/api/v1/bookings/{reference}/candidates")
    if not found["items"]:
        teller.stop(f"nobody can be asked ({_counts(teller, booker, reference)})")
    reason = reasoner(_ENGLISH)
    for candidate in found["items"][:_SHOWN]:
        why = ", ".join(reason(code) for code in candidate["reasons"])
        teller.say(f"{candidate['number']}  {_name(candidate):<28}  {why}")
    counts = _counts(teller, booker, reference)
    teller.say(f"… {counts['not_asked']} in all, of {counts['language']} with the language.")
    best: Json = found["items"][0]
    return best


def _counts(teller: Teller, client: httpx.Client, reference: str) -> dict[str, int]:
    """How many are left after each step of the rules."""
    steps = teller.ask(client, "GET", f"/api/v1/bookings/{reference}/steps")["items"]
    return {one["step"]: one["count"] for one in steps}


def _ask(teller: Teller, stage: Stage, booker: httpx.Client, reference: str, best: Json) -> None:
    teller.begin("The best one is asked, with a deadline")
    latest = latest_letter(stage)
    booking = teller.ask(booker, "POST", f"/api/v1/bookings/{reference}/offers", {})
    asked = booking["open_offer"]
    if asked is None or asked["number"] != best["number"]:
        teller.stop("somebody else than the best candidate was asked")
    until = say_instant(datetime.fromisoformat(asked["expires_at"]), Tongue.ENGLISH)
    caught = letter(teller, stage, email_of(best["number"]), since=latest, invites=False)
    teller.say(f"{best['number']} is asked until {until}. She got the letter “{caught.subject}”.")


def _accept(teller: Teller, interpreter: httpx.Client, reference: str) -> None:
    teller.begin("She signs in, declares that she is impartial and will keep confidence, and says yes")
    offers = teller.ask(interpreter, "GET", "/api/v1/me/offers")["items"]
    mine = [offer for offer in offers if offer["booking"]["reference"] == reference]
    if not mine:
        teller.stop("the offer is not among hers")
    declared = {"impartial": True, "confidential": True}
    assignment = teller.ask(interpreter, "POST", f"/api/v1/offers/{mine[0]['id']}/accept", declared)
    teller.say(f"Assignment {assignment['id']} is hers.")


def _invitations(
    teller: Teller, stage: Stage, booker: httpx.Client, reference: str, best: Json, *, since: str
) -> None:
    teller.begin("Both sides get their own calendar invitation")
    stage.folder.mkdir(parents=True, exist_ok=True)
    for side, email in (("interpreter", email_of(best["number"])), ("agency", BOOKER)):
        caught = letter(teller, stage, email, since=since, invites=True)
        path = stage.folder / f"{reference}-{side}.ics"
        path.write_bytes(caught.invitation or b"")
        teller.say(f"{side:<12} {path}")
    booking = teller.ask(booker, "GET", f"/api/v1/bookings/{reference}")
    teller.say(f"The booking is {booking['status']}; the booker sees her telephone: {_phone(booking)}.")


def _nobody_else(teller: Teller, rival: httpx.Client, starts_at: datetime, best: Json) -> None:
    teller.begin(f"{_whose(_RIVAL)} asks for her by number at the same time, and cannot get her")
    wanted = order(starts_at) | {"wanted": [best["number"]]}
    booking = teller.ask(rival, "POST", "/api/v1/bookings", wanted)
    found = teller.ask(rival, "GET", f"/api/v1/bookings/{booking['reference']}/candidates")
    if best["number"] in [candidate["number"] for candidate in found["items"]]:
        teller.stop("she was offered to a second agency")
    left = _counts(teller, rival, booking["reference"])["not_asked"]
    teller.say(f"{best['number']} is not among the {left} who can be asked.")
    teller.ask(rival, "POST", f"/api/v1/bookings/{booking['reference']}/cancel", {"reason": "Demonstration"})


def order(starts_at: datetime) -> Json:
    """The body of a booking of an hour."""
    return {
        "language": "tir",
        "starts_at": starts_at.isoformat(),
        "ends_at": (starts_at + _LENGTH).isoformat(),
        "modality": "on_site",
        "kommune": "0301",
        "address": "Eventyrgata 1",
        "subject_area": "work_and_welfare",
        "participants": 2,
        "planned": True,
    }


def latest_letter(stage: Stage) -> str:
    """The id of the letter that came last; empty before the first."""
    latest = next(stage.mailbox.newest_first(), None)
    return latest.id if latest else ""


def letter(teller: Teller, stage: Stage, email: str, *, since: str, invites: bool) -> Caught:
    """The first new letter to somebody, with or without an invitation, as soon as it has come."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        new = takewhile(lambda letter: letter.id > since, stage.mailbox.newest_first(to=email))
        found = [letter for letter in new if (letter.invitation is not None) is invites]
        if found:
            return found[-1]
        time.sleep(_LOOK_AGAIN_SECONDS)
    return teller.stop(f"no letter came in {_PATIENCE_SECONDS:.0f} seconds")


def _whose(email: str) -> str:
    return ACCOUNTS[email][2] or email


def _name(person: Json) -> str:
    return person["name"] or "(protected identity)"


def _phone(booking: Json) -> str:
    taken = booking["interpreter"] or {}
    return taken.get("phone") or "withheld"
