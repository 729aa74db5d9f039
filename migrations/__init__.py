"""Numbered Alembic versions, one head; `tolkebok migrate` brings a database up to date."""
