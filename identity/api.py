"""The identity package over REST."""

from fastapi import APIRouter

router = APIRouter(prefix="/api/v1")
