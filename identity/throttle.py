"""How often somebody may try: counted per account and per network address, in the database.

An attempt is counted *before* it is judged, in a transaction of its own: a refusal cannot undo the
count, and simultaneous guesses cannot outrun it. A success takes its own count back.
"""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from identity.tables import SignInAttempt
from kit.db import take_turn
from kit.errors import Forbidden
from kit.secrets import digest

WINDOW = timedelta(minutes=15)
_SAME_HOUSEHOLD = 64  # bits of an IPv6 address: what one customer of a network is given


class Purpose(StrEnum):
    """What is tried; each is counted by itself."""

    SIGN_IN = "sign_in"
    CHANGE_PASSWORD = "change_password"  # noqa: S105 - a purpose, not a password
    RESET = "reset"
    RECEIPT = "receipt"
    JOIN = "join"
    NOTICE = "notice"
    CALENDAR = "calendar"


_PER_ACCOUNT = {
    Purpose.SIGN_IN: 10,
    Purpose.CHANGE_PASSWORD: 10,
    Purpose.RESET: 3,
    Purpose.RECEIPT: 200,
    Purpose.JOIN: 3,
    Purpose.NOTICE: 10,
    Purpose.CALENDAR: 20,
}
_PER_ADDRESS = {
    Purpose.SIGN_IN: 50,
    Purpose.CHANGE_PASSWORD: 50,
    Purpose.RESET: 20,
    Purpose.RECEIPT: 200,
    Purpose.JOIN: 20,
    Purpose.NOTICE: 10,
    Purpose.CALENDAR: 100,
}
"""An address may be a whole agency behind one gateway, so it is given more."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt that was let through, for `forgive`."""

    account_key: str
    address_row: int | None


def admit(session: Session, purpose: Purpose, *, who: str, address: str, now: datetime) -> Attempt:
    """Count one attempt by `who` from `address`, or refuse with `too_many_attempts`."""
    account_key, address_key = _account_key(purpose, who), _address_key(purpose, address)
    for key in sorted((account_key, address_key)):
        take_turn(session, key)
    session.execute(delete(SignInAttempt).where(col(SignInAttempt.at) <= now - WINDOW))
    if (
        _counted(session, account_key) >= _PER_ACCOUNT[purpose]
        or _counted(session, address_key) >= _PER_ADDRESS[purpose]
    ):
        raise Forbidden(
            "too_many_attempts",
            "Too many attempts. Wait {minutes} minutes and try again.",
            minutes=WINDOW // timedelta(minutes=1),
        )
    by_address = SignInAttempt(key=address_key, at=now)
    session.add_all([SignInAttempt(key=account_key, at=now), by_address])
    session.flush()
    return Attempt(account_key, by_address.id)


def forgive(session: Session, attempt: Attempt) -> None:
    """The attempt was right: forget all of the account's, and this one of the address's."""
    session.execute(delete(SignInAttempt).where(col(SignInAttempt.key) == attempt.account_key))
    session.execute(delete(SignInAttempt).where(col(SignInAttempt.id) == attempt.address_row))


def forgive_account(session: Session, purpose: Purpose, *, who: str) -> None:
    """Who proved in another way who they are may try again at once."""
    session.execute(delete(SignInAttempt).where(col(SignInAttempt.key) == _account_key(purpose, who)))


def _counted(session: Session, key: str) -> int:
    return session.exec(select(func.count()).where(SignInAttempt.key == key)).one()


def _account_key(purpose: Purpose, who: str) -> str:
    return digest(f"{purpose}/account/{who}")


def _address_key(purpose: Purpose, address: str) -> str:
    return digest(f"{purpose}/address/{_network(address)}")


def _network(address: str) -> str:
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4:  # noqa: PLR2004 - the protocol's own number
        return str(known)
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((known, _SAME_HOUSEHOLD), strict=False))
