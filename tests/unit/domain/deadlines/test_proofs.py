"""4.9, 6.2 What was done in time and entered late is so by a proof that is not one's own word."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.support.clocks_told import begun, correct, due, on, standing, withdrawn_with_proof
from tests.support.controls import APPROVER, HANDLER, SECOND_APPROVER, SMALL, named
from tests.support.story import Story

OMBUDSMAN = [{"kind": "external", "body_code": "ombudsman"}]
PAGE = {"note": "Page 12 of the letter book"}


def missed(**under: Any) -> Story:
    """A complaint whose answer was due by the 30th of March, and was not entered by then."""
    story = begun("2026-03-02", **under)
    story.wait(days=40)
    return story


def withdrawn_in_time(story: Story, proof: Any) -> bool:
    """Whether the miss stands, once a withdrawal of the 20th of March is told."""
    story.do("withdraw", means_code="phone", occurred=on("2026-03-20"), entered_from=proof)
    return standing(story.complaint).was_missed


def noted(story: Story, **by: Any) -> Any:
    story.do("add_note", **PAGE, **by)
    return story.events[-1].event_id


def test_what_is_no_event_or_document_of_the_complaint_proves_nothing() -> None:
    told = {"means_code": "phone", "occurred": on("2026-03-20"), "entered_from": named("invented")}
    assert missed().refuses("withdraw", **told) == "NoSuchProof"


def test_neither_the_complaint_nor_its_clock_proves_that_it_was_answered() -> None:
    for event_type in ("ComplaintReceived", "DeadlineMissed"):
        story = missed()
        proof = next(one.event_id for one in story.events if event_type == one.event.TYPE)
        assert withdrawn_in_time(story, proof)


def test_who_was_late_does_not_prove_that_they_were_not() -> None:
    story = missed()
    assert withdrawn_in_time(story, noted(story, by=HANDLER))
    assert due(story)[0] == "missed"


def test_ones_own_later_word_proves_it_once_another_vouches_for_it() -> None:
    """Named at once or not: an approver who grants the correction says that it shows the act."""
    story = missed()
    proof = noted(story, by=HANDLER)
    assert withdrawn_in_time(story, proof)
    withdrawn = next(one for one in story.events if one.event.TYPE == "ComplaintWithdrawn")
    correct(story, withdrawn.event_id, str(proof), field="entered_from")
    assert not standing(story.complaint).was_missed


def test_somebody_elses_word_proves_it() -> None:
    story = missed()
    assert not withdrawn_in_time(story, noted(story, by=APPROVER))


def test_what_was_written_down_by_then_proves_it() -> None:
    story = begun("2026-03-02")
    story.wait(days=20)
    proof = noted(story, by=HANDLER)
    story.wait(days=20)
    assert not withdrawn_in_time(story, proof)


@pytest.mark.parametrize("what", ["FindingRecorded", "DecisionApproved", "NoteAdded"])
def test_that_an_answer_was_prepared_shows_no_sending(what: str) -> None:
    """Found, approved, and noted as to be sent in time; sent by the handler alone, as they say."""
    story = decided()
    noted(story, by=HANDLER)
    proof = next(one.event_id for one in story.events if what == one.event.TYPE)
    story.now = datetime(2026, 6, 2, 12, tzinfo=UTC)
    sent = {"kind": "final", "recourse": OMBUDSMAN, "occurred": on("2026-03-12")}
    story.do("send_response", **sent, entered_from=proof)
    assert standing(story.complaint).was_missed


def test_where_the_policy_waives_the_second_person_one_is_enough() -> None:
    waived = SMALL.separation.approve == "waived"
    assert waived, "a small organisation has nobody else"
    story = begun("2026-03-02", SMALL)
    story.wait(days=90)
    assert not withdrawn_in_time(story, noted(story, by=HANDLER))


def decided() -> Story:
    """An answer that has only to be sent."""
    story = begun("2026-03-02")
    story.do("assess", severity_code="low", is_safety=False)
    story.do("open_investigation")
    (issue_id,) = story.present.issues
    story.do("record_finding", issue_id=issue_id, finding_code="not_upheld")
    story.do("propose_decision")
    story.do("approve_decision", by=APPROVER)
    return story


@pytest.mark.parametrize("is_proved", [False, True])
def test_the_time_to_reply_is_not_over_before_they_were_told(is_proved: bool) -> None:
    story = decided()
    proof = {"entered_from": noted(story, by=APPROVER)} if is_proved else {}
    story.now = datetime(2026, 6, 2, 12, tzinfo=UTC)
    story.do("send_response", kind="final", recourse=OMBUDSMAN, occurred=on("2026-03-02"), **proof)
    assert due(story)[0] == "met"
    starts = standing(story.complaint, "reply_window").fact.starts
    assert starts.day == (date(2026, 3, 2) if is_proved else story.now.date())


@pytest.mark.parametrize("is_proved", [False, True])
def test_the_time_to_reopen_is_not_over_before_the_ending_was_entered(is_proved: bool) -> None:
    story = begun("2025-03-03", now=datetime(2026, 6, 2, 12, tzinfo=UTC))
    if is_proved:
        withdrawn_with_proof(story, "2025-03-10")
    else:
        story.do("withdraw", means_code="phone", occurred=on("2025-03-10"))
        withdrawn = next(one for one in story.events if one.event.TYPE == "ComplaintWithdrawn")
        correct(story, withdrawn.event_id, "2025-03-11")
    story.wait(minutes=5)
    assert due(story, "reopen_window")[0] == ("lapsed" if is_proved else "running")
    told = {"ground_code": "new_evidence"}
    assert story.refuses("reopen", **told) == ("ReopenWindowPassed" if is_proved else "")


@pytest.mark.parametrize("moved", ["ComplaintReceived", "ResponseSent"])
def test_no_correction_shortens_the_time_to_reply_to_an_answer_told_late(moved: str) -> None:
    """Neither of the receipt, with which it has nothing to do, nor of the answer's own hour."""
    story = decided()
    story.now = datetime(2026, 6, 2, 12, tzinfo=UTC)
    story.do("send_response", kind="final", recourse=OMBUDSMAN, occurred=on("2026-03-12"))
    before = due(story, "reply_window")
    target = next(one.event_id for one in story.events if moved == one.event.TYPE)
    correct(story, target, "2026-02-27" if moved == "ComplaintReceived" else "2026-03-13")
    assert due(story, "reply_window") == before


def test_a_proof_that_is_named_later_takes_none_of_the_time_that_they_were_told() -> None:
    """Whatever is corrected after it, and back."""
    story = decided()
    story.now = datetime(2026, 6, 2, 12, tzinfo=UTC)
    story.do("send_response", kind="final", recourse=OMBUDSMAN, occurred=on("2026-03-12"))
    before = due(story, "reply_window")
    (sent,) = [one.event_id for one in story.events if one.event.TYPE == "ResponseSent"]
    correct(story, sent, str(noted(story, by=SECOND_APPROVER)), field="entered_from")
    for right in ("2026-03-13", "2026-03-12"):
        correct(story, sent, right)
        assert due(story, "reply_window") == before
