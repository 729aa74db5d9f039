"""What booking holds about an interpreter, section by section (GDPR art. 15).

Of a sensitive booking neither place nor agency: a file lies on a telephone. Left out: that she is
refused in one case or one booking, which could tell her whose it is (personopplysningsloven § 16).
"""

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from booking.availability.rules import modalities
from booking.availability.tables import Absence, BusySpan, ExtraHours, OnCall, WorkingExtent, WorkingHours
from booking.calendars.tables import CalendarSource
from booking.channels import BookingLetter, OfferByCalendar
from booking.feeds.tables import Feed
from booking.own import OwnAssignment, OwnOffer
from booking.proof import erasing
from booking.replies.tables import ReceivedMessage, TimeProposal
from booking.schemas import OwnAssignmentView, OwnOfferView
from booking.tables import Assignment, Bar, Booking, Invitation, InvitationSent, Offer
from booking.travel.tables import InterpreterReach
from identity.tables import Organisation
from kit.db import stored_id
from kit.outbox import Outbox
from registry.own.telling import Entry, Section
from registry.tables import Interpreter

_AT_A_TIME = 500
_PLACING = frozenset({"kommune", "address", "latitude", "longitude", "meeting_url", "organisation"})
_KNOWN_OF_HER = ("level", "listed", "takes_modality", "available", "km", "minutes")


def sections(session: Session, person: Interpreter) -> Iterator[Section]:
    """Each section's name and its entries, which are read as they are asked for."""
    her = stored_id(person.id)
    yield "working_hours", _working_hours(session, her)
    yield "working_extent", _extent(session, her)
    yield "absences", _stretches(session, Absence, her)
    yield "extra_hours", _stretches(session, ExtraHours, her)
    yield "on_call", _on_call(session, her)
    yield "reach", _reach(session, her)
    yield "calendars", _calendars(session, her)
    yield "feeds", _feeds(session, person)
    yield "busy", _busy(session, her)
    yield "offers", _offers(session, her)
    yield "assignments", _assignments(session, her)
    yield "invitations", _invitations(session, her)
    yield "asked_by_calendar", _by_calendar(session, her)
    yield "letters", _letters(session, her)
    yield "answers", _answers(session, her)
    yield "proposed_times", _proposed(session, her)
    yield "not_wanted_by", _bars(session, her)
    yield "considered", _considered(session, person)


def _working_hours(session: Session, her: int) -> Iterator[Entry]:
    statement = select(WorkingHours).where(WorkingHours.interpreter_id == her)
    for one in session.exec(statement.order_by(col(WorkingHours.weekday), col(WorkingHours.from_time))):
        yield {
            "weekday": one.weekday,
            "from": f"{one.from_time:%H:%M}",
            "to": f"{one.to_time:%H:%M}",
            "valid_from": one.valid_from and one.valid_from.isoformat(),
            "valid_to": one.valid_to and one.valid_to.isoformat(),
            "modalities": sorted(modalities(one.ways)),
        }


def _extent(session: Session, her: int) -> Iterator[Entry]:
    said = session.get(WorkingExtent, her)
    if said is not None:
        yield {"extent": said.extent}


def _stretches(session: Session, table: Any, her: int) -> Iterator[Entry]:
    statement = select(table).where(table.interpreter_id == her).order_by(col(table.starts_at))
    for one in session.exec(statement.execution_options(yield_per=_AT_A_TIME)):
        yield _stretch(one)


def _on_call(session: Session, her: int) -> Iterator[Entry]:
    statement = (
        select(OnCall, Organisation.name)
        .outerjoin(Organisation, col(Organisation.id) == col(OnCall.organisation_id))
        .where(OnCall.interpreter_id == her)
        .order_by(col(OnCall.starts_at))
    )
    for one, organisation in session.exec(statement.execution_options(yield_per=_AT_A_TIME)):
        yield _stretch(one) | {"languages": one.languages, "organisation": organisation}


def _stretch(one: Absence | ExtraHours | OnCall) -> Entry:
    told = {
        "starts_at": one.starts_at.isoformat(),
        "ends_at": one.ends_at.isoformat(),
        "every_weeks": one.every_weeks,
        "until": one.until and one.until.isoformat(),
    }
    return told if isinstance(one, Absence) else told | {"modalities": sorted(modalities(one.ways))}


def _reach(session: Session, her: int) -> Iterator[Entry]:
    kept = session.get(InterpreterReach, her)
    if kept is not None:
        yield {"km": kept.km, "kommuner": kept.kommuner}


def _calendars(session: Session, her: int) -> Iterator[Entry]:
    """The address itself is a secret of hers that a file on a telephone should not hold."""
    hers = select(CalendarSource).where(CalendarSource.interpreter_id == her)
    for one in session.exec(hers.order_by(col(CalendarSource.id))):
        told = {"kind": one.kind.value, "label": one.label, "host": one.host, "failure": one.failure}
        read = one.last_success_at and one.last_success_at.isoformat()
        yield told | {"added_at": one.added_at.isoformat(), "last_read_at": read}


def _feeds(session: Session, person: Interpreter) -> Iterator[Entry]:
    """What fetches her calendars from us; the secrets are not kept."""
    hers = select(Feed).where(Feed.account_id == person.account_id).order_by(col(Feed.id))
    for one in session.exec(hers):
        told = {"scope": one.scope.value, "detail": one.detail.value, "means": one.means.value}
        read_on = one.read_on and one.read_on.isoformat()
        yield told | {"label": one.label, "made_at": one.made_at.isoformat(), "last_fetched_on": read_on}


def _busy(session: Session, her: int) -> Iterator[Entry]:
    hers = select(BusySpan).where(BusySpan.interpreter_id == her).order_by(col(BusySpan.starts_at))
    for one in session.exec(hers.execution_options(yield_per=_AT_A_TIME)):
        yield {"starts_at": one.starts_at.isoformat(), "ends_at": one.ends_at.isoformat()}


def _offers(session: Session, her: int) -> Iterator[Entry]:
    for row in _about(session, Offer, her):
        offer = OwnOffer(*row)
        told = OwnOfferView.of(offer).model_dump(mode="json")
        yield _without_place(told) | {
            "answered_at": offer.offer.answered_at and offer.offer.answered_at.isoformat(),
            "ended_reason": offer.offer.ended_reason,
        }


def _assignments(session: Session, her: int) -> Iterator[Entry]:
    for row in _about(session, Assignment, her):
        assignment = OwnAssignment(*row)
        told = OwnAssignmentView.of(assignment).model_dump(mode="json")
        ended_at = assignment.assignment.ended_at
        yield _without_place(told) | {"ended_at": ended_at and ended_at.isoformat()}


def _invitations(session: Session, her: int) -> Iterator[Entry]:
    statement = select(Invitation).where(Invitation.interpreter_id == her).order_by(col(Invitation.id))
    for one in session.exec(statement.execution_options(yield_per=_AT_A_TIME)):
        yield {
            "uid": one.uid,
            "sequence": one.sequence,
            "method": one.method,
            "attendee": one.attendee,
            "sent_at": one.sent_at.isoformat(),
            "sent": [_sent(each) for each in session.exec(_objects(one))],
        }


def _objects(invitation: Invitation) -> SelectOfScalar[InvitationSent]:
    """Every object she was sent of it, in order."""
    hers = select(InvitationSent).where(col(InvitationSent.invitation_id) == invitation.id)
    return hers.order_by(col(InvitationSent.id))


def _sent(one: InvitationSent) -> Entry:
    """Not what it said: of a sensitive booking that is read behind sign-in, and her letters have it."""
    return {"sequence": one.sequence, "method": one.method, "written_at": one.dtstamp.isoformat()}


def _by_calendar(session: Session, her: int) -> Iterator[Entry]:
    chosen = session.get(OfferByCalendar, her)
    if chosen is not None:
        yield {"chosen_at": chosen.chosen_at.isoformat()}


def _letters(session: Session, her: int) -> Iterator[Entry]:
    """Where letters about bookings were sent, whether they arrived, and the text message sent instead."""
    hers = (
        select(BookingLetter, col(Outbox.delivered_at))
        .outerjoin(Outbox, col(Outbox.id) == col(BookingLetter.text_outbox_id))
        .where(BookingLetter.interpreter_id == her)
    )
    for one, texted in session.exec(hers.order_by(col(BookingLetter.sent_at))):
        bounced, texted_at = (at and at.isoformat() for at in (one.bounced_at, texted))
        told = {"address": one.address, "sent_at": one.sent_at.isoformat(), "bounced_at": bounced}
        yield told | {"text_message_at": texted_at}


def _answers(session: Session, her: int) -> Iterator[Entry]:
    """What came from her calendar by mail, and what became of it."""
    hers = select(ReceivedMessage).where(ReceivedMessage.interpreter_id == her)
    for one in session.exec(hers.order_by(col(ReceivedMessage.id))):
        told = {"received_at": one.received_at.isoformat(), "state": one.state.value}
        yield told | {"method": one.method, "answer": one.answer}


def _proposed(session: Session, her: int) -> Iterator[Entry]:
    hers = select(TimeProposal).where(TimeProposal.interpreter_id == her)
    for one in session.exec(hers.order_by(col(TimeProposal.id))):
        times = {"starts_at": one.starts_at.isoformat(), "ends_at": one.ends_at.isoformat()}
        yield times | {"proposed_at": one.proposed_at.isoformat(), "status": one.status.value}


def _bars(session: Session, her: int) -> Iterator[Entry]:
    statement = (
        select(Bar.registered_at, Organisation.name)
        .join(Organisation, col(Organisation.id) == col(Bar.organisation_id))
        .where(Bar.interpreter_id == her, col(Bar.case_reference).is_(None))
        .order_by(col(Bar.id))
    )
    for registered_at, organisation in session.exec(statement):
        yield {"organisation": organisation, "registered_at": registered_at.isoformat()}


def _considered(session: Session, person: Interpreter) -> Iterator[Entry]:
    """What was known of her when somebody was to be asked; not for whom, nor whether she was not wanted."""
    for row, facts in erasing.held(session, person):
        yield {"at": row.at.isoformat(), **{name: facts.get(name) for name in _KNOWN_OF_HER}}


def _about(session: Session, table: Any, her: int) -> Any:
    statement = (
        select(table, Booking, Organisation.name)
        .join(Booking, col(Booking.id) == table.booking_id)
        .join(Organisation, col(Organisation.id) == col(Booking.organisation_id))
        .where(table.interpreter_id == her)
        .order_by(table.id)
    )
    return session.exec(statement.execution_options(yield_per=_AT_A_TIME))


def _without_place(told: Entry) -> Entry:
    if not told["booking"]["sensitive"]:
        return told
    return told | {"booking": told["booking"] | dict.fromkeys(_PLACING)}
