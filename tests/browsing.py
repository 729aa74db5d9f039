"""Pages read and forms sent as a browser without JavaScript does it: what a form holds is what it sends."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

from fastapi.testclient import TestClient
from httpx2 import Response


@dataclass
class SentForm:
    """One form of a page, with the values it would send as it stands."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)
    """Every value of each choice, taken or not."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[SentForm] = []
        self.words: list[str] = []
        self._form: SentForm | None = None
        self._select: str | None = None
        self._textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = SentForm(given.get("action", ""), given.get("method", "get"))
            self.forms.append(self._form)
        if self._form is None:
            return
        if tag == "input":
            self._input(self._form, given)
        elif tag == "select":
            self._select = given["name"]
        elif tag == "textarea":
            self._textarea = given["name"]
        elif tag == "option" and self._select is not None:
            self._choice(self._form, self._select, given["value"], taken="selected" in given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._form is not None and self._textarea is not None:
            self._form.values.setdefault(self._textarea, []).append(data.strip())

    def _input(self, form: SentForm, given: dict[str, str]) -> None:
        if "name" not in given:
            return
        if given.get("type") in {"radio", "checkbox"}:
            self._choice(form, given["name"], given["value"], taken="checked" in given)
        else:
            form.values[given["name"]] = [given.get("value", "")]

    def _choice(self, form: SentForm, name: str, value: str, *, taken: bool) -> None:
        form.offered.setdefault(name, []).append(value)
        if taken:
            form.values.setdefault(name, []).append(value)


@dataclass
class Page:
    """A page as somebody at a browser has it before her."""

    http: TestClient
    response: Response

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def path(self) -> str:
        return self.response.url.path

    @property
    def words(self) -> str:
        """All that can be read, with single spaces."""
        return " ".join(" ".join(self._read().words).split())

    def form(self, action: str) -> SentForm:
        """The form that sends to this address."""
        forms = [form for form in self._read().forms if form.action == action]
        assert len(forms) == 1, (action, [form.action for form in self._read().forms])
        return forms[0]

    def send(self, action: str, **typed: str | list[str]) -> "Page":
        """Fill in a form of this page and send it; a choice must be among those offered."""
        form = self.form(action)
        for name, value in typed.items():
            plain = name.rstrip("_")
            for one in [value] if isinstance(value, str) else value:
                assert plain in form.values or one in form.offered.get(plain, []), (plain, one)
            form.values[plain] = [value] if isinstance(value, str) else value
        return Page(self.http, self.http.post(urljoin(self.path, action), data=form.values))

    def _read(self) -> _Reader:
        reader = _Reader()
        reader.feed(self.response.text)
        return reader


def visit(http: TestClient, address: str) -> Page:
    """Open an address in English."""
    return Page(http, http.get(address, headers={"Cookie": "tongue=en"}))
