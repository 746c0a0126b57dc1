"""Invariant 15: once unmerged, each owes what it would have owed by itself (6.2, 7.3)."""

from datetime import date
from typing import Any
from uuid import UUID

from adapters.policy_files import preset
from domain.complaint import events as e
from domain.complaint.state import DeadlineState
from domain.event import DomainEvent
from domain.registry import COMMANDS
from domain.values import Actor
from tests.support.controls import (
    ACKNOWLEDGED,
    APPROVER,
    HANDLER,
    PRIVACY_OFFICER,
    RECEIVED,
    SECOND_APPROVER,
    at,
    named,
    when,
)
from tests.support.given import Outcome, given
from tests.support.matter import Matter
from tests.support.merged import TARGET, THERE, due
from tests.support.office import Office, Told

FCA = preset("uk_fca_disp")
PAYMENTS = {"issues": [{"product_code": "payment_services"}]}


def begun(command: str, **told: Any) -> list[DomainEvent]:
    """What a receipt makes under rules with a shorter clock for payments."""
    received = given().under(FCA).when("receive", narrative="Late", command=command, **told)
    return [fact.event for fact in received.facts]


def merging(here: list[DomainEvent], there: list[DomainEvent]) -> Outcome:
    two = given(*here).under(FCA).beside(TARGET, *there)
    return two.when("merge_complaint", command="merge", into_id=TARGET)


def unmerging(
    merged: Outcome,
    here: list[DomainEvent],
    there: list[DomainEvent],
    *later: DomainEvent,
    **more: Any,
) -> Outcome:
    own = [fact.event for fact in merged.facts if fact.stream_id is None]
    both = given(*here, *own).under(FCA).beside(TARGET, *there, *merged.there(TARGET), *later)
    back = {"ground_code": "mistake", "by": PRIVACY_OFFICER, "command": "back", **more}
    return both.when("unmerge_complaint", **back)


def owed(done: Outcome, kind: str = "response") -> DeadlineState:
    """What the target owes of this kind as a whole, or owed last."""
    every = done.other(TARGET).deadlines.values()
    return [one for one in every if one.fact.kind == kind and one.fact.about is None][-1]


def test_a_date_that_a_product_made_shorter_goes_back_with_the_issue_of_that_product() -> None:
    here, there = begun("here", **PAYMENTS), begun("there")
    merged = merging(here, there)
    own = owed(given(*here).beside(TARGET, *there).under(FCA).when("acknowledge"))
    assert owed(merged).due_at < own.due_at, "15 working days instead of 8 weeks"
    done = unmerging(merged, here, there)
    assert (owed(done).status, owed(done).due_at) == ("running", own.due_at)


def test_what_became_due_only_by_what_came_in_is_due_no_more() -> None:
    shorter = FCA.model_copy(
        update={"deadlines": tuple(one for one in FCA.deadlines if one.only.product_codes)}
    )
    here = [
        f.event for f in given().under(shorter).when("receive", narrative="a", **PAYMENTS).facts
    ]
    there: list[DomainEvent] = [THERE]
    two = given(*here).under(shorter).beside(TARGET, *there)
    merged = two.when("merge_complaint", command="merge", into_id=TARGET)
    assert owed(merged).is_open
    done = unmerging(merged, here, there)
    assert not [one for one in done.other(TARGET).deadlines.values() if one.is_open]


def judged(*own: DomainEvent, now: int) -> Outcome:
    """Unmerged after the target was acknowledged, a day before its own due date of the 10th."""
    here: list[DomainEvent] = [RECEIVED, due("acknowledgement", 4)]
    there: list[DomainEvent] = [THERE, *own]
    merged = merging(here, there)
    (carried,) = [one for one in merged.all(e.DeadlineSet) if one.kind == "acknowledgement"]
    met = e.DeadlineMet(
        deadline_id=carried.deadline_id,
        met=when(days=7),
        by_event_id=named("acknowledged"),
        is_late=True,
    )
    return unmerging(merged, here, there, ACKNOWLEDGED, met, now=at(days=now))


def test_what_was_done_while_merged_is_judged_by_the_targets_own_due_date() -> None:
    theirs = due("acknowledgement", 10, deadline_id=named("theirs"))
    own = owed(judged(theirs, now=8), "acknowledgement")
    assert (own.due_on, own.fact.from_id) == (date(2026, 3, 10), None)
    assert (own.status, own.lateness, own.was_missed) == ("met", "in_time", False)
    assert (own.met, own.met_by) == (when(days=7), named("acknowledged"))


def test_what_was_done_in_time_does_not_become_late_by_a_late_parting() -> None:
    theirs = due("acknowledgement", 10, deadline_id=named("theirs"))
    own = owed(judged(theirs, now=30), "acknowledgement")
    assert own.met_entered_at is not None and own.met_entered_at < at(days=8)
    assert own.lateness == "in_time"


def test_a_miss_of_the_targets_own_stays_one() -> None:
    theirs = due("acknowledgement", 3, deadline_id=named("theirs"))
    missed = e.DeadlineMissed(deadline_id=named("theirs"), due_at=theirs.due_at)
    there: list[DomainEvent] = [THERE, theirs, missed]
    merged = merging([RECEIVED, due("acknowledgement", 2)], there)
    assert owed(merged, "acknowledgement").due_on == date(2026, 3, 2)
    (carried,) = [one for one in merged.all(e.DeadlineSet) if one.kind == "acknowledgement"]
    met = e.DeadlineMet(
        deadline_id=carried.deadline_id, met=when(days=7), by_event_id=named("told"), is_late=True
    )
    done = unmerging(merged, [RECEIVED], there, ACKNOWLEDGED, met, now=at(days=8))
    own = owed(done, "acknowledgement")
    assert (own.due_on, own.was_missed, own.lateness) == (date(2026, 3, 3), True, "done_late")


def asked(
    office: Office, name: str, of: UUID | None = None, by: Actor = HANDLER, **told: Any
) -> Told:
    kind = COMMANDS[name]
    return office.give(kind, kind.model.model_validate(told), by=by, of=of)


def test_a_carried_date_by_a_rule_known_later_counts_from_the_receipt_that_it_came_with() -> None:
    office = Office(policy=FCA)
    here = asked(office, "receive", narrative="a").context.complaint_id
    office.wait(days=6)
    there = asked(office, "receive", narrative="b").context.complaint_id
    asked(office, "merge_complaint", here, into_id=there)
    target = office.complaints[there]
    (moved,) = target.absorbed_now[0].issue_ids
    asked(office, "record_product", there, issue_id=moved, product_code="payment_services")
    (due,) = [
        one
        for one in office.complaints[there].deadlines.values()
        if one.is_open and one.fact.kind == "response" and one.fact.about is None
    ]
    assert due.fact.rule_id == "final_response_payments_15wd"
    assert due.fact.starts.day == date(2026, 3, 2)


def test_a_part_is_due_by_its_product_and_its_receipt_once_these_are_told_right() -> None:
    office = Office(policy=FCA)
    issues = [{"category_code": "delay"}, {"category_code": "damage"}]
    whole = asked(office, "receive", narrative="a", issues=issues).context.complaint_id
    office.wait(days=6)
    gone = next(iter(office.complaints[whole].issues))
    asked(office, "split_complaint", whole, issue_ids=[gone])
    (part,) = office.complaints[whole].split_into
    asked(office, "record_product", part, product_code="payment_services")
    (due,) = [one for one in office.complaints[part].deadlines.values() if one.is_open][-1:]
    assert due.fact.rule_id == "final_response_payments_15wd"
    assert due.fact.starts.day == date(2026, 3, 2)
    right = {
        "target_event_id": office.complaints[part].received_event_id,
        "field": "occurred",
        "right": "2026-02-20[Europe/London]",
        "ground_code": "postmark",
    }
    asked(office, "correct_record", part, by=APPROVER, **right)
    asked(office, "grant_approval", part, by=SECOND_APPROVER)
    (due,) = [one for one in office.complaints[part].deadlines.values() if one.is_open][-1:]
    assert due.fact.starts.day == date(2026, 2, 20)


def test_what_is_due_in_their_own_again_was_not_withdrawn() -> None:
    office = Matter()
    office.merge()
    office.unmerge()
    grounds = {
        one.event.ground_code
        for one in office.events[office.bobs]
        if isinstance(one.event, e.DeadlineCancelled)
    }
    assert grounds == {"superseded"}
