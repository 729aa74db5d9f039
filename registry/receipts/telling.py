"""Whether the name in a stored answer may be told today: asked of whoever the number stands for by now."""

from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import col

from registry.tables import Interpreter, Merge


def may_be_named(number: Mapped[Any]) -> ColumnElement[bool]:
    """True in a row whose number stands for somebody neither protected nor removed; a merged one leads on."""
    entry, standing = aliased(Interpreter), aliased(Interpreter)
    return (
        select(col(entry.id))
        .outerjoin(Merge, col(Merge.merged_id) == col(entry.id))
        .join(standing, col(standing.id) == func.coalesce(col(Merge.standing_id), col(entry.id)))
        .where(
            col(entry.number) == number,
            col(standing.protected).is_(False),
            col(standing.removed_at).is_(None),
        )
        .exists()
    )
