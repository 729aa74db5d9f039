"""Receipts over REST: asked for by anyone, read by whoever has the reference, listed for those who asked."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from identity.acting import Acting, SignedIn
from kit.config import Settings
from kit.http import Address, InSettings, Now, Reading, Writing
from kit.paging import Page
from kit.signing import Keys
from registry import shown
from registry.receipts import issuing, reading, references
from registry.receipts.issuing import Question, Seal
from registry.receipts.reading import Seen, Wanted
from registry.receipts.schemas import CheckIn, CheckOut, ListedOut, ListIn, QuestionIn, ReceiptOut
from registry.receipts.tables import Receipt

router = APIRouter(prefix="/api/v1", tags=["receipts"])

_SIGNED_IN_OR_NOT: dict[str, Any] = {"security": [{}]}
"""Beside the lock that `Acting` puts on a call: signing in is possible, not needed."""
_STORED = set(ReceiptOut.model_fields) & set(Receipt.model_fields)
_LISTED = set(ListedOut.model_fields) & set(Receipt.model_fields)

Reference = Annotated[str, Path(max_length=40, description="As the receipt shows it; dashes do not count.")]


@router.post(
    "/verify/receipts",
    status_code=201,
    responses={429: {"description": "Too many receipts"}},
    openapi_extra=_SIGNED_IN_OR_NOT,
)
def issue_receipt(
    given: QuestionIn,
    actor: Acting,
    session: Writing,
    settings: InSettings,
    now: Now,
    address: Address,
    response: Response,
) -> ReceiptOut:
    """Ask as `/verify` does, and have the answer kept and signed. Signed in, it is in one's own list too."""
    receipt = issuing.issue(
        session,
        question=Question(given.number, given.language, given.on),
        seal=seal_of(settings),
        asker=actor,
        address=address,
        now=now,
    )
    response.headers["Location"] = f"/api/v1/receipts/{references.written(receipt.reference)}"
    seen = reading.show(session, reference=receipt.reference, keys=Keys(settings.keys_dir), now=now)
    return _told(seen, settings)


@router.get("/receipts/{reference}")
def show_receipt(reference: Reference, session: Reading, settings: InSettings, now: Now) -> ReceiptOut:
    """What was answered then, and what is answered today; for whoever has the reference."""
    seen = reading.show(session, reference=reference, keys=Keys(settings.keys_dir), now=now)
    return _told(seen, settings)


@router.post("/receipts/check")
def check_receipt(given: CheckIn, session: Reading, settings: InSettings) -> CheckOut:
    """Is this signed text, or this reference, a receipt of ours? Nothing is stored."""
    checked = reading.check(session, text=given.text, keys=Keys(settings.keys_dir))
    receipt = checked.receipt
    return CheckOut(
        genuine=checked.genuine,
        claims=dict(checked.claims),
        reference=None if receipt is None else references.written(receipt.reference),
        address=None if receipt is None else address_of(settings, receipt),
    )


@router.get("/receipts")
def list_receipts(wanted: Annotated[ListIn, Query()], actor: SignedIn, session: Reading) -> Page[ListedOut]:
    """The receipts of one's organisations and one's own, newest first."""
    rows, following = reading.own(
        session,
        actor,
        Wanted(wanted.q, wanted.answer, wanted.first, wanted.last),
        limit=wanted.limit,
        cursor=wanted.cursor,
    )
    return Page(items=[_listed(receipt, name) for receipt, name in rows], next=following)


def seal_of(settings: Settings) -> Seal:
    """What this installation signs receipts with."""
    return Seal(Keys(settings.keys_dir), settings.public_url)


def address_of(settings: Settings, receipt: Receipt) -> str:
    """The receipt's page, as its QR code says it."""
    return f"{settings.public_url}/receipts/{references.written(receipt.reference)}"


def _told(seen: Seen, settings: Settings) -> ReceiptOut:
    stored = seen.receipt.model_dump(include=_STORED - {"reference", "name", "signed"})
    return ReceiptOut.model_validate(
        {
            **stored,
            "reference": references.written(seen.receipt.reference),
            "address": address_of(settings, seen.receipt),
            "name": seen.name,
            "genuine": seen.genuine,
            "signed": seen.signed,
            "today": {**shown.verified(seen.today), "on": seen.today_on},
        }
    )


def _listed(receipt: Receipt, name: str | None) -> ListedOut:
    stored = receipt.model_dump(include=_LISTED - {"reference", "name"})
    return ListedOut(**stored, reference=references.written(receipt.reference), name=name)
