"""The words for what is asked, and where a request stands."""

from collections.abc import Mapping

from kit.i18n import mark
from registry.own.letters import ASKED
from registry.own.words import Block, RequestKind, RequestStatus

KINDS: Mapping[RequestKind, str] = ASKED
STATUSES: Mapping[RequestStatus, tuple[str, str]] = {
    RequestStatus.OPEN: ("wait", mark("Waiting for an officer")),
    RequestStatus.DONE: ("ok", mark("Done")),
    RequestStatus.DECLINED: ("bad", mark("Not done")),
    RequestStatus.TAKEN_BACK: ("idle", mark("Taken back")),
}
"""The look of each status, and its word."""
BLOCKS: Mapping[Block, str] = {
    Block.HELD_ASSIGNMENTS: mark("Assignments ahead: she withdraws from them, or they are done first."),
    Block.OPEN_OFFERS: mark(
        "Questions she has not answered: wait until their deadlines, or until she answers."
    ),
    Block.OPEN_CASES: mark("An open case about her: it must be decided first."),
    Block.UNIDENTIFIED: mark(
        "She is excluded, or has a warning that counts, and no birth number is registered. Register it "
        "first: without it she could enter again unknown (section 21 of the Interpreting Act)."
    ),
}
"""What stands in the way of a removal, and what to do about it."""
