"""The log of who did what, when and why: newest first, filtered, and as a file, which is itself logged."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session, col, select

from identity import accounts, audit
from identity.acting import SignedIn
from identity.audit import reading, sealing
from identity.audit.reading import Filter, Told
from identity.permissions import Action, Actor, require
from kit.clock import oslo_midnight
from kit.db import stored_id
from kit.errors import invalid
from kit.http import Now, Reading, Writing
from registry.tables import Interpreter
from web.pages.auditing import acts
from web.pages.exporting import csv_file
from web.pages.forms import Form, asked, asking_again
from web.pages.site import page, reader_tongue

router = APIRouter(include_in_schema=False)

_AT_A_TIME = 50
_IN_A_FILE = 100_000
_FIELDS = ("number", "email", "act", "since", "until")
_ABOUT_INTERPRETER = "interpreter:"


@router.get("/audit")
def show(request: Request, actor: SignedIn, session: Reading) -> Response:
    """The acts that fit what is asked for, newest first."""
    require(actor, Action.SEE_LOGS)
    form = asked(request)
    with asking_again(form, lambda refused: _log(request, actor, session, refused, Filter(subject=""))):
        wanted = _wanted(session, form)
    return _log(request, actor, session, form, wanted)


@router.get("/audit.csv")
def as_csv(request: Request, actor: SignedIn, session: Writing, now: Now) -> Response:
    """The same acts as a file, at most 100,000; that it was taken out is logged."""
    require(actor, Action.SEE_LOGS)
    form = asked(request)
    told, _more = reading.find(session, _wanted(session, form), limit=_IN_A_FILE)
    numbers = _numbers(session, told)
    rows = [
        (
            one.entry.at.isoformat(), one.by, one.entry.act, _about(one, numbers), one.entry.why,
            _content(one), one.entry.subject, one.entry.position, one.entry.link,
        )
        for one in told
    ]  # fmt: skip
    asked_for = {name: form.get(name) for name in _FIELDS if form.get(name)}
    audit.record(
        session,
        audit.about_register(),
        audit.Act.AUDIT_EXPORTED,
        by=actor.account_id,
        now=now,
        content={"rows": len(rows), "filters": sorted(asked_for)},
    )
    heads = ("at", "by", "act", "about", "why", "content", "subject", "position", "link")
    return csv_file(f"audit-{now:%Y-%m-%d}", heads, rows)


@router.get("/audit/seals.jsonl")
def seals(actor: SignedIn, session: Reading) -> Response:
    """The daily seals, a line of JSON each, to be kept elsewhere."""
    require(actor, Action.SEE_LOGS)
    lines = "".join(f"{line}\n" for line in sealing.exported(session))
    headers = {"Content-Disposition": 'attachment; filename="seals.jsonl"', "Cache-Control": "no-store"}
    return Response(lines, media_type="application/jsonl", headers=headers)


def _log(request: Request, actor: Actor, session: Session, form: Form, wanted: Filter) -> Response:
    told, following = reading.find(session, wanted, limit=_AT_A_TIME, cursor=form.get("cursor") or None)
    typed = {name: form.get(name) for name in _FIELDS if form.get(name)}
    tongue = reader_tongue(request, actor)
    numbers = _numbers(session, told)
    return page(
        request,
        "auditing/log.html",
        actor=actor,
        form=form,
        rows=[(one, acts.said(one.entry.act, tongue), _about(one, numbers), _details(one)) for one in told],
        acts=acts.choices(tongue),
        filtered=bool(typed),
        csv="/audit.csv?" + urlencode(typed),
        first="/audit?" + urlencode(typed) if form.get("cursor") else "",
        next="/audit?" + urlencode({**typed, "cursor": following}) if following else "",
    )


def _wanted(session: Session, form: Form) -> Filter:
    typed = form.read()
    number = typed.whole("number")
    act = typed.word("act", audit.Act)
    since = typed.day("since") if typed.text("since") else None
    until = typed.day("until") if typed.text("until") else None
    typed.settle()
    wanted = Filter(
        act=act,
        since=oslo_midnight(since) if since else None,
        until=oslo_midnight(until + timedelta(days=1)) if until else None,
    )
    if number is not None:
        found = session.exec(select(Interpreter.id).where(Interpreter.number == number)).first()
        if found is None:
            raise invalid("number", "unknown_interpreter", "No interpreter in the register has this number.")
        wanted = replace(wanted, subject=audit.about_interpreter(found))
    if form.get("email"):
        account = accounts.by_email(session, form.get("email"))
        if account is None:
            raise invalid("email", "unknown_account", "There is no such account.")
        wanted = replace(wanted, account_id=stored_id(account.id))
    return wanted


def _numbers(session: Session, told: Sequence[Told]) -> Mapping[str, int]:
    subjects = {one.entry.subject for one in told}
    ids = [int(one.rpartition(":")[2]) for one in subjects if one.startswith(_ABOUT_INTERPRETER)]
    found = session.exec(select(Interpreter.id, Interpreter.number).where(col(Interpreter.id).in_(ids)))
    return {audit.about_interpreter(stored_id(one)): number for one, number in found}


def _about(one: Told, numbers: Mapping[str, int]) -> str:
    """The interpreter's number, or the subject as it is kept."""
    return str(numbers.get(one.entry.subject, one.entry.subject))


def _details(one: Told) -> list[tuple[str, str]]:
    """What an entry says, as words the page can set apart."""
    said = one.entry.content or {}
    return [
        (name.replace("_", " "), ", ".join(map(str, value)) if isinstance(value, list) else str(value))
        for name, value in said.items()
    ]


def _content(one: Told) -> str:
    return "" if one.entry.content is None else json.dumps(one.entry.content, ensure_ascii=False)
