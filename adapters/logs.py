"""What is logged: one JSON object a line, known keys and plain values only, no personal data."""

import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TextIO, cast
from uuid import UUID

import structlog

# A key that is not here is dropped and counted, so a careless log call can give nothing away.
_KEYS = """
    event level timestamp logger
    correlation_id command_id complaint_id stream_id principal role unit prefix by replaced
    document_id client of
    part command outcome code status method route seconds version events fields
    error error_in state commands pause_seconds reason
    projection slice position first_position last_position lag topic partition offset epoch log_id
    deadline_id count due moved address port pid signal
"""
ALLOWED = frozenset(_KEYS.split())
LONGEST = 300

# These loggers of libraries write templates that are fixed in their code; of all others even the
# template may have been filled in before it reached us.
TEMPLATES = frozenset({"uvicorn.error", "psycopg.pool"})
# Kafka's client has seen nothing of anybody: brokers, groups, and what is public in any case.
WHOLE = "kafka"

Fields = MutableMapping[str, Any]


class Lines(Protocol):
    """Where lines go: a stream, or a file that is opened for each of them."""

    def write(self, line: str, /) -> int:
        """Add a line."""

    def flush(self) -> None:
        """Keep what was added."""


def configure(level: str = "info", stream: Lines | None = None) -> None:
    """Send all logging of this process, libraries' too, to one stream of JSON lines (stdout)."""
    target = sys.stdout if stream is None else stream
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            where_it_failed,
            allowed_only,
            as_line,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.WriteLoggerFactory(cast(TextIO, target)),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [_FromLibraries()]
    root.setLevel(max(logging.getLevelName(level.upper()), logging.WARNING))


def configure_process(level: str) -> None:
    """The same, for a process of ours: how it ends by an error is a line too, without a traceback.

    A traceback would show the error's words, and with them what somebody wrote.
    """
    configure(level)
    logging.captureWarnings(True)
    sys.excepthook = lambda _kind, error, _trace: _ended_by(error)
    threading.excepthook = lambda ended: _ended_by(ended.exc_value)


def _ended_by(error: BaseException | None) -> None:
    structlog.get_logger(__name__).critical("process.failed", exc_info=error)


@contextmanager
def configured(level: str, stream: Lines) -> Iterator[None]:
    """The same for as long as the block lasts; afterwards logging goes where it went before."""
    root = logging.getLogger()
    before, handlers, at = structlog.get_config(), root.handlers, root.level
    configure(level, stream)
    try:
        yield
    finally:
        structlog.configure(**before)
        root.handlers = handlers
        root.setLevel(at)


def where_it_failed(_logger: object, _method: str, fields: Fields) -> Fields:
    """Instead of a traceback: the exception's type and the place, never its words or values."""
    error = fields.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    elif isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        fields["error"] = type(error).__name__
        fields["error_in"] = _place(error)
    return fields


def allowed_only(_logger: object, _method: str, fields: Fields) -> Fields:
    """Only keys of ALLOWED with plain, short values; how many others there were."""
    present = {key: value for key, value in fields.items() if value is not None}
    kept = {key: _plain(value) for key, value in present.items() if key in ALLOWED}
    kept = {key: value for key, value in kept.items() if value is not None}
    dropped = len(present) - len(kept)
    return kept | ({"dropped": dropped} if dropped else {})


def as_line(_logger: object, _method: str, fields: Fields) -> str:
    """One line of JSON in ASCII; whatever could break the line is escaped."""
    return json.dumps(dict(fields), separators=(",", ":"))


def _plain(value: object) -> str | int | float | bool | None:
    if isinstance(value, (bool, int, float)):
        return value if not isinstance(value, int) or abs(value) < 2**63 else None
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str):
        return value[:LONGEST].encode(errors="replace").decode()
    return None


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "unknown"
    code = trace.tb_frame.f_code
    file = Path(code.co_filename)
    return f"{file.parent.name}/{file.name}:{trace.tb_lineno} {code.co_name}"


def _words(record: logging.LogRecord) -> str | None:
    """What a library says, as far as nobody's data can be in it."""
    if record.name.partition(".")[0] == WHOLE:
        return record.getMessage()
    return str(record.msg) if record.name in TEMPLATES and isinstance(record.msg, str) else None


class _FromLibraries(logging.Handler):
    """Lets the logging of libraries through as what happened and where, without its arguments."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._write(record)
        except Exception:
            # A library's thread must not end because its log cannot be kept; no argument is shown.
            print("plaint: a line of the log could not be written", file=sys.stderr)

    def _write(self, record: logging.LogRecord) -> None:
        fields: dict[str, Any] = {
            "logger": record.name,
            "reason": _words(record),
            "error_in": f"{Path(record.pathname).name}:{record.lineno}",
        }
        if record.exc_info:
            fields["exc_info"] = record.exc_info
        write: Callable[..., Any] = getattr(
            structlog.get_logger(), record.levelname.lower(), structlog.get_logger().warning
        )
        write("library", **{name: value for name, value in fields.items() if value is not None})
