"""The closed lists of requests from a person in the register."""

from enum import StrEnum


class RequestKind(StrEnum):
    """What she asks an officer for: what she cannot change herself, or to be removed (GDPR art. 16, 17)."""

    NAME = "name"
    EVIDENCE = "evidence"
    OTHER = "other"
    REMOVAL = "removal"


class RequestStatus(StrEnum):
    """Whether an officer still owes an answer; `taken_back` by herself."""

    OPEN = "open"
    DONE = "done"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"


class Block(StrEnum):
    """What must be settled before somebody can be removed."""

    HELD_ASSIGNMENTS = "held_assignments"
    OPEN_OFFERS = "open_offers"
    OPEN_CASES = "open_cases"
    UNIDENTIFIED = "unidentified"
