"""What may be wrong with somebody's entry in the register, each as a question to the database.

A rule says that somebody should look, never that anybody did wrong. Entries merged into another
(registry/tables.py `Merge`) break no rule, nor do those of people who are removed. Days are Oslo days.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import col, exists

from kit.clock import oslo_date
from kit.errors import NotFound
from registry.kommuner import KOMMUNER
from registry.quality import pairs
from registry.quality.tables import ProfileCheck
from registry.tables import Evidence, Exclusion, Interpreter, ListingChange, Merge, Standing
from registry.words import EvidenceKind, TestResult

CONFIRMED_FOR = timedelta(days=365)
"""How long a confirmed profile is taken to be right."""
EXPIRING_WITHIN = timedelta(days=90)
"""How long ahead an end of evidence is told of."""


class Rule(StrEnum):
    """The rules, in the order an officer should look at them."""

    POSSIBLE_DUPLICATE = "possible_duplicate"
    PROTECTED_WITH_CONSENT = "protected_with_consent"
    NO_CONTACT = "no_contact"
    FORMER_KOMMUNE = "former_kommune"
    WITHOUT_CATEGORY = "without_category"
    EVIDENCE_EXPIRING = "evidence_expiring"
    STALE_PROFILE = "stale_profile"
    WITHOUT_ACCOUNT = "without_account"


def rule_of(code: str) -> Rule:
    """The rule with this code; NotFound `unknown_rule`."""
    if code not in set(Rule):
        raise NotFound("unknown_rule", "There is no such rule.")
    return Rule(code)


def breaks(rule: Rule, now: datetime) -> ColumnElement[bool]:
    """What must hold of an `interpreter` row that breaks the rule."""
    return and_(_CONDITIONS[rule](now), ~merged(), col(Interpreter.removed_at).is_(None))


def merged() -> ColumnElement[bool]:
    """Whether an `interpreter` row is no longer anybody's own."""
    return exists().where(col(Merge.merged_id) == col(Interpreter.id))


def listed(on: date) -> ColumnElement[bool]:
    """Whether an `interpreter` row stands in the public register that day, as registry/history.py decides."""
    latest = (
        select(col(ListingChange.listed))
        .where(
            col(ListingChange.interpreter_id) == col(Interpreter.id),
            col(ListingChange.effective_on) <= on,
            col(ListingChange.struck_at).is_(None),
        )
        .order_by(col(ListingChange.effective_on).desc(), col(ListingChange.id).desc())
        .limit(1)
        .correlate(Interpreter)
        .scalar_subquery()
    )
    return func.coalesce(latest, false()).is_(True)


def shut_out(on: date) -> ColumnElement[bool]:
    """Whether an `interpreter` row is excluded that day (tolkeloven § 21)."""
    return exists().where(
        col(Exclusion.interpreter_id) == col(Interpreter.id),
        col(Exclusion.from_on) <= on,
        or_(col(Exclusion.until_on).is_(None), col(Exclusion.until_on) >= on),
        or_(col(Exclusion.lifted_on).is_(None), col(Exclusion.lifted_on) > on),
    )


def expiring(today: date) -> ColumnElement[bool]:
    """Whether an `evidence` row ends within 90 days and nothing of the same kind takes over.

    Education adds up, so one course never takes another's place.
    """
    later = aliased(Evidence)
    renewed = exists().where(
        col(later.interpreter_id) == col(Evidence.interpreter_id),
        col(later.kind) == col(Evidence.kind),
        col(later.kind) != EvidenceKind.CREDITS,
        col(later.language).is_not_distinct_from(col(Evidence.language)),
        or_(col(later.valid_until).is_(None), col(later.valid_until) > col(Evidence.valid_until)),
        *_good(later),
    )
    ends_soon = col(Evidence.valid_until).between(today, today + EXPIRING_WITHIN)
    return and_(ends_soon, *_good(Evidence), ~renewed)


def _good(proof: type[Evidence]) -> tuple[ColumnElement[bool], ...]:
    return (
        col(proof.revoked_on).is_(None),
        col(proof.struck_at).is_(None),
        col(proof.result).is_distinct_from(TestResult.FAILED),
    )


def _nothing(column: Mapped[str | None]) -> ColumnElement[bool]:
    return func.trim(func.coalesce(column, "")) == ""


def _no_contact(_now: datetime) -> ColumnElement[bool]:
    return and_(_nothing(col(Interpreter.email)), _nothing(col(Interpreter.phone)))


def _former_kommune(_now: datetime) -> ColumnElement[bool]:
    return col(Interpreter.kommune).not_in(sorted(KOMMUNER))


def _stale(now: datetime) -> ColumnElement[bool]:
    confirmed_at = (
        select(col(ProfileCheck.confirmed_at))
        .where(col(ProfileCheck.interpreter_id) == col(Interpreter.id))
        .correlate(Interpreter)
        .scalar_subquery()
    )
    since = func.coalesce(confirmed_at, col(Interpreter.registered_at))
    return and_(since <= now - CONFIRMED_FOR, listed(oslo_date(now)))


def _evidence_expiring(now: datetime) -> ColumnElement[bool]:
    return exists().where(col(Evidence.interpreter_id) == col(Interpreter.id), expiring(oslo_date(now)))


def _without_category(now: datetime) -> ColumnElement[bool]:
    today = oslo_date(now)
    stands = exists().where(
        col(Standing.interpreter_id) == col(Interpreter.id),
        col(Standing.starts_on) <= today,
        col(Standing.ends_on) > today,
    )
    return and_(listed(today), ~shut_out(today), ~stands)


def _protected_with_consent(_now: datetime) -> ColumnElement[bool]:
    return and_(col(Interpreter.protected).is_(True), col(Interpreter.contact_consent).is_(True))


def _without_account(now: datetime) -> ColumnElement[bool]:
    return and_(col(Interpreter.account_id).is_(None), listed(oslo_date(now)))


_CONDITIONS: Mapping[Rule, Callable[[datetime], ColumnElement[bool]]] = {
    Rule.POSSIBLE_DUPLICATE: lambda _now: pairs.concerns(),
    Rule.PROTECTED_WITH_CONSENT: _protected_with_consent,
    Rule.NO_CONTACT: _no_contact,
    Rule.FORMER_KOMMUNE: _former_kommune,
    Rule.WITHOUT_CATEGORY: _without_category,
    Rule.EVIDENCE_EXPIRING: _evidence_expiring,
    Rule.STALE_PROFILE: _stale,
    Rule.WITHOUT_ACCOUNT: _without_account,
}
