"""Personal data stands nowhere in clear: a canary in every personal field, searched everywhere.

Each place is searched for something that is really there, too: a search that finds nothing at all
fails. A place that is new fails until its control is named here.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from adapters.kafka.clients import Kafka
from adapters.kafka.headers import GROUP
from adapters.local.cluster import SUPERUSER
from services.access.rights import DOCUMENT_READERS, ROLES
from services.api.parameters import ATTRIBUTES
from tests.e2e.installation import Running, fresh_folder
from tests.e2e.searching import in_dump, in_files, in_topic, places
from tests.support.canaries import (
    AT_THE_KEYBOARD,
    CANARIES,
    CONTROL,
    FILLING,
    OF_NOTHING_HERE,
    PLANTED,
    REFUSED,
    held,
    in_file,
    live,
    now,
    personal,
    planted_in,
)
from tests.support.door import Answer, Door, reading_operations

pytestmark = [pytest.mark.servers, pytest.mark.timeout(600)]

COMPLAINTS, CHECKPOINTS = "plaint.complaints.v1", "plaint.checkpoints.v1"
OPENERS = {"handler", "approver", "auditor"}
OPENED = "/v1/complaints/{complaint}/opened"
DOCUMENT = "/v1/complaints/{complaint}/documents/{document}"
DEADLINE = "/v1/complaints/{complaint}/deadlines/{deadline_id}"
FOR_FEW: dict[str, set[str | None]] = {
    OPENED: {*OPENERS},
    DOCUMENT: {one for one in DOCUMENT_READERS if one in ROLES},
}
"""What opens what is sealed, and for whom."""
ALSO = {"/v1/trends": f"figure=received&by={','.join(ATTRIBUTES)}"}
"""Parameters that nobody has to give, and that make an answer say more."""
SAYS_NOTHING = {
    "/livez": {"alive": True},
    "/readyz": {"ready": True},
    "/wellz": {"is_well": True},
}
"""Answers without a control, for they say of no complaint anything: this, and one position."""


@pytest.fixture(scope="module")
def plaint() -> Iterator[Running]:
    with fresh_folder() as folder:
        running = Running(folder)
        running.up()
        yield running
        running.down()


@pytest.fixture(scope="module")
def door(plaint: Running) -> Door:
    keys = plaint.first_keys()
    for role in set(ROLES) - set(keys):
        keys[role] = plaint.json("key", "new", "--role", role)["key"]
    assert set(keys) == set(ROLES)
    return Door(plaint.note()["port"], keys)


@pytest.fixture(scope="module")
def told(plaint: Running, door: Door, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Lives through every door, canaries short and long, and what was refused; one's id."""
    live(door, lambda word: word)
    complaint = live(door, lambda word: word + FILLING)
    for status, path, body, headers in REFUSED:
        refused = door.ask(path.format(complaint), body=body, headers=headers)
        assert refused.status == status, f"{path}: {refused.text}"
    plaint.run("import", "cfpb", str(in_file(tmp_path_factory.mktemp("canaries"))))
    plaint.run("log", "--narrative", "canarytyped", "--complainant", "name=canarytyped")
    plaint.refused("add-note", complaint, "--note", "canarytyped", "--if-version", "1")
    plaint.wait_until(lambda: max(plaint.lags()) == 0)
    return complaint


@pytest.fixture(scope="module")
def log_id(plaint: Running, told: str) -> str:
    return str(plaint.json("queue")["source"]["log_id"])


def is_clean(text: str) -> bool:
    return not any(canary in text for canary in CANARIES)


def dsn(plaint: Running, database: str) -> str:
    """The address of a database for a superuser."""
    password = (plaint.folder / "secrets" / "postgres-superuser").read_text().strip()
    address = str(plaint.note()["database"])
    return make_conninfo(address, dbname=database, user=SUPERUSER, password=password)


def test_every_personal_field_holds_a_canary(plaint: Running, told: str, door: Door) -> None:
    lives = {row["complaint_id"] for row in plaint.json("queue")["rows"]} | {told}
    missing = personal() - {field for complaint in lives for field in held(door, complaint)}
    assert missing == set()


def test_no_file_holds_a_canary_and_each_place_holds_its_control(
    plaint: Running, told: str
) -> None:
    with psycopg.connect(dsn(plaint, "plaint"), autocommit=True) as superuser:
        superuser.execute("CHECKPOINT")
        superuser.execute(f"DO $$ BEGIN RAISE WARNING '{PLANTED}'; END $$".encode())
    broker = str(plaint.note()["kafka"])
    controls: dict[str, set[str]] = {
        "postgres/data": {CONTROL, told},
        "postgres/log": {PLANTED},
        "postgres/socket": {str(plaint.folder)},
        "kafka/data": {CONTROL, told},
        "kafka/log": {COMPLAINTS},
        "kafka/tmp": set(),
        "kafka/server.json": {broker.rpartition(":")[2]},
        "kafka/server.properties": {broker},
        # What is logged of a complaint is its id.
        "log": {told},
        # What lies there is encrypted and named by what it was before.
        "documents": set(),
        "secrets": {"plaint_writer"},
        "run.json": {broker},
        "lock": {str(plaint.note()["pid"])},
    }
    assert {str(place.relative_to(plaint.folder)) for place in places(plaint.folder)} == set(
        controls
    )
    assert {
        place: in_files(plaint.folder / place, [*CANARIES, *expected])
        for place, expected in controls.items()
    } == controls
    assert is_clean(plaint.said())
    assert "Plaint serves on" in plaint.said()


def test_no_dump_of_any_database_holds_a_canary(plaint: Running, told: str) -> None:
    ours = {"plaint": {CONTROL, told}, "plaint_keys": {told}}
    with psycopg.connect(dsn(plaint, "postgres")) as superuser:
        asked = "SELECT datname FROM pg_database WHERE datallowconn"
        databases = {str(name) for (name,) in superuser.execute(asked)}
    assert databases == {*ours, "postgres", "template1"}
    for name, expected in ours.items():
        assert in_dump(dsn(plaint, name), [*CANARIES, *expected]) == expected, name
    for name in databases - set(ours):
        with planted_in(dsn(plaint, name)):
            assert in_dump(dsn(plaint, name), [*CANARIES, PLANTED]) == {PLANTED}, name


def test_no_topic_holds_a_canary(plaint: Running, told: str, log_id: str) -> None:
    server = str(plaint.note()["kafka"])
    controls = {
        COMPLAINTS: {CONTROL, told, log_id},
        CHECKPOINTS: {log_id},
        "plaint.management.v1": set(),  # no stream of it is written yet
        "__consumer_offsets": {GROUP},
    }
    admin = Kafka(server).admin()
    assert set(admin.list_topics()) == set(controls)
    admin.close()
    for topic, expected in controls.items():
        assert in_topic(server, topic, [*CANARIES, *expected]) == expected, topic


def test_only_the_answer_that_opens_holds_canaries_and_only_for_those_who_may_open(
    door: Door, told: str, log_id: str
) -> None:
    description = json.loads(door.ask("/openapi.json", role=None).text)
    complaint = now(door, told)
    (document,) = complaint["documents"]
    known = {
        "complaint": told,
        "deadline_id": complaint["deadlines"][0]["fact"]["deadline_id"],
        "view": "audit_trail",
        "document": document["document_id"],
        "request_id": told,
    }
    read = {
        operation: door.ask_all(description, operation, known, ALSO.get(operation, ""))
        for operation in reading_operations(description)
    }
    controls = {"/metrics": "plaint_position", "/health": log_id, "/v1/projections": log_id}
    controls |= {"/v1/complaints/{complaint}": told, "/v1/policies/adoptions": "iso10002_default"}
    controls |= {DEADLINE: complaint["reference"], DOCUMENT: "canarydocument"}
    controls |= dict.fromkeys(("/v1/views", "/v1/views/{view}"), "audit_trail")
    for operation, answers in read.items():
        if operation in OF_NOTHING_HERE:
            continue
        if operation in SAYS_NOTHING:
            expected = SAYS_NOTHING[operation]
            assert all(without_position(answer) == expected for answer in answers), operation
        else:
            control = controls.get(operation, CONTROL)
            whom = {answer.role for answer in answers if control in answer.text}
            assert whom == FOR_FEW.get(operation, set(ROLES)), operation
    leaking = {one.operation for answers in read.values() for one in answers if not clean(one)}
    assert leaking == set(FOR_FEW)
    for operation, few in FOR_FEW.items():
        assert {one.role for one in read[operation] if not clean(one)} == few


def without_position(answer: Answer) -> Any:
    told = json.loads(answer.text)
    told.pop("position", None)
    return told


def clean(answer: Answer) -> bool:
    return is_clean(answer.whole)


def test_no_answer_to_a_command_or_to_a_refused_request_holds_a_canary(
    door: Door, told: str
) -> None:
    assert [one for one in door.answers if one.operation not in FOR_FEW and not clean(one)] == []
    assert any(told in one.text for one in door.answers if one.status == 201)
    refused = [one for one in door.answers if one.status >= 400 and '"correlation_id"' in one.text]
    assert len(refused) >= len(REFUSED)


@pytest.mark.parametrize("command", AT_THE_KEYBOARD)
def test_no_answer_at_the_keyboard_holds_a_canary(
    plaint: Running, door: Door, told: str, log_id: str, command: str
) -> None:
    known = {"id": told, "log_id": log_id, **door.get(f"/complaints/{told}")}
    answer = plaint.run(*command.format(**known).split())
    assert is_clean(answer)
    assert AT_THE_KEYBOARD[command].format(**known) in answer


def test_the_search_itself_finds_what_is_there(plaint: Running, told: str, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(b"\x00\xffcanary\x00" + FILLING.encode())
    assert in_files(tmp_path, [*CANARIES, CONTROL]) == set(CANARIES)
    assert not is_clean(plaint.run("show", told, "--content"))
