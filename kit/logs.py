"""Structured logs: events with ids and codes, never names, addresses, birth numbers or free text."""

import logging
import sys

import structlog


def configure(*, level: int = logging.INFO) -> None:
    """One JSON line per event on standard error; called once by each entry point."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, force=True)


def log() -> structlog.typing.FilteringBoundLogger:
    """The logger; name the event as `noun_verb` and give ids and codes only."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger()
    return logger
