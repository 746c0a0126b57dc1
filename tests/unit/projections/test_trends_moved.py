"""Figures that correct themselves: another category, another day, another way of ending."""

from datetime import date

from domain.complaint import events as e
from projections import trends
from tests.support.histories import CLOSED, ISSUE, named, on
from tests.unit.projections.test_trends import cells, day, figures, the_one, told

IMPOSSIBLE = e.CommunicationImpossible(purpose_code="response", ground_code="anonymous")
PROPOSED = e.DecisionProposed(
    decision_id=named("decision"),
    stage=1,
    round=1,
    issues=(
        e.IssueStance(issue_id=ISSUE, issue_no=1, finding_code="not_upheld", stance="rejected"),
    ),
)
REFERRED = e.ExternalReferralRegistered(
    referral_id=named("referral"),
    body_code="ombudsman",
    referred_by="complainant",
    issue_ids=(ISSUE,),
    is_premature=False,
)


def reclassified(category_code: str) -> e.IssueReclassified:
    return e.IssueReclassified(
        issue_id=ISSUE,
        issue_no=1,
        category_code=category_code,
        taxonomy_version=2,
        ground_code="was_wrong",
    )


def test_a_category_corrected_after_closing_moves_every_figure() -> None:
    telling = told((CLOSED, "CLOSED", on(5)), (reclassified("billing"), "CLOSED", on(9)))
    assert {cell.category_code for cell in cells(telling)} == {"billing"}
    assert ("closed", day(5), None, 1) in figures(telling)


def test_a_product_known_after_closing_moves_every_figure() -> None:
    known = e.ProductRecorded(issue_id=ISSUE, issue_no=1, product_code="payment_services")
    telling = told((CLOSED, "CLOSED", on(5)), (known, "CLOSED", on(9)))
    assert {cell.product_code for cell in cells(telling)} == {"payment_services"}


def test_out_of_scope_counts_as_closed_with_its_ground() -> None:
    declared = e.ComplaintDeclaredOutOfScope(ground_code="time_barred")
    telling = told((declared, "OUT_OF_SCOPE", on(2)))
    assert ("closed", day(2), None, 1) in figures(telling)
    cell = the_one(telling)
    assert (cell.ended_as, cell.ended_because) == ("OUT_OF_SCOPE", "time_barred")


def test_a_complaint_back_at_an_outside_body_is_open_again() -> None:
    telling = told((CLOSED, "CLOSED", on(5)), (REFERRED, "EXTERNAL", on(8)))
    assert ("open", day(0), None, 1) in figures(telling)
    assert not any(cell.figure == "closed" for cell in cells(telling))
    assert ("referred", day(8), None, 1) in figures(telling)
    returned = e.ExternalReferralReturned(
        referral_id=named("referral"), body_code="ombudsman", ground_code="withdrawn"
    )
    telling.tell(returned, "CLOSED", occurred=on(12))
    assert ("closed", day(12), None, 1) in figures(telling)
    assert the_one(telling).ended_because == "accepted_and_carried_out"


def test_an_unmerged_complaint_is_open_again() -> None:
    merged = e.ComplaintMerged(
        into_id=named("target"), other_reference="C-1", ground_code="same_complainant"
    )
    unmerged = e.ComplaintUnmerged(from_id=named("target"), ground_code="error")
    telling = told((merged, "MERGED", on(2)), (unmerged, "ASSESSED", on(4)))
    assert sum(n for cell, n in cells(telling).items() if cell.figure == "open") == 1


def test_the_first_escalation_is_counted_once() -> None:
    up = e.ComplaintEscalated(from_level=0, to_level=1, ground_code="deadline")
    more = e.ComplaintEscalated(from_level=1, to_level=2, ground_code="deadline")
    telling = told((up, "RECEIVED", on(3)), (more, "RECEIVED", on(6)))
    escalated = [one for one in figures(telling) if one[0] == "escalated"]
    assert escalated == [("escalated", day(3), None, 1)]


def test_a_corrected_receipt_moves_what_was_counted_from_it() -> None:
    telling = told((CLOSED, "CLOSED", on(5)))
    receipt = telling.recorded[0].event_id
    for field, right in (
        ("occurred", "2026-02-20[Europe/London]"),
        ("channel_code", "letter"),
        ("contact_class", "enquiry"),
    ):
        corrected = e.RecordCorrected(
            target_event_id=receipt,
            field=field,
            ground_code="misread",
            approved_by=named("officer"),
            right=right,
        )
        telling.tell(corrected, "CLOSED", occurred=on(9))
    first = date(2026, 2, 20)
    closed_on = day(5)
    assert closed_on is not None
    assert {("received", first, None, 1), ("open", first, None, 1)} <= figures(telling)
    assert ("days_to_close", closed_on, (closed_on - first).days, 1) in figures(telling)
    cell = the_one(telling)
    assert (cell.channel_code, cell.contact_class) == ("letter", "enquiry")


def test_a_decision_that_nobody_could_be_told_has_its_outcome_but_no_response() -> None:
    telling = told((PROPOSED, "DECIDED", on(3)), (IMPOSSIBLE, "RESPONDED", on(4)))
    assert the_one(telling).outcome == "not_upheld"
    assert not any(cell.figure == "days_to_respond" for cell in cells(telling))


def test_the_new_attributes_can_be_asked_for() -> None:
    asked = trends.counts("closed", by=("ended_as", "ended_because"), only={"ended_as": ["CLOSED"]})
    assert [group.column for group in asked.groups] == ["ended_as", "ended_because"]
