"""The statements that find who is free, in the order they are asked or by the time; one for both databases.

Parameters: `language`, `day`, `level` (the last that may be asked), `way` and `free_for` (bits: what
she takes part by, what she is free for), `gender` (empty for any), `starts_at` and `ends_at` (seconds
since 1970). Their plans are tested: no sort of many, no table read whole.
"""

from sqlalchemy import Date, TextClause, bindparam, text

from booking.availability.tree import MOST_ABOVE
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

_SEEN = "s.interpreter_id, s.number, s.level, s.kommune, s.gender, s.minutes, i.name, i.protected"
_NAMED = "CROSS JOIN interpreter i WHERE i.id = s.interpreter_id AND"
_HER = "LEFT JOIN interpreter i ON i.id = s.interpreter_id WHERE coalesce(s.number, 0) > 0"
"""As inner joins, but for the planners: they keep to the order in which outer ones are written."""
_PARTS = {
    "suits": _SUITS,
    "fits": _FITS,
    "hers_fits": _HERS_FITS,
    "is_free": _IS_FREE,
    "seen": _SEEN,
    "named": _NAMED,
    "her": _HER,
    "before": ", ".join(f":before_{n}" for n in range(MOST_ABOVE)),
    "after": ", ".join(f":after_{n}" for n in range(MOST_ABOVE)),
}


def _statement(written: str) -> TextClause:
    made = text(written.format(**_PARTS))
    return prepared(made.bindparams(bindparam("day", type_=Date)) if ":day" in made.text else made)


IS_KNOWN = _statement("SELECT 1 FROM nearness n WHERE n.origin = :origin AND n.place = 0")
"""Whether the places are kept as seen from a municipality."""

IN_ORDER = _statement("""
    SELECT {seen} FROM seat s {named} {fits} AND {is_free}
     ORDER BY s.level, s.minutes, s.number LIMIT :most""")
"""The first who are free, by level and least work."""

REACHED = _statement("""
    SELECT s.level, s.minutes, s.number FROM seat s WHERE {fits}
     ORDER BY s.level, s.minutes, s.number LIMIT 1 OFFSET :looked_at""")
"""Where one comes to who looks at so many."""

FIRST_IN_ORDER = _statement("""
    SELECT {seen} FROM seat s {named} {suits} AND {is_free}
       AND (s.level, s.minutes, s.number) < (:to_level, :to_minutes, :to_number)
     ORDER BY s.level, s.minutes, s.number LIMIT :most""")
"""The same, looking no further than there: of two bounds SQLite would seek by the first it is told."""

NEAREST = _statement("""
    SELECT {seen} FROM nearness n
      LEFT JOIN seat s ON s.kommune = n.kommune AND {suits} AND s.level = :level AND {is_free}
      {her} AND n.origin = :origin
     ORDER BY n.place, s.minutes, s.number LIMIT :most""")
"""Of one level, the first who are free, by nearness and least work."""

AT_THE_TIME = _statement("""
    SELECT {seen} FROM (
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
      {her} LIMIT :most""")
"""Whoever is free, in no order."""
