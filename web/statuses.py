"""Which HTTP status a refusal is told with, and what each status is called."""

from collections.abc import Mapping

from kit.errors import Conflict, Forbidden, Invalid, NotFound, Refusal

_STATUS: Mapping[type[Refusal], int] = {NotFound: 404, Forbidden: 403, Conflict: 409, Invalid: 422}
_STATUS_OF_CODE: Mapping[str, int] = {
    "sign_in_required": 401,
    "unknown_token": 401,
    "wrong_credentials": 401,
    "too_many_attempts": 429,
    "too_large": 413,
    "not_ready": 503,
}
TITLES: Mapping[int, str] = {
    400: "Bad request",
    401: "Sign in first",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    413: "Too large",
    422: "Invalid input",
    429: "Too many attempts",
    500: "Our fault",
    503: "Not ready",
}


def status_of(refusal: Refusal) -> int:
    """The HTTP status a refusal is told with."""
    return _STATUS_OF_CODE.get(refusal.code) or next(
        status for kind, status in _STATUS.items() if isinstance(refusal, kind)
    )
