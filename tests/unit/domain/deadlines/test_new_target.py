"""6.2 After a miss a new day has the duties of an extension: told, bounded, beyond it for two."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.complaint import events as e
from domain.complaint.authority.separation import NotTheirRole
from domain.complaint.deadlines.extension_limits import NoticeUsed, NotTold, ToldOtherDay
from domain.complaint.deadlines.new_target import NothingMissed, TargetPast
from tests.support.controls import (
    HANDLER,
    PARTY,
    RECEIVED,
    SECOND_APPROVER,
    at,
    deadline,
    event_id,
    named,
    policy,
)
from tests.support.given import Given, given

DUE = deadline("response")
"""Due at the end of the 4th of March."""
OWN: dict[str, Any] = {"deadline_id": DUE.deadline_id, "now": at(days=4)}
TOLD = e.UpdateSent(kind="holding", channel_code="email", to_party_id=PARTY)
MISSED = e.DeadlineMissed(deadline_id=DUE.deadline_id, due_at=DUE.due_at)
RULE: dict[str, Any] = {
    "rule_id": "more",
    "kinds": ["response"],
    "amount": 10,
    "unit": "working_days",
}
NOTICE: dict[str, Any] = {"notice_event_id": event_id(3)}
WITHIN = {**OWN, **NOTICE, "due_on": "2026-03-19"}
BEYOND = {**OWN, **NOTICE, "due_on": "2035-01-01"}


def after_a_miss(*more: Any, **rule: Any) -> Given:
    given_it = given(RECEIVED, DUE, TOLD, MISSED, *more)
    return given_it.under(policy(extensions=[{**RULE, **rule}]))


def test_invariant_17_after_a_miss_a_new_target_is_set_and_the_miss_stays() -> None:
    outcome = after_a_miss().when("set_new_target", **WITHIN)
    target = outcome.then(e.DeadlineSet).the(e.DeadlineSet)
    assert (target.kind, target.replaces, target.rule_id) == (
        "response",
        DUE.deadline_id,
        "new_target",
    )
    assert target.due_at == datetime(2026, 3, 20, tzinfo=UTC)
    old = outcome.complaint.deadlines[DUE.deadline_id]
    assert (old.status, old.was_missed) == ("replaced", True)
    assert outcome.complaint.deadlines[target.deadline_id].status == "running"


def test_a_new_target_follows_a_miss_and_lies_ahead() -> None:
    given(RECEIVED, DUE).when("set_new_target", **{**WITHIN, "now": at(days=1)}).refused(
        NothingMissed
    )
    other = deadline("acknowledgement")
    past = given(RECEIVED, DUE, TOLD, other, MISSED)
    past.when(
        "set_new_target",
        **{**OWN, "now": at(days=1), "deadline_id": other.deadline_id, "due_on": "2026-03-20"},
    ).refused(NothingMissed)
    past.when("set_new_target", **{**WITHIN, "due_on": "2026-03-05"}).refused(TargetPast)


def test_a_new_target_is_told_before_it_counts_in_a_notice_of_its_own() -> None:
    untold = {**WITHIN, "notice_event_id": None}
    after_a_miss().when("set_new_target", **untold).refused(NotTold)
    sooner = TOLD.model_copy(update={"final_expected_on": date(2026, 3, 10)})
    asked = {**WITHIN, "notice_event_id": event_id(5)}
    after_a_miss(sooner).when("set_new_target", **asked).refused(ToldOtherDay)
    first = after_a_miss(times=9).when("set_new_target", **WITHIN)
    target = first.the(e.DeadlineSet)
    assert first.complaint.deadlines[target.deadline_id].notices == {event_id(3)}
    assert first.facts[0].entered_from == event_id(3)


def test_no_notice_serves_twice() -> None:
    moved = e.DeadlineExtended(
        deadline_id=DUE.deadline_id,
        old_due_at=DUE.due_at,
        new_due_on=DUE.due_on,
        new_due_at=DUE.due_at,
        rule_id="more",
        ground_code="complex",
        is_agreed=False,
        **NOTICE,
    )
    past = given(RECEIVED, DUE, TOLD, moved, MISSED).under(policy(extensions=[RULE]))
    past.when("set_new_target", **WITHIN).refused(NoticeUsed)


def test_beyond_what_an_extension_gives_a_new_target_takes_two() -> None:
    asked = after_a_miss().when("set_new_target", **BEYOND)
    asked.then(e.ApprovalRequested)
    done = after_a_miss().approved("set_new_target", **BEYOND)
    far = done.the(e.DeadlineExtended)
    assert (far.new_due_on.year, far.ground_code) == (2035, "beyond_limit")
    assert (far.approved_by, far.separation) == (SECOND_APPROVER.id, "independent")
    target = done.the(e.DeadlineSet)
    assert target.due_on.isoformat() == "2026-03-20"
    assert done.complaint.deadlines[target.deadline_id].due_on.year == 2035


@pytest.mark.parametrize(
    "rule",
    [
        {"kinds": ["assessment"]},
        {"needs_agreement": True},
        {"ground_codes": ["expert_away"]},
    ],
    ids=str,
)
def test_what_one_person_could_not_extend_alone_two_set_anew(rule: dict[str, Any]) -> None:
    past = after_a_miss(**rule)
    past.when("set_new_target", **WITHIN).then(e.ApprovalRequested)
    past.approved("set_new_target", **WITHIN).then(e.DeadlineSet, e.DeadlineExtended)


def test_missing_a_day_again_and_again_makes_none_free() -> None:
    first = after_a_miss().when("set_new_target", **WITHIN).the(e.DeadlineSet)
    again = e.DeadlineMissed(deadline_id=first.deadline_id, due_at=first.due_at)
    past = after_a_miss(first, again, TOLD)
    asked = {
        "deadline_id": first.deadline_id,
        "now": at(days=30),
        "due_on": "2026-04-10",
        "notice_event_id": event_id(7),
    }
    past.when("set_new_target", **asked).then(e.ApprovalRequested)
    twice = past.under(policy(extensions=[{**RULE, "times": 2}]))
    twice.when("set_new_target", **asked).then(e.DeadlineSet)


def test_whose_work_an_extension_is_sets_the_target() -> None:
    past = after_a_miss(role="action_lead")
    past.when("set_new_target", **WITHIN, by=HANDLER).refused(NotTheirRole)


def test_of_an_unknown_notice_nothing_is_known() -> None:
    elsewhere = {**WITHIN, "notice_event_id": named("elsewhere")}
    after_a_miss(needs_notice=False).when("set_new_target", **elsewhere).refused(NotTold)
