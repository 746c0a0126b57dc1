"""What responding and the complainant's answer to it change (7.8, 7.9)."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from domain.complaint.attempt import in_attempt, next_attempt
from domain.complaint.change import Changes
from domain.complaint.events import (
    DecisionAccepted,
    DecisionApproved,
    DecisionProposed,
    DecisionRejected,
    DecisionReturned,
    DecisionSetAside,
    ResolutionAgreed,
    ResponseSent,
)
from domain.complaint.lifecycle import AWAITING, CONTESTABLE, DECIDABLE, TURNED_AWAY
from domain.complaint.parties.fold import with_acceptance, without_acceptance
from domain.complaint.parties.notified import with_acknowledged, with_told, without_told
from domain.complaint.parties.state import own_people, whom_answered
from domain.complaint.parts import Ids
from domain.complaint.receipt.fold import only_open, with_issues
from domain.complaint.remedies.fold import with_accepted, with_remedies
from domain.complaint.state import Answer, Complaint, Decision, RecourseState
from domain.complaint.tracking.communications import communicated
from domain.recorded import Recorded


def is_of_latest(complaint: Complaint, decision_id: UUID | None) -> bool:
    """Whether these words are about the latest answer, which has no decision if it is no response.

    decision_id: None means the latest answer, whatever it rests on; nothing is about none at all.
    """
    if decision_id is None:
        return complaint.answered_stage is not None
    return complaint.answer is not None and complaint.answer.decision_id == decision_id


def with_answer(complaint: Complaint, answer: Answer) -> Complaint:
    """The complaint with one more answer, which nobody has accepted yet whose points it answers."""
    whose = whom_answered(complaint.parties, complaint.issues, answer.issue_ids)
    return without_acceptance(complaint, whose).changed(answers=(*complaint.answers, answer))


def _responded(complaint: Complaint, event: ResponseSent, recorded: Recorded) -> Complaint:
    known = communicated(_reached(complaint, event, recorded), event, recorded)
    if event.is_for_party_alone:
        return known
    responded = in_attempt(known, event.stage, event.round).changed(
        is_acknowledged=True,
        is_known_by_answer=True,
        answered_stage=event.stage,
    )
    if event.kind == "written_confirmation" or responded.state != "DECIDED":
        return responded
    answer = Answer(
        kind="response",
        event_id=recorded.event_id,
        stage=event.stage,
        issue_ids=event.issue_ids,
        decision_id=event.decision_id,
        remedy_ids=event.remedy_ids,
    )
    offered = frozenset(each.kind for each in event.recourse)
    return with_answer(responded, answer).changed(
        state="RESPONDED", recourse=RecourseState(offered=offered)
    )


def _reached(complaint: Complaint, event: ResponseSent, recorded: Recorded) -> Complaint:
    """The complaint in which whoever a response went to knows of its receipt, and the answer.

    With it they know what was declined, or sent elsewhere.
    """
    day = recorded.occurred.day
    known = with_acknowledged(complaint, event.to_party_id, day, recorded.occurred)
    if not tells_answer(event, complaint):
        return known
    principals = complaint.acts_for(event.to_party_id, day)
    elsewhere = [one.issue_id for one in known.issues.values() if one.status in TURNED_AWAY]
    return with_told(known, principals, (*event.issue_ids, *elsewhere), recorded)


def tells_answer(event: ResponseSent, complaint: Complaint) -> bool:
    """Whether a response tells the answer: a written confirmation does where that was agreed."""
    answer = complaint.answer
    is_agreed = answer is not None and answer.kind == "agreement"
    return event.kind != "written_confirmation" or is_agreed


def _agreed(complaint: Complaint, event: ResolutionAgreed, recorded: Recorded) -> Complaint:
    now = in_attempt(complaint, event.stage, event.round)
    issue_ids = tuple(issue.issue_id for issue in event.issues)
    untold = without_told(now, issue_ids=issue_ids)
    known = with_told(untold, event.party_ids or (), issue_ids, recorded)
    settled = with_issues(known, "settled", *issue_ids)
    settled = with_accepted(settled, event.party_ids or (), *event.remedy_ids).changed(
        answered_stage=event.stage,
    )
    if settled.open_issues or not settled.is_open:
        return settled
    answer = Answer(
        kind="agreement",
        event_id=recorded.event_id,
        stage=event.stage,
        issue_ids=issue_ids,
        remedy_ids=event.remedy_ids,
    )
    return with_answer(settled, answer).changed(
        state="ACCEPTED", is_acknowledged=True, is_known_by_answer=True
    )


def is_awaited(complaint: Complaint, decision_id: UUID | None) -> bool:
    """Whether an acceptance of this decision can take effect now."""
    return complaint.state in AWAITING and is_of_latest(complaint, decision_id)


def accepted_by(complaint: Complaint, party_id: UUID | None, day: date | None) -> Complaint:
    """The complaint in which those for whom this party acts accept the latest answer."""
    return with_acceptance(complaint, *_speaking_for(complaint, party_id, day))


def _speaking_for(complaint: Complaint, party_id: UUID | None, day: date | None) -> Ids:
    """Whose word it is; the complainant's, where a record of old named nobody that is known."""
    named = complaint.acts_for(party_id or complaint.party_id, day)
    return named or tuple(filter(None, (complaint.party_id,)))


def _accepted(complaint: Complaint, event: DecisionAccepted, recorded: Recorded) -> Complaint:
    if event.lacks_authority or not is_awaited(complaint, event.decision_id):
        return complaint
    agreed = accepted_by(complaint, event.party_id, recorded.occurred.day)
    if agreed.to_agree:
        return agreed
    open_ids = [issue.issue_id for issue in complaint.open_issues]
    return with_issues(agreed, "settled", *open_ids).changed(state="ACCEPTED")


def _rejected(complaint: Complaint, event: DecisionRejected, recorded: Recorded) -> Complaint:
    is_heard = complaint.state in CONTESTABLE | AWAITING and not event.lacks_authority
    if not is_heard or not is_of_latest(complaint, event.decision_id):
        return complaint
    rejecting = _speaking_for(complaint, event.party_id, recorded.occurred.day)
    disputed = with_acceptance(complaint, *rejecting, is_given=False)
    if complaint.state not in CONTESTABLE:
        # Another one had objected before, and the complaint is where that brought it.
        return disputed
    return only_open(disputed, event.issue_ids).changed(state="DISPUTED")


def _set_aside(complaint: Complaint, event: DecisionSetAside, _recorded: Recorded) -> Complaint:
    if complaint.state not in AWAITING | CONTESTABLE:
        return complaint
    anew = with_remedies(next_attempt(complaint), "revoked", *event.revoked_remedy_ids)
    if not anew.open_issues:
        # Everything had been settled by the answer that no longer stands.
        answered = anew.answer.issue_ids if anew.answer else tuple(anew.issues)
        settled = (each for each in answered if _is_settled(anew, each))
        anew = with_issues(anew, "open", *settled)
    return anew.changed(state="INVESTIGATING", decision=None)


def _is_settled(complaint: Complaint, issue_id: UUID) -> bool:
    """Whether an issue was answered, and neither dropped, declined nor sent on meanwhile."""
    issue = complaint.issues.get(issue_id)
    return issue is not None and issue.status == "settled"


def _proposed(complaint: Complaint, event: DecisionProposed, recorded: Recorded) -> Complaint:
    if complaint.state not in DECIDABLE:
        return complaint
    superseded = complaint.decision if complaint.state == "DECIDED" else None
    decision = Decision(
        decision_id=event.decision_id,
        stage=event.stage,
        round=event.round,
        author=recorded.actor.id,
        proposed_at=recorded.recorded_at,
        before=superseded.before if superseded else complaint.state,
        issues=event.issues,
        remedies=event.remedies,
        whose=own_people(complaint.parties),
    )
    now = in_attempt(complaint, event.stage, event.round)
    untold = without_told(now, issue_ids=(each.issue_id for each in event.issues))
    return untold.changed(state="DECIDED", decision=decision)


def _approved(complaint: Complaint, event: DecisionApproved, recorded: Recorded) -> Complaint:
    decision = complaint.decision
    if decision is None or decision.decision_id != event.decision_id:
        return complaint
    approved = replace(
        decision, approver=recorded.actor.id, authority_rule_id=event.authority_rule_id
    )
    return complaint.changed(decision=approved)


def _returned(complaint: Complaint, event: DecisionReturned, _recorded: Recorded) -> Complaint:
    decision = complaint.decision
    if decision is None or decision.decision_id != event.decision_id:
        return complaint
    if complaint.state != "DECIDED":
        return complaint
    before = "INVESTIGATING" if decision.before == "ASSESSED" else decision.before
    return complaint.changed(state=before, decision=None)


CHANGES: Changes = {
    ResponseSent: _responded,
    ResolutionAgreed: _agreed,
    DecisionAccepted: _accepted,
    DecisionRejected: _rejected,
    DecisionSetAside: _set_aside,
    DecisionProposed: _proposed,
    DecisionApproved: _approved,
    DecisionReturned: _returned,
}
