"""How a received message ends: every one in a state with a name, and the words for it."""

from collections.abc import Mapping
from enum import StrEnum

from kit.i18n import mark


class Channel(StrEnum):
    """The way a message came."""

    LMTP = "lmtp"
    SMTP = "smtp"
    IMAP = "imap"


class State(StrEnum):
    """What became of a message."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    UNCHANGED = "unchanged"
    REMINDED = "reminded"
    CONFIRMATION_ASKED = "confirmation_asked"
    DELEGATION_REFUSED = "delegation_refused"
    PROPOSED = "proposed"
    PROPOSAL_REFUSED = "proposal_refused"
    RESENT = "resent"
    RESENT_ENOUGH = "resent_enough"
    REFUSED = "refused"
    REPEATED = "repeated"
    BOUNCED = "bounced"
    DELAYED = "delayed"
    AUTOMATIC = "automatic"
    UNKNOWN_TOKEN = "unknown_token"  # noqa: S105 - a state of a message
    NOT_OURS = "not_ours"
    STRANGER = "stranger"
    STALE = "stale"
    OVER = "over"
    NOT_UNDERSTOOD = "not_understood"
    TOO_LARGE = "too_large"
    FAILED = "failed"


KEPT = frozenset(
    {
        State.UNKNOWN_TOKEN,
        State.NOT_OURS,
        State.STRANGER,
        State.STALE,
        State.OVER,
        State.NOT_UNDERSTOOD,
        State.TOO_LARGE,
        State.FAILED,
    }
)
"""What was not acted on, and waits for a person to look at it."""

STATES: Mapping[State, str] = {
    State.WAITING: mark("Not looked at yet"),
    State.ACCEPTED: mark("Accepted the assignment"),
    State.DECLINED: mark("Declined the assignment"),
    State.UNCHANGED: mark("Said what stands already"),
    State.REMINDED: mark("Said maybe, and was told to answer yes or no"),
    State.CONFIRMATION_ASKED: mark("Declined afterwards, and was asked to confirm"),
    State.DELEGATION_REFUSED: mark("Wanted to pass it on, which was refused"),
    State.PROPOSED: mark("Proposed another time"),
    State.PROPOSAL_REFUSED: mark("Proposed a time that cannot be asked for"),
    State.RESENT: mark("Asked for the invitation again, and got it"),
    State.RESENT_ENOUGH: mark("Asked for the invitation too often"),
    State.REFUSED: mark("Answered too late or in the way of something else"),
    State.REPEATED: mark("A repetition of an earlier answer"),
    State.BOUNCED: mark("Told that a message did not arrive"),
    State.DELAYED: mark("Told that a message is delayed"),
    State.AUTOMATIC: mark("An automatic answer"),
    State.UNKNOWN_TOKEN: mark("Answers no invitation we know"),
    State.NOT_OURS: mark("Is about another appointment"),
    State.STRANGER: mark("Is from somebody who was not invited"),
    State.STALE: mark("Answers an older invitation"),
    State.OVER: mark("Answers something that is over"),
    State.NOT_UNDERSTOOD: mark("Could not be read"),
    State.TOO_LARGE: mark("Is too large to be read"),
    State.FAILED: mark("Could not be handled"),
}
WHY: Mapping[str, str] = {
    "no_calendar": mark("There is no calendar object in it: somebody has written a letter."),
    "no_method": mark("The calendar object does not say what it wants (METHOD)."),
    "other_method": mark("The calendar object is no answer to an invitation."),
    "no_event": mark("There is no appointment in it."),
    "several_events": mark("There is more than one appointment in it."),
    "malformed": mark("The calendar object is damaged."),
    "too_nested": mark("The message has too many parts."),
    "no_answer": mark("It does not say yes, no or maybe."),
    "no_time": mark("It proposes no other time."),
    "size": mark("It is larger than what is read."),
    "no_token": mark("It was sent to our address without the token of an invitation."),
    "handling_failed": mark("Handling it failed. The log says where."),
}
"""What stands beside a state, by code; the code of a refusal is not among these, and is told as it is."""
