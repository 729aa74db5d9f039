"""What comes out over REST about sessions and those who wait."""

from datetime import date

from pydantic import BaseModel

from registry.words import TrainingKind


class SessionOut(BaseModel):
    """One test, course or class with its results; `pass_percent` is null while nobody has one."""

    id: int
    kind: TrainingKind
    name: str
    issuer: str | None
    first: date
    last: date
    languages: int
    candidates: int
    passed: int
    failed: int
    pass_percent: int | None


class WaitingOut(BaseModel):
    """Who waits for a TAO course in a language, since when, and how to reach her."""

    number: int
    name: str
    language: str
    since: date
    translator: bool
    email: str | None
    phone: str | None
