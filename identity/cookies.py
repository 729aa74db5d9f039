"""The session cookie: unreadable to scripts, not sent along from other sites, Secure under https."""

from datetime import timedelta

from fastapi import Request, Response

from kit.config import Settings


def cookie_name(settings: Settings) -> str:
    """The session cookie's name: `__Host-` when people reach us over https."""
    return "__Host-tolkebok" if settings.secure else "tolkebok"


def token_in(request: Request, settings: Settings) -> str | None:
    """The session token the browser showed, whether or not it is in force."""
    return request.cookies.get(cookie_name(settings))


def hand_over(response: Response, token: str, settings: Settings) -> None:
    """Give the browser its session token."""
    _set(response, token, settings, lasts=settings.session_length)


def take_back(response: Response, settings: Settings) -> None:
    """Have the browser forget its session token."""
    _set(response, "", settings, lasts=timedelta(0))


def _set(response: Response, value: str, settings: Settings, *, lasts: timedelta) -> None:
    response.set_cookie(
        cookie_name(settings),
        value,
        max_age=int(lasts.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=settings.secure,
    )
