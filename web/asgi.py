"""What uvicorn serves: the application made from the environment's settings."""

import gc
import os

from fastapi import FastAPI

from kit import logs
from kit.config import load
from kit.db import Database
from web.app import create_app

_MORE_MADE_THAN_GONE = 10_000
"""Objects, before Python looks for those that only hold each other."""


def application() -> FastAPI:
    """The application, for `uvicorn --factory web.asgi:application`."""
    logs.configure()
    settings = load(os.environ)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    made = create_app(settings, Database(settings.database_url))
    _leave_what_stays()
    return made


def _leave_what_stays() -> None:
    """What is made by now lives as long as the process: no search for garbage goes through it again.

    One that did took a quarter of a second, and with it whoever was waiting.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_MORE_MADE_THAN_GONE)
