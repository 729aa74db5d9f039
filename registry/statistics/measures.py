"""What the directorate is steered by: the measures, and a measure's result on a day."""

from collections.abc import Mapping
from enum import StrEnum

from registry.statistics.counting import RegisterStatistics


class Measure(StrEnum):
    """A key figure of the register that a target may be set for (styringsparameter)."""

    LISTED = "listed"
    HIGHEST_SHARE = "highest_share"
    LANGUAGES = "languages"
    STATE_AUTHORISED = "state_authorised"

    @property
    def is_share(self) -> bool:
        """Whether it is in whole per cent; the others count people or languages."""
        return self is Measure.HIGHEST_SHARE


class TargetKind(StrEnum):
    """What the result must be for the target to be met."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


def results(counted: RegisterStatistics) -> Mapping[Measure, int]:
    """The result of every measure."""
    return {
        Measure.LISTED: counted.listed,
        Measure.HIGHEST_SHARE: counted.highest_share,
        Measure.LANGUAGES: counted.languages,
        Measure.STATE_AUTHORISED: counted.authorised_people,
    }
