"""6.2 A due date moves before it has come, with ground and notice, within bounds (invariant 17)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.complaint.authority.events import Argument
from domain.complaint.authority.separation import NotTheirRole
from domain.complaint.deadlines.extending import (
    NotAgreed,
    NotLater,
    NotTheGround,
    PastDue,
    StandsStill,
)
from domain.complaint.deadlines.extension_limits import (
    NoExtension,
    NoticeUsed,
    NotTold,
    ToldOtherDay,
)
from domain.complaint.deadlines.passing import DeadlineOver, NothingDue
from domain.complaint.events import (
    ApprovalRequested,
    CommunicationFailed,
    ContactRecorded,
    DeadlineCancelled,
    DeadlineExtended,
    DeadlineMet,
    DeadlineMissed,
    DeadlinePaused,
    PartyNotified,
    UpdateSent,
)
from domain.errors import Refusal
from tests.support.controls import APPROVER, RECEIVED, at, deadline, event_id, named, policy, when
from tests.support.given import Outcome, given

DUE = deadline("response", warn_at=datetime(2026, 3, 4, tzinfo=UTC))
OWN: dict[str, Any] = {"deadline_id": DUE.deadline_id}
TOLD = ContactRecorded(
    contact_id=named("contact"),
    direction="outbound",
    channel_code="email",
    purpose_code="other",
    final_expected_on=date(2026, 12, 31),
)
HOLDING = UpdateSent(kind="holding", channel_code="email", to_party_id=named("party"))
RULE: dict[str, Any] = {
    "rule_id": "more",
    "kinds": ["response"],
    "amount": 10,
    "unit": "working_days",
}
MISSED = DeadlineMissed(deadline_id=DUE.deadline_id, due_at=DUE.due_at)
NOTICE: dict[str, Any] = {"notice_event_id": event_id(3)}


def extend(*past: Any, rule: dict[str, Any] | None = None, **asked: Any) -> Outcome:
    """What comes of an extension of a response that is due at the end of the 4th of March."""
    before = given(RECEIVED, DUE, TOLD, *past).under(policy(extensions=[{**RULE, **(rule or {})}]))
    return before.when("extend_deadline", **{"ground_code": "expert_away", **OWN, **asked})


def test_invariant_17_an_extension_names_its_ground_its_notice_and_its_rule() -> None:
    event = extend(**NOTICE, is_agreed=True, explanation="The expert is away.").the(
        DeadlineExtended
    )
    assert (event.old_due_at, event.new_due_on) == (DUE.due_at, date(2026, 3, 18))
    assert event.new_due_at == datetime(2026, 3, 19, tzinfo=UTC)
    assert event.new_warn_at == datetime(2026, 3, 18, tzinfo=UTC)
    assert (event.rule_id, event.ground_code, event.is_agreed) == ("more", "expert_away", True)
    assert event.notice_event_id == event_id(3)
    assert event.approved_by is None


def test_an_extension_of_working_days_ends_on_one() -> None:
    """Whatever the extension counts, and also on a day that somebody named: a Sunday is Monday."""
    days = {"amount": 4, "unit": "calendar_days"}
    assert extend(**NOTICE, rule=days).the(DeadlineExtended).new_due_on == date(2026, 3, 9)
    named_day = extend(**NOTICE, to_on="2026-03-15").the(DeadlineExtended)
    assert (named_day.new_due_on, named_day.approved_by) == (date(2026, 3, 16), None)


def test_what_was_extended_is_missed_only_after_the_new_day() -> None:
    extended = extend(**NOTICE).complaint.deadlines[DUE.deadline_id]
    assert (extended.due_on, extended.fact.due_on) == (date(2026, 3, 18), date(2026, 3, 4))
    event = extend(**NOTICE).the(DeadlineExtended)
    past = given(RECEIVED, DUE, TOLD, event)
    assert past.when("pass_deadline", now=at(days=4), **OWN).refusal is not None
    missed = past.when("pass_deadline", now=at(days=30), **OWN).the(DeadlineMissed)
    assert missed.due_at == event.new_due_at


def test_invariant_17_after_the_due_date_there_is_no_extension() -> None:
    extend(**NOTICE, now=at(days=3)).refused(PastDue)
    extend(MISSED, **NOTICE, now=at(days=3)).refused(PastDue)
    extend(MISSED, **NOTICE, now=at(days=3), occurred=when(hours=1)).refused(PastDue)


@pytest.mark.parametrize(
    ("rule", "asked", "error"),
    [
        ({}, {}, NotTold),
        ({}, {"notice_event_id": named("elsewhere")}, NotTold),
        ({"needs_notice": False}, {"notice_event_id": named("elsewhere")}, NotTold),
        ({"needs_agreement": True}, NOTICE, NotAgreed),
        ({"ground_codes": ["holding"]}, NOTICE, NotTheGround),
        ({"kinds": ["acknowledgement"]}, NOTICE, NoExtension),
        ({"stage": 2}, NOTICE, NoExtension),
        ({"only": {"channel_codes": ["letter"]}}, NOTICE, NoExtension),
        ({}, {**NOTICE, "to_on": "2026-03-04"}, NotLater),
        ({"role": "action_lead"}, NOTICE, NotTheirRole),
    ],
)
def test_invariant_17_an_extension_keeps_to_the_policy(
    rule: dict[str, Any], asked: dict[str, Any], error: type[Refusal]
) -> None:
    extend(rule=rule, **asked).refused(error)


def test_invariant_17_beyond_the_limit_two_people_extend() -> None:
    further: dict[str, Any] = {**NOTICE, "to_on": "2026-03-19"}
    extend(**further).then(ApprovalRequested)
    extend(**further, by=APPROVER).then(ApprovalRequested)
    once = extend(**NOTICE).the(DeadlineExtended)
    again: dict[str, Any] = {"notice_event_id": event_id(5)}
    asked = extend(once, TOLD, **again).the(ApprovalRequested)
    assert Argument(name="to_on", value="2026-04-01") in asked.arguments
    assert asked.approving_roles == ("approver", "management_representative")
    twice = extend(once, TOLD, **again, rule={"times": 2}).the(DeadlineExtended)
    assert twice.approved_by is None


def test_what_stands_still_is_resumed_before_it_is_extended() -> None:
    paused = DeadlinePaused(
        deadline_ids=(DUE.deadline_id,), ground_code="expert_away", rule_id="waiting"
    )
    values = extend(paused, **NOTICE).refused(StandsStill).values
    assert values["ground_code"] == "expert_away"


def test_each_extension_is_told_in_a_notice_of_its_own() -> None:
    once = extend(**NOTICE).the(DeadlineExtended)
    extend(once, **NOTICE, rule={"times": 2}).refused(NoticeUsed)


NO_NOTICE: dict[str, tuple[Any, ...]] = {
    "their own call": (TOLD.model_copy(update={"direction": "inbound"}),),
    "a call that named no day": (TOLD.model_copy(update={"final_expected_on": None}),),
    "what the press was told": (
        PartyNotified(audience_code="press", ground_code="interest", channel_code="email"),
    ),
    "that it goes on": (HOLDING.model_copy(update={"kind": "progress"}),),
    "what came back": (
        HOLDING,
        CommunicationFailed(target_event_id=event_id(4), failure_code="bounced"),
    ),
}


@pytest.mark.parametrize("what", NO_NOTICE)
def test_what_did_not_tell_them_that_it_takes_longer_is_no_notice(what: str) -> None:
    extend(*NO_NOTICE[what], notice_event_id=event_id(4)).refused(NotTold)
    assert extend(HOLDING, notice_event_id=event_id(4)).the(DeadlineExtended)


def test_an_extension_goes_no_further_than_the_day_that_was_told() -> None:
    named_day: dict[str, Any] = {"notice_event_id": event_id(4)}
    update = HOLDING.model_copy(update={"final_expected_on": date(2026, 3, 10)})
    extend(update, **named_day, to_on="2026-03-11").refused(ToldOtherDay)
    assert extend(update, **named_day, to_on="2026-03-10").the(DeadlineExtended)


def test_whose_work_it_is_is_said_before_anybody_is_told() -> None:
    extend(to_on="2026-03-19").refused(NotTold)
    extend(rule={"role": "action_lead"}).refused(NotTheirRole)


def test_a_shorter_extension_is_within_the_limit() -> None:
    event = extend(**NOTICE, to_on="2026-03-06").the(DeadlineExtended)
    assert event.new_due_at == datetime(2026, 3, 7, tzinfo=UTC)


def test_days_are_added_over_a_change_of_the_clock_by_the_local_day() -> None:
    event = extend(**NOTICE, rule={"amount": 5, "unit": "weeks"}).the(DeadlineExtended)
    assert event.new_due_on == date(2026, 4, 8)
    assert event.new_due_at == datetime(2026, 4, 8, 23, tzinfo=UTC)


def test_what_is_over_is_not_extended() -> None:
    cancelled = DeadlineCancelled(deadline_id=DUE.deadline_id, ground_code="set_in_error")
    extend(cancelled, **NOTICE).refused(NothingDue)
    other = deadline("acknowledgement")
    extend(other, cancelled, **NOTICE).refused(DeadlineOver)


def test_an_answer_before_the_new_day_is_in_time() -> None:
    extended = extend(**NOTICE).the(DeadlineExtended)
    outcome = given(RECEIVED, DUE, TOLD, extended).when(
        "agree_resolution", means_code="phone", now=at(days=9)
    )
    met = next(one for one in outcome.all(DeadlineMet) if one.deadline_id == DUE.deadline_id)
    assert not met.is_late
