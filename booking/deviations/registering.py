"""A deviation is registered with three fields, and corrected by another record: nothing is overwritten."""

import secrets
from datetime import date, datetime

from sqlmodel import Session

from booking import queries
from booking.deviations import grounds, reading, requiring, snapshot
from booking.deviations.given import Correcting, Departure, Deviating, Lowering, Terms, Unbooked
from booking.deviations.tables import Deviation
from booking.deviations.words import DeviationGround, DeviationKind
from booking.journal import Entry, Event, note
from booking.states import BookingStatus
from booking.tables import Booking
from identity import audit
from identity.permissions import Action, Actor, Thing, require
from kit.clock import oslo_date
from kit.db import stored_id
from kit.errors import Conflict, FieldError, Invalid, invalid
from kit.personal_data import birth_number_errors
from registry import languages

_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is mistaken for another
_LENGTH = 10
_CAN_ASK_LOWER = frozenset({BookingStatus.REGISTERED, BookingStatus.ASKING, BookingStatus.UNFILLED})


def register(
    session: Session, *, actor: Actor, said: Unbooked, dispensation_until: date, now: datetime
) -> Deviation:
    """A deviation at a meeting that was never booked, at the organisation the actor books for.

    The day is today when none is given; a day to come is Invalid.
    """
    organisation_id = queries.booking_for(actor)
    require(actor, Action.REGISTER_DEVIATION, Thing(organisation_id=organisation_id))
    on = said.on or oslo_date(now)
    errors = _of_meeting(said, on, now) + said.personal()
    kind, ground, text = _three(said, errors, on, dispensation_until)
    row = Deviation(
        reference=_reference(),
        organisation_id=organisation_id,
        kind=kind,
        ground=ground,
        text=text,
        planned=bool(said.planned),
        happened_on=on,
        language=said.language,
        registered_at=now,
        registered_by=actor.id,
    )
    return _stored(session, row, now)


def register_for(
    session: Session,
    *,
    actor: Actor,
    booking: Booking,
    said: Lowering,
    terms: Terms,
    now: datetime,
) -> Deviation:
    """A deviation in a booking, with who could have come. The caller holds the booking's lock.

    Given `max_category`, the booking is asked about down to that category from now on; Conflict
    `booking_<status>` when nobody can be asked any more.
    """
    if said.max_category is not None and said.max_category > booking.max_category:
        _lower(booking, said)
    row = put_forward(session, booking=booking, departure=Departure(said, terms), by=actor.id, now=now)
    if said.planned is not None:
        row.planned = said.planned
    session.flush()
    return row


def put_forward(
    session: Session, *, booking: Booking, departure: Departure, by: int, now: datetime
) -> Deviation:
    """The deviation that something done to the booking rests on, in the same transaction."""
    said, terms, on = departure.said, departure.terms, oslo_date(booking.starts_at)
    kind, ground, text = _three(said, said.personal(), on, terms.dispensation_until)
    minimum = requiring.lowest(
        session, organisation_id=booking.organisation_id, subject_area=booking.subject_area
    )
    row = Deviation(
        reference=_reference(),
        organisation_id=booking.organisation_id,
        booking_id=booking.id,
        kind=kind,
        ground=ground,
        text=text,
        planned=booking.planned,
        happened_on=on,
        language=booking.language,
        max_category=booking.max_category if kind is DeviationKind.BELOW_DUTY else None,
        registered_at=now,
        registered_by=by,
        snapshot=snapshot.taken(session, booking, minimum=minimum, pace=terms.pace, now=now),
    )
    note(session, stored_id(booking.id), Entry(Event.DEVIATION_REGISTERED, now, by))
    return _stored(session, row, now)


def keep_to_minimum(session: Session, *, booking: Booking, by: int, now: datetime) -> Booking:
    """Ask in no lower category than the agency's minimum from now on. The caller holds the booking's lock."""
    minimum = requiring.lowest(
        session, organisation_id=booking.organisation_id, subject_area=booking.subject_area
    )
    if booking.max_category > minimum and booking.status in _CAN_ASK_LOWER:
        booking.max_category = minimum
        note(session, stored_id(booking.id), Entry(Event.KEPT_TO_MINIMUM, now, by))
        session.flush()
    return booking


def correct(
    session: Session,
    *,
    actor: Actor,
    reference: str,
    given: Correcting,
    dispensation_until: date,
    now: datetime,
) -> Deviation:
    """Another record under the same reference; the one before stands as it was.

    Conflict `deviation_corrected` when somebody has corrected it since `edition`, `deviation_withdrawn` when
    it was registered in error already. The snapshot is of its moment, and follows unchanged.
    """
    before = reading.find(session, actor, reference).row
    if before.edition != given.edition:
        raise Conflict(
            "deviation_corrected", "Somebody has corrected this since you opened the page. Look at it again."
        )
    if before.withdrawn:
        raise Conflict("deviation_withdrawn", "This was registered in error, and stands as withdrawn.")
    row = _corrected(before, given)
    said = Deviating(kind=row.kind, ground=row.ground, text=row.text)
    errors = said.personal() + birth_number_errors({"why": given.why})
    if before.booking_id is None:
        meeting = Unbooked(language=row.language, on=row.happened_on, planned=row.planned)
        errors += _of_meeting(meeting, row.happened_on, now)
    if not given.withdrawn:
        _three(said, errors, row.happened_on, dispensation_until)
    elif errors:
        raise Invalid(*errors)
    row.registered_at, row.registered_by, row.why = now, actor.id, given.why
    return _stored(session, row, now)


def _corrected(before: Deviation, given: Correcting) -> Deviation:
    changes = given.model_dump(exclude={"edition", "why", "on"}, exclude_none=True)
    booked = before.booking_id is not None
    if given.on is not None and not booked:
        changes["happened_on"] = given.on
    if booked:
        changes.pop("language", None)
    row = Deviation(**{**before.model_dump(exclude={"id"}), **changes, "edition": before.edition + 1})
    if row.kind is not DeviationKind.BELOW_DUTY:
        row.max_category = None
    return row


def _lower(booking: Booking, said: Lowering) -> None:
    if said.kind not in {None, DeviationKind.BELOW_DUTY}:
        raise invalid(
            "max_category",
            "only_below_duty",
            "Asking in lower categories is a deviation of its own. Register the other one apart from it.",
        )
    if booking.status not in _CAN_ASK_LOWER:
        raise Conflict("booking_not_asking", "Nobody can be asked for this booking any more.")
    booking.max_category = said.max_category or booking.max_category


def _of_meeting(said: Unbooked, on: date, now: datetime) -> list[FieldError]:
    """What is wrong with what is said of a meeting that was never booked."""
    errors: list[FieldError] = []
    if said.planned is None:
        errors.append(FieldError("planned", "missing", "Say whether the meeting was planned."))
    if on > oslo_date(now):
        errors.append(
            FieldError(
                "on", "day_to_come", "Choose today or a day that has passed. Book for a meeting to come."
            )
        )
    if said.language is None:
        errors.append(FieldError("language", "missing", "Choose a language."))
        return errors
    try:
        languages.require_bookable(said.language)
    except Invalid as refusal:
        errors += refusal.errors
    return errors


def _three(
    said: Deviating, errors: list[FieldError], on: date, dispensation_until: date
) -> tuple[DeviationKind, DeviationGround, str]:
    """The three fields as they may stand, or Invalid with everything that is wrong at once."""
    try:
        facts = grounds.require(
            said.kind, said.ground, said.text, on=on, dispensation_until=dispensation_until
        )
    except Invalid as refusal:
        raise Invalid(*errors, *refusal.errors) from refusal
    if errors:
        raise Invalid(*errors)
    return facts


def _stored(session: Session, row: Deviation, now: datetime) -> Deviation:
    session.add(row)
    session.flush()
    told = {"deviation": row.reference, "edition": row.edition}
    act = audit.Act.DEVIATION_REGISTERED if row.edition == 1 else audit.Act.DEVIATION_CORRECTED
    subject = audit.about_organisation(row.organisation_id)
    audit.record(session, subject, act, by=row.registered_by, now=now, content=told)
    return row


def _reference() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
