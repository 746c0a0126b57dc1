"""8.3: who is asked how the handling was (invariant 21, the side of the invitation)."""

from datetime import date
from typing import Any

import pytest

from domain.complaint.authority.separation import NotTheirRole
from domain.complaint.events import SurveyInvited, SurveySuppressed
from domain.complaint.satisfaction.surveying import AskedBefore, NotToBeAsked, NotYetToBeAsked
from domain.values import Actor
from tests.support.controls import (
    APPROVER,
    HANDLER,
    SMALL,
    UNTIL_ACCEPTED,
    UNTIL_CLOSED,
    UNTIL_DISPUTED,
    UNTIL_PROPOSED,
    UNTIL_RESPONDED,
    named,
    received,
)
from tests.support.given import given

MANAGER = Actor(kind="staff", id=named("quality"), role="management_representative")
SAMPLER = Actor(kind="system", id=named("sampler"), role="system")
BY_EMAIL: dict[str, Any] = {
    "questionnaire_version": 1,
    "method_code": "email",
    "sample_frame_id": "quarterly",
}
INVITED = SurveyInvited(survey_id=named("survey"), **BY_EMAIL)
SUPPRESSED = SurveySuppressed(ground_code="bereaved")


@pytest.mark.parametrize("past", [UNTIL_RESPONDED, UNTIL_CLOSED], ids=["responded", "closed"])
def test_a_party_is_asked_once_it_is_answered(past: Any) -> None:
    outcome = given(*past).when("invite_survey", by=SAMPLER, expires_on="2026-04-30", **BY_EMAIL)
    invited = outcome.then(SurveyInvited).the(SurveyInvited)
    assert invited.expires_on == date(2026, 4, 30)
    assert outcome.complaint.surveys[invited.survey_id].round == 1


@pytest.mark.parametrize(
    "past",
    [(received(),), UNTIL_PROPOSED, UNTIL_ACCEPTED, UNTIL_DISPUTED],
    ids=["received", "decided", "accepted", "disputed"],
)
def test_nobody_is_asked_while_the_handling_goes_on(past: Any) -> None:
    given(*past).when("invite_survey", by=MANAGER, **BY_EMAIL).refused(NotYetToBeAsked)


def test_invariant_21_there_is_one_invitation_for_each_answer() -> None:
    case = given(*UNTIL_CLOSED, INVITED)
    case.when("invite_survey", by=MANAGER, **BY_EMAIL).refused(AskedBefore)
    case.when("suppress_survey", by=MANAGER, ground_code="late").refused(AskedBefore)


def test_invariant_21_no_handler_chooses_who_is_asked() -> None:
    given(*UNTIL_CLOSED).when("invite_survey", by=HANDLER, **BY_EMAIL).refused(NotTheirRole)
    given(*UNTIL_CLOSED).when("invite_survey", by=APPROVER, **BY_EMAIL).then(SurveyInvited)
    one_person = given(*UNTIL_CLOSED).under(SMALL)
    one_person.when("invite_survey", **BY_EMAIL).then(SurveyInvited)


def test_that_nobody_is_asked_has_a_ground_and_is_kept_to() -> None:
    outcome = given(*UNTIL_CLOSED).when("suppress_survey", by=MANAGER, ground_code="bereaved")
    outcome.then(SUPPRESSED)
    case = given(*UNTIL_CLOSED, SUPPRESSED)
    case.when("invite_survey", by=MANAGER, **BY_EMAIL).refused(NotToBeAsked)
