"""7.8, 7.9: an answer names the ways that remain until the day on which their time is over."""

from datetime import date
from typing import Any

import pytest

from domain.complaint.documents.letters import LetterSaid, as_recorded
from domain.complaint.events import DeadlineSet, Recourse, RecourseOffered, ResponseSent
from domain.complaint.preconditions import HasEnded
from domain.complaint.response.ways import RecourseTooShort
from services.commands.remarks import remarks_of
from tests.support.controls import UNTIL_APPROVED, UNTIL_CLOSED, at, context, policy, when
from tests.support.given import Given, Outcome, given, history
from tests.support.story import Story

SIX_MONTHS = {
    "rule_id": "ombudsman_6m",
    "kind": "external_referral_window",
    "starts_from": ["responded"],
    "amount": 6,
    "unit": "months",
    "party": "complainant",
    "calendar_id": policy().calendars[0].calendar_id,
}
POLICY = policy(deadlines=[*policy().model_dump()["deadlines"], SIX_MONTHS])
APPROVED = given(*UNTIL_APPROVED)
HELD = APPROVED.under(POLICY)
OMBUDSMAN = {"kind": "external", "body_code": "ombudsman"}
DUE, SOONER = date(2026, 9, 2), date(2026, 9, 1)


def answered(past: Given = HELD, **way: Any) -> Outcome:
    return past.when("send_response", recourse=[{**OMBUDSMAN, **way}])


def until(outcome: Outcome) -> list[date | None]:
    return [each.until_on for each in outcome.the(ResponseSent).recourse]


def test_left_out_it_is_the_day_that_the_policy_makes_due_by_the_same_answer() -> None:
    outcome = answered()
    (window,) = (
        one.due_on
        for one in outcome.complaint.deadlines.values()
        if one.fact.kind == "external_referral_window"
    )
    assert until(outcome) == [window] == [DUE]
    assert until(answered(APPROVED)) == [None], "no policy, no day"


def test_the_letter_names_the_same_day() -> None:
    complaint = APPROVED.complaint
    said = LetterSaid(kind="final_response", recourse=(Recourse(kind="external"),))
    told = as_recorded(complaint, context(under=POLICY), said, when(hours=1))
    assert [each.until_on for each in told.recourse] == [DUE]


@pytest.mark.parametrize(
    ("kind", "day", "least"),
    [("external", SOONER, DUE), ("court", date(2026, 2, 1), date(2026, 3, 2))],
)
def test_no_way_ends_before_its_time_is_over_nor_before_it_is_named(
    kind: str, day: date, least: date
) -> None:

    sent = HELD.when("send_response", recourse=[{"kind": kind, "until_on": day}])
    refused = sent.refused(RecourseTooShort)
    assert refused.values["at_least"] == str(least)
    later = date(2027, 1, 1)
    assert until(answered(until_on=later)) == [later]


def test_so_are_ways_that_are_offered_afterwards() -> None:
    offer = {"recourse": [OMBUDSMAN], "now": at(days=9)}
    known = given(*UNTIL_APPROVED, *answered().facts).under(POLICY)
    (way,) = known.when("offer_recourse", **offer).the(RecourseOffered).recourse
    assert way.until_on == DUE
    late = [{**OMBUDSMAN, "until_on": SOONER}]
    known.when("offer_recourse", recourse=late).refused(RecourseTooShort)


def settled() -> Story:
    story = Story(policy=POLICY)
    story.do("log", narrative="The bill is wrong.", complainant={"name": "Ada"})
    story.do("settle_received", means_code="phone")
    assert story.present.state == "CLOSED"
    return story


def test_what_was_settled_and_closed_is_confirmed_in_writing_and_the_time_outside_begins() -> None:
    story = settled()
    confirmed = {"kind": "written_confirmation", "recourse": [OMBUDSMAN]}
    sent, *due = (one.event for one in story.do("send_response", **confirmed))
    assert isinstance(sent, ResponseSent) and story.present.state == "CLOSED"
    (window,) = due
    assert isinstance(window, DeadlineSet) and window.kind == "external_referral_window"
    assert [each.until_on for each in sent.recourse] == [window.due_on]


def test_no_other_answer_follows_nor_is_confirmed_what_ended_otherwise() -> None:
    assert settled().refuses("send_response", recourse=[OMBUDSMAN]) == "HasEnded"
    confirmed = {"kind": "written_confirmation"}
    given(*UNTIL_CLOSED).when("send_response", **confirmed).refused(HasEnded)


def test_that_no_body_is_named_is_remarked_where_the_policy_has_one() -> None:
    for rules, remarked in ((POLICY, 1), (policy(), 0)):
        nowhere = [{"kind": "none_available"}]
        sent = APPROVED.under(rules).when("send_response", recourse=nowhere)
        events = history(*UNTIL_APPROVED, *sent.facts)
        said = [each for each in remarks_of(sent.complaint, events) if "outside body" in each]
        assert len(said) == remarked and all(str(DUE) in each for each in said)
