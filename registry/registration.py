"""An interpreter enters the register, and facts about the person change."""

import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from identity import accounts, audit
from identity.audit import Act
from identity.roles import Role
from identity.tables import Account
from kit.db import guards, lock, stored_id
from kit.errors import Conflict, FieldError, Invalid, NotFound
from kit.i18n import Tongue
from kit.personal_data import birth_number_errors
from registry import kommuner
from registry.search import keeping
from registry.search.spelling import fold
from registry.tables import Interpreter, Merge, ParticularsChange
from registry.words import Gender, Letterform, Modality

_TAKEN = Conflict("number_taken", "Another interpreter has this number.")
_TIED = Conflict("account_taken", "This account belongs to another interpreter.")
guards["uq_interpreter_number"] = guards["interpreter.number"] = _TAKEN
guards["uq_interpreter_account_id"] = guards["interpreter.account_id"] = _TIED

_FIRST_NUMBER, _NUMBERS = 100_000, 900_000
_PHONE = re.compile(r"\+?[0-9][0-9 ]{3,18}")
_KEPT_AS_GIVEN = (
    "name", "kommune", "gender", "email", "phone", "contact_consent", "protected", "letterform"
)  # fmt: skip
_KNOWN_ONLY_TO_CHANGE = frozenset({"email", "phone"})
"""Of these the history keeps that they changed, and by whom; a former address is nobody's business."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What the register keeps about a person beside evidence; contact facts are public only by consent."""

    name: str
    kommune: str
    gender: Gender | None = None
    modalities: frozenset[Modality] = frozenset(Modality)
    email: str | None = None
    phone: str | None = None
    contact_consent: bool = False
    protected: bool = False
    letterform: Letterform = Letterform.BOKMAL


def register(
    session: Session,
    *,
    particulars: Particulars,
    now: datetime,
    number: int | None = None,
    by: int | None = None,
) -> Interpreter:
    """Enter a person, not yet listed. The number is drawn, not counted, so that it tells nothing.

    Invalid names the wrong fields; Conflict `number_taken` when a given number is another's.
    """
    columns = columns_of(particulars)
    if number is not None and _is_taken(session, number):
        raise _TAKEN
    interpreter = Interpreter(
        number=number or _free_number(session), registered_at=now, registered_by=by, **columns
    )
    session.add(interpreter)
    session.flush()
    _record(session, interpreter, Act.PERSON_REGISTERED, by=by, now=now)
    keeping.keep(session, [stored_id(interpreter.id)])
    return interpreter


def change(
    session: Session, *, number: int, changes: Mapping[str, Any], now: datetime, by: int | None = None
) -> Interpreter:
    """Change the named particulars; the rest stay as they are, and the history tells what changed."""
    interpreter = held(session, number)
    before = particulars_of(interpreter)
    for name, value in columns_of(replace(before, **changes)).items():
        setattr(interpreter, name, value)
    differences = list(_differences(before, particulars_of(interpreter)))
    for field, old, new in differences:
        session.add(
            ParticularsChange(
                interpreter_id=stored_id(interpreter.id),
                field=field,
                old=old,
                new=new,
                registered_at=now,
                registered_by=by,
            )
        )
    session.flush()
    if differences:
        told = {"fields": [field for field, _old, _new in differences]}
        _record(session, interpreter, Act.PARTICULARS_CHANGED, by=by, now=now, content=told)
    keeping.keep(session, [stored_id(interpreter.id)])
    return interpreter


def link_account(
    session: Session, *, number: int, account_id: int, now: datetime, by: int | None = None
) -> Interpreter:
    """Tie an account to an interpreter: whoever signs in with it answers her offers.

    Conflict `interpreter_has_account` when she signs in with another already: nobody is put in her place.
    An account that has chosen no other tongue reads the Norwegian she gets letters in.
    """
    interpreter = held(session, number)
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound("unknown_account", "There is no such account.")
    if interpreter.account_id not in {None, account_id}:
        raise Conflict("interpreter_has_account", "This interpreter has an account already.")
    accounts.grant(session, account=account, role=Role.INTERPRETER, organisation_id=None, now=now)
    interpreter.account_id = account_id
    if account.tongue is Tongue.BOKMAL:
        account.tongue = Tongue(interpreter.letterform.value)
    session.flush()
    _record(session, interpreter, Act.ACCOUNT_LINKED, by=by, now=now, content={"account": account_id})
    return interpreter


def held(session: Session, number: int) -> Interpreter:
    """The interpreter, taken for this transaction before anything about her is decided; or NotFound.

    Conflict `merged`: the number was merged into another, and that one is to be used; `person_removed`:
    nothing more may be registered about her (registry/own/removing.py).
    """
    statement = lock(session, select(Interpreter).where(Interpreter.number == number))
    found = session.exec(statement.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound("unknown_interpreter", "No interpreter in the register has this number.")
    refuse_merged(session, stored_id(found.id))
    refuse_removed(found)
    return found


def refuse_removed(person: Interpreter) -> None:
    """Conflict `person_removed` for an entry that tells of nobody any more."""
    if person.removed_at is not None:
        raise Conflict("person_removed", "This person is removed from the register. Nothing more is kept.")


def refuse_merged(session: Session, interpreter_id: int) -> None:
    """Conflict `merged` when this entry is nobody's own any more."""
    into = _merged_into(session, interpreter_id)
    if into is not None:
        raise Conflict("merged", "This number was merged into {number}. Use that one.", number=into.number)


def whose(session: Session, number: int) -> Interpreter | None:
    """Whoever the number stands for today: of a merged one the interpreter it was merged into."""
    found = session.exec(select(Interpreter).where(Interpreter.number == number)).one_or_none()
    return found and (_merged_into(session, stored_id(found.id)) or found)


def particulars_of(interpreter: Interpreter) -> Particulars:
    """What the register keeps about the person as it stands."""
    modalities = frozenset(one for one in Modality if getattr(interpreter, one.value))
    kept = {name: getattr(interpreter, name) for name in _KEPT_AS_GIVEN}
    return Particulars(modalities=modalities, **kept)


def columns_of(particulars: Particulars) -> dict[str, Any]:
    """The columns that keep these particulars. Invalid names every wrong field."""
    errors = birth_number_errors(
        {"name": particulars.name, "email": particulars.email, "phone": particulars.phone}
    )
    if not particulars.name.strip():
        errors.append(FieldError("name", "blank", "Give the name."))
    if particulars.protected and particulars.contact_consent:
        errors.append(
            FieldError(
                "contact_consent", "protected", "A protected identity shows nothing. Leave out the consent."
            )
        )
    if not particulars.modalities:
        errors.append(FieldError("modalities", "missing", "Name at least one way of taking part."))
    if particulars.phone is not None and not _PHONE.fullmatch(particulars.phone):
        errors.append(FieldError("phone", "not_a_phone", "Use digits and spaces, such as +47 22 00 00 00."))
    if errors:
        raise Invalid(*errors)
    given = {name: getattr(particulars, name) for name in _KEPT_AS_GIVEN}
    return given | {
        "name": particulars.name.strip(),
        "search_name": fold(particulars.name),
        "kommune": kommuner.require(particulars.kommune).number,
        "email": None if particulars.email is None else accounts.require_email(particulars.email),
        **{one.value: one in particulars.modalities for one in Modality},
    }


def _merged_into(session: Session, interpreter_id: int) -> Interpreter | None:
    standing = select(Interpreter).join(Merge, col(Merge.standing_id) == col(Interpreter.id))
    return session.exec(standing.where(Merge.merged_id == interpreter_id)).one_or_none()


def _record(
    session: Session,
    interpreter: Interpreter,
    act: Act,
    *,
    by: int | None,
    now: datetime,
    content: Mapping[str, Any] | None = None,
) -> None:
    subject = audit.about_interpreter(stored_id(interpreter.id))
    audit.record(session, subject, act, by=by, now=now, content=content)


def _differences(before: Particulars, after: Particulars) -> Iterator[tuple[str, str | None, str | None]]:
    for field in fields(Particulars):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old == new:
            continue
        if field.name in _KNOWN_ONLY_TO_CHANGE:
            yield field.name, None, None
        else:
            yield field.name, _as_kept(old), _as_kept(new)


def _as_kept(value: object) -> str | None:
    match value:
        case None:
            return None
        case bool():
            return "yes" if value else "no"
        case frozenset():
            return " ".join(one.value for one in Modality if one in value)
        case _:
            return str(value)


def _free_number(session: Session) -> int:
    while True:
        number = _FIRST_NUMBER + secrets.randbelow(_NUMBERS)
        if not _is_taken(session, number):
            return number


def _is_taken(session: Session, number: int) -> bool:
    return session.exec(select(Interpreter.id).where(Interpreter.number == number)).first() is not None
