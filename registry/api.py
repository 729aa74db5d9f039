"""The register over REST: what anyone may read. What officers write is in `officer_api`."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse

from identity.acting import Acting
from identity.permissions import Action, may
from kit import paging
from kit.clock import oslo_date
from kit.hot import HotRoute
from kit.http import Now, Reading, database_of, now_of
from kit.inputs import Day, Instant
from kit.paging import Cursor, Limit, Page
from registry import facts, languages, officer_api, profiles, shown, verification
from registry.asking import known_of
from registry.languages import LANGUAGES, LanguageKind
from registry.schemas import (
    MOST,
    FoundPage,
    LanguageOut,
    ProfileOut,
    QualificationsOut,
    SearchIn,
    StatisticsOut,
    VerificationOut,
)
from registry.search import counting, finding, naming, wishes
from registry.statistics import spread
from registry.statistics.counting import register_on

router = APIRouter(prefix="/api/v1", tags=["register"])
hot = APIRouter(prefix="/api/v1", tags=["register"], route_class=HotRoute)
"""What is asked most: the application tries it before every other call."""

NumberInPath = Annotated[int, Path(ge=1, le=MOST, description="The public tolkenummer.")]
KnownAt = Annotated[Instant | None, Query(description="What was known then; now if left out.")]
LanguageName = Annotated[
    str | None,
    Query(
        max_length=60,
        description="Its code, or what it is called in Norwegian, English or itself.",
    ),
]
OnDay = Annotated[Day | None, Query(description="An Oslo day; today if left out.")]


@router.get("/languages")
def list_languages(q: LanguageName = None, limit: Limit = 200, cursor: Cursor = None) -> Page[LanguageOut]:
    """Languages in the order of their bokmål names, with varieties; broad names say what to use instead."""
    named = [one for one in LANGUAGES.values() if one.kind is not LanguageKind.VARIETY]
    if q is not None:
        named = [LANGUAGES[code] for code in naming.named(q).codes]
    codes = [one.code for one in named]
    after = paging.decode(cursor, codes.index)
    first = after[0] + 1 if after else 0
    rows, following = paging.page(named[first : first + limit + 1], limit=limit, key=lambda one: (one.code,))
    return Page(items=[shown.language(one) for one in rows], next=following)


@router.get("/interpreters")
def list_interpreters(wanted: Annotated[SearchIn, Query()], session: Reading, now: Now) -> FoundPage:
    """Listed interpreters: the best spelling first, then the best level, then the nearest, then by name."""
    wish = wishes.of(wanted)
    today = oslo_date(now)
    wishes.require(wish)
    counted = counting.counts(session, wish, on=today) if wanted.counts else None
    found = finding.find(
        session,
        wish,
        on=today,
        limit=wanted.limit,
        cursor=wanted.cursor,
        counted=counted.total if counted else None,
    )
    items = [shown.found(person, levels, near=wish.kommune_today) for person, levels in found.interpreters]
    told = shown.counts(counted) if counted else None
    return FoundPage(items=items, next=found.next, total=found.total, more=found.more, counts=told)


@router.get("/interpreters/{number}")
def show_interpreter(number: NumberInPath, session: Reading, now: Now) -> ProfileOut:
    """The public profile of a listed interpreter."""
    return shown.profile(profiles.public(session, number=number, today=oslo_date(now)))


@router.get("/interpreters/{number}/qualifications")
def show_qualifications(
    number: NumberInPath, session: Reading, now: Now, on: OnDay = None, known_at: KnownAt = None
) -> QualificationsOut:
    """What a listed interpreter is qualified for on a day, best first."""
    today = oslo_date(now)
    verification.require_past(known_at, now)
    stands, found = profiles.qualifications(
        session, number=number, on=on or today, today=today, known_at=known_at
    )
    return QualificationsOut(number=stands, on=on or today, items=[shown.qualification(one) for one in found])


@hot.get("/verify", response_model=None, responses={200: {"model": VerificationOut}})
async def verify(
    request: Request,
    number: Annotated[int, Query(ge=1, le=MOST)],
    language: Annotated[str, Query(max_length=8)],
    on: OnDay = None,
    known_at: KnownAt = None,
) -> JSONResponse:
    """Is this interpreter qualified for this language on this day? Hot, so on the kept connection."""
    now = now_of(request)
    languages.require_bookable(language)
    verification.require_past(known_at, now)
    if known_at is None:
        known = await known_of(request).whoever(number)
    else:
        known = facts.whoever(database_of(request).kept, number, known_at=known_at)
    answer = verification.decide(known, language=language, on=on, now=now)
    return JSONResponse(shown.verified(answer))


@router.get("/statistics/register", openapi_extra={"security": [{}]})
def count_register(
    actor: Acting, session: Reading, now: Now, on: OnDay = None, known_at: KnownAt = None
) -> StatisticsOut:
    """The register on a day, counted from its events; as it was known at an instant, if one is given.

    Small counts by category are told to officers alone.
    """
    verification.require_past(known_at, now)
    found = register_on(session, on=on or oslo_date(now), known_at=known_at)
    every_cell = may(actor, Action.SEE_EVERY_FIGURE)
    cells = found.per_category if every_cell else spread.national_for_everyone(found.per_category)
    return shown.statistics(found, cells)


router.include_router(officer_api.router)
