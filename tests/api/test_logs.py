"""Log lines hold known keys and no personal data, whatever a call or a library hands over."""

import io
import json
import logging
from typing import Any

import structlog

CANARY = "Aurelia Featherstonehaugh"


def only(lines: io.StringIO) -> dict[str, Any]:
    (line,) = lines.getvalue().splitlines()
    told: dict[str, Any] = json.loads(line)
    return told


def test_unknown_keys_and_values_are_dropped_and_counted(lines: io.StringIO) -> None:
    structlog.get_logger().info(
        "complaint.read", version=3, narrative=CANARY, reason={"name": CANARY}
    )
    told = only(lines)
    assert (told["event"], told["version"], told["dropped"]) == ("complaint.read", 3, 2)
    assert CANARY not in lines.getvalue()


def test_an_error_is_told_by_its_type_and_place_and_not_by_its_words(lines: io.StringIO) -> None:
    try:
        raise ValueError(CANARY)
    except ValueError as error:
        structlog.get_logger().error("api.unexpected", exc_info=error)
    told = only(lines)
    assert told["error"] == "ValueError"
    assert told["error_in"].startswith("api/test_logs.py:")
    assert CANARY not in lines.getvalue()


def test_a_library_is_heard_without_its_arguments(lines: io.StringIO) -> None:
    try:
        raise ValueError(CANARY)
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in %s", CANARY)
    told = only(lines)
    assert (told["logger"], told["reason"]) == ("uvicorn.error", "Exception in %s")
    assert CANARY not in lines.getvalue()


def test_a_library_that_fills_in_its_own_text_is_heard_without_it(lines: io.StringIO) -> None:
    logging.getLogger("asyncio").error(f"task died: {CANARY}")
    assert only(lines)["logger"] == "asyncio"
    assert CANARY not in lines.getvalue()


def test_one_call_is_one_line(lines: io.StringIO) -> None:
    structlog.get_logger().info("one", reason='two\nthree\u2028{"event": "forged"}')
    assert only(lines)["event"] == "one"
