"""Receipts read: then and now beside each other, an organisation's own, and whether a text is genuine.

A receipt is open to whoever has its reference. One thing may have changed since: a person whose identity is
protected now, or who is in the register no more, is named to nobody. Then the name and the signed
text, which holds it, are left out (docs/decisions/0015). Today's status answers as verification does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, or_, select

from identity.permissions import Actor
from identity.roles import STAFF
from kit import paging
from kit.clock import oslo_date, oslo_midnight
from kit.errors import Invalid, NotFound
from kit.signing import Keys, NotGenuine
from registry import facts, verification
from registry.receipts import claims, references, telling
from registry.receipts.tables import Receipt
from registry.verification import Answer, Verified

_A_DAY = timedelta(days=1)
_LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class Seen:
    """A receipt as it may be shown: `name` and `signed` are None when they may be told no more.

    `today` answers the same question on `today_on`: today, or the day asked about while it is ahead.
    """

    receipt: Receipt
    name: str | None
    signed: str | None
    genuine: bool
    today: Verified
    today_on: date

    @property
    def withheld(self) -> bool:
        """Whether a name was told then that is told no more."""
        return self.signed is None


@dataclass(frozen=True, slots=True)
class Checked:
    """What a pasted text turned out to be: its claims when genuine, and the receipt we hold, if we do.

    `of_a_file`: it is the receipt of a whole file of answers, whose SHA-256 it names.
    """

    genuine: bool
    claims: Mapping[str, Any]
    receipt: Receipt | None
    of_a_file: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of one's own receipts: `text` is a number or a reference; days are Oslo days, both inclusive."""

    text: str | None = None
    answer: Answer | None = None
    first: date | None = None
    last: date | None = None


def show(session: Session, *, reference: str, keys: Keys, now: datetime) -> Seen:
    """The receipt then and now. Invalid `mistyped_reference`; NotFound `unknown_receipt`."""
    receipt = _by_reference(session, references.read(reference))
    if receipt is None:
        raise NotFound("unknown_receipt", "There is no receipt with this reference.")
    known = facts.of_number(session, receipt.number)
    hidden = known is None or known.protected
    day = max(receipt.on, oslo_date(now))
    return Seen(
        receipt=receipt,
        name=None if hidden else receipt.name,
        signed=None if hidden and receipt.name is not None else receipt.signed,
        genuine=_is_genuine(receipt, keys),
        today=verification.decide(known, language=receipt.language, on=day, now=now),
        today_on=day,
    )


def check(session: Session, *, text: str, keys: Keys) -> Checked:
    """Whether a pasted text is a receipt signed here, of an answer or a whole file, or a reference we hold.

    Line breaks and spaces from a letter or a printout do not count.
    """
    told = "".join(text.split())
    if "." not in told:
        return _checked_by_reference(session, told, keys)
    for typ in (claims.TYP, claims.BATCH_TYP):
        try:
            said = keys.verify(told, typ=typ)
        except NotGenuine:
            continue
        held = _by_claims(session, said) if typ == claims.TYP else None
        return Checked(genuine=True, claims=said, receipt=held, of_a_file=typ == claims.BATCH_TYP)
    return Checked(genuine=False, claims={}, receipt=None)


def own(
    session: Session, actor: Actor, wanted: Wanted, *, limit: int, cursor: str | None
) -> tuple[list[tuple[Receipt, str | None]], str | None]:
    """The receipts of one's organisations and one's own, newest first, with the name where it may be told."""
    told = telling.may_be_named(col(Receipt.number))
    statement = select(Receipt, told).where(_theirs(actor), *_fits(wanted))
    place = paging.decode(cursor, paging.key)
    statement = paging.after(statement, place, col(Receipt.id), limit=limit, backwards=True)
    rows, following = paging.page(session.exec(statement).all(), limit=limit, key=lambda row: (row[0].id,))
    return [(receipt, receipt.name if named else None) for receipt, named in rows], following


def _theirs(actor: Actor) -> Any:
    places = actor.organisations(*STAFF)
    return or_(col(Receipt.account_id) == actor.id, col(Receipt.organisation_id).in_(places))


def _fits(wanted: Wanted) -> Sequence[Any]:
    tests = []
    if wanted.text is not None:
        tests.append(_is_called(wanted.text))
    if wanted.answer is not None:
        tests.append(col(Receipt.answer) == wanted.answer)
    if wanted.first is not None:
        tests.append(col(Receipt.answered_at) >= oslo_midnight(wanted.first))
    if wanted.last is not None:
        tests.append(col(Receipt.answered_at) < oslo_midnight(wanted.last + _A_DAY))
    return tests


def _is_called(text: str) -> Any:
    if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER:
        return col(Receipt.number) == int(text)
    return col(Receipt.reference) == references.read(text)


def _by_reference(session: Session, reference: str) -> Receipt | None:
    return session.exec(select(Receipt).where(col(Receipt.reference) == reference)).one_or_none()


def _by_claims(session: Session, said: Mapping[str, Any]) -> Receipt | None:
    receipt = _by_reference(session, references.read(str(said.get("jti"))))
    return receipt if receipt is not None and claims.agree(said, receipt) else None


def _checked_by_reference(session: Session, text: str, keys: Keys) -> Checked:
    try:
        receipt = _by_reference(session, references.read(text))
    except Invalid:
        receipt = None
    if receipt is None or not _is_genuine(receipt, keys):
        return Checked(genuine=False, claims={}, receipt=None)
    return Checked(genuine=True, claims={}, receipt=receipt)


def _is_genuine(receipt: Receipt, keys: Keys) -> bool:
    """Whether what is stored still says what was signed."""
    try:
        return claims.agree(keys.verify(receipt.signed, typ=claims.TYP), receipt)
    except NotGenuine:
        return False
