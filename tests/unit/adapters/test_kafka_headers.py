"""What stands beside a record's value, and that it can be read back."""

from uuid import UUID

import pytest

from adapters.kafka.headers import Labels, NotOurs, Place, event_id, place
from adapters.octets import event_id as id_of
from tests.support.published import Complaint, stored_by_hand

LOG = UUID("0b8ce3a8-5a0e-4f5f-9d6d-0f9a52f6f001")


def test_the_headers_are_cloudevents_in_binary_mode_and_nothing_else() -> None:
    complaint = Complaint("headers")
    (event,) = stored_by_hand([complaint])

    headers = Labels(LOG).of(event, 0)

    command_id = UUID("8f4b2e35-6f8e-5c1c-9a56-1f2f3a4b5c6d")
    assert id_of(command_id, 0) != command_id
    named = dict(headers)
    assert len(named) == len(headers)
    assert named.pop("ce_id") == str(event_id(headers)).encode()
    assert named == {
        "ce_specversion": b"1.0",
        "ce_source": b"urn:plaint:log:0b8ce3a8-5a0e-4f5f-9d6d-0f9a52f6f001",
        "ce_type": b"plaint.NoteAdded.v1",
        "ce_time": b"2026-03-02T09:30:00.000000Z",
        "ce_subject": str(complaint.stream_id).encode(),
        "ce_dataschema": b"urn:plaint:schema:NoteAdded:v1",
        "content-type": b"application/json",
        "ce_position": b"1",
        "ce_streamversion": b"1",
        "ce_prevposition": b"0",
    }


def test_what_is_written_is_read_back() -> None:
    events = stored_by_hand([Complaint("there and back")], rounds=3)

    headers = Labels(LOG).of(events[2], 2)

    assert place(headers) == Place(LOG, position=3, prevposition=2)
    assert str(event_id(headers)) in events[2].public.decode()


def test_the_same_event_gets_the_same_headers_whenever_it_is_repeated() -> None:
    (event,) = stored_by_hand([Complaint("repeated")])

    assert Labels(LOG).of(event, 0) == Labels(LOG).of(event, 0)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ce_source", b"urn:somebody:else"),
        ("ce_source", b"urn:plaint:log:nobody"),
        ("ce_position", b"first"),
        ("ce_prevposition", None),
    ],
)
def test_a_record_that_does_not_say_where_it_stands_is_not_ours(
    name: str, value: bytes | None
) -> None:
    (event,) = stored_by_hand([Complaint("not ours")])
    others = [header for header in Labels(LOG).of(event, 0) if header[0] != name]
    headers = others if value is None else [*others, (name, value)]

    with pytest.raises(NotOurs):
        place(headers)


def test_a_record_without_an_event_id_is_not_ours() -> None:
    with pytest.raises(NotOurs):
        event_id([("ce_id", b"17")])
