"""A receipt's reference: unguessable, short enough to type from paper, with a check letter.

Twelve letters of Crockford's base 32 (60 bits: no I, L, O or U to mistake) and one check letter by
ISO 7064 MOD 37,36, which shows every single wrong letter and every two that changed places.
"""

import secrets

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_37_36

from kit.errors import invalid

LENGTH = 13
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISTAKEN = str.maketrans("OIL", "011", " -–")


def draw() -> str:
    """A new reference, as stored."""
    while True:
        drawn = "".join(secrets.choice(_LETTERS) for _ in range(LENGTH - 1))
        check = mod_37_36.calc_check_digit(drawn)
        if check in _LETTERS:
            return drawn + check


def written(reference: str) -> str:
    """As people read it: K7QM-2XRD-94TVF."""
    return f"{reference[:4]}-{reference[4:8]}-{reference[8:]}"


def read(typed: str) -> str:
    """The reference as stored, however it was typed. Invalid `mistyped_reference` when it cannot be one."""
    told = typed.upper().translate(_MISTAKEN)
    try:
        if len(told) == LENGTH and set(told) <= set(_LETTERS) and mod_37_36.validate(told):
            return told
    except ValidationError:
        pass
    raise invalid(
        "reference",
        "mistyped_reference",
        "This is not a receipt's reference: at least one letter is wrong. Compare it with the receipt.",
    )
