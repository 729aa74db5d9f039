"""Somebody has lost what made her usable: whoever relies on her learns of it by the outbox.

The register knows nothing of bookings. It posts a row in the transaction of the loss; the worker hands it
to booking (booking/replacing.py) within a second or two, and again if it is killed meanwhile.
"""

from datetime import datetime

from sqlmodel import Session

from kit import outbox

KIND = "qualification_lost"
"""What an outbox row of this kind is called."""


def post(session: Session, *, interpreter_id: int, now: datetime) -> None:
    """Let those who rely on her look again at what she may be used for, once this has committed."""
    outbox.post(
        session,
        kind=KIND,
        stream=f"interpreter-{interpreter_id}",
        payload={"interpreter_id": interpreter_id},
        now=now,
    )
