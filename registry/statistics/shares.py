"""Shares as people read them: in whole per cent, or with one decimal."""


def whole_percent(part: int, whole: int) -> int:
    """The part of the whole in whole per cent, halves upwards; 0 of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def per_mille(part: int, whole: int) -> int:
    """The part of the whole in tenths of a per cent, halves upwards; 0 of nothing."""
    return (2000 * part + whole) // (2 * whole) if whole else 0


def reported_percent(part: int, whole: int) -> int:
    """Whole per cent as the annual reports give them: rounded to one decimal, and then to none."""
    return (per_mille(part, whole) + 5) // 10
