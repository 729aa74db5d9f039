"""The statements behind `everyone`, built once: what is known of everyone with evidence in a language."""

from datetime import date

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    SQLColumnExpression,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    extract,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased
from sqlmodel import col

from booking.availability import reading as availability
from booking.states import AssignmentStatus, OfferEnd, OfferStatus, RelationAnswer
from booking.tables import Assignment, Bar, Booking, BookingViewer, Offer
from kit.db import oslo_day
from kit.prepared import among, prepared
from registry.categories import Level
from registry.tables import Evidence, Exclusion, Interpreter, ListingChange, Standing
from registry.words import TestResult

_day: BindParameter[date] = bindparam("day")
_me = col(Interpreter.id)
_worked = (AssignmentStatus.HELD, AssignmentStatus.COMPLETED)

_holders = select(col(Evidence.interpreter_id)).where(
    among(col(Evidence.language), "languages"),
    col(Evidence.struck_at).is_(None),
    col(Evidence.result).is_distinct_from(TestResult.FAILED),
)


_in_force = (
    among(col(Standing.language), "languages"),
    col(Standing.starts_on) <= _day,
    col(Standing.ends_on) > _day,
)
_in_substitute = case((col(Standing.language) == bindparam("language"), 0), else_=1)
_best = (
    select(
        col(Standing.interpreter_id),
        func.min(col(Standing.level) * 2 + _in_substitute).label("held"),
    )
    .where(*_in_force)
    .group_by(col(Standing.interpreter_id))
    .subquery("best")
)
"""The best level of each, twice, and one more when only a substitute gives it: one pass over an index."""

_seconds = (
    select(func.sum(extract("epoch", col(Assignment.ends_at)) - extract("epoch", col(Assignment.starts_at))))
    .where(col(Assignment.interpreter_id) == _me, col(Assignment.ends_at) > bindparam("since"))
    .where(col(Assignment.status).in_(_worked), col(Assignment.booking_id) != bindparam("booking_id"))
    .correlate(Interpreter)
    .scalar_subquery()
)

# Few people are barred, asked or known from the case: read once each, not per person.
_bars = select(col(Bar.interpreter_id)).where(
    col(Bar.organisation_id) == bindparam("organisation_id"),
    or_(col(Bar.case_reference).is_(None), col(Bar.case_reference) == bindparam("case_reference")),
)
_offers = select(col(Offer.interpreter_id)).where(
    col(Offer.booking_id) == bindparam("booking_id"),
    col(Offer.booking_version) == bindparam("version"),
    # taken by something else before she could answer, she may be asked again when free
    or_(
        col(Offer.status) != OfferStatus.WITHDRAWN,
        col(Offer.ended_reason).is_distinct_from(OfferEnd.NOT_AVAILABLE.value),
    ),
)
_relations = select(col(Offer.interpreter_id)).where(  # related to somebody in the case, whatever changes
    col(Offer.booking_id) == bindparam("booking_id"),
    col(Offer.relation_answer) == RelationAnswer.ASK_NEXT,
)
_withdrawals = select(col(Assignment.interpreter_id)).where(
    col(Assignment.booking_id) == bindparam("booking_id"),
    col(Assignment.booking_version) == bindparam("version"),
    col(Assignment.status) == AssignmentStatus.WITHDRAWN,
)
_yeses = select(col(Assignment.interpreter_id)).where(
    col(Assignment.booking_id) == bindparam("booking_id"), col(Assignment.status).in_(_worked)
)
# a sensitive booking is known of only where everyone who reads the new one may know of it
_known = or_(
    col(Booking.sensitive).is_(other=False),
    exists().where(
        col(BookingViewer.booking_id) == col(Booking.id),
        col(BookingViewer.account_id) == bindparam("viewer"),
    ),
)
_same_case = (
    select(col(Assignment.interpreter_id))
    .join(Booking, col(Booking.id) == col(Assignment.booking_id))
    .where(
        col(Booking.organisation_id) == bindparam("organisation_id"),
        col(Booking.case_reference) == bindparam("case_reference"),
        col(Booking.id) != bindparam("booking_id"),
        col(Assignment.status).in_(_worked),
        _known,
    )
)

_named = select(_me).where(among(col(Interpreter.number), "numbers"))

RELATED: CompoundSelect[int] = prepared(
    union_all(_bars, _offers, _relations, _withdrawals, _yeses, _same_case, _named)
)
"""Whoever is barred, asked, booked, known from the case, wanted or refused; somebody may come twice."""

PEOPLE = prepared(
    select(
        _me,
        col(Interpreter.number),
        col(Interpreter.name),
        col(Interpreter.protected),
        col(Interpreter.kommune),
        col(Interpreter.gender),
        col(Interpreter.on_site),
        col(Interpreter.screen),
        col(Interpreter.telephone),
        _best.c.held,
        _me.in_(_bars).label("barred"),
        or_(_me.in_(_offers), _me.in_(_relations), _me.in_(_withdrawals)).label("asked"),
        _me.in_(_same_case).label("same_case"),
        _seconds.label("seconds"),
    )
    .outerjoin_from(Interpreter, _best, _best.c.interpreter_id == _me)
    .where(_me.in_(_holders))
)
"""Everyone with evidence in one of the languages, as she stands towards the booking."""

SOME_PEOPLE = PEOPLE.where(among(_me, "ids"))
"""The same of some of them."""

AVAILABILITY = availability.statements(lambda her: her.in_(_holders))
"""When they can be asked."""

SOME_AVAILABILITY = availability.statements(lambda her: among(her, "ids"))
"""The same of some of them."""

_theirs = col(Evidence.interpreter_id)
_listed = (
    select(col(ListingChange.listed))
    .where(col(ListingChange.interpreter_id) == _theirs, col(ListingChange.effective_on) <= _day)
    .where(col(ListingChange.struck_at).is_(None))
    .order_by(
        col(ListingChange.effective_on).desc(),
        col(ListingChange.registered_at).desc(),
        col(ListingChange.id).desc(),
    )
    .limit(1)
    .correlate(Evidence)
    .scalar_subquery()
)
_shut_out = exists().where(
    col(Exclusion.interpreter_id) == _theirs,
    col(Exclusion.from_on) <= _day,
    or_(col(Exclusion.until_on).is_(None), col(Exclusion.until_on) >= _day),
    or_(col(Exclusion.lifted_on).is_(None), col(Exclusion.lifted_on) > _day),
)
WITHOUT_STANDING = prepared(
    select(
        _theirs,
        col(Evidence.kind),
        col(Evidence.language),
        col(Evidence.issued_on),
        col(Evidence.valid_until),
        col(Evidence.revoked_on),
        col(Evidence.credits),
        _listed.label("listed"),
        _shut_out.label("shut_out"),
    ).where(
        _theirs.in_(_holders),
        or_(among(col(Evidence.language), "languages"), col(Evidence.language).is_(None)),
        col(Evidence.struck_at).is_(None),
        col(Evidence.result).is_distinct_from(TestResult.FAILED),
        _theirs.not_in(select(_best.c.interpreter_id)),
    )
)
"""The evidence of those who hold it in vain that day: which rule stops them is still to be said."""

_category = case({level.value: level.category for level in Level}, value=col(Standing.level))
_like_it = aliased(Booking, name="like_it")
SINGLES_OUT: ColumnElement[bool] = or_(
    exists().where(
        col(Bar.organisation_id) == col(Booking.organisation_id),
        or_(col(Bar.case_reference).is_(None), col(Bar.case_reference) == col(Booking.case_reference)),
    ),
    exists().where(col(Offer.booking_id) == col(Booking.id)),
    exists().where(col(Assignment.booking_id) == col(Booking.id)),
    exists().where(
        col(_like_it.organisation_id) == col(Booking.organisation_id),
        col(_like_it.case_reference) == col(Booking.case_reference),
        col(_like_it.id) != col(Booking.id),
    ),
)
"""Whether there may be anybody in `RELATED` beside those the booking itself wants or refuses.

For a statement that reads bookings, so that most need not ask.
"""
_accepts = or_(
    col(Standing.language) == col(Booking.language),
    cast(col(Booking.substitutes), Text).contains('"' + col(Standing.language) + '"'),
)


def entitled(interpreter_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Whether she is listed, not shut out and in a category the booking takes, on its day.

    For a statement that reads bookings: the rule stands on their columns.
    """
    return exists().where(
        col(Standing.interpreter_id) == interpreter_id,
        _accepts,
        _category <= col(Booking.max_category),
        col(Standing.starts_on) <= oslo_day(col(Booking.starts_at)),
        col(Standing.ends_on) > oslo_day(col(Booking.starts_at)),
    )


def qualified(interpreter_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Whether she is entitled to the booking, not barred by its organisation, and not too local for it."""
    barred = exists().where(
        col(Bar.interpreter_id) == interpreter_id,
        col(Bar.organisation_id) == col(Booking.organisation_id),
        or_(col(Bar.case_reference).is_(None), col(Bar.case_reference) == col(Booking.case_reference)),
    )
    local = exists().where(
        col(Interpreter.id) == interpreter_id,
        cast(col(Booking.not_from), Text).contains('"' + col(Interpreter.kommune) + '"'),
    )
    return and_(entitled(interpreter_id), ~barred, ~local)
