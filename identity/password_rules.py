"""What a password must be: long, and not the first thing to guess. No rule about odd characters."""

from kit.errors import FieldError, Invalid

LEAST = 12
MOST = 200  # a longer one only costs us time
_DIFFERENT = 5
_GUESSED = 4  # a name in the address shorter than this is in many good passwords


def require_good(password: str, *, email: str, field: str) -> None:
    """Invalid, naming `field` and the remedy, unless the password is fit for the account."""
    fault = fault_in(password, email=email, field=field)
    if fault is not None:
        raise Invalid(fault)


def fault_in(password: str, *, email: str, field: str) -> FieldError | None:
    """What is wrong with the password, or None."""
    if len(password) < LEAST:
        return FieldError(field, "password_too_short", "Use at least {least} characters.", {"least": LEAST})
    if len(password) > MOST:
        return FieldError(field, "password_too_long", "Use at most {most} characters.", {"most": MOST})
    said = password.lower()
    if len(set(said)) < _DIFFERENT:
        return FieldError(field, "password_too_simple", "Use more different characters.")
    local = email.partition("@")[0]
    if len(local) >= _GUESSED and local in said:
        return FieldError(field, "password_is_the_address", "Leave your e-mail address out of it.")
    return None
