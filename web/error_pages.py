"""A refusal as a page: what happened, what to do about it, and its code."""

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from kit.errors import Refusal


def refusal_page(_request: Request, refusal: Refusal, status: int) -> Response:
    """The page for one refusal."""
    return HTMLResponse(f"<h1>{refusal.code}</h1>", status)
