"""Where a need is, in code and in words."""

from collections.abc import Mapping
from enum import StrEnum

from kit.i18n import mark


class NeedStatus(StrEnum):
    """A draft waits to be completed; then it is booked, not needed after all, or its time has passed."""

    DRAFT = "draft"
    BOOKED = "booked"
    DROPPED = "dropped"
    LAPSED = "lapsed"


STATUSES: Mapping[NeedStatus, str] = {
    NeedStatus.DRAFT: mark("Waiting to be booked"),
    NeedStatus.BOOKED: mark("Became a booking"),
    NeedStatus.DROPPED: mark("Not needed after all"),
    NeedStatus.LAPSED: mark("Never booked"),
}
