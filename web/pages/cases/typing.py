"""What was typed about evidence in an application: a block for each piece, the empty ones left out."""

from datetime import date

from kit.errors import FieldError, Invalid
from registry.evidence import NewEvidence
from registry.schemas import EvidenceIn
from registry.words import EvidenceKind
from web.pages.forms import Form, parse

BLOCKS = 4
"""How many pieces one form describes; more can be added to the case afterwards."""
_FIELDS = ("kind", "language", "credits", "issuer", "issued_on", "valid_until", "reference")


def claims(form: Form, today: date) -> list[NewEvidence]:
    """The pieces described; Invalid with every fault at once, each under its block's name."""
    faults: list[FieldError] = []
    found = []
    for number in range(BLOCKS):
        if any(form.get(f"claims.{number}.{name}") for name in _FIELDS):
            try:
                found.append(_claim(form, number, today))
            except Invalid as refusal:
                faults += refusal.errors
    if faults:
        raise Invalid(*faults)
    return found


def _claim(form: Form, number: int, today: date) -> NewEvidence:
    """One piece; fields the page hides for this kind are not read."""
    at = f"claims.{number}."
    typed = form.read()
    chosen = typed.word(at + "kind", EvidenceKind)
    kind = chosen or EvidenceKind.TAO
    told = {
        "kind": kind,
        "language": typed.text(at + "language") if kind is not EvidenceKind.TAO else None,
        "credits": typed.whole(at + "credits") if kind is EvidenceKind.CREDITS else None,
        "issuer": form.get(at + "issuer"),
        "issued_on": typed.day(at + "issued_on") or today,
        "valid_until": typed.day(at + "valid_until") if typed.text(at + "valid_until") else None,
        "reference": typed.text(at + "reference"),
    }
    faults = list(typed.missing({at + "kind": chosen}).errors)
    try:
        given = parse(EvidenceIn, told)
    except Invalid as refusal:
        named = [FieldError(at + one.field, one.code, one.detail, one.values) for one in refusal.errors]
        raise Invalid(*faults, *named) from refusal
    if faults:
        raise Invalid(*faults)
    return NewEvidence(**given.model_dump())
