"""How an answer comes about: assessed, investigated, found, decided, approved, told."""

from collections.abc import Callable, Iterator

from domain.complaint import events as e
from domain.complaint.lifecycle import BEFORE_DECISION
from domain.complaint.state import Complaint
from tests.support.office import Told

LATER = frozenset({"INVESTIGATING", "DECIDED", "RESPONDED", "ACCEPTED", "DISPUTED", "REVIEW"})
WORK = (e.InvestigationOpened, e.FindingRecorded, e.DecisionProposed)


def _tells(before: Complaint | None, event: object) -> bool:
    """Whether this is the answer, and no confirmation of what was agreed."""
    return isinstance(event, e.ResponseSent) and before is not None and before.state == "DECIDED"


def invariant_6_assessment_comes_first(told: Told) -> Iterator[str]:
    """What came by import may have been assessed elsewhere."""
    for _, after in told.touched():
        if after.state in LATER and after.assessment is None and not after.is_import:
            yield f"{after.state} and never assessed"


def invariant_6_safety_is_urgent_and_goes_to_the_top(told: Told) -> Iterator[str]:
    """A matter of safety has top priority, and top management is to be told while it is open."""
    has_rule = any(rule.kind == "top_management_notice" for rule in told.policy.deadlines)
    for before, one, after in told.steps:
        event = one.event
        if not isinstance(event, e.ComplaintAssessed) or not event.is_safety:
            continue
        if event.priority_code != "urgent":
            yield f"safety is {event.priority_code}"
        is_new = after.is_open and not (before and before.is_safety)
        last = told.after[one.stream_id]
        if is_new and has_rule and last.is_open and not _is_notice_due(last):
            yield "nothing tells top management"


def _is_notice_due(complaint: Complaint) -> bool:
    return any(
        each.is_open and each.fact.kind == "top_management_notice"
        for each in complaint.deadlines.values()
    )


def invariant_8_each_open_issue_has_its_finding_before_a_decision(told: Told) -> Iterator[str]:
    """Of this stage and round; and the decision is on all of them."""
    for before, one, _ in told.steps:
        event = one.event
        if not isinstance(event, e.DecisionProposed) or before is None:
            continue
        if (event.stage, event.round) != (before.stage, before.round):
            yield f"decided in {event.stage}/{event.round}"
        decided = {each.issue_id: each.finding_code for each in event.issues}
        for issue in before.open_issues:
            found = before.findings.get((issue.issue_id, before.stage, before.round))
            if found is None or decided.get(issue.issue_id) != found:
                yield f"issue {issue.issue_no} was found {found}"


def invariant_8_a_response_is_about_every_open_issue(told: Told) -> Iterator[str]:
    """Nothing that is open is left out."""
    for before, one, _ in told.steps:
        if before is not None and _tells(before, one.event):
            addressed = getattr(one.event, "issue_ids", ())
            if left := [each for each in before.open_issues if each.issue_id not in addressed]:
                yield f"left out {[each.issue_no for each in left]}"


def invariant_9_a_response_rests_on_an_approved_decision(told: Told) -> Iterator[str]:
    """Unless the policy waives approval for all that it grants; so does one that cannot be told."""
    for before, one, after in told.steps:
        is_answer = after.state == "RESPONDED" and before is not None and before.state == "DECIDED"
        if not is_answer or before is None:
            continue
        decision = before.decision
        if decision is None:
            yield "no decision"
        elif decision.approver is None:
            kinds = {each.kind_code for each in decision.remedies}
            if not kinds or kinds - set(told.policy.approval_waived_for):
                yield "nobody approved"
        elif getattr(one.event, "decision_id", decision.decision_id) != decision.decision_id:
            yield "another decision"


def invariant_10_a_response_names_recourse_and_acknowledges(told: Told) -> Iterator[str]:
    """Nothing is to be acknowledged any more to whom the answer went.

    Who came with a merged complaint is acknowledged and answered alone, and not with the others.
    """
    for before, one, _ in told.steps:
        if not _tells(before, one.event):
            continue
        if not getattr(one.event, "recourse", ()):
            yield "no recourse"
        after = told.after[one.stream_id]
        whom = after.acts_for(getattr(one.event, "to_party_id", None), one.occurred.day)
        for each in after.deadlines.values():
            about, kind = each.fact.about, each.fact.kind
            is_theirs = about.id in whom if about else not _is_alone(one.event)
            if each.is_open and kind == "acknowledgement" and is_theirs:
                yield "still to be acknowledged"
        if not (after.is_acknowledged or _is_alone(one.event)):
            yield "not acknowledged"


def _is_alone(event: object) -> bool:
    return isinstance(event, e.ResponseSent) and event.is_for_party_alone is True


def invariant_14_a_point_joins_only_until_a_decision_is_proposed(told: Told) -> Iterator[str]:
    """Afterwards the decision is returned first, or it is a complaint of its own."""
    for before, one, _ in told.steps:
        if isinstance(one.event, e.IssueAdded) and before and before.state not in BEFORE_DECISION:
            yield f"joined in {before.state}"


def work_stands_still_while_it_is_suspended(told: Told) -> Iterator[str]:
    """No opening, finding, proposal or response."""
    for before, one, _ in told.steps:
        is_work = isinstance(one.event, WORK) or _tells(before, one.event)
        if before is not None and before.is_suspended and is_work:
            yield one.event.TYPE


def a_state_has_what_it_stands_for(told: Told) -> Iterator[str]:
    """A decision that is decided, an answer that is responded, a referral that is outside."""
    for _, after in told.touched():
        if after.state in _STANDS_FOR and not _STANDS_FOR[after.state](after):
            yield f"{after.state} of nothing"
        if not after.is_open and after.ending is None and not after.is_import:
            yield f"{after.state} without an ending"


def _is_decided(complaint: Complaint) -> bool:
    decision = complaint.decision
    attempt = (complaint.stage, complaint.round)
    return decision is not None and (decision.stage, decision.round) == attempt


def _is_outside(complaint: Complaint) -> bool:
    is_live = any(each.is_live for each in complaint.referrals.values())
    return is_live and complaint.before_external is not None


_STANDS_FOR: dict[str, Callable[[Complaint], bool]] = {
    "DECIDED": _is_decided,
    "RESPONDED": lambda one: one.answer is not None and not one.answer.has_failed,
    "REVIEW": lambda one: one.contested is not None,
    "EXTERNAL": _is_outside,
    "MERGED": lambda one: one.merged_into is not None,
}


def an_event_tells_the_state_that_the_complaint_has_after_it(told: Told) -> Iterator[str]:
    """Subscribers need no copy of the table."""
    for _, one, after in told.steps:
        if one.state != after.state:
            yield f"{one.event.TYPE} tells {one.state}, it is {after.state}"


ANSWERS = (
    invariant_6_assessment_comes_first,
    invariant_6_safety_is_urgent_and_goes_to_the_top,
    invariant_8_each_open_issue_has_its_finding_before_a_decision,
    invariant_8_a_response_is_about_every_open_issue,
    invariant_9_a_response_rests_on_an_approved_decision,
    invariant_10_a_response_names_recourse_and_acknowledges,
    invariant_14_a_point_joins_only_until_a_decision_is_proposed,
    work_stands_still_while_it_is_suspended,
    a_state_has_what_it_stands_for,
    an_event_tells_the_state_that_the_complaint_has_after_it,
)
