"""What is known now of whoever a number stands for: asked by the hot reads, on the kept connection.

SQLite is asked for each at once. PostgreSQL, in a process of its own, is asked for all that came together.
"""

from functools import partial

from fastapi import Request

from kit.db import Database
from kit.together import Together
from registry import facts
from registry.facts import Facts


class Known:
    """The facts of one number after another; for the event loop's thread alone, as the kept connection is."""

    def __init__(self, database: Database) -> None:
        self._kept = database.kept
        answers = partial(facts.of_numbers, self._kept)
        self._together = None if database.is_sqlite else Together(answers)

    async def whoever(self, number: int) -> Facts | None:
        """The facts of whoever it stands for, as known now; None when nobody has it."""
        if self._together is None:
            return facts.whoever(self._kept, number)
        known = await self._together.about(number)
        while known is not None and known.stands_as is not None:
            known = await self._together.about(known.stands_as)
        return known


def known_of(request: Request) -> Known:
    """The application's own."""
    known: Known = request.app.state.known
    return known
