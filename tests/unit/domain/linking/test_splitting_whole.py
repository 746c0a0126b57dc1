"""7.3 A part is judged, acknowledged and due as the whole was."""

from domain.complaint import events as e
from tests.support.controls import ACKNOWLEDGED, ASSESSED, ISSUE, TWO_ISSUES, at, deadline, named
from tests.support.given import given


def test_a_part_is_judged_and_acknowledged_as_the_whole_was() -> None:
    grave = ASSESSED.model_copy(
        update={
            "is_safety": True,
            "severity_code": "high",
            "priority_code": "urgent",
            "handling_code": "extra_care",
            "vulnerability": "frail",
        }
    )
    notice = deadline("top_management_notice")
    done = given(TWO_ISSUES, grave, notice, ACKNOWLEDGED).when("split_complaint", issue_ids=[ISSUE])
    new = done.other(done.the(e.ComplaintSplit).new_ids[0])
    assert (new.is_safety, new.is_acknowledged, new.state) == (True, True, "ASSESSED")
    assert new.assessment == done.complaint.assessment
    told = done.the(e.ComplaintAssessed)
    assert told.vulnerability == "frail", "sealed anew under the part's own keys"
    kinds = [each.fact.kind for each in new.deadlines.values()]
    assert kinds == ["top_management_notice"], "what follows from it has followed before"


def test_what_the_complainant_needs_and_that_nobody_can_be_told_hold_for_the_part() -> None:
    """Sealed anew under its own keys; what could not be told is not owed to anybody there."""
    needs = TWO_ISSUES.model_copy(update={"access_needs": ("Reads Braille",)})
    nobody = e.CommunicationImpossible(purpose_code="acknowledgement", ground_code="no_address")
    done = given(needs, nobody).when("split_complaint", issue_ids=[ISSUE])
    new = done.other(done.the(e.ComplaintSplit).new_ids[0])
    assert new.impossible == done.complaint.impossible == {"acknowledgement"}
    assert done.the(e.ComplaintReceived).access_needs == ("Reads Braille",)
    again = given(needs).when("split_complaint", issue_ids=[ISSUE])
    assert not again.other(again.the(e.ComplaintSplit).new_ids[0]).impossible


def test_what_was_missed_or_stands_still_does_so_for_the_part() -> None:
    due = deadline("response")
    missed = e.DeadlineMissed(deadline_id=named("response"), due_at=due.due_at)
    still = deadline("periodic_update")
    paused = e.DeadlinePaused(
        deadline_ids=(named("periodic_update"),), ground_code="police_case", rule_id="police"
    )
    past = (TWO_ISSUES, due, missed, still, paused)
    done = given(*past).when("split_complaint", issue_ids=[ISSUE], now=at(days=9))
    new = done.other(done.the(e.ComplaintSplit).new_ids[0])
    stands = {each.fact.kind: each for each in new.deadlines.values()}
    assert (stands["response"].status, stands["periodic_update"].status) == ("missed", "paused")
    assert stands["periodic_update"].pause_ground == "police_case"
