"""How everything is, at the keyboard: 0 when all is well, 1 and the reason when not."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from adapters.local.folder import DataFolder
from adapters.local.ports import choose_port
from adapters.secrets import read_secrets
from services import addresses
from tests.cli.conftest import Keyboard
from tests.cli.reference import ANSWERS
from tests.cli.test_reading import terminal
from tests.cli.test_same_over_http import described, over_http
from tests.support.answering import http_of

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def well(keyboard: Keyboard) -> Keyboard:
    """One complaint in every view, and everybody just heard of."""
    keyboard.types("receive", "--narrative", "It never came")
    keyboard.project()
    keyboard.tick()
    return keyboard


def typed_with(keyboard: Keyboard, **environment: str) -> Keyboard:
    return Keyboard(keyboard.settings, {**keyboard.environment, **environment})


def impatient(keyboard: Keyboard) -> Keyboard:
    """The same keyboard, for which everybody is silent at once."""
    return typed_with(keyboard, PLAINT_STALLED_AFTER="0.001")


def in_json(keyboard: Keyboard, exit_code: int) -> Any:
    return json.loads(keyboard.types("status", "--json", exit_code=exit_code).stdout)


@pytest.fixture
def noted(well: Keyboard) -> Iterator[DataFolder]:
    """The data folder, whose notes may be changed; they are as before at the end."""
    folder = addresses.folder_of(well.settings)
    before = folder.read_run()
    yield folder
    folder.write_run(before)


def test_all_is_well(well: Keyboard) -> None:
    told = well.types("status").stdout.splitlines()
    assert told[-1] == "all is well"
    rows = {line.split("\t")[0]: line.split("\t")[1:] for line in told[:-2]}
    assert set(rows) == {
        "part",
        "clock",
        "projections",
        "audit_trail",
        "case_queue",
        "deadlines",
        "trends",
    }
    assert rows["clock"][0] == "working"
    assert rows["projections"][0] == "12/12 slices"
    assert rows["trends"][0] == "moving"
    assert in_json(well, 0)["is_well"] is True


def test_what_stands_still_ends_with_1_and_is_named_with_why_and_what_to_do(
    well: Keyboard,
) -> None:
    told = impatient(well).types("status", exit_code=1).stdout
    assert told.splitlines()[-1] == "stands still: clock, projections"
    assert "clock: was not heard of for " in told
    assert "see that the clock runs" in told
    assert "clock\tsilent" in told
    answer = in_json(impatient(well), 1)
    assert answer["is_well"] is False
    assert [fault["part"] for fault in answer["faults"]] == ["clock", "projections"]
    assert answer["slices_fed"] == 0


def test_health_over_http_has_the_documented_shape(well: Keyboard) -> None:
    description, told = over_http(well, "/openapi.json", "/health")
    promised = {place for place, _, _ in ANSWERS["status"]}
    assert described("/health", description) == promised
    assert set(told) == set(in_json(well, 0))


@pytest.mark.parametrize("width", [80, 120])
def test_in_a_terminal_it_fits_also_when_something_stands_still(well: Keyboard, width: int) -> None:
    wide = {"FORCE_COLOR": "1", "COLUMNS": str(width)}
    told = typed_with(impatient(well), **wide).types("status", exit_code=1).stdout
    assert "\x1b[1;31m" in told
    assert max(map(len, terminal(well, width, "status"))) <= width


def test_an_api_that_does_not_answer_is_said_and_the_rest_is_told_all_the_same(
    well: Keyboard, noted: DataFolder
) -> None:
    port = choose_port(None, None)
    noted.write_run({**noted.read_run(), "port": port})
    told = well.types("status", exit_code=1).stdout
    assert "api\tsilent" in told
    assert f"api: does not answer on http://127.0.0.1:{port} within 2 s" in told
    assert "trends\tmoving" in told
    assert told.splitlines()[-1] == "stands still: api"


def test_the_answer_of_another_installation_is_not_taken_for_ours(
    well: Keyboard, noted: DataFolder
) -> None:
    with http_of(identity=str(uuid4())) as port:
        noted.write_run({**noted.read_run(), "port": port})
        told = well.types("status", exit_code=1).stdout
        assert "api\tsilent" in told
        assert f"api: does not answer: another program does on http://127.0.0.1:{port}" in told
    with http_of(identity=read_secrets(noted.secrets).identity) as port:
        noted.write_run({**noted.read_run(), "port": port})
        assert "api\tanswers" in well.types("status").stdout


def test_of_several_processes_of_the_api_each_is_told(well: Keyboard, noted: DataFolder) -> None:
    with http_of(identity=read_secrets(noted.secrets).identity) as port:
        noted.write_run({**noted.read_run(), "port": port, "api_processes": 2})
        told = well.types("status", exit_code=1).stdout
        assert "api-2\tsilent\t–" in told and "api-2: was never heard of" in told
        assert "see that the api-2 runs" in told
        (first, second) = in_json(well, 1)["apis"]
    assert first["heartbeat_seconds"] is second["heartbeat_seconds"] is None


def test_a_relay_is_missed_where_there_is_a_broker_and_only_there(
    well: Keyboard, noted: DataFolder
) -> None:
    with_kafka = typed_with(well, PLAINT_KAFKA="on")
    noted.write_run({**noted.read_run(), "kafka": None})
    assert in_json(with_kafka, 0)["relay"] is None
    noted.write_run({**noted.read_run(), "kafka": "127.0.0.1:9092"})
    told = in_json(with_kafka, 1)
    assert [fault["part"] for fault in told["faults"]] == ["relay"]
    assert told["relay"]["life"]["heartbeat_seconds"] is None
    assert (told["relay"]["position"], told["relay"]["unpublished"]) == (0, told["position"])
    text = with_kafka.types("status", exit_code=1).stdout
    assert "relay: was never heard of" in text


def test_a_folder_of_documents_that_takes_nothing_is_told(well: Keyboard) -> None:
    folder = addresses.documents_folder(well.settings)
    assert not folder.exists()
    folder.write_text("no folder")
    try:
        told = well.types("status", exit_code=1).stdout
    finally:
        folder.unlink()
    assert "documents: no document can be stored (Not a directory)" in told
    assert told.splitlines()[-1] == "stands still: documents"


def test_it_is_judged_by_what_plaint_was_started_with_as_over_http(
    well: Keyboard, noted: DataFolder
) -> None:
    unsaid = {k: v for k, v in well.environment.items() if k != "PLAINT_STALLED_AFTER"}
    elsewhere = Keyboard(well.settings, unsaid)
    noted.write_run({**noted.read_run(), "stalled_after": 3599.0})
    assert in_json(elsewhere, 0)["stalled_after"] == 3599.0
    assert in_json(well, 0)["stalled_after"] == 3600.0
