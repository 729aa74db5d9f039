"""What NAV's survey of its own offices found, for comparison beside what is registered here.

Shares in per cent of the staff asked, planned meetings first, then unplanned. They tell how many had done so,
not how often: a share of meetings is not the same measure, and the page says so.
"""

from collections.abc import Mapping

from booking.deviations.words import DeviationKind

SEEN: Mapping[DeviationKind, tuple[int, int]] = {
    DeviationKind.CHILD: (21, 29),
    DeviationKind.ADULT_RELATIVE: (45, 56),
}
"""Had used a child, or an adult relative or friend, to interpret."""
RARELY_OR_NEVER = (54, 85)
"""Rarely or never used an interpreter when there was need of one."""
