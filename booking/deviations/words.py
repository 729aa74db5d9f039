"""The kinds of departure from the duty, and the grounds the law knows for them."""

from collections.abc import Mapping
from enum import StrEnum

from kit.i18n import mark


class DeviationKind(StrEnum):
    """Who interpreted instead of a qualified interpreter; the survey's kinds, and the lower category."""

    BELOW_DUTY = "below_duty"
    CHILD = "child"
    ADULT_RELATIVE = "adult_relative"
    COLLEAGUE = "colleague"
    NO_INTERPRETER = "no_interpreter"


class DeviationGround(StrEnum):
    """Why the law let it happen: tolkeloven § 7, its dispensation for a time, or § 4 about children.

    An emergency is a ground of both paragraphs.
    """

    CANNOT_WAIT = "cannot_wait"
    EMERGENCY = "emergency"
    STRONG_REASONS = "strong_reasons"
    DISPENSATION = "dispensation"
    JUSTIFIABLE_FOR_CHILD = "justifiable_for_child"


KINDS: Mapping[DeviationKind, str] = {
    DeviationKind.BELOW_DUTY: mark("Somebody not qualified, or in a lower category"),
    DeviationKind.CHILD: mark("A child"),
    DeviationKind.ADULT_RELATIVE: mark("An adult relative or friend"),
    DeviationKind.COLLEAGUE: mark("A colleague"),
    DeviationKind.NO_INTERPRETER: mark("Nobody interpreted"),
}
"""Who interpreted, in the words of the survey."""
GROUNDS: Mapping[DeviationGround, str] = {
    DeviationGround.CANNOT_WAIT: mark("It was not justifiable to wait (§ 7)"),
    DeviationGround.EMERGENCY: mark("It was an emergency (§§ 4 and 7)"),
    DeviationGround.STRONG_REASONS: mark("Other strong reasons (§ 7)"),
    DeviationGround.DISPENSATION: mark("The general dispensation (§ 7)"),
    DeviationGround.JUSTIFIABLE_FOR_CHILD: mark("It was justifiable for the child and the situation (§ 4)"),
}
"""The grounds as they are chosen, with their paragraph of tolkeloven."""
