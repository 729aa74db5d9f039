"""The words for what is asked, and where a request stands."""

from collections.abc import Mapping

from kit.i18n import mark
from registry.own.letters import ASKED
from registry.own.words import RequestKind, RequestStatus

KINDS: Mapping[RequestKind, str] = ASKED
STATUSES: Mapping[RequestStatus, tuple[str, str]] = {
    RequestStatus.OPEN: ("wait", mark("Waiting for an officer")),
    RequestStatus.DONE: ("ok", mark("Done")),
    RequestStatus.DECLINED: ("bad", mark("Not done")),
    RequestStatus.TAKEN_BACK: ("idle", mark("Taken back")),
}
"""The look of each status, and its word."""
