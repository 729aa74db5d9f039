"""What comes out of batches over REST."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field


class BatchOut(BaseModel):
    """How far a file has come. `results` is where the answers are, when they all are and until removed.

    `signed`, if asked for, is a compact JWS that holds the SHA-256 of the results file.
    """

    reference: str
    created_at: datetime
    total: Annotated[int, Field(description="Rows in the file.")]
    wrong: Annotated[int, Field(description="Rows that could not be asked; the results say why.")]
    done: Annotated[int, Field(description="Rows answered so far.")]
    finished_at: datetime | None
    removed_at: datetime | None
    results: str | None
    signed: str | None
