"""Quiet processes: a hunt breaks connections by the hundred, and each would be told of."""

import logging
from collections.abc import MutableMapping
from typing import Any, NoReturn

import structlog


def silence() -> None:
    """Let this process log nothing."""
    logging.disable(logging.CRITICAL)
    structlog.configure(processors=[_drop])


def _drop(_logger: object, _name: str, _event: MutableMapping[str, Any]) -> NoReturn:
    raise structlog.DropEvent
