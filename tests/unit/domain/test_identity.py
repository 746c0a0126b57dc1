"""Invariants 1 and 3: whose each event is, by which command, and what a complaint is called."""

from uuid import uuid5

import pytest
from msgspec.structs import fields

from adapters import octets
from domain.complaint.corrections.correcting import NoSuchField
from domain.complaint.events import ComplaintReceived
from domain.recorded import Recorded
from domain.registry import COMMANDS
from domain.values import Actor
from tests.support.controls import (
    APPROVER,
    COMPLAINT,
    HANDLER,
    RECEIVED,
    REFERENCE,
    SECOND_ISSUE,
    TWO_ISSUES,
    context,
    event_id,
    named,
)
from tests.support.given import given
from tests.support.story import Story


def test_invariant_1_there_is_no_event_without_actor_and_command() -> None:
    optional = {each.name for each in fields(Recorded) if not each.required}
    assert optional.isdisjoint({"actor", "command_id", "event_id", "stream_id", "version"})


def test_invariant_1_each_event_is_of_its_command_and_of_whoever_gave_it_or_the_system() -> None:
    story = Story()
    story.do("log", narrative="It broke.", complainant={"name": "Ada"}, severity_code="low")
    story.do("add_note", note="x", by=APPROVER)
    by_command: dict[object, list[Recorded]] = {}
    for one in story.events:
        by_command.setdefault(one.command_id, []).append(one)
    for number, told in enumerate(by_command.values()):
        for index, one in enumerate(told):
            assert one.event_id == uuid5(one.command_id, str(index))
            assert one.actor == (HANDLER, APPROVER)[number] or one.actor.kind == "system"
    assert len(by_command) == 2 and len({one.event_id for one in story.events}) == len(story.events)


@pytest.mark.parametrize("name", ["receive", "log", "settle"])
def test_invariant_1_the_same_command_makes_the_same_facts_with_the_same_ids(name: str) -> None:
    kind = COMMANDS[name]
    asked = kind.model.model_validate({"narrative": "It broke.", "complainant": {"name": "Ada"}})
    first = kind(None, asked, context())
    assert kind(None, asked, context()) == first
    other = kind(None, asked, context(command="another"))
    assert isinstance(first[0].event, ComplaintReceived)
    assert isinstance(other[0].event, ComplaintReceived)
    assert other[0].event.party_id != first[0].event.party_id


def test_invariant_3_the_reference_says_nothing_about_the_person() -> None:
    told = [
        given().when("receive", narrative=text, complainant={"name": name}, by=by)
        for text, name, by in (
            ("It broke.", "Ada", HANDLER),
            ("It burnt.", "Grace", Actor(kind="staff", id=named("other"), role="handler")),
        )
    ]
    assert {one.the(ComplaintReceived).reference for one in told} == {REFERENCE}


def test_invariant_3_each_complaint_has_a_reference_of_its_own_also_one_that_is_split_off() -> None:
    outcome = given(TWO_ISSUES).when("split_complaint", issue_ids=[SECOND_ISSUE])
    (new_id,) = outcome.complaint.split_into
    assert outcome.other(new_id).reference == octets.reference(new_id) != REFERENCE
    again = {octets.reference(COMPLAINT, attempt) for attempt in range(3)}
    assert len(again) == 3, "where one is taken, the next is given"


def test_invariant_3_a_reference_never_changes() -> None:
    asked = {"target_event_id": event_id(1), "field": "reference", "right": "C-1"}
    given(RECEIVED).when("correct_record", by=APPROVER, ground_code="wrong", **asked).refused(
        NoSuchField
    )
