"""Every table of every package, for Alembic and for tests."""

from sqlmodel import SQLModel

import booking.availability.kept_tables
import booking.availability.tables
import booking.calendars.tables
import booking.channels
import booking.deviations.tables
import booking.feeds.tables
import booking.matching.tables
import booking.needs.tables
import booking.proof.tables
import booking.replaying.tables
import booking.replies.tables
import booking.tables
import booking.travel.tables
import identity.audit.tables
import identity.tables
import kit.installation
import kit.outbox
import registry.batches.tables
import registry.cases.tables
import registry.imports.tables
import registry.own.tables
import registry.papers.tables
import registry.quality.tables
import registry.receipts.tables
import registry.search.tables
import registry.statistics.tables
import registry.tables

MODULES = (
    kit.installation,
    kit.outbox,
    identity.tables,
    identity.audit.tables,
    registry.tables,
    registry.search.tables,
    registry.quality.tables,
    registry.statistics.tables,
    registry.receipts.tables,
    registry.papers.tables,
    registry.cases.tables,
    registry.batches.tables,
    registry.imports.tables,
    registry.own.tables,
    booking.tables,
    booking.travel.tables,
    booking.availability.tables,
    booking.proof.tables,
    booking.calendars.tables,
    booking.feeds.tables,
    booking.deviations.tables,
    booking.needs.tables,
    booking.availability.kept_tables,
    booking.matching.tables,
    booking.replaying.tables,
    booking.channels,
    booking.replies.tables,
)
METADATA = SQLModel.metadata
