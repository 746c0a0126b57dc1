"""6.2: due dates that an older version counted from before the receipt are set anew."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.complaint import events as e
from domain.decision_context import NewEvent
from tests.support.clock_facts import rule, under
from tests.support.controls import (
    PARTY,
    RECEIVED,
    WITHDRAWN,
    at,
    deadline,
    event_id,
    named,
    on,
    when,
)
from tests.support.given import Outcome, Past, given

EARLY = NewEvent(event=WITHDRAWN, occurred=on("2016-03-02"))
SINCE_2016: dict[str, Any] = {
    "party": "nobody",
    "rule_id": "retention_rule",
    "start_event_id": event_id(2),
    "starts": on("2016-03-02"),
    "due_on": date(2019, 3, 2),
    "due_at": datetime(2019, 3, 3, tzinfo=UTC),
}
OURS = {
    **SINCE_2016,
    "party": "organisation",
    "rule_id": "respond_20wd",
    "start_event_id": event_id(1),
}
KEPT = deadline("retention", **SINCE_2016)
LAPSED = e.DeadlineLapsed(deadline_id=KEPT.deadline_id, due_at=KEPT.due_at)
THREE_YEARS = under(rule("retention", "ended", amount=36, unit="months", party="nobody"))


def mended(*past: Past, **more: Any) -> Outcome:
    return given(*past).under(THREE_YEARS).when("mend_starts", now=at(days=1), **more)


@pytest.mark.parametrize("past", [(RECEIVED, EARLY, KEPT), (RECEIVED, EARLY, KEPT, LAPSED)])
def test_a_retention_of_a_mistyped_year_counts_from_the_receipt(past: tuple[Past, ...]) -> None:
    outcome = mended(*past).then(e.DeadlineSet)
    anew = outcome.the(e.DeadlineSet)
    assert (anew.replaces, anew.ground_code) == (KEPT.deadline_id, "corrected")
    assert (anew.starts, anew.rule_id, anew.due_on) == (when(), KEPT.rule_id, date(2029, 3, 2))
    assert outcome.complaint.deadlines[KEPT.deadline_id].status == "replaced"


def test_set_anew_it_is_not_set_again() -> None:
    past = (RECEIVED, EARLY, KEPT, mended(RECEIVED, EARLY, KEPT).the(e.DeadlineSet))
    assert mended(*past).then().facts == []


def test_a_due_date_that_is_over_by_then_is_missed_at_once() -> None:
    asked = e.RecordRequested(request_id=named("request"), party_id=PARTY, scope_code="all")
    early = NewEvent(event=asked, occurred=on("2016-03-02"))
    due = deadline(
        "record_request",
        **{
            **OURS,
            "rule_id": "record_request_rule",
            "start_event_id": event_id(2),
            "due_on": date(2016, 3, 2),
            "due_at": datetime(2016, 3, 2, 1, tzinfo=UTC),
        },
    )
    hours = rule("record_request", "record_requested", amount=1, unit="hours")
    case = given(RECEIVED, early, due).under(under(hours))
    case.when("mend_starts", now=at(days=1)).then(e.DeadlineSet, e.DeadlineMissed)


def test_what_was_missed_stays_missed() -> None:
    ours = deadline("response", **OURS)
    missed = e.DeadlineMissed(deadline_id=ours.deadline_id, due_at=ours.due_at)
    assert mended(RECEIVED, ours).all(e.DeadlineSet)
    assert mended(RECEIVED, ours, missed).facts == []


def test_what_another_complaint_brought_counts_from_there() -> None:
    brought = {**OURS, "start_event_id": named("another's receipt")}
    assert mended(RECEIVED, deadline("response", **brought)).facts == []


def test_a_day_that_somebody_named_stays() -> None:
    named_day = KEPT.model_copy(update={"rule_id": "promised_date"})
    assert mended(RECEIVED, EARLY, named_day).facts == []


def test_what_counts_right_stays_as_it_is() -> None:
    right = deadline("response", rule_id="respond_20wd", start_event_id=event_id(1))
    assert mended(RECEIVED, right).facts == []
