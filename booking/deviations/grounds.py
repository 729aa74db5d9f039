"""Which ground a kind of deviation may rest on, on the day of the meeting. Pure.

- § 7: a qualified interpreter need not be used when it is not justifiable to wait, in an emergency, or for
  other strong reasons. Until a day the installation sets, there is a general dispensation from § 7.
- The dispensation is from using somebody *qualified*; the duty to use an interpreter at all (§ 6) stands.
- § 4: a child may interpret in an emergency, or when it is justifiable for the child and the situation.
"""

from datetime import date

from booking.deviations.words import DeviationGround, DeviationKind
from kit.errors import FieldError, Invalid, invalid

_SECTION_7 = (DeviationGround.CANNOT_WAIT, DeviationGround.EMERGENCY, DeviationGround.STRONG_REASONS)
_SECTION_4 = (DeviationGround.EMERGENCY, DeviationGround.JUSTIFIABLE_FOR_CHILD)
_SOMEBODY_UNQUALIFIED = (DeviationKind.BELOW_DUTY, DeviationKind.ADULT_RELATIVE, DeviationKind.COLLEAGUE)


def allowed(kind: DeviationKind, *, on: date, dispensation_until: date) -> tuple[DeviationGround, ...]:
    """The grounds the kind may rest on for a meeting on this Oslo day, the dispensation's last included."""
    if kind is DeviationKind.CHILD:
        return _SECTION_4
    if kind in _SOMEBODY_UNQUALIFIED and on <= dispensation_until:
        return (*_SECTION_7, DeviationGround.DISPENSATION)
    return _SECTION_7


def offered(*, on: date, dispensation_until: date) -> tuple[DeviationGround, ...]:
    """Every ground that some kind may rest on that day, for a form to choose from."""
    kinds = [allowed(kind, on=on, dispensation_until=dispensation_until) for kind in DeviationKind]
    return tuple(ground for ground in DeviationGround if any(ground in those for those in kinds))


def require(
    kind: DeviationKind | None,
    ground: DeviationGround | None,
    text: str,
    *,
    on: date,
    dispensation_until: date,
) -> tuple[DeviationKind, DeviationGround, str]:
    """The three facts, or Invalid naming each that is missing or that the law does not know."""
    errors = []
    if kind is None:
        errors.append(
            FieldError("kind", "missing", "Say who interpreted instead of a qualified interpreter.")
        )
    if ground is None:
        errors.append(
            FieldError(
                "ground", "missing", "Choose the ground in the law: without one it cannot be registered."
            )
        )
    if not text:
        errors.append(
            FieldError("text", "missing", "Write in a few words why a qualified interpreter was not used.")
        )
    if errors or kind is None or ground is None:
        raise Invalid(*errors)
    if ground not in allowed(kind, on=on, dispensation_until=dispensation_until):
        raise _not_for(kind, ground, on, dispensation_until)
    return kind, ground, text


def _not_for(kind: DeviationKind, ground: DeviationGround, on: date, until: date) -> Invalid:
    if kind is DeviationKind.CHILD:
        return invalid(
            "ground",
            "not_a_ground_for_a_child",
            "A child may interpret only in an emergency, or when it is justifiable for the child and the "
            "situation (tolkeloven § 4).",
        )
    if ground is DeviationGround.DISPENSATION and on > until:
        return invalid(
            "ground",
            "dispensation_ended",
            "The dispensation ended {day}. Choose one of the grounds in tolkeloven § 7.",
            day=until.isoformat(),
        )
    if ground is DeviationGround.DISPENSATION:
        return invalid(
            "ground",
            "dispensation_not_for_nobody",
            "The dispensation lets you use somebody who is not qualified, never nobody. "
            "Choose another ground.",
        )
    return invalid(
        "ground",
        "not_a_ground_of_section_7",
        "This ground is for a child who interprets. Choose one of the grounds in tolkeloven § 7.",
    )
