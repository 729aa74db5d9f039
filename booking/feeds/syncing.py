"""What has changed in a collection since a program last asked (RFC 6578), remembering nobody. Pure.

A token tells the state it was given for: how many rows there were up to which id, and when the last of them
changed. From that and the rows as they are now, whatever has changed can be told. Where it cannot (a row
was erased, the window moved on), the token is refused, and the program begins anew, as the RFC lets it.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from booking.feeds.entries import Item
from kit.secrets import digest

_OVERLAP = timedelta(minutes=10)
"""Longer than any transaction lasts: one that began before the token was given may commit after it."""
_TOKEN = re.compile(r"urn:x-tolkebok:sync:(\w+):(\d+):(\d+):(\d+):(\w+):(\w+)")
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def token(items: Sequence[Item], *, stamp: str, since: datetime) -> str:
    """The state of these items, gone or not."""
    known = [one for one in items if one.id > 0]
    newest = max((one.id for one in known), default=0)
    at = max((one.changed_at for one in known), default=_NEVER)
    told = (f"{since:%Y%m%d}", newest, len(known), int(at.timestamp()), _unsent(items), stamp)
    return "urn:x-tolkebok:sync:" + ":".join(map(str, told))


def changed(items: Sequence[Item], given: str, *, stamp: str, since: datetime) -> list[Item] | None:
    """Those that are new, changed or gone since the token was given; None for one that says too little.

    Some may be told again that had not changed: a program that has them hears the tag it holds.
    """
    if not given:
        return [one for one in items if not one.gone]
    read = _TOKEN.fullmatch(given)
    if read is None:
        return None
    begun, newest, count, at, unsent, known_stamp = read.groups()
    if known_stamp == stamp:
        return []
    counted = sum(0 < one.id <= int(newest) for one in items)
    if begun != f"{since:%Y%m%d}" or unsent != _unsent(items) or counted != int(count):
        return None
    after = datetime.fromtimestamp(int(at), UTC) - _OVERLAP
    return [one for one in items if one.id > int(newest) or (one.id > 0 and one.changed_at > after)]


def _unsent(items: Sequence[Item]) -> str:
    """What has no invitation has no history either: any change among it is a new beginning."""
    told = sorted((one.id, one.version) for one in items if one.id <= 0)
    return digest(repr(told))[:8] if told else "none"
