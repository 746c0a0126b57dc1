"""What responding and the complainant's answer to it change (7.8, 7.9)."""

from uuid import UUID

from domain.events import (
    DecisionAccepted,
    DecisionRejected,
    DecisionSetAside,
    ResolutionAgreed,
    ResponseSent,
)
from domain.events.parts import State
from domain.evolving.attempts import in_attempt, next_attempt
from domain.evolving.change import Changes
from domain.evolving.receiving import only_open, with_issues
from domain.evolving.remedies import with_remedies
from domain.recorded import Recorded
from domain.state import Answer, Complaint, RecourseState

AWAITING: frozenset[State] = frozenset({"RESPONDED", "DISPUTED", "REVIEW", "EXTERNAL"})
CONTESTABLE: frozenset[State] = frozenset({"RESPONDED", "ACCEPTED"})


def is_of_latest(complaint: Complaint, decision_id: UUID | None) -> bool:
    """Whether these words are about the latest answer, which has no decision if it is no response.

    decision_id: None means the latest answer, whatever it rests on.
    """
    if decision_id is None:
        return True
    return complaint.answer is not None and complaint.answer.decision_id == decision_id


def _responded(complaint: Complaint, event: ResponseSent, recorded: Recorded) -> Complaint:
    told = in_attempt(complaint, event.stage, event.round).changed(
        is_acknowledged=True,
        answered_stage=event.stage,
        communications=complaint.communications | {recorded.event_id},
    )
    if event.kind == "written_confirmation" or told.state != "DECIDED":
        return told
    answer = Answer(
        kind="response",
        event_id=recorded.event_id,
        stage=event.stage,
        issue_ids=event.issue_ids,
        decision_id=event.decision_id,
        remedy_ids=event.remedy_ids,
    )
    offered = frozenset(each.kind for each in event.recourse)
    return told.changed(
        state="RESPONDED",
        answers=(*told.answers, answer),
        recourse=RecourseState(offered=offered),
    )


def _agreed(complaint: Complaint, event: ResolutionAgreed, recorded: Recorded) -> Complaint:
    now = in_attempt(complaint, event.stage, event.round)
    settled = with_issues(now, "settled", *(issue.issue_id for issue in event.issues))
    settled = with_remedies(settled, "accepted", *event.remedy_ids).changed(
        is_acknowledged=True,
        answered_stage=event.stage,
    )
    if settled.open_issues or not settled.is_open:
        return settled
    answer = Answer(
        kind="agreement",
        event_id=recorded.event_id,
        stage=event.stage,
        issue_ids=tuple(issue.issue_id for issue in event.issues),
        remedy_ids=event.remedy_ids,
    )
    return settled.changed(state="ACCEPTED", answers=(*settled.answers, answer))


def _accepted(complaint: Complaint, event: DecisionAccepted, _recorded: Recorded) -> Complaint:
    if complaint.state not in AWAITING or not is_of_latest(complaint, event.decision_id):
        return complaint
    open_ids = [issue.issue_id for issue in complaint.open_issues]
    return with_issues(complaint, "settled", *open_ids).changed(state="ACCEPTED")


def _rejected(complaint: Complaint, event: DecisionRejected, _recorded: Recorded) -> Complaint:
    if complaint.state not in CONTESTABLE or not is_of_latest(complaint, event.decision_id):
        return complaint
    return only_open(complaint, event.issue_ids).changed(state="DISPUTED")


def _set_aside(complaint: Complaint, event: DecisionSetAside, _recorded: Recorded) -> Complaint:
    if complaint.state not in AWAITING | CONTESTABLE:
        return complaint
    anew = with_remedies(next_attempt(complaint), "revoked", *event.revoked_remedy_ids)
    if not anew.open_issues:
        # Everything had been settled by the answer that no longer stands.
        answered = anew.answer.issue_ids if anew.answer else tuple(anew.issues)
        anew = with_issues(anew, "open", *answered)
    return anew.changed(state="INVESTIGATING", decision=None)


CHANGES: Changes = {
    ResponseSent: _responded,
    ResolutionAgreed: _agreed,
    DecisionAccepted: _accepted,
    DecisionRejected: _rejected,
    DecisionSetAside: _set_aside,
}
