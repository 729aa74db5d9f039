"""The application: its routers, its errors, and what belongs to its lifetime."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI

import booking.api
import booking.api_candidates
import booking.bars.api
import booking.calendars.api
import booking.deviations.api
import booking.explaining.api
import booking.feeds.api
import booking.feeds.dav
import booking.needs.api
import booking.own_data.api
import booking.relations.api
import booking.replaying.api
import booking.replies.api
import identity.administration_api
import identity.api
import registry.api
import registry.batches.api
import registry.cases.api
import registry.cases.officer_api
import registry.imports.api
import registry.opendata.api
import registry.papers.api
import registry.quality.api
import registry.receipts.api
import registry.training.api
from booking.feeds.rendering import Shelf
from kit import clock
from kit.config import Settings
from kit.db import Database
from registry.asking import Known
from web import errors, health, metrics, published_keys, specification
from web.csrf import SameSite
from web.headers import SecurityHeaders
from web.pages import (
    account,
    agency,
    agency_booking,
    bars,
    calendar,
    calendars,
    came_back,
    channels,
    checking,
    correcting,
    design,
    directorate,
    feeds,
    forms,
    interpreter,
    mail,
    operations,
    papers,
    public,
    reach,
    received,
    reference,
    register_file,
    replayed,
    signing,
)
from web.pages.auditing import log
from web.pages.cases import applying, deciding, handling, joining, telling, worklist
from web.pages.cases import own as own_cases
from web.pages.deviations import figures as deviation_figures
from web.pages.deviations import guideline
from web.pages.deviations import lists as deviations
from web.pages.deviations import one as deviation
from web.pages.deviations import registering as deviating
from web.pages.explaining import candidates, proof
from web.pages.figures import goals, spread, training
from web.pages.figures import register as figures
from web.pages.hours import reachable, times, week
from web.pages.imports import lists, rows, sessions
from web.pages.imports import results as typed_results
from web.pages.needs import lists as needs
from web.pages.needs import one as need
from web.pages.needs import radar
from web.pages.needs import registering as needing
from web.pages.own_data import answering, asking, contact, leaving, seeing
from web.pages.quality import breaking, confirming, duplicates, overview
from web.pages.receipts import batches, card, genuine, made, own
from web.pages.searching import files, results
from web.pages.site import STATIC
from web.parameters import only_declared
from web.size_limit import SizeLimit
from web.static_files import KeptFiles

_APIS = (
    identity.api,
    identity.administration_api,
    registry.api,
    registry.receipts.api,
    registry.quality.api,
    registry.papers.api,
    registry.cases.api,
    registry.cases.officer_api,
    registry.imports.api,
    registry.training.api,
    registry.opendata.api,
    registry.batches.api,
    booking.deviations.api,
    booking.needs.api,
    booking.api,
    booking.explaining.api,
    booking.calendars.api,
    booking.feeds.api,
    booking.own_data.api,
    booking.bars.api,
    booking.relations.api,
    booking.replaying.api,
    booking.replies.api,
)
_PAGES = (
    results,
    files,
    public,
    own,
    genuine,
    made,
    batches,
    card,
    signing,
    account,
    feeds,
    figures,
    goals,
    spread,
    training,
    directorate,
    register_file,
    correcting,
    papers,
    sessions,
    typed_results,
    lists,
    rows,
    overview,
    duplicates,
    breaking,
    confirming,
    worklist,
    deciding,
    handling,
    applying,
    own_cases,
    telling,
    joining,
    operations,
    received,
    log,
    reference,
    design,
    agency,
    agency_booking,
    came_back,
    deviations,
    deviation_figures,
    deviating,
    deviation,
    guideline,
    needs,
    needing,
    radar,
    need,
    candidates,
    proof,
    replayed,
    bars,
    week,
    times,
    reachable,
    interpreter,
    calendar,
    calendars,
    reach,
    channels,
    seeing,
    contact,
    leaving,
    asking,
    answering,
)


def create_app(settings: Settings, database: Database) -> FastAPI:
    """The whole application on one database. It closes the database when it shuts down."""

    @asynccontextmanager
    async def lifetime(_app: FastAPI) -> AsyncIterator[None]:
        yield
        database.dispose()

    app = FastAPI(title=specification.TITLE, version="1", lifespan=lifetime, docs_url=None, redoc_url=None)
    app.state.settings = settings
    app.state.database = database
    app.state.clock = clock.now
    app.state.feeds = Shelf()
    app.state.known = Known(database)
    errors.install(app)
    forms.install(app)
    specification.install(app)
    app.add_middleware(SizeLimit)
    app.add_middleware(SameSite, settings=settings)
    app.add_middleware(SecurityHeaders, secure=settings.secure)
    app.mount("/static", KeptFiles(directory=STATIC), name="static")
    app.include_router(health.router)  # first, as routes are tried in order: the floor others are measured by
    app.add_route("/verify", checking.verify, include_in_schema=False)  # the hot reads come next
    for hot in (registry.api.hot, booking.api_candidates.hot):
        app.include_router(hot)
    app.include_router(published_keys.router)
    app.include_router(metrics.router)
    app.include_router(booking.feeds.api.hot)
    app.include_router(booking.feeds.dav.router)
    for api in _APIS:
        app.include_router(api.router, dependencies=[Depends(only_declared)])
    for pages in _PAGES:
        app.include_router(pages.router)
    if settings.demo:
        app.include_router(mail.router)
    return app
