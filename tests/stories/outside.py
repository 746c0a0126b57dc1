"""Stories of reviews and outside bodies."""

from typing import Any

from tests.stories.people import (
    ADA,
    APPROVER,
    BY_LETTER,
    BY_PHONE,
    REVIEW_THEN_OMBUDSMAN,
    REVIEWER,
    refund,
)
from tests.stories.registry import story
from tests.stories.steps import answer, carry_out, decide
from tests.stories.telling import Told, World


def disputed(world: World) -> Told:
    """A complaint whose answer the complainant rejects."""
    told = world.begin("log", narrative="My claim was refused", complainant=ADA)
    answer(told, "not_upheld")
    world.wait(days=7)
    told.do("reject_decision", **BY_LETTER)
    return told


def referral(told: Told, number: int = 0) -> object:
    """The id of a referral, by the order of registration."""
    return list(told.complaint.referrals)[number]


@story("Rejected, the ombudsman, remitted, a new decision")
def remitted(world: World) -> None:
    """The outside body gives the decision back to be made anew; the complaint is one history from
    the letter to the new answer carried out (7.9)."""
    told = disputed(world)
    told.do("register_referral", body_code="ombudsman", referred_by="complainant")
    assert told.is_in("EXTERNAL")
    assert told.refuses("close", basis_code="recourse_exhausted", by=APPROVER)
    world.wait(days=90)
    told.do(
        "record_determination",
        referral_id=referral(told),
        result_code="remitted",
        is_binding=True,
    )
    told.approved("set_aside_decision", ground_code="external_instruction", by=APPROVER)
    answer(told, remedies=[refund("80.00")])
    told.do("accept_decision", **BY_LETTER)
    carry_out(told)
    told.do("close", basis_code="accepted_and_carried_out")
    assert told.complaint.rounds == (2,)


@story("A determination, implemented")
def implemented(world: World) -> None:
    """What a body directs is done before the complaint is closed on that basis (7.9)."""
    told = disputed(world)
    told.do("register_referral", body_code="ombudsman", referred_by="complainant")
    world.wait(days=60)
    told.do(
        "record_determination",
        referral_id=referral(told),
        result_code="upheld",
        is_binding=True,
        directions=[{"kind_code": "apology"}],
    )
    assert told.refuses("close", basis_code="determination_implemented", by=APPROVER)
    (action,) = told.complaint.actions
    told.do("complete_action", action_id=action)
    told.do("close", basis_code="determination_implemented", by=APPROVER)
    assert told.is_in("CLOSED")


@story("Two outside bodies at once")
def two_bodies(world: World) -> None:
    """Each referral has its own course; the complaint comes back when none is pending (7.9)."""
    told = disputed(world)
    told.do("register_referral", body_code="ombudsman", referred_by="complainant")
    told.do("register_referral", body_code="data_protection_authority", referred_by="complainant")
    told.do("return_referral", referral_id=referral(told), ground_code="no_jurisdiction")
    assert told.is_in("EXTERNAL")
    told.do("return_referral", referral_id=referral(told, 1), ground_code="withdrawn")
    assert told.is_in("DISPUTED")


@story("To the ombudsman too early")
def too_early(world: World) -> None:
    """Somebody goes outside while we are still at work: work goes on, and the body gives it back
    (7.9)."""
    told = world.begin("log", narrative="Nobody answers", complainant=ADA)
    told.do(
        "register_referral", body_code="ombudsman", referred_by="complainant", is_premature=True
    )
    assert told.is_in("ASSESSED")
    told.do("return_referral", referral_id=referral(told), ground_code="premature")
    answer(told)
    assert told.is_in("RESPONDED")


@story("Reopened after months for the second stage")
def second_stage(world: World) -> None:
    """Closed for want of a reply; months later the complainant wants the review that they were
    told of. Somebody who took no part looks at it (4.7, 7.9)."""
    told = world.begin("log", narrative="My claim was refused", complainant=ADA)
    decide(told, "not_upheld")
    told.do("send_response", kind="stage", recourse=REVIEW_THEN_OMBUDSMAN)
    world.wait(weeks=5)
    told.do("close", basis_code="no_reply")
    world.wait(days=90)
    told.do("request_review", grounds="I was in hospital")
    (awaiting,) = told.complaint.undecided
    told.do("reopen", ground_code="complainant_dissatisfied", settles_event_ids=[awaiting])
    assert told.is_in("DISPUTED")
    told.do("request_review", grounds="I was in hospital")
    assert (told.state, told.complaint.stage) == ("REVIEW", 2)
    told.do("acknowledge")
    (issue,) = told.complaint.open_issues
    found: dict[str, Any] = {"issue_id": issue.issue_id, "finding_code": "upheld"}
    assert told.refuses("record_finding", **found) == "ReviewerTookPart"
    told.do("record_finding", by=REVIEWER, **found)
    told.do("propose_decision", by=REVIEWER, remedies=[refund("50.00")])


@story("A review, requested and dropped")
def dropped(world: World) -> None:
    """The complainant no longer wants the review: the first answer counts again, and recourse
    outside is still open (7.9)."""
    told = disputed(world)
    told.do("request_review", grounds="Too quick")
    assert (told.state, told.complaint.stage) == ("REVIEW", 2)
    told.do("withdraw_review", ground_code="complainant_wish")
    assert (told.state, told.complaint.stage, told.complaint.round) == ("DISPUTED", 1, 1)
    told.do("decline_recourse", kind="external", **BY_PHONE)
    told.do("close", basis_code="recourse_exhausted", by=APPROVER)
