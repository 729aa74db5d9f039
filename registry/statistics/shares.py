"""Shares as people read them: whole per cent."""


def whole_percent(part: int, whole: int) -> int:
    """The part of the whole in whole per cent, halves upwards; 0 of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else 0
