"""What monitoring reads: how many letters wait or stand still, and how many calendars are not as they should.

Counts only, asked of the database when they are read, so that every process answers alike.
"""

import secrets
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Header
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlmodel import Session

from booking.replaying import watching
from kit import outbox
from kit.errors import NotFound
from kit.http import InSettings, Now, Reading

router = APIRouter(include_in_schema=False)


@router.get("/metrics")
def metrics(
    settings: InSettings, session: Reading, now: Now, authorization: Annotated[str, Header()] = ""
) -> Response:
    """Prometheus' text format, for whoever shows TOLKEBOK_METRICS_TOKEN as a bearer; nothing for others."""
    token = settings.metrics_token
    if token is None or not secrets.compare_digest(authorization.encode(), f"Bearer {token}".encode()):
        raise NotFound("not_found", "There is nothing here, or it is not yours to see.")
    return Response(
        _told(session, now), media_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"}
    )


def _told(session: Session, now: datetime) -> bytes:
    letters, calendars = outbox.counts(session), watching.counts(session, now=now)
    waited = now - letters.oldest if letters.oldest else timedelta()
    registry = CollectorRegistry()
    for name, meaning, value in (
        ("outbox_waiting", "Messages on their way out", letters.waiting),
        ("outbox_parked", "Messages that need a person's help to leave", letters.parked),
        ("outbox_oldest_seconds", "How long the oldest waiting message has waited", waited.total_seconds()),
        ("calendars_looked_at", "Bookings whose calendars are held against our record", calendars.looked_at),
        (
            "calendars_differing",
            "Bookings with a calendar that does not hold our record",
            calendars.differing,
        ),
    ):
        Gauge(f"tolkebok_{name}", meaning, registry=registry).set(value)
    return generate_latest(registry)
