"""The words for feeds."""

from enum import StrEnum


class Scope(StrEnum):
    """What a feed is of: an interpreter's own assignments, a unit's bookings, a supplier's duty list."""

    ASSIGNMENTS = "assignments"
    UNIT = "unit"
    DUTY = "duty"


class Detail(StrEnum):
    """How much it tells: what the invitations tell, or when somebody is busy and nothing else."""

    FULL = "full"
    BUSY = "busy"


class Means(StrEnum):
    """How it is fetched: an address with a secret in it, or a device's password for CalDAV."""

    ADDRESS = "address"
    DEVICE = "device"
