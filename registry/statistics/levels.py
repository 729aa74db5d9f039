"""Who stood listed with which level on a day, as known at an instant: one statement, wherever the rows are.

What is known now is kept (`registry.standing`); what was known then is worked out from the events, as
`registry.categories` and `registry.history` do for one interpreter. A test holds the two together.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CTE, ColumnElement, Select, Subquery, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from registry.categories import ENOUGH_CREDITS, Level
from registry.tables import Evidence, Exclusion, ListingChange, Standing
from registry.words import EvidenceKind, TestResult


@dataclass(frozen=True, slots=True)
class AsOf:
    """An Oslo day, and the instant whose knowledge of it is asked for; None: all that is known now."""

    on: date
    known_at: datetime | None = None


def held(as_of: AsOf) -> CTE:
    """`interpreter_id`, `language`, `level` of everybody listed that day and not shut out (§ 21)."""
    if as_of.known_at is None:
        return _kept(as_of.on).cte("held")
    return _worked_out(as_of, as_of.known_at).cte("held")


def best(every: CTE) -> Subquery:
    """Of `held`: `interpreter_id` and the best `level` of each, so that everyone counts once."""
    level = func.min(every.c.level).label("level")
    return select(every.c.interpreter_id, level).group_by(every.c.interpreter_id).subquery("best")


def in_force(as_of: AsOf) -> list[ColumnElement[bool]]:
    """What must hold of evidence in force that day. `valid_until` is inclusive, a revocation its own day."""
    ended_later = [col(Evidence.revoked_on).is_(None), col(Evidence.revoked_on) > as_of.on]
    if as_of.known_at is not None:
        ended_later.append(col(Evidence.revoked_at) > as_of.known_at)
    return [
        col(Evidence.issued_on) <= as_of.on,
        or_(col(Evidence.valid_until).is_(None), col(Evidence.valid_until) >= as_of.on),
        or_(*ended_later),
        col(Evidence.result).is_distinct_from(TestResult.FAILED),
        *standing_at(Evidence, as_of),
    ]


def standing_at(table: type[Evidence | ListingChange], as_of: AsOf) -> list[ColumnElement[bool]]:
    """What must hold of a row that was registered by then and not yet found to be wrong."""
    registered_at, struck_at = col(table.registered_at), col(table.struck_at)
    if as_of.known_at is None:
        return [struck_at.is_(None)]
    return [registered_at <= as_of.known_at, or_(struck_at.is_(None), struck_at > as_of.known_at)]


def _kept(on: date) -> Select[int, str, int]:
    return select(col(Standing.interpreter_id), col(Standing.language), col(Standing.level)).where(
        col(Standing.starts_on) <= on, col(Standing.ends_on) > on
    )


def _worked_out(as_of: AsOf, known_at: datetime) -> Select[int, str, int]:
    proved, listed, shut = _proved(as_of), _listed(as_of), _shut_out(as_of, known_at)
    tao = _with_tao(as_of)
    flags: dict[EvidenceKind, ColumnElement[bool]] = {
        kind: proved.c[kind.value] == 1 for kind in EvidenceKind if kind is not EvidenceKind.TAO
    }
    flags[EvidenceKind.CREDITS] = proved.c.credits >= ENOUGH_CREDITS
    flags[EvidenceKind.TAO] = tao.c.interpreter_id.is_not(None)
    level = case(*[(and_(*(flags[kind] for kind in one.evidence)), one.value) for one in Level])
    told = (
        select(proved.c.interpreter_id, proved.c.language, level.label("level"))
        .join(listed, listed.c.interpreter_id == proved.c.interpreter_id)
        .outerjoin(tao, tao.c.interpreter_id == proved.c.interpreter_id)
        .where(~exists().where(shut.c.interpreter_id == proved.c.interpreter_id))
        .subquery("told")
    )
    return select(told.c.interpreter_id, told.c.language, told.c.level).where(told.c.level.is_not(None))


def _proved(as_of: AsOf) -> CTE:
    """For each (interpreter, language): which kinds are in force, and how many credits together."""
    kinds = [kind for kind in EvidenceKind if kind not in {EvidenceKind.TAO, EvidenceKind.CREDITS}]
    return (
        select(
            col(Evidence.interpreter_id),
            col(Evidence.language),
            func.coalesce(func.sum(Evidence.credits), 0).label("credits"),
            *(func.max(case((col(Evidence.kind) == kind, 1), else_=0)).label(kind.value) for kind in kinds),
        )
        .where(col(Evidence.language).is_not(None), *in_force(as_of))
        .group_by(col(Evidence.interpreter_id), col(Evidence.language))
        .cte("proved")
    )


def _with_tao(as_of: AsOf) -> CTE:
    """Whoever holds the TAO course, which is tied to no language."""
    holders = select(col(Evidence.interpreter_id)).where(
        col(Evidence.kind) == EvidenceKind.TAO, *in_force(as_of)
    )
    return holders.distinct().cte("with_tao")


def _listed(as_of: AsOf) -> CTE:
    """Whoever a turn has listed and no later one overtaken; of two on a day the last registered counts."""
    later = aliased(ListingChange)
    overtaken = exists().where(
        col(later.interpreter_id) == col(ListingChange.interpreter_id),
        col(later.effective_on) <= as_of.on,
        *standing_at(later, as_of),
        or_(
            col(later.effective_on) > col(ListingChange.effective_on),
            and_(
                col(later.effective_on) == col(ListingChange.effective_on),
                col(later.id) > col(ListingChange.id),
            ),
        ),
    )
    return (
        select(col(ListingChange.interpreter_id))
        .where(col(ListingChange.effective_on) <= as_of.on, col(ListingChange.listed).is_(True), ~overtaken)
        .where(*standing_at(ListingChange, as_of))
        .cte("listed")
    )


def _shut_out(as_of: AsOf, known_at: datetime) -> CTE:
    return (
        select(col(Exclusion.interpreter_id))
        .where(col(Exclusion.from_on) <= as_of.on, col(Exclusion.registered_at) <= known_at)
        .where(or_(col(Exclusion.until_on).is_(None), col(Exclusion.until_on) >= as_of.on))
        .where(
            or_(
                col(Exclusion.lifted_on).is_(None),
                col(Exclusion.lifted_on) > as_of.on,
                col(Exclusion.lifted_at) > known_at,
            )
        )
        .cte("shut_out")
    )
