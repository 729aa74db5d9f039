"""Who breaks a rule: how many, and one page of them, the listed first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, func
from sqlmodel import Session, col, select

from kit import paging
from kit.clock import oslo_date
from kit.db import stored_id
from registry.quality import pairs, rules
from registry.quality.rules import Rule
from registry.quality.tables import ExpiryNotice, ProfileCheck
from registry.search import calling
from registry.tables import Evidence, Interpreter


@dataclass(frozen=True, slots=True)
class Ending:
    """A proof that ends soon, and when the interpreter was last told so, if she has been."""

    proof: Evidence
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class Broken:
    """Somebody who breaks a rule: `endings` for evidence about to end, `check` for profiles to confirm."""

    person: Interpreter
    listed: bool
    endings: tuple[Ending, ...] = ()
    check: ProfileCheck | None = None


def count(session: Session, rule: Rule, *, now: datetime) -> int:
    """How many break the rule: people, or for possible duplicates pairs nobody has decided about."""
    if rule is Rule.POSSIBLE_DUPLICATE:
        return pairs.count(session)
    return session.exec(select(func.count()).select_from(Interpreter).where(rules.breaks(rule, now))).one()


def page(
    session: Session, rule: Rule, *, now: datetime, q: str = "", limit: int, cursor: str | None = None
) -> tuple[list[Broken], str | None]:
    """One page of those who break the rule and are called `q` (parts of names, or a number).

    The listed stand first: what the public sees should be right first of all.
    """
    is_listed = rules.listed(oslo_date(now))
    unlisted = case((is_listed, 0), else_=1)
    statement = select(Interpreter, is_listed).where(rules.breaks(rule, now), *called(session, q))
    onward = paging.after(
        statement,
        paging.decode(cursor, paging.key, paging.words, paging.key),
        unlisted,
        col(Interpreter.search_name),
        col(Interpreter.number),
        limit=limit,
    )
    rows, following = paging.page(
        session.exec(onward).all(),
        limit=limit,
        key=lambda row: (0 if row[1] else 1, row[0].search_name, row[0].number),
    )
    ids = [stored_id(person.id) for person, _ in rows]
    endings = _endings(session, ids, oslo_date(now)) if rule is Rule.EVIDENCE_EXPIRING else {}
    checks = _checks(session, ids) if rule is Rule.STALE_PROFILE else {}
    return [
        Broken(one, bool(is_there), tuple(endings.get(stored_id(one.id), ())), checks.get(stored_id(one.id)))
        for one, is_there in rows
    ], following


def called(session: Session, q: str) -> list[ColumnElement[bool]]:
    """What must hold of an `interpreter` row called so, by the rules of the search."""
    typed = calling.called(session, q)
    if typed is None:
        return []
    conditions = typed.has_number(col(Interpreter.number))
    if typed.people is not None:
        conditions.append(col(Interpreter.id).in_(select(typed.people.c.interpreter_id)))
    return conditions


def _endings(session: Session, ids: Sequence[int], today: date) -> Mapping[int, list[Ending]]:
    told_at = (
        select(func.max(ExpiryNotice.told_at))
        .where(col(ExpiryNotice.evidence_id) == col(Evidence.id))
        .correlate(Evidence)
        .scalar_subquery()
    )
    rows = session.exec(
        select(Evidence, told_at)
        .where(col(Evidence.interpreter_id).in_(ids), rules.expiring(today))
        .order_by(col(Evidence.valid_until), col(Evidence.id))
    )
    found: dict[int, list[Ending]] = {}
    for proof, told in rows:
        found.setdefault(proof.interpreter_id, []).append(Ending(proof, told))
    return found


def _checks(session: Session, ids: Sequence[int]) -> Mapping[int, ProfileCheck]:
    rows = session.exec(select(ProfileCheck).where(col(ProfileCheck.interpreter_id).in_(ids)))
    return {one.interpreter_id: one for one in rows}
