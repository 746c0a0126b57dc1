"""6.2 Several clocks on one complaint: which facts start each of them, by which rule."""

from typing import Any

import pytest

from domain.complaint import events as e
from domain.complaint.parts import About
from domain.policy.kinds import MAY_RUN_AFTER_ENDING, ONLY_AFTER_ENDING
from tests.support.clock_facts import (
    ASKED,
    COMPLETED,
    DETERMINED,
    FAILED,
    IMPOSSIBLE,
    MERGED,
    OWED,
    PLANNED,
    QUESTION,
    REFERRED,
    RETURNED,
    REVIEW,
    THING,
    UPDATE,
    WITHDRAWN,
    follows,
    of,
    rule,
    started,
    under,
)
from tests.support.controls import (
    ACKNOWLEDGED,
    POLICY,
    RECEIVED,
    REMEDY,
    RESPONDED,
    UNTIL_APPROVED,
    UNTIL_CLOSED,
    UNTIL_DISPUTED,
    UNTIL_RESPONDED,
    deadline,
    issue,
    named,
    policy,
    received,
)
from tests.support.given import history


@pytest.mark.parametrize(
    ("start", "past", "about"),
    [
        ("received", (RECEIVED,), None),
        ("logged", (RECEIVED,), None),
        ("acknowledged", (RECEIVED, ACKNOWLEDGED), None),
        ("contacted", (RECEIVED, UPDATE), None),
        ("information_requested", (RECEIVED, QUESTION), of("request")),
        ("responded", UNTIL_RESPONDED, None),
        ("review_requested", (*UNTIL_DISPUTED, REVIEW), None),
        ("referral_registered", (RECEIVED, REFERRED), of("referral")),
        ("determined", (*UNTIL_DISPUTED, REFERRED, DETERMINED), of("referral")),
        ("remedy_accepted", OWED, of("remedy", REMEDY)),
        ("remedy_failed", (*OWED, FAILED), of("remedy", REMEDY)),
        ("action_planned", (RECEIVED, PLANNED), of("action", named("first"))),
        ("action_completed", (RECEIVED, PLANNED, COMPLETED), of("action", named("first"))),
        ("record_requested", (RECEIVED, ASKED), of("request")),
    ],
)
def test_each_start_sets_its_clock(start: str, past: Any, about: About | None) -> None:
    found = started(*past, by=under(rule("first_update", start)))
    assert found["first_update"].about == about


def test_a_clock_may_count_from_when_it_was_recorded() -> None:
    told = history(RECEIVED)
    set_ = started(RECEIVED, by=under(rule("assessment", "logged")))["assessment"]
    assert set_.starts.at == told[0].recorded_at


def test_only_after_the_end_does_a_clock_wait_for_what_comes_then() -> None:
    rules = [rule(kind, "received", "ended") for kind in sorted(ONLY_AFTER_ENDING)]
    assert not started(RECEIVED, by=under(*rules)).keys() & ONLY_AFTER_ENDING
    assert started(*UNTIL_CLOSED, by=under(*rules)).keys() == ONLY_AFTER_ENDING
    assert started(*UNTIL_CLOSED, REFERRED, RETURNED, by=under(*rules)).keys() == ONLY_AFTER_ENDING
    assert started(RECEIVED, MERGED, by=under(*rules)) == {}


def test_after_an_end_nothing_else_is_set() -> None:
    rules = [rule("first_update", "record_requested"), rule("record_request", "record_requested")]
    found = started(*UNTIL_CLOSED, ASKED, by=under(*rules))
    assert found.keys() <= MAY_RUN_AFTER_ENDING
    assert found.keys() == {"record_request"}


def test_unmerged_what_ran_is_set_again_as_it_stood() -> None:
    due = deadline("response")
    cancelled = e.DeadlineCancelled(deadline_id=due.deadline_id, ground_code="merged")
    unmerged = e.ComplaintUnmerged(from_id=named("other"), ground_code="mistake")
    found = started(RECEIVED, due, MERGED, cancelled, unmerged, by=POLICY)
    assert (found["response"].due_at, found["response"].replaces) == (due.due_at, due.deadline_id)


def test_a_part_that_was_split_off_gets_no_clock_of_its_own() -> None:
    assert started(received(split_from=named("whole")), by=POLICY) == {}


def test_a_failed_remedy_has_a_new_date_that_replaces_the_old() -> None:
    due = deadline("remedy_due", about=of("remedy", REMEDY))
    found = started(*OWED, due, FAILED, by=POLICY)["remedy_due"]
    assert (found.replaces, found.about) == (due.deadline_id, due.about)


def test_where_a_day_was_named_it_holds() -> None:
    rules = under(
        rule("determination_compliance", "determined"), rule("action_due", "action_planned")
    )
    compliance = started(*UNTIL_DISPUTED, REFERRED, DETERMINED, by=rules)[
        "determination_compliance"
    ]
    assert (compliance.due_on.isoformat(), compliance.rule_id) == ("2026-05-01", "promised_date")
    planned = e.ActionPlanned.model_validate({**PLANNED.model_dump(), "due_on": "2026-04-01"})
    action = started(RECEIVED, planned, by=rules)["action_due"]
    assert (action.due_on.isoformat(), action.rule_id) == ("2026-04-01", "promised_date")
    assert started(RECEIVED, PLANNED, by=rules)["action_due"].rule_id == "action_due_rule"


def test_whoever_is_asked_has_to_answer() -> None:
    rules = under(rule("information", "information_requested"))
    parties = {
        "complainant": "complainant",
        "representative": "complainant",
        "third_party": "third_party",
        "external_body": "external_body",
        "staff": "organisation",
    }
    for from_kind, party in parties.items():
        asked = e.InformationRequested.model_validate({"request_id": THING, "from_kind": from_kind})
        assert started(RECEIVED, asked, by=rules)["information"].party == party


def test_a_response_for_nobody_who_is_known_opens_no_reply_window() -> None:
    assert "reply_window" in started(*UNTIL_APPROVED, RESPONDED, by=POLICY)
    assert "reply_window" in started(*UNTIL_APPROVED, IMPOSSIBLE, by=POLICY)
    nobody = received(party_id=None, complainant_kind="anonymous")
    assert "reply_window" not in started(nobody, *UNTIL_APPROVED[1:], IMPOSSIBLE, by=POLICY)


def test_the_rule_that_is_meant_most_closely_is_the_rule() -> None:
    two = received(issue(1).model_copy(update={"product_code": "card"}), issue(2))
    general = rule("response", "received")
    staged = {**general, "rule_id": "staged", "stage": 1}
    by_product = {**general, "rule_id": "card", "only": {"product_codes": ["card", "loan"]}}
    by_channel = {**general, "rule_id": "letter", "only": {"channel_codes": ["letter"]}}
    by_category = {**general, "rule_id": "late", "only": {"category_codes": ["delay"]}}

    def chosen(receipt: e.ComplaintReceived, *rules: dict[str, Any]) -> str:
        return started(receipt, by=under(*rules))["response"].rule_id

    assert chosen(RECEIVED, general, staged, by_product) == "staged"
    assert chosen(two, general, staged, by_product) == "card"
    assert chosen(two, by_channel, general) == "response_rule"
    assert chosen(received(channel_code="letter"), general, by_channel) == "letter"
    assert chosen(two, by_category, by_product) == "late"


def test_several_clocks_run_at_once_on_one_complaint() -> None:
    kinds = ("assessment", "first_update", "holding_response", "fast_resolution_window")
    found = started(RECEIVED, by=under(*[rule(kind, "received") for kind in kinds]))
    assert found.keys() >= {*kinds, "acknowledgement", "response", "periodic_update"}


def test_a_miss_rises_once() -> None:
    own = {"rule_id": "late", "kinds": ["response"], "after": "missed", "to_level": 1}
    rising = policy(escalations=[own, {**own, "rule_id": "later", "to_level": 3}])
    due = deadline("response")
    missed = e.DeadlineMissed(deadline_id=due.deadline_id, due_at=due.due_at)
    (risen,) = follows(RECEIVED, due, missed, by=rising)
    assert risen == e.ComplaintEscalated(from_level=0, to_level=3, ground_code="deadline")
    assert follows(RECEIVED, due, risen, missed, by=rising) == []
    assert follows(RECEIVED, due, missed) == []
    assert follows(RECEIVED, due, WITHDRAWN, missed, by=rising) == []
