"""Random tokens handed out once, and the digests that are all we keep of them."""

import hashlib
import secrets as _random

_PLAIN = "abcdefghijkmnpqrstuvwxyz23456789"


def new_token() -> str:
    """An unguessable token, URL-safe, 256 bits."""
    return _random.token_urlsafe(32)


def digest(token: str) -> str:
    """What is stored of a token: sha256 in hex. Enough for random tokens; never for passwords."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_address_token() -> str:
    """An unguessable token for mail addresses, where case may be lost: 128 bits in hex."""
    return _random.token_hex(16)


def new_typed_secret() -> str:
    """An unguessable password that a person may have to type on a telephone: 120 bits, in groups of four.

    Without the letters and digits that are taken for one another.
    """
    signs = [_random.choice(_PLAIN) for _ in range(24)]
    return "-".join("".join(signs[first : first + 4]) for first in range(0, 24, 4))
