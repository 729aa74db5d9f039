"""The statements that find who is free, in the order they are asked or by the time; one for both databases.

Parameters: `language`, `day`, `level` (the last that may be asked), `way` and `free_for` (bits: what
she takes part by, what she is free for), `gender` (empty for any), `starts_at` and `ends_at` (seconds
since 1970), and the instants of `neighbours.touching`. Their plans are tested: no sort of many, no table
read whole.
"""

from typing import Any

from sqlalchemy import Date, TextClause, bindparam, text
from sqlalchemy.types import TypeEngine
from sqlmodel import UTCDateTime

from booking.availability.tree import MOST_ABOVE
from booking.states import AssignmentStatus
from kit.prepared import prepared

_SUITS = """s.language = :language
       AND s.starts_on <= :day AND s.ends_on > :day
       AND s.ways & :way <> 0 AND (:gender = '' OR s.gender = :gender)"""

_FITS = f"{_SUITS} AND s.level <= :level"

_HERS_FITS = _FITS.replace("s.language =", "s.language || '' =").replace("s.level <=", "s.level + 0 <=")
"""The same, so written that the planners seek somebody already found by her number alone."""
_IS_FREE = """coalesce((
       SELECT f.starts_at FROM free_span f
        WHERE f.interpreter_id = s.interpreter_id AND f.language = s.language
          AND f.ends_at >= :ends_at AND f.ways & :free_for <> 0
        ORDER BY f.ends_at LIMIT 1), 9223372036854775807) <= :starts_at"""
"""Spans of one way of taking part never overlap: the first that ends late enough must begin early enough."""

_SEEN = """s.interpreter_id, s.number, s.level, s.kommune, s.minutes,
       CASE WHEN i.protected THEN NULL ELSE i.name END AS name"""
_ENGAGED = """coalesce((
       SELECT 1 FROM assignment a
        WHERE a.interpreter_id = s.interpreter_id AND a.status = '{held}'
          AND a.starts_at > :earliest AND a.starts_at < :until AND a.ends_at > :since
        LIMIT 1), 0) AS engaged"""
"""Whether she has work so near that the journey between must be looked at.

Not EXISTS, for which PostgreSQL would rather read the work of everybody at that time.
"""
_BEYOND = """SELECT s.level, s.minutes, s.number FROM seat s WHERE {fits}
            ORDER BY s.level, s.minutes, s.number LIMIT 1 OFFSET :looked_at"""
"""Where one comes to who looks at so many."""
_NAMED = "CROSS JOIN interpreter i WHERE i.id = s.interpreter_id AND"
_HER = "LEFT JOIN interpreter i ON i.id = s.interpreter_id WHERE coalesce(s.number, 0) > 0"
"""As inner joins, but for the planners: they keep to the order in which outer ones are written."""
BEFORE = tuple(f"before_{n}" for n in range(MOST_ABOVE))
AFTER = tuple(f"after_{n}" for n in range(MOST_ABOVE))
"""The parameters for the nodes above, by the side they lie on."""
_TYPES: dict[str, TypeEngine[Any]] = {
    "day": Date(), "earliest": UTCDateTime(), "since": UTCDateTime(), "until": UTCDateTime(),
}  # fmt: skip
_PARTS = {
    "suits": _SUITS,
    "fits": _FITS,
    "hers_fits": _HERS_FITS,
    "is_free": _IS_FREE,
    "seen": _SEEN,
    "engaged": _ENGAGED.format(held=AssignmentStatus.HELD.value),
    "beyond": _BEYOND.format(fits=_FITS),
    "named": _NAMED,
    "her": _HER,
    "before": ", ".join(f":{name}" for name in BEFORE),
    "after": ", ".join(f":{name}" for name in AFTER),
}


def _statement(written: str) -> TextClause:
    made = text(written.format(**_PARTS))
    typed = [bindparam(name, type_=kind) for name, kind in _TYPES.items() if f":{name}" in made.text]
    return prepared(made.bindparams(*typed))


IS_KNOWN = _statement("SELECT 1 FROM nearness n WHERE n.origin = :origin AND n.place = 0")
"""Whether the places are kept as seen from a municipality."""

IN_ORDER = _statement("""
    SELECT {seen}, {engaged} FROM seat s {named} {fits} AND {is_free}
     ORDER BY s.level, s.minutes, s.number LIMIT :most""")
"""The first who are free, by level and least work."""

FIRST_IN_ORDER = _statement("""
    SELECT {seen}, {engaged}, NOT EXISTS ({beyond}) AS is_end
      FROM seat s {named} {suits} AND {is_free}
       AND (s.level, s.minutes, s.number) < (
           SELECT coalesce(max(r.level), :level + 1), coalesce(max(r.minutes), 0), coalesce(max(r.number), 0)
             FROM ({beyond}) r)
     ORDER BY s.level, s.minutes, s.number LIMIT :most""")
"""The same, looking at so many and no further; `is_end` when there are no more to look at.

One comparison bounds it: told of the level as well, SQLite would seek by that alone.
"""

NEAREST = _statement("""
    SELECT {seen}, {engaged} FROM nearness n
      LEFT JOIN seat s ON s.kommune = n.kommune AND {suits} AND s.level = :level AND {is_free}
      {her} AND n.origin = :origin
     ORDER BY n.place, s.minutes, s.number LIMIT :most""")
"""Of one level, the first who are free, by nearness and least work."""

_FREE_THEN = """
    SELECT {seen}, %s FROM (
        SELECT f.interpreter_id FROM free_span f
         WHERE f.language = :language AND f.node IN ({before})
           AND f.ends_at >= :ends_at AND f.ways & :free_for <> 0
        UNION ALL
        SELECT f.interpreter_id FROM free_span f
         WHERE f.language = :language AND f.node IN ({after})
           AND f.starts_at <= :starts_at AND f.ways & :free_for <> 0
        UNION ALL
        SELECT f.interpreter_id FROM free_span f
         WHERE f.language = :language AND f.node = :node
           AND f.starts_at <= :starts_at AND f.ends_at >= :ends_at AND f.ways & :free_for <> 0) found
      LEFT JOIN seat s ON s.interpreter_id = found.interpreter_id AND {hers_fits}
      {her} LIMIT :most"""
AT_THE_TIME = _statement(_FREE_THEN % "{engaged}")
"""Whoever is free, in no order."""

WHOEVER = _statement(_FREE_THEN % "1 AS engaged")
"""The same, without asking of so many who is engaged."""
