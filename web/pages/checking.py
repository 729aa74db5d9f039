"""Is this interpreter qualified? The register's answer in large words, and what to do with it.

A hot read: `async`, on the kept connection, its route without the framework's reading of parameters, its page
written once for each kind of answer (docs/decisions/0004).
"""

from collections.abc import Mapping
from datetime import date

from fastapi import Request
from fastapi.responses import Response

from identity.acting import acting_kept
from identity.permissions import Actor
from kit import clock
from kit.http import now_of
from kit.i18n import mark, say_instant
from registry import languages, verification
from registry.asking import known_of
from registry.verification import Answer
from web.labels import short_date
from web.pages import choosing
from web.pages.forms import Form, asked, asking_again
from web.pages.site import page, reader_tongue

MEANING: Mapping[Answer, str] = {
    Answer.VALID: mark("The register holds documentation that gives this category on that day."),
    Answer.VALID_UNTIL_BEFORE_DATE: mark("The qualification holds today, but ends before that day."),
    Answer.VALID_ONLY_AFTER: mark("The qualification begins after that day."),
    Answer.LAPSED: mark("There was a qualification, and it has ended."),
    Answer.EXCLUDED: mark(
        "The interpreter has been excluded under the Interpreting Act and may not be used."
    ),
    Answer.LANGUAGE_NOT_HELD: mark("The interpreter is in the register, but not with this language."),
    Answer.NOT_LISTED: mark("Being listed is voluntary: not listed is not the same as unqualified."),
    Answer.UNKNOWN_NUMBER: mark("Nobody in the register has the number you gave."),
}
ADVICE: Mapping[Answer, str] = {
    Answer.VALID: mark(
        "Compare the name with the interpreter's card, and keep this answer in the case file."
    ),
    Answer.VALID_UNTIL_BEFORE_DATE: mark(
        "Ask again closer to the day: it may be renewed. Or book somebody whose qualification holds then."
    ),
    Answer.VALID_ONLY_AFTER: mark("Choose a later day, or somebody who is qualified on that day."),
    Answer.LAPSED: mark(
        "Ask the interpreter whether it is being renewed, and use somebody else until it is."
    ),
    Answer.EXCLUDED: mark("Do not use this interpreter. Find somebody else."),
    Answer.LANGUAGE_NOT_HELD: mark(
        "Make sure it is the right language, such as Tigrinya and not Tigre. Otherwise find somebody else."
    ),
    Answer.NOT_LISTED: mark(
        "Ask to see documentation of education and tests before you use this interpreter."
    ),
    Answer.UNKNOWN_NUMBER: mark(
        "Check the number against the interpreter's card. If it is right, do not rely on the card."
    ),
}
_DISTINCT = frozenset({Answer.VALID, Answer.UNKNOWN_NUMBER})
"""Answers after which nobody else need be found: it is settled, or the number must be checked first."""


async def verify(request: Request) -> Response:
    """The form, or the answer when the address asks a question."""
    now = now_of(request)
    actor = await acting_kept(request, now)
    form = asked(request)
    if "number" not in form.values or "language" not in form.values:
        return _ask(request, actor, form)
    with asking_again(form, lambda refused: _ask(request, actor, refused)):
        number, language, on = _question(form)
    known = await known_of(request).whoever(number)
    told = verification.decide(known, language=language, on=on, now=now)
    today = clock.oslo_date(now)
    tongue = reader_tongue(request, actor)
    return page(
        request,
        "public/verified.html",
        actor=actor,
        ahead=on is not None and on > today,
        answer=told.answer,
        meaning=MEANING[told.answer],
        advice=ADVICE[told.answer],
        level=told.level,
        evidence=told.evidence,
        own={
            "number": str(number),
            "language": language,
            "language_text": languages.name_of(language, tongue),
            "on": str(on or today),
            "day": short_date(on or today, tongue),
            "name": told.name or "",
            "stands_as": str(told.number) if told.number not in {None, number} else "",
            "valid_from": short_date(told.valid_from, tongue) if told.valid_from else "",
            "valid_until": short_date(told.valid_until, tongue) if told.valid_until else "",
            "answered_at": say_instant(told.answered_at, tongue),
            "asked_at": str(request.url),
            "again": f"/verify?language={language}",
            "elsewhere": "" if told.answer in _DISTINCT else f"/interpreters?language={language}",
        },
    )


def _ask(request: Request, actor: Actor, form: Form) -> Response:
    return page(
        request,
        "public/verify.html",
        actor=actor,
        form=form,
        languages=choosing.languages(reader_tongue(request, actor)),
    )


def _question(form: Form) -> tuple[int, str, date | None]:
    typed = form.read()
    number, language = typed.whole("number"), typed.text("language")
    on = typed.day("on") if typed.text("on") else None
    if number is None or language is None:
        raise typed.missing({"number": number, "language": language})
    typed.settle()
    return number, languages.require_bookable(language).code, on
