"""The topic at the keyboard: headers and the very octets, in the order of the record."""

import json
import os
import signal
import subprocess
import sys

import pytest
from typer.testing import CliRunner, Result

from adapters.record import StoredEvent
from services.cli.app import make_app
from tests.kafka.publishing import publish
from tests.support.fix_kafka import fresh_topic
from tests.support.published import complaints, stored_by_hand

pytestmark = pytest.mark.servers


@pytest.fixture(scope="module")
def published(kafka: str) -> tuple[dict[str, str], list[StoredEvent]]:
    """Settings for a topic, and the 40 events that were published to it."""
    topic = fresh_topic(kafka)
    events = stored_by_hand(complaints(20), rounds=2)
    publish(kafka, topic, events)
    settings = {"PLAINT_KAFKA_BOOTSTRAP_SERVERS": kafka, "PLAINT_TOPIC": topic, "COLUMNS": "80"}
    return settings, events


def tail(published: tuple[dict[str, str], list[StoredEvent]], *words: str) -> Result:
    """What ``topic tail`` answers."""
    told = CliRunner().invoke(make_app(), ["topic", "tail", *words], env=published[0])
    assert told.exit_code == 0, told.stderr
    return told


@pytest.mark.parametrize("number", [0, 1, 7, 40, 100])
def test_the_last_records_of_the_whole_topic_come_in_the_order_of_the_record(
    published: tuple[dict[str, str], list[StoredEvent]], number: int
) -> None:
    """Although they lie in twelve partitions."""
    lines = tail(published, "-n", str(number), "--json").stdout.splitlines()
    told = [json.loads(line) for line in lines]
    expected = published[1][-number:] if number else []
    assert [int(one["headers"]["ce_position"]) for one in told] == [
        event.position for event in expected
    ]
    assert [one["value"] for one in told] == [json.loads(event.public) for event in expected]


def test_from_the_beginning_nothing_is_left_out(
    published: tuple[dict[str, str], list[StoredEvent]],
) -> None:
    """And within one complaint the order is kept."""
    lines = tail(published, "--from-beginning", "--json").stdout.splitlines()
    told = [json.loads(line) for line in lines]
    assert {int(one["headers"]["ce_position"]) for one in told} == set(range(1, 41))
    for key in {one["key"] for one in told}:
        versions = [one["value"]["version"] for one in told if one["key"] == key]
        assert versions == sorted(versions)


def test_a_record_is_shown_with_its_place_its_headers_and_its_octets(
    published: tuple[dict[str, str], list[StoredEvent]],
) -> None:
    """For people: five lines, the last is the value as it was hashed."""
    lines = tail(published, "-n", "1").stdout.splitlines()
    event = published[1][-1]
    assert len(lines) == 5
    assert lines[0] == f"position {event.position}  plaint.NoteAdded.v1"
    assert lines[1].strip() == f"{event.stream_id}, version {event.version}"
    assert "partition " in lines[2]
    assert "ce_prevposition=" in lines[3]
    assert lines[4].strip() == event.public.decode()


def test_it_goes_on_with_what_comes_until_ctrl_c(kafka: str) -> None:
    """Nothing is left out or shown twice, and Ctrl-C ends it quietly, with 130."""
    topic, events = fresh_topic(kafka), stored_by_hand(complaints(20), rounds=2)
    prev = publish(kafka, topic, events[:20])
    settings = {"PLAINT_KAFKA_BOOTSTRAP_SERVERS": kafka, "PLAINT_TOPIC": topic}
    command = [sys.executable, "-m", "services.cli", "topic", "tail", "-n", "2", "-f", "--json"]
    following = subprocess.Popen(
        command,
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert following.stdout is not None
    first = [_position(following.stdout.readline()) for _ in range(2)]
    publish(kafka, topic, events[20:], prev)
    then = sorted(_position(following.stdout.readline()) for _ in range(20))
    following.send_signal(signal.SIGINT)
    rest, said = following.communicate(timeout=30)
    assert (first, then, rest) == ([19, 20], list(range(21, 41)), "")
    assert following.returncode == 130
    assert "Traceback" not in said


def _position(line: str) -> int:
    return int(json.loads(line)["headers"]["ce_position"])
