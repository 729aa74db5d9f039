"""The public keys that anybody can check our signatures with, where RFC 8615 says such things stand."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from kit.http import InSettings
from kit.signing import Keys

router = APIRouter(tags=["receipts"])

_AN_HOUR = {"Cache-Control": "public, max-age=3600", "Access-Control-Allow-Origin": "*"}


@router.get("/.well-known/jwks.json")
def published(settings: InSettings) -> JSONResponse:
    """Every signing key there has been, newest first, its public part alone: a JWK Set (RFC 7517)."""
    return JSONResponse(Keys(settings.keys_dir).jwks(), headers=_AN_HOUR)
