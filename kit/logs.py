"""Structured logs: events with ids and codes, never names, addresses, birth numbers or free text.

A fault is told by its type and by where in our code it arose: its own text may hold what somebody
typed. The same goes for what the libraries log.
"""

import json
import logging
import re
import sys
import traceback

import structlog

_SECRET = re.compile(r"[\w-]{32,}")
_OURS = frozenset({"kit", "identity", "registry", "booking", "bench", "web"})


class _OfALibrary(logging.Formatter):
    """A library's log line as one of ours."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON, the fault in it without its text."""
        fault = record.exc_info[1] if record.exc_info else None
        return json.dumps(
            {
                "level": record.levelname.lower(),
                "event": record.getMessage().strip(),
                "logger": record.name,
                **({} if fault is None else told_of(fault)),
            }
        )


class _WithoutSecrets(logging.Filter):
    """An address as the server's access log tells it, without the secrets that stand in some addresses.

    Our own commands write no access log; this is for whoever starts the server with one.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """The line passes; whatever in it is long enough to be a secret does not."""
        given = record.args if isinstance(record.args, tuple) else ()
        record.args = tuple(_SECRET.sub("***", one) if isinstance(one, str) else one for one in given)
        return True


def configure(*, level: int = logging.INFO) -> None:
    """One JSON line per event on standard error; called once by each entry point."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_named: structlog.PrintLogger(sys.stderr),  # whichever that is by then
        cache_logger_on_first_use=True,
    )
    libraries = logging.StreamHandler(sys.stderr)
    libraries.setFormatter(_OfALibrary())
    logging.basicConfig(level=logging.WARNING, handlers=[libraries], force=True)
    logging.getLogger("uvicorn.access").addFilter(_WITHOUT_SECRETS)


_WITHOUT_SECRETS = _WithoutSecrets()


def log() -> structlog.typing.FilteringBoundLogger:
    """The logger; name the event as `noun_verb` and give ids and codes only."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger()
    return logger


def told_of(fault: BaseException) -> dict[str, str]:
    """A fault as it may be logged: its type, and the file and line of the innermost frame of ours."""
    frames = [
        (frame.f_globals.get("__name__", ""), line) for frame, line in traceback.walk_tb(fault.__traceback__)
    ]
    ours = [one for one in frames if one[0].partition(".")[0] in _OURS]
    where = [f"{module.replace('.', '/')}.py:{line}" for module, line in (ours or frames)[-1:]]
    return {"fault": type(fault).__name__, "where": "".join(where)}
