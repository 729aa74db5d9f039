"""Transactions, settings and the time as FastAPI dependencies.

`scope="function"` ends a transaction before the response is sent: an answer of 201 has committed.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session

from kit.config import Settings
from kit.db import Database


def database_of(request: Request) -> Database:
    """The application's database."""
    database: Database = request.app.state.database
    return database


def settings_of(request: Request) -> Settings:
    """The application's settings."""
    settings: Settings = request.app.state.settings
    return settings


def now_of(request: Request) -> datetime:
    """What time it is by the application's clock."""
    now: datetime = request.app.state.clock()
    return now


def address_of(request: Request) -> str:
    """The network address the request came from, as the server tells it."""
    return request.client.host if request.client else "unknown"


def _writing(database: Annotated[Database, Depends(database_of)]) -> Iterator[Session]:
    with database.write() as session:
        yield session


def _reading(database: Annotated[Database, Depends(database_of)]) -> Iterator[Session]:
    with database.read() as session:
        yield session


async def _now(request: Request) -> datetime:  # async: a plain one would cost every request a thread
    return now_of(request)


Writing = Annotated[Session, Depends(_writing, scope="function")]
Reading = Annotated[Session, Depends(_reading, scope="function")]
Now = Annotated[datetime, Depends(_now)]
InSettings = Annotated[Settings, Depends(settings_of)]
Address = Annotated[str, Depends(address_of)]
InDatabase = Annotated[Database, Depends(database_of)]
