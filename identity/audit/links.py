"""How one entry hangs on the one before: pure.

The link is the SHA-256 of the link before and everything about the entry but its content; of that it
takes the salted digest. So content can be erased and the chain still be followed, and nobody can
find out by trying what an erased entry said.
"""

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

START = "0" * 64
"""The link before the first."""


def content_digest(salt: str, why: str | None, content: object) -> str:
    """The digest of what an entry says."""
    return _digest([salt, why, content])


def link(
    before: str,
    *,
    subject: str,
    position: int,
    at: datetime,
    account_id: int | None,
    act: str,
    said: str,
) -> str:
    """The link of an entry; `said` is its content's digest."""
    return _digest([before, subject, position, at.astimezone(UTC).isoformat(), account_id, act, said])


def seal_digest(before: str, heads: list[tuple[str, int, str]]) -> str:
    """The digest of a seal: of the one before, and of the heads that moved, in the order of subjects."""
    return _digest([before, [list(head) for head in sorted(heads)]])


def _digest(facts: list[Any]) -> str:
    written = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()
