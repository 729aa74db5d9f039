"""The log of who did what, when and why: newest first, filtered, and as a file, which is itself logged."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session, col, select

from booking.tables import Booking
from identity import accounts, audit
from identity.acting import SignedIn
from identity.audit import reading, sealing
from identity.audit.reading import Filter, Told
from identity.permissions import Action, Actor, require
from identity.tables import Organisation
from kit.clock import oslo_midnight
from kit.db import stored_id
from kit.errors import invalid
from kit.http import Now, Reading, Writing
from registry import profiles
from registry.tables import Interpreter
from web.pages.auditing import acts
from web.pages.exporting import csv_file
from web.pages.forms import Form, asked, asking_again
from web.pages.site import page, reader_tongue
from web.pages.turning import address, turns

router = APIRouter(include_in_schema=False)

_AT_A_TIME = 50
_IN_A_FILE = 100_000
_FIELDS = ("number", "email", "act", "since", "until")
_FINGERPRINT, _ENOUGH = re.compile("[0-9a-f]{64}"), 12
_CALLED = {
    "interpreter": (col(Interpreter.id), col(Interpreter.number)),
    "booking": (col(Booking.id), col(Booking.reference)),
    "organisation": (col(Organisation.id), col(Organisation.name)),
}


@router.get("/audit")
def show(request: Request, actor: SignedIn, session: Reading) -> Response:
    """The acts that fit what is asked for, newest first."""
    require(actor, Action.SEE_LOGS)
    form = asked(request)
    with asking_again(form, lambda refused: _log(request, actor, session, refused, Filter(subjects=()))):
        wanted = _wanted(session, form)
    return _log(request, actor, session, form, wanted)


@router.get("/audit.csv")
def as_csv(request: Request, actor: SignedIn, session: Writing, now: Now) -> Response:
    """The same acts as a file, at most 100,000; that it was taken out is logged."""
    require(actor, Action.SEE_LOGS)
    form = asked(request)
    told, _more = reading.find(session, _wanted(session, form), limit=_IN_A_FILE)
    names = _names(session, told)
    rows = [
        (
            one.entry.at.isoformat(), one.by, one.entry.act, _about(one, names), one.entry.why,
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
def seals(actor: SignedIn, session: Writing, now: Now) -> Response:
    """The daily seals, a line of JSON each, to be kept elsewhere; that they were taken out is recorded."""
    require(actor, Action.SEE_LOGS)
    told, act = {"what": "seals"}, audit.Act.AUDIT_EXPORTED
    audit.record(session, audit.about_register(), act, by=actor.id, now=now, content=told)
    lines = "".join(f"{line}\n" for line in sealing.exported(session))
    headers = {"Content-Disposition": 'attachment; filename="seals.jsonl"', "Cache-Control": "no-store"}
    return Response(lines, media_type="application/jsonl", headers=headers)


def _log(request: Request, actor: Actor, session: Session, form: Form, wanted: Filter) -> Response:
    told, following = reading.find(session, wanted, limit=_AT_A_TIME, cursor=form.get("cursor") or None)
    typed = {name: form.get(name) for name in _FIELDS if form.get(name)}
    tongue = reader_tongue(request, actor)
    names = _names(session, told)
    return page(
        request,
        "auditing/log.html",
        actor=actor,
        form=form,
        rows=[(one, acts.said(one.entry.act, tongue), _about(one, names), _details(one)) for one in told],
        acts=acts.choices(tongue),
        filtered=bool(typed),
        csv=address("/audit.csv", typed),
        turns=turns("/audit", typed, form, following),
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
        both = map(audit.about_interpreter, profiles.entries_of(session, found))
        wanted = replace(wanted, subjects=tuple(both))
    if form.get("email"):
        account = accounts.by_email(session, form.get("email"))
        if account is None:
            raise invalid("email", "unknown_account", "There is no such account.")
        wanted = replace(wanted, account_id=stored_id(account.id))
    return wanted


def _names(session: Session, told: Sequence[Told]) -> Mapping[str, str]:
    """What people call the subjects: a person's number, a booking's reference, an organisation's name."""
    subjects = {one.entry.subject for one in told}
    names: dict[str, str] = {}
    for kind, (key, called) in _CALLED.items():
        ids = [int(one.rpartition(":")[2]) for one in subjects if one.startswith(f"{kind}:")]
        found = session.exec(select(key, called).where(key.in_(ids))).all()
        names |= {f"{kind}:{one}": str(name) for one, name in found}
    return names


def _about(one: Told, names: Mapping[str, str]) -> str:
    """What the subject is called, or the subject as it is kept."""
    return names.get(one.entry.subject, one.entry.subject)


def _details(one: Told) -> list[tuple[str, str]]:
    """What an entry says, as words the page can set apart; a fingerprint by its beginning."""
    said = one.entry.content or {}
    return [(name.replace("_", " "), _said(value)) for name, value in said.items()]


def _said(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"{text[:_ENOUGH]}…" if _FINGERPRINT.fullmatch(text) else text


def _content(one: Told) -> str:
    return "" if one.entry.content is None else json.dumps(one.entry.content, ensure_ascii=False)
