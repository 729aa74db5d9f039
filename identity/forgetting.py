"""Deletes what has served its time: sessions and reset links that are over, attempts that count no more."""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col

from identity.tables import JoinLink, ResetLink, SignInAttempt, SignInSession
from identity.throttle import WINDOW


def forget(session: Session, *, now: datetime) -> None:
    """Delete what nobody can use, or be counted by, any more."""
    session.execute(delete(SignInSession).where(col(SignInSession.expires_at) <= now))
    session.execute(delete(ResetLink).where(col(ResetLink.expires_at) <= now))
    session.execute(delete(JoinLink).where(col(JoinLink.expires_at) <= now))
    session.execute(delete(SignInAttempt).where(col(SignInAttempt.at) <= now - WINDOW))
