"""The queue's flags, promises and issues, event by event."""

from datetime import UTC, date, datetime

from domain.complaint import events as e
from domain.complaint.parts import NewDueDate
from domain.event import DomainEvent
from tests.support.controls import deadline
from tests.support.histories import ISSUE, WITHDRAWN, named
from tests.unit.projections.test_case_queue import row, told

TODAY = date(2026, 3, 10)
SECOND = named("second issue")
REMEDY = named("remedy")
ACTION = named("action")
REFERRAL = named("referral")
OFFERED = e.RemedyOffered(
    remedy_id=REMEDY, source_code="interim", kind_code="refund", authority_rule_id="rule"
)
REFERRED = e.ExternalReferralRegistered(
    referral_id=REFERRAL,
    body_code="ombudsman",
    referred_by="complainant",
    issue_ids=(ISSUE,),
    is_premature=False,
)


def of_remedy(kind: type[DomainEvent], **more: object) -> DomainEvent:
    return kind.model_validate({"remedy_id": REMEDY, "kind_code": "refund", **more})


def test_suspension_shows_until_work_goes_on_or_the_complaint_ends() -> None:
    stopped = e.HandlingSuspended(ground_code="police_case")
    assert row(told((stopped, "RECEIVED"))).is_suspended
    resumed = told((stopped, "RECEIVED"), (e.HandlingResumed(), "RECEIVED"))
    assert not row(resumed).is_suspended
    assert not row(told((stopped, "RECEIVED"), (WITHDRAWN, "WITHDRAWN"))).is_suspended
    merged = e.ComplaintMerged(
        into_id=named("other"), other_reference="C-OTHER", ground_code="same_complainant"
    )
    back = e.ComplaintUnmerged(from_id=named("other"), ground_code="mistake")
    for before, stands in (((stopped, "RECEIVED"),), True), ((), False):
        both = (*before, (merged, "MERGED"), (back, "RECEIVED"))
        assert not row(told(*both[:-1])).is_suspended
        assert row(told(*both)).is_suspended == stands


def test_an_escalated_complaint_shows_its_level() -> None:
    first = e.ComplaintEscalated(from_level=0, to_level=1, ground_code="deadline")
    second = e.ComplaintEscalated(from_level=1, to_level=2, ground_code="severity")
    waiting = row(told((first, "RECEIVED"), (second, "RECEIVED")))
    assert (waiting.is_escalated, waiting.flags.escalation_level) == (True, 2)


def test_it_is_outside_while_any_referral_is_pending() -> None:
    other = REFERRED.model_copy(update={"referral_id": named("other"), "body_code": "court"})
    back = e.ExternalReferralReturned(
        referral_id=REFERRAL, body_code="ombudsman", ground_code="no_jurisdiction"
    )
    telling = told((REFERRED, "RECEIVED"), (other, "RECEIVED"), (back, "RECEIVED"))
    assert row(telling).is_external
    determined = e.ExternalDeterminationReceived(
        referral_id=named("other"), body_code="court", result_code="upheld", is_binding=True
    )
    telling.tell(determined, "RECEIVED")
    assert not row(telling).is_external


def test_extra_care_stays_until_it_is_set_otherwise() -> None:
    judged = {
        "severity_code": "low",
        "scale_version": 1,
        "is_safety": False,
        "priority_code": "low",
    }
    careful = e.ComplaintAssessed.model_validate({**judged, "handling_code": "extra_care"})
    again = e.ComplaintAssessed.model_validate({**judged, "ground_code": "facts_changed"})
    usual = e.ComplaintAssessed.model_validate({**judged, "handling_code": "standard"})
    assert row(told((careful, "ASSESSED"), (again, "ASSESSED"))).has_extra_care
    assert not row(told((careful, "ASSESSED"), (usual, "ASSESSED"))).has_extra_care


def test_invariant_12_what_is_owed_after_closing_stays_on_the_work_list() -> None:
    accepted = of_remedy(e.RemedyAccepted)
    closed = e.ComplaintClosed(
        basis_code="accepted_with_tracked_commitments", outstanding_remedy_ids=(REMEDY,)
    )
    telling = told((OFFERED, "RECEIVED"), (accepted, "ACCEPTED"), (closed, "CLOSED"))
    owing = row(telling)
    assert (owing.is_open, owing.is_owing, owing.is_shown) == (False, True, True)
    telling.tell(of_remedy(e.RemedyFulfilled, is_partial=True), "CLOSED")
    assert row(telling).is_shown
    telling.tell(of_remedy(e.RemedyFulfilled, is_partial=False), "CLOSED")
    assert not row(telling).is_shown
    telling.tell(of_remedy(e.RemedyFailed, ground_code="returned"), "CLOSED")
    assert row(telling).is_owing


def test_an_action_after_the_end_stays_on_the_work_list_until_it_is_carried_out() -> None:
    planned = e.ActionPlanned(
        action_id=ACTION, kind_code="corrective", source_code="determination", owner=named("owner")
    )
    telling = told((planned, "RECEIVED"), (WITHDRAWN, "WITHDRAWN"))
    assert row(telling).is_shown
    telling.tell(e.ActionCompleted(action_id=ACTION), "WITHDRAWN")
    assert not row(telling).is_shown


def test_what_a_refused_determination_directed_is_no_promise() -> None:
    direction = e.Direction(action_id=ACTION, kind_code="refund")
    planned = e.ActionPlanned(
        action_id=ACTION, kind_code="correction", source_code="determination", owner=named("owner")
    )
    determined = e.ExternalDeterminationReceived(
        referral_id=REFERRAL,
        body_code="ombudsman",
        result_code="upheld",
        is_binding=False,
        directions=(direction,),
    )
    refused = e.DeterminationAnswered(referral_id=REFERRAL, by="complainant", answer_code="refused")
    telling = told((REFERRED, "EXTERNAL"), (determined, "EXTERNAL"), (planned, "EXTERNAL"))
    assert row(telling).is_owing
    telling.tell(refused, "EXTERNAL")
    assert not row(telling).is_owing
    telling.tell(refused.model_copy(update={"answer_code": "accepted"}), "EXTERNAL")
    assert row(telling).is_owing


def test_a_merged_complaint_tells_where_it_goes_on() -> None:
    merged = e.ComplaintMerged(
        into_id=named("target"), other_reference="C-TARGET", ground_code="same_complainant"
    )
    telling = told((merged, "MERGED"))
    gone = row(telling)
    assert (gone.is_open, gone.is_shown, gone.flags.merged_reference) == (False, False, "C-TARGET")
    telling.tell(e.ComplaintUnmerged(from_id=named("target"), ground_code="error"), "RECEIVED")
    back = row(telling)
    assert (back.is_open, back.flags.merged_into) == (True, None)


def test_categories_follow_the_issues_that_are_left() -> None:
    added = e.IssueAdded(issue_id=SECOND, issue_no=2, category_code="conduct", taxonomy_version=1)
    moved = e.IssueReclassified(
        issue_id=ISSUE,
        issue_no=1,
        category_code="billing",
        taxonomy_version=2,
        ground_code="was_wrong",
    )
    telling = told((added, "RECEIVED"), (moved, "RECEIVED"))
    assert row(telling).category_codes == ("billing", "conduct")
    telling.tell(
        e.IssueDeclaredOutOfScope(issue_id=ISSUE, issue_no=1, ground_code="not_ours"), "RECEIVED"
    )
    assert row(telling).category_codes == ("conduct",)


def test_absorbed_issues_show_until_they_are_released() -> None:
    issue = e.Issue(issue_id=SECOND, issue_no=2, category_code="conduct", taxonomy_version=1)
    absorbed = e.DuplicateAbsorbed(
        from_id=named("source"),
        other_reference="C-SOURCE",
        ground_code="same_complainant",
        issues=(issue,),
    )
    released = e.DuplicateReleased(
        from_id=named("source"), issue_ids=(SECOND,), ground_code="error"
    )
    telling = told((absorbed, "RECEIVED"))
    assert row(telling).category_codes == ("delivery", "conduct")
    telling.tell(released, "RECEIVED")
    assert row(telling).category_codes == ("delivery",)


def test_a_corrected_receipt_counts_from_the_right_day() -> None:
    telling = told()
    right = e.RecordCorrected(
        target_event_id=telling.recorded[0].event_id,
        field="occurred",
        ground_code="misread",
        approved_by=named("officer"),
        right="2026-02-20[Europe/London]",
    )
    elsewhere = right.model_copy(update={"target_event_id": named("another event")})
    telling.tell(elsewhere, "RECEIVED")
    assert row(telling).received_on == telling.recorded[0].occurred.day
    telling.tell(right, "RECEIVED")
    telling.tell(right.model_copy(update={"field": "channel_code", "right": "letter"}), "RECEIVED")
    corrected = row(telling)
    assert (corrected.received_on, corrected.channel_code) == (date(2026, 2, 20), "letter")
    assert corrected.age_from == datetime(2026, 2, 20, tzinfo=UTC)


def test_an_excluded_handler_no_longer_handles() -> None:
    assigned = e.ComplaintAssigned(handler=named("handler"))
    other = e.StaffExcluded(staff=named("someone"), ground_code="involved")
    telling = told((assigned, "RECEIVED"), (other, "RECEIVED"))
    assert row(telling).handler == named("handler")
    telling.tell(e.StaffExcluded(staff=named("handler"), ground_code="involved"), "RECEIVED")
    assert row(telling).handler is None
    assert row(telling).excluded == (named("someone"), named("handler"))


def test_whose_exclusion_is_accepted_sees_the_row_again() -> None:
    excluded = e.StaffExcluded(staff=named("someone"), ground_code="involved")
    accepted = e.ExclusionAccepted(
        staff=named("someone"), ground_code="no_one_else", safeguard_code="outside_review"
    )
    telling = told((excluded, "RECEIVED"), (excluded, "RECEIVED"))
    assert row(telling).excluded == (named("someone"),)
    telling.tell(accepted, "RECEIVED")
    assert row(telling).excluded == ()


def test_a_product_known_later_shows_in_the_queue() -> None:
    known = e.ProductRecorded(issue_id=ISSUE, issue_no=1, product_code="payment_services")
    assert row(told((known, "RECEIVED"))).product_code == "payment_services"


def test_a_complaint_is_paused_while_all_that_the_organisation_owes_stands_still() -> None:
    both = [deadline("response"), deadline("first_update")]
    theirs = deadline("reply_window", party="complainant")
    stops = [
        e.DeadlinePaused(deadline_ids=(one.deadline_id,), ground_code="police", rule_id="rule")
        for one in both
    ]
    past = [(one, "RECEIVED") for one in (*both, theirs)]
    assert not row(told(*past)).is_paused
    assert not row(told(*past, (stops[0], "RECEIVED"))).is_paused
    still = [*past, *((one, "RECEIVED") for one in stops)]
    assert row(told(*still)).is_paused
    due = NewDueDate(deadline_id=both[0].deadline_id, due_on=both[0].due_on, due_at=both[0].due_at)
    assert not row(told(*still, (e.DeadlineResumed(deadlines=(due,)), "RECEIVED"))).is_paused
    assert not row(told()).is_paused, "it owes nothing yet"
