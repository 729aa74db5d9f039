"""What uvicorn serves: the application made from the environment's settings."""

import os

from fastapi import FastAPI

from kit import logs
from kit.config import load
from kit.db import Database
from web.app import create_app


def application() -> FastAPI:
    """The application, for `uvicorn --factory web.asgi:application`."""
    logs.configure()
    settings = load(os.environ)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return create_app(settings, Database(settings.database_url))
