"""The closed lists of words that imports use."""

from enum import StrEnum


class Column(StrEnum):
    """What a column of a pass list tells."""

    NUMBER = "number"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    BIRTH_DATE = "birth_date"
    BIRTH_NUMBER = "birth_number"
    LANGUAGE = "language"
    KIND = "kind"
    RESULT = "result"
    DATE = "date"
    REFERENCE = "reference"
    CREDITS = "credits"
    COURSE = "course"
    GATHERING = "gathering"


class Outcome(StrEnum):
    """What a row does, or why it does nothing."""

    NEW_EVIDENCE = "new_evidence"
    TRAINING_ONLY = "training_only"
    ALREADY_THERE = "already_there"
    TO_DECIDE = "to_decide"
    CANNOT = "cannot"
    LEFT_OUT = "left_out"


class ListState(StrEnum):
    """Where a pass list stands: columns are missing; ready to be run; run; undone; put away unused."""

    UNMAPPED = "unmapped"
    READY = "ready"
    RUN = "run"
    UNDONE = "undone"
    DISCARDED = "discarded"


class Choice(StrEnum):
    """What an officer decided about a row whose person was in doubt."""

    MATCH = "match"
    NEW_PERSON = "new_person"
    LEAVE_OUT = "leave_out"
