"""The closed lists of cases: what they are about, where they stand and how they can end."""

from enum import StrEnum


class CaseKind(StrEnum):
    """What a case is about: an application, a notice of breach (tolkeloven § 19), or an appeal."""

    APPLICATION = "application"
    NOTICE = "notice"
    APPEAL = "appeal"


class Purpose(StrEnum):
    """What an applicant wants: to be listed, to be listed again, or a language more."""

    LISTING = "listing"
    RELISTING = "relisting"
    LANGUAGE = "language"


class CaseStatus(StrEnum):
    """Where a case is, and so whom it waits for; why and by whom it ended are columns and events.

    An officer, the party, a second officer, the appeal body, nobody.
    """

    OPEN = "open"
    RETURNED = "returned"
    PROPOSED = "proposed"
    FORWARDED = "forwarded"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What is decided. `rejected` (avvist) is an appeal that is not heard, `dismissed` a notice put aside."""

    LISTED = "listed"
    REFUSED = "refused"
    DISMISSED = "dismissed"
    WARNED = "warned"
    EXCLUDED = "excluded"
    REVERSED = "reversed"
    UPHELD = "upheld"
    REJECTED = "rejected"


class DecisionStatus(StrEnum):
    """Proposed to a second officer, in force, sent back by that officer, or undone on appeal."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    SENT_BACK = "sent_back"
    UNDONE = "undone"


class Ground(StrEnum):
    """What an exclusion rests on, tolkeloven § 21."""

    CASE_RUNNING = "case_running"
    THREE_WARNINGS = "three_warnings"
    SUBSTANTIAL_BREACH = "substantial_breach"


class Event(StrEnum):
    """What has happened in a case."""

    OPENED = "opened"
    SUPPLEMENTED = "supplemented"
    ATTACHED = "attached"
    WITHDRAWN = "withdrawn"
    ASSIGNED = "assigned"
    TIED = "tied"
    NOTED = "noted"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"
    PROPOSED = "proposed"
    SENT_BACK = "sent_back"
    DECIDED = "decided"
    FORWARDED = "forwarded"
    APPEALED = "appealed"
    LIFTED = "lifted"


class Occasion(StrEnum):
    """What a letter is about."""

    RECEIVED = "received"
    MORE_NEEDED = "more_needed"
    STATEMENT_ASKED = "statement_asked"
    DECIDED = "decided"
    FORWARDED = "forwarded"
    LIFTED = "lifted"
