"""A work list's filters, kept under a name: each officer's own."""

from sqlmodel import Session, col, select

from kit.errors import Conflict, invalid
from kit.personal_data import refuse_birth_numbers
from registry.cases.records import unknown
from registry.cases.tables import SavedView

_LONGEST_NAME, _LONGEST_QUERY = 60, 500


def save(session: Session, *, account_id: int, name: str, query: str) -> SavedView:
    """Keep the filters; Conflict `view_exists` when the officer has a view of this name already."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= _LONGEST_NAME:
        raise invalid("name", "wrong_length", "Use 1 to {most} characters.", most=_LONGEST_NAME)
    refuse_birth_numbers("name", name)
    known = select(SavedView).where(col(SavedView.account_id) == account_id, col(SavedView.name) == name)
    if session.exec(known).first() is not None:
        raise Conflict("view_exists", "You have a view with this name already. Choose another name.")
    kept = SavedView(account_id=account_id, name=name, query=query[:_LONGEST_QUERY])
    session.add(kept)
    session.flush()
    return kept


def remove(session: Session, *, account_id: int, view_id: int) -> None:
    """Forget one of one's own views; NotFound for any other."""
    view = session.get(SavedView, view_id)
    if view is None or view.account_id != account_id:
        raise unknown()
    session.delete(view)
    session.flush()
