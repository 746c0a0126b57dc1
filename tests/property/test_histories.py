"""What holds for every history of several complaints, whatever is asked of them by whomever."""

from collections.abc import Sequence
from uuid import UUID

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from adapters import event_json
from domain.complaint.events import COMPLAINT_EVENTS, ComplaintReceived
from domain.complaint.fold import evolve, fold
from domain.complaint.lifecycle import ENDED
from domain.decider import AnyDecider
from domain.decision_context import Command
from domain.errors import Refusal
from domain.event import DomainEvent
from domain.policy import Policy
from domain.registry import COMMANDS
from domain.values import Actor
from tests.support.asking import BEGINNING, BODIES, beginning, sensible
from tests.support.controls import recorded
from tests.support.courses import POLICIES, Move, courses, follow, offices
from tests.support.golden import example
from tests.support.invariants import broken
from tests.support.office import Office

RULES = st.sampled_from(POLICIES)


def test_every_command_has_bodies() -> None:
    assert BEGINNING.keys() | BODIES.keys() == COMMANDS.keys()
    assert BEGINNING.keys() == {kind.name for kind in COMMANDS.values() if kind.begins}


@pytest.mark.parametrize("name", sorted(BODIES))
def test_the_bodies_of_a_command_have_its_form(name: str) -> None:
    office = follow(Office(), ())
    assert list(sensible(COMMANDS[name], office.present(next(iter(office.complaints)))))
    assert beginning()


def twice(office: Office, kind: AnyDecider, asked: Command, by: Actor, of: UUID | None) -> None:
    """Give a command two times: refused or not, the second outcome is the first."""
    before = dict(office.complaints)
    try:
        told = office.give(kind, asked, by=by, of=of)
    except Refusal as refusal:
        event("refused")
        assert refusal.clause and refusal.rule and refusal.remedy
        assert office.complaints == before
        return
    event("accepted")
    facts = kind(told.own, asked, told.context)
    assert [each.event for each in facts] == [one.event for one in told.recorded]
    ids = [told.context.event_id(index) for index in range(len(facts))]
    assert ids == [one.event_id for one in told.recorded]


@given(RULES, courses(longest=90))
def test_no_course_breaks_an_invariant(rules: Policy, course: Sequence[Move]) -> None:
    office = follow(Office(policy=rules), course, twice)
    event(f"{len(office.told) // 10 * 10} to {len(office.told) // 10 * 10 + 9} commands")
    for complaint in office.complaints.values():
        event(f"ends up {complaint.state}")
    assert list(broken(office)) == []


@given(offices())
def test_a_history_replays_to_the_state_that_was_decided_on(office: Office) -> None:
    for complaint_id, events in office.events.items():
        assert fold(events) == office.complaints[complaint_id]
        stored = [event_json.recorded(event_json.public(one)) for one in events]
        assert fold(stored) == office.complaints[complaint_id]


@given(offices(longest=25), st.integers(0, 10))
def test_evolving_takes_every_event_in_every_state(office: Office, back: int) -> None:
    for events in office.events.values():
        before = fold(events[: max(1, len(events) - back)])
        assert before is not None
        for kind in COMPLAINT_EVENTS:
            for found in (example(kind), *_latest(office, kind)):
                after = evolve(before, recorded(found, before.version + 1))
                assert after.version == before.version + 1
                assert (after.state in ENDED) != after.is_open
                if kind is ComplaintReceived:
                    assert after.reference == before.reference


def _latest(office: Office, kind: type[DomainEvent]) -> list[DomainEvent]:
    """An event of this type that happened in this office, if one did."""
    every = (one.event for events in office.events.values() for one in events)
    return [found for found in every if type(found) is kind][-1:]


@given(offices())
def test_events_of_one_complaint_in_another_change_what_they_can_and_raise_nothing(
    office: Office,
) -> None:
    for events in office.events.values():
        complaint = fold(events)
        for one in office.recorded:
            assert complaint is not None
            stray = one.changed(stream_id=complaint.complaint_id, version=complaint.version + 1)
            complaint = evolve(complaint, stray)
