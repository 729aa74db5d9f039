"""Whether the process is up, and whether it can do its work."""

from fastapi import APIRouter
from sqlalchemy.exc import SQLAlchemyError

from kit.errors import Conflict
from kit.http import InDatabase
from web.migrating import is_current

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """The process answers; says nothing of the database."""
    return {"status": "ok"}


@router.get("/readyz", responses={503: {"description": "Not ready"}})
def ready(database: InDatabase) -> dict[str, str]:
    """The database answers and stands at the newest migration; otherwise 503 `not_ready`."""
    try:
        current = is_current(database)
    except SQLAlchemyError:
        raise Conflict("not_ready", "The database does not answer.") from None
    if not current:
        raise Conflict("not_ready", "The database lacks migrations: run `tolkebok migrate`.")
    return {"status": "ready"}
