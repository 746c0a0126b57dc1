"""Lines of libraries in the log: what happened and to what, and nothing of anybody."""

import io
import json
import logging
from pathlib import Path

import pytest

from adapters.logs import configured


def written(logger: str, message: object, *arguments: object) -> dict[str, object]:
    stream = io.StringIO()
    with configured("info", stream):
        # An error: eventsourcing, once it is imported, lets no lesser line of psycopg through.
        logging.getLogger(logger).error(message, *arguments)
    # A pool of another test may still say that its server is gone.
    lines: list[dict[str, object]] = [json.loads(one) for one in stream.getvalue().splitlines()]
    (ours,) = [one for one in lines if str(one["error_in"]).startswith(Path(__file__).name)]
    return ours


@pytest.mark.parametrize("logger", ["kafka.net.connection", "kafka.coordinator.heartbeat"])
def test_a_line_of_kafkas_client_says_what_happened_and_to_which_broker(logger: str) -> None:
    line = written(logger, "Connection to %s lost: %s", "broker:9092", "refused")
    assert line["reason"] == "Connection to broker:9092 lost: refused"
    assert (line["event"], line["logger"]) == ("library", logger)


def test_of_a_database_pool_only_the_template_is_kept() -> None:
    line = written("psycopg.pool", "error connecting in %r: %s", "pool-1", "password=secret")
    assert line["reason"] == "error connecting in %r: %s"


@pytest.mark.parametrize("logger", ["kafkaesque", "pypdf", "uvicorn.access"])
def test_of_any_other_library_only_the_place_is_kept(logger: str) -> None:
    line = written(logger, "Ada Lovelace wrote")
    assert "reason" not in line and "error_in" in line
