"""What was found first and what in the end, and when that changed: by a body, by a new answer."""

from uuid import UUID

import pytest

from domain.complaint import events as e
from domain.event import DomainEvent
from tests.support.histories import ISSUE, Telling, named, on
from tests.unit.projections.test_trends import cells, day, the_one, told

OTHER = named("other issue")


def proposed(name: str, **findings: str) -> e.DecisionProposed:
    issues = tuple(
        e.IssueStance.model_validate(
            {"issue_id": of, "issue_no": number, "finding_code": code, "stance": "rejected"}
        )
        for number, (of, code) in enumerate(named_issues(findings).items(), start=1)
    )
    return e.DecisionProposed(decision_id=named(name), stage=1, round=1, issues=issues)


def named_issues(findings: dict[str, str]) -> dict[UUID, str]:
    return {{"one": ISSUE, "two": OTHER}[name]: code for name, code in findings.items()}


def answered(name: str, *issue_ids: UUID) -> e.ResponseSent:
    return e.ResponseSent(
        response_id=named(f"response {name}"),
        decision_id=named(name),
        stage=1,
        round=1,
        kind="final",
        channel_code="letter",
        issue_ids=issue_ids or (ISSUE,),
    )


def referred(*issue_ids: UUID) -> e.ExternalReferralRegistered:
    return e.ExternalReferralRegistered(
        referral_id=named("referral"),
        body_code="ombudsman",
        referred_by="complainant",
        issue_ids=issue_ids,
        is_premature=False,
    )


def determined(result_code: str) -> e.ExternalDeterminationReceived:
    return e.ExternalDeterminationReceived.model_validate(
        {
            "referral_id": named("referral"),
            "body_code": "ombudsman",
            "result_code": result_code,
            "is_binding": True,
        }
    )


def story(*events: DomainEvent, state: str = "EXTERNAL") -> Telling:
    return told(*((event, state, on(3 * no)) for no, event in enumerate(events, start=1)))


def overturned(telling: Telling) -> list[object]:
    return [cell.day for cell in cells(telling) if cell.figure == "overturned"]


def outcomes(telling: Telling) -> tuple[str | None, str | None]:
    return the_one(telling).first_outcome, the_one(telling).outcome


NOT_UPHELD = (proposed("first", one="not_upheld"), answered("first"))


@pytest.mark.parametrize(
    ("result_code", "final"),
    [("upheld", "upheld"), ("partly", "partly_upheld"), ("settled", "resolved_without_finding")],
)
def test_what_an_outside_body_determines_is_the_outcome_in_the_end(
    result_code: str, final: str
) -> None:
    telling = story(*NOT_UPHELD, referred(ISSUE), determined(result_code))
    assert outcomes(telling) == ("not_upheld", final)
    assert overturned(telling) == [day(12)]


@pytest.mark.parametrize("result_code", ["not_upheld", "remitted"])
def test_a_body_that_finds_the_same_or_sends_it_back_overturns_nothing(result_code: str) -> None:
    telling = story(*NOT_UPHELD, referred(ISSUE), determined(result_code))
    assert outcomes(telling) == ("not_upheld", "not_upheld")
    assert overturned(telling) == []


def test_a_new_answer_after_setting_aside_overturns_the_first() -> None:
    aside = e.DecisionSetAside(ground_code="remitted", approved_by=named("boss"))
    again = (proposed("second", one="upheld"), answered("second"))
    telling = story(*NOT_UPHELD, aside, *again, state="RESPONDED")
    assert outcomes(telling) == ("not_upheld", "upheld")
    assert overturned(telling) == [day(15)]


def test_a_determination_about_one_issue_changes_what_was_found_of_that_issue() -> None:
    both = proposed("first", one="not_upheld", two="not_upheld")
    told_of_both = answered("first", ISSUE, OTHER)
    telling = story(both, told_of_both, referred(OTHER), determined("upheld"))
    assert outcomes(telling) == ("not_upheld", "partly_upheld")
    whole = story(both, told_of_both, referred(), determined("upheld"))
    assert outcomes(whole) == ("not_upheld", "upheld")


def test_an_issue_that_nobody_contested_keeps_what_was_found_of_it() -> None:
    both = proposed("first", one="upheld", two="not_upheld")
    again = (proposed("second", two="not_upheld"), answered("second", OTHER))
    telling = story(both, answered("first", ISSUE, OTHER), *again, state="RESPONDED")
    assert outcomes(telling) == ("partly_upheld", "partly_upheld")


def test_an_agreement_on_a_part_before_the_answer_overturns_nothing() -> None:
    agreed = e.ResolutionAgreed(
        agreement_id=named("agreement"),
        stage=1,
        round=1,
        issues=(e.IssueFinding(issue_id=OTHER, issue_no=2, finding_code="upheld"),),
        means_code="phone",
    )
    telling = story(agreed, *NOT_UPHELD, state="RESPONDED")
    assert outcomes(telling) == ("partly_upheld", "partly_upheld")
    assert overturned(telling) == []


def test_a_body_may_determine_what_was_never_answered() -> None:
    telling = story(referred(), determined("upheld"))
    assert outcomes(telling) == (None, "upheld")
    assert overturned(telling) == []


def test_an_answer_that_never_arrived_is_not_the_first() -> None:
    telling = story(*NOT_UPHELD, state="RESPONDED")
    failed = e.CommunicationFailed(
        target_event_id=telling.recorded[-1].event_id, failure_code="returned"
    )
    telling.tell(failed, "DECIDED", occurred=on(8))
    assert outcomes(telling) == (None, None)


def test_what_was_found_of_an_issue_that_was_released_counts_where_it_is_now() -> None:
    both = proposed("first", one="upheld", two="not_upheld")
    released = e.DuplicateReleased(from_id=named("other"), issue_ids=(OTHER,), ground_code="error")
    telling = story(both, answered("first", ISSUE, OTHER), released, state="RESPONDED")
    assert outcomes(telling) == ("upheld", "upheld")
