"""What letters and calendar entries say of a booking: to each side its own, of a sensitive one the bare time.

Domain rules held here: no party's name exists to be told; the interpreter never sees the agency's
case reference; a sensitive booking shows its time and our reference only, the rest behind sign-in.
"""

from collections.abc import Mapping

from booking.states import BookingStatus
from booking.tables import Booking, SubjectArea
from kit.i18n import Tongue, mark, say_span, translator
from kit.typesetting import Fact
from registry.categories import Level
from registry.kommuner import current
from registry.languages import name_of
from registry.tables import Interpreter
from registry.words import Modality

MODALITIES: Mapping[Modality, str] = {
    Modality.ON_SITE: mark("On site"),
    Modality.SCREEN: mark("Screen"),
    Modality.TELEPHONE: mark("Telephone"),
}
SUBJECT_AREAS: Mapping[SubjectArea, str] = {
    SubjectArea.HEALTH: mark("Health"),
    SubjectArea.MENTAL_HEALTH: mark("Mental health"),
    SubjectArea.CHILD_WELFARE: mark("Child welfare"),
    SubjectArea.SOCIAL_SERVICES: mark("Social services"),
    SubjectArea.WORK_AND_WELFARE: mark("Work and welfare"),
    SubjectArea.EDUCATION: mark("Education"),
    SubjectArea.POLICE: mark("Police"),
    SubjectArea.COURT: mark("Court"),
    SubjectArea.IMMIGRATION: mark("Immigration"),
    SubjectArea.OTHER: mark("Other"),
}
LEFT_OUT: Mapping[str, str] = {
    "category_too_low": mark("Category too low, or none today"),
    "not_listed": mark("Not listed in the register"),
    "not_eligible": mark("Cannot be used"),
    "locally_barred": mark("Live in a municipality you leave out"),
    "refused": mark("Refused by you"),
    "gender": mark("Not of the gender asked for"),
    "modality": mark("Does not interpret this way"),
    "out_of_reach": mark("Do not travel so far"),
    "not_available": mark("Not available at that time"),
    "already_asked": mark("Asked, without a yes"),
    "too_late": mark("Could not be asked before the start"),
    "nobody_with_the_language": mark("Interpreters in the register with this language"),
}
"""Why people could not be asked, in the words an agency reads; they reveal nobody."""


def title(booking: Booking, tongue: Tongue) -> str:
    """The title of a calendar entry; a sensitive booking's says nothing."""
    t = translator(tongue)
    if booking.sensitive:
        return t("Appointment")
    return t("Interpreting: {language}", language=_language(booking, tongue))


def before_yes(booking: Booking, agency: str, tongue: Tongue) -> tuple[Fact, ...]:
    """What an interpreter needs before saying yes."""
    t = translator(tongue)
    if booking.sensitive:
        return when(booking, tongue)
    told = [
        *_conversation(booking, tongue),
        (t("Agency"), agency),
        (t("Place"), place(booking)),
        (t("Subject area"), t(SUBJECT_AREAS[booking.subject_area]) if booking.subject_area else ""),
        (t("People taking part"), str(booking.participants or "")),
        (t("Reference"), booking.reference),
    ]
    return tuple(fact for fact in told if fact[1])


def which(booking: Booking, tongue: Tongue) -> tuple[Fact, ...]:
    """Which booking it is, and no more."""
    return ((translator(tongue)("Reference"), booking.reference),)


def when(booking: Booking, tongue: Tongue) -> tuple[Fact, ...]:
    """Which booking it is and its time: all that is said of what is over, or sensitive."""
    t = translator(tongue)
    return ((t("Time"), say_span(booking.starts_at, booking.ends_at, tongue)), *which(booking, tongue))


def for_interpreter(booking: Booking, agency: str, tongue: Tongue) -> tuple[Fact, ...]:
    """What the interpreter who said yes needs on the day."""
    t = translator(tongue)
    facts = before_yes(booking, agency, tongue)
    if booking.sensitive or not booking.meeting_url:
        return facts
    return (*facts, (t("Meeting link"), booking.meeting_url))


def for_agency(
    booking: Booking, interpreter: Interpreter | None, level: int | None, tongue: Tongue
) -> tuple[Fact, ...]:
    """What the agency needs: its own facts, and who interprets when somebody does."""
    t = translator(tongue)
    if booking.sensitive:
        return when(booking, tongue)
    told = [
        *_conversation(booking, tongue),
        (t("Place"), place(booking)),
        *_who(interpreter, level, tongue),
        (t("Meeting link"), booking.meeting_url or ""),
        (t("Your case reference"), booking.case_reference or ""),
        (t("Reference"), booking.reference),
        *_why_nobody(booking, tongue),
    ]
    return tuple(fact for fact in told if fact[1])


def place(booking: Booking) -> str:
    """Where people meet, or nothing for remote work."""
    if booking.modality is not Modality.ON_SITE:
        return ""
    kommune = current(booking.kommune) if booking.kommune else None
    return ", ".join(part for part in (booking.address, kommune.name if kommune else None) if part)


def _conversation(booking: Booking, tongue: Tongue) -> tuple[Fact, ...]:
    t = translator(tongue)
    minutes = int((booking.ends_at - booking.starts_at).total_seconds() // 60)
    also = ", ".join(name_of(code, tongue) for code in booking.substitutes)
    return (
        (t("Language"), _language(booking, tongue)),
        (t("Also accepted"), also),
        (t("Time"), say_span(booking.starts_at, booking.ends_at, tongue)),
        (t("Duration"), t("{minutes} minutes", minutes=minutes)),
        (t("How"), t(MODALITIES[booking.modality])),
    )


def _why_nobody(booking: Booking, tongue: Tongue) -> tuple[Fact, ...]:
    if booking.status is not BookingStatus.UNFILLED:
        return ()
    t = translator(tongue)
    counted = booking.unfilled_reasons or {}
    return tuple((t(LEFT_OUT[reason]), str(count)) for reason, count in counted.items() if reason in LEFT_OUT)


def _who(interpreter: Interpreter | None, level: int | None, tongue: Tongue) -> tuple[Fact, ...]:
    if interpreter is None:
        return ()
    t = translator(tongue)
    number = str(interpreter.number)
    category = f"{Level(level).category} ({Level(level).letter})" if level is not None else ""
    if interpreter.protected:
        return ((t("Interpreter number"), number), (t("Category"), category))
    return (
        (t("Interpreter"), interpreter.name),
        (t("Interpreter number"), number),
        (t("Category"), category),
        (t("Telephone number"), interpreter.phone or ""),
    )


def _language(booking: Booking, tongue: Tongue) -> str:
    name = name_of(booking.language, tongue)
    return f"{name} ({name_of(booking.variety, tongue)})" if booking.variety else name
