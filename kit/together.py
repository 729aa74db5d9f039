"""Questions that come in the same turn of the event loop are put as one.

A database in a process of its own is paid for by the journey more than by the rows: eight hot reads that
wait at once are one statement (docs/decisions/0004). Nothing is kept: each is answered by a statement that
was begun after it came.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class Together(Generic[Asked, Answer]):
    """What `answers` tells of each of several, asked about one at a time from an event loop."""

    def __init__(self, answers: Callable[[Sequence[Asked]], Mapping[Asked, Answer]]) -> None:
        self._answers = answers
        self._waiting: dict[asyncio.AbstractEventLoop, list[tuple[Asked, asyncio.Future[Answer | None]]]] = {}

    async def about(self, asked: Asked) -> Answer | None:
        """The answer, None when there is none. A fault is told to everyone it was asked for."""
        loop = asyncio.get_running_loop()
        told: asyncio.Future[Answer | None] = loop.create_future()
        waiting = self._waiting.get(loop)
        if waiting is None:
            waiting = self._waiting[loop] = []
            loop.call_soon(self._ask, loop)
        waiting.append((asked, told))
        return await told

    def _ask(self, loop: asyncio.AbstractEventLoop) -> None:
        waiting = [(asked, told) for asked, told in self._waiting.pop(loop) if not told.done()]
        try:
            answers = self._answers(list(dict.fromkeys(asked for asked, _ in waiting)))
        except Exception as fault:  # noqa: BLE001 - each of those who wait is told
            for _, told in waiting:
                told.set_exception(fault)
            return
        for asked, told in waiting:
            told.set_result(answers.get(asked))
