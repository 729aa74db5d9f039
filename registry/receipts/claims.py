"""What a signed receipt says: the question, the answer, and as of when it was known (RFC 7519 claims)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from registry.receipts import references
from registry.receipts.tables import Receipt

TYP = "tolkebok-receipt+jws"
"""The `typ` of a receipt's header: nothing else that is signed here passes as one."""
BATCH_TYP = "tolkebok-batch-receipt+jws"
"""The `typ` of the receipt of a file of answers."""


def of(receipt: Receipt) -> dict[str, Any]:
    """The claims of a receipt but for `iss`, the address it was issued at. Days and instants are ISO 8601."""
    answered_at = said(receipt.answered_at)
    return {
        "jti": references.written(receipt.reference),
        "number": receipt.number,
        "language": receipt.language,
        "on": said(receipt.on),
        "answer": receipt.answer.value,
        "name": receipt.name,
        "category": receipt.category,
        "letter": receipt.letter,
        "evidence": receipt.evidence,
        "valid_from": said(receipt.valid_from),
        "valid_until": said(receipt.valid_until),
        "answered_at": answered_at,
        "known_at": answered_at,
    }


def agree(claims: Mapping[str, Any], receipt: Receipt) -> bool:
    """Whether a signed text says what the stored receipt says, wherever it was issued."""
    return {name: value for name, value in claims.items() if name != "iss"} == of(receipt)


def said(moment: date | datetime | None) -> str | None:
    """A day as 2026-11-23, an instant in UTC as 2026-11-23T08:00:00Z."""
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
    return moment.isoformat() if moment is not None else None
