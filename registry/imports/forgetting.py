"""What has served its time: the file of a pass list, and the names in its rows."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, update
from sqlmodel import Session, col, or_, select

from registry.imports.receiving import OPEN, remove_file
from registry.imports.tables import PassList, PassListRow
from registry.imports.undoing import UNDO_WITHIN
from registry.imports.words import ListState

KEEP_OPEN = timedelta(days=30)
"""How long a list that nobody runs is kept."""


def forget(session: Session, folder: Path, *, now: datetime) -> int:
    """Remove the files of lists that can no longer be undone, and the names in them: how many."""
    served = select(PassList).where(
        col(PassList.file_removed_at).is_(None),
        or_(
            col(PassList.run_at) < now - UNDO_WITHIN,
            col(PassList.state).in_(OPEN) & (col(PassList.received_at) < now - KEEP_OPEN),
        ),
    )
    lists = session.exec(served).all()
    for pass_list in lists:
        if pass_list.state in OPEN:
            pass_list.state = ListState.DISCARDED
            session.execute(delete(PassListRow).where(col(PassListRow.list_id) == pass_list.id))
        rows = update(PassListRow).where(col(PassListRow.list_id) == pass_list.id)
        session.execute(rows.values(name=None, person_key=None))
        remove_file(session, folder, pass_list, now=now)
    return len(lists)
