"""Notices of breach (tolkeloven § 19): from anyone, named or not; no party's name is asked for.

What comes in is the same whether the interpreter exists or not, so that a notice tells its writer nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from identity import accounts
from kit.clock import oslo_date
from kit.errors import FieldError, Invalid, length_errors
from kit.personal_data import birth_number_errors
from registry import registration
from registry.cases import records
from registry.cases.tables import LONG_TEXT, Case
from registry.cases.words import CaseKind, CaseStatus
from registry.tables import Interpreter
from registry.words import Letterform

_SHORTEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What somebody tells: about whom (a number, or what the interpreter is called), what, and when.

    `told_by` is the writer's e-mail address, if she or he wants to be reached.
    """

    told: str
    number: int | None = None
    name: str = ""
    happened_on: date | None = None
    told_by: str | None = None


def give(session: Session, *, notice: Notice, by: int | None, now: datetime) -> Case:
    """Keep a notice for an officer to look into. Invalid names every wrong field."""
    faults = _faults(notice, oslo_date(now))
    if faults:
        raise Invalid(*faults)
    her = _interpreter(session, notice.number)
    case = Case(
        kind=CaseKind.NOTICE,
        status=CaseStatus.OPEN,
        interpreter_id=None if her is None else her.id,
        name=_called(notice) if her is None else her.name,
        letterform=Letterform.BOKMAL if her is None else her.letterform,
        told=notice.told.strip(),
        told_on=notice.happened_on,
        told_by=None if not notice.told_by else accounts.require_email(notice.told_by),
        opened_at=now,
        waiting_since=now,
        party_sees=False,
    )
    return records.enter(session, case, by=by, now=now)


def _faults(notice: Notice, today: date) -> list[FieldError]:
    faults = birth_number_errors({"told": notice.told, "name": notice.name, "told_by": notice.told_by})
    if notice.number is None and not notice.name.strip():
        faults.append(
            FieldError("number", "missing", "Give the interpreter number, or what the interpreter is called.")
        )
    if len(notice.told.strip()) < _SHORTEST:
        faults.append(FieldError("told", "too_short", "Tell what happened, in a few sentences."))
    faults += [*length_errors({"told": notice.told}, LONG_TEXT), *length_errors({"name": notice.name}, 100)]
    if notice.happened_on is not None and notice.happened_on > today:
        faults.append(FieldError("happened_on", "in_the_future", "It cannot have happened after today."))
    return faults


def _interpreter(session: Session, number: int | None) -> Interpreter | None:
    return None if number is None else registration.whose(session, number)


def _called(notice: Notice) -> str:
    number = "" if notice.number is None else str(notice.number)
    return " ".join(part for part in (notice.name.strip(), number) if part)
