"""How the demo's story is printed step by step, and how it stops when a step goes wrong."""

from typing import Any, NoReturn

import httpx
from rich.console import Console
from rich.markup import escape


class StoryStopped(Exception):
    """A step did not go as told; the text says which, and what happened instead."""


class Teller:
    """Prints the story, and knows which step is being told."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._step = 0
        self._title = ""

    def begin(self, title: str) -> None:
        """The next step."""
        self._step += 1
        self._title = title
        self._console.print(f"\n[bold]{self._step}  {escape(title)}[/]")

    def say(self, line: str) -> None:
        """One line of it."""
        self._console.print(f"   {escape(line)}")

    def ask(self, client: httpx.Client, method: str, path: str, body: Any = None) -> Any:
        """One call to the server, and its answer read; any refusal ends the story."""
        try:
            answer = client.request(method, path, json=body)
        except httpx.TransportError as fault:
            self.stop(f"{method} {path} got no answer ({type(fault).__name__})")
        if not answer.is_success:
            self.stop(f"{method} {path} was answered {answer.status_code} {_told(answer)}")
        return answer.json() if answer.content else None

    def stop(self, why: str) -> NoReturn:
        """End the story here."""
        raise StoryStopped(f"step {self._step}, {self._title}: {why}")


def _told(answer: httpx.Response) -> str:
    """The code and detail of a problem, and of the fields it is about; anything else is not repeated."""
    if answer.headers.get("content-type") != "application/problem+json":
        return "without saying why"
    problem = answer.json()
    fields = "; ".join(f"{error['field']}: {error['detail']}" for error in problem["errors"])
    return f"{problem['code']}: {problem['detail']} {fields}".strip()
