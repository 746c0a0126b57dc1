"""7.8 Communicating the decision: the response, with the recourse that remains open."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.codes import check_codes
from domain.complaint.acts import Act
from domain.complaint.decider import Decider
from domain.complaint.documents.attaching import check_attached
from domain.complaint.draft import Draft
from domain.complaint.events import Recourse, ResponseSent
from domain.complaint.linking.brought_matter import joint_untold, points_of, untold
from domain.complaint.objectivity.excluding import check_not_excluded
from domain.complaint.parties.addressing import addressee, is_told_alone, meant
from domain.complaint.remedies.whose import is_for
from domain.complaint.response.approving import present_decision
from domain.complaint.response.offering import granted_to, offer, offer_decided
from domain.complaint.response.ways import ways_answered
from domain.complaint.state import Complaint, Decision
from domain.complaint.tracking.suspending import check_not_suspended
from domain.errors import Refusal
from domain.values import Code, Language, VisibleText


class DecisionNotApproved(Refusal, code="DecisionNotApproved"):
    """A response that rests on nobody's approval."""

    clause = "7.8"
    rule = "a response rests on an approved decision"
    instead = "have the decision approved first"


class RecourseNotNamed(Refusal, code="RecourseNotNamed"):
    """A response that does not say what remains open to the complainant."""

    clause = "7.8"
    rule = "a response names the recourse that remains open"
    instead = "name internal or external recourse, or none_available"


class IssueNotAddressed(Refusal, code="IssueNotAddressed"):
    """A response that leaves an open issue out."""

    clause = "7.8"
    rule = "a response addresses every open issue"
    instead = "return the decision and propose one on all of them"


class NothingToConfirm(Refusal, code="NothingToConfirm"):
    """A written confirmation of something that was not agreed."""

    clause = "7.8"
    rule = "only what was accepted or agreed is confirmed in writing"
    instead = "send a stage or final response"


class SendResponse(Act):
    """The complainant is told the decision, its remedies and the recourse."""

    kind: Literal["stage", "final", "written_confirmation"] = "final"
    channel_code: Annotated[Code | None, Field(description="The way it came, unless told")] = None
    language: Language | None = None
    responding_unit: Code | None = None
    to_party_id: UUID | None = None
    recourse: Annotated[
        tuple[Recourse, ...], Field(description="The ways that remain open; required in a response")
    ] = ()
    document_id: UUID | None = None
    text: Annotated[VisibleText | None, Field(description="What the complainant was told")] = None


def decision_to_tell(draft: Draft) -> Decision:
    """The decision that the complainant may be told: approved, and on every open issue.

    Raises NoDecisionProposed, DecisionNotApproved, IssueNotAddressed; IsExcluded where who wrote or
    approved it may not act any more.
    """
    complaint = draft.complaint
    decision = present_decision(complaint)
    if decision.approver is None and not _is_approval_waived(draft, decision):
        raise DecisionNotApproved(decision_id=decision.decision_id)
    for staff_id in filter(None, (decision.author, decision.approver)):
        check_not_excluded(draft, staff_id)
    decided = {each.issue_id for each in decision.issues}
    if missing := [each for each in complaint.open_issues if each.issue_id not in decided]:
        raise IssueNotAddressed(issues=", ".join(str(issue.issue_no) for issue in missing))
    return decision


def _may_respond(draft: Draft) -> None:
    if _is_settled(draft.complaint):
        return
    complaint = draft.require_open()
    check_not_suspended(draft)
    if complaint.state != "ACCEPTED" and answer_to_tell(complaint) is None:
        # Tried on a draft of its own: each offer counts against the authority for the next.
        offer_decided(Draft(draft.context, complaint, draft.occurred), decision_to_tell(draft))


def _send_response(draft: Draft, command: SendResponse) -> None:
    if command.channel_code:
        check_codes(draft.context.policy, "channels", [command.channel_code])
    check_attached(draft.complaint, command.document_id)
    if command.kind == "written_confirmation":
        _confirm(draft, command)
        return
    draft.require_open()
    told_whole, still = answer_to_tell(draft.complaint), untold(draft.complaint)
    to_party_id = meant(draft.complaint, command.to_party_id, still)
    command = command.model_copy(update={"to_party_id": to_party_id})
    waiting = None if told_whole else still
    is_of_guests = is_told_alone(draft, command.to_party_id, waiting)
    is_alone = is_of_guests or (bool(told_whole) and _is_told_after_others(draft, command))
    answer = told_whole if is_alone else None
    decision = answer or decision_to_tell(draft)
    if not command.recourse:
        raise RecourseNotNamed(complaint=draft.complaint.reference)
    if is_alone:
        _tell_alone(draft, decision, command)
        return
    offer_decided(draft, decision, command)
    response = response_of(draft, command).model_copy(
        update={
            "decision_id": decision.decision_id,
            "issue_ids": tuple(issue.issue_id for issue in draft.complaint.open_issues),
            "remedy_ids": tuple(remedy.remedy_id for remedy in decision.remedies),
        }
    )
    draft.add(response, of=command)


def answer_to_tell(complaint: Complaint) -> Decision | None:
    """The decision that is the answer already, where somebody is still to be told of it alone."""
    decision, answer = complaint.decision, complaint.answer
    is_for_others = _has_guests(complaint) or bool(joint_untold(complaint))
    if decision is None or answer is None or answer.has_failed or not is_for_others:
        return None
    attempt = (complaint.stage, complaint.round)
    is_present = (decision.stage, decision.round) == attempt
    return decision if is_present and answer.decision_id == decision.decision_id else None


def _is_told_after_others(draft: Draft, command: SendResponse) -> bool:
    """Whether it goes to some of joint complainants alone, of whom others know the answer."""
    waiting = {each.party_id for each in joint_untold(draft.complaint)}
    to_party_id = addressee(draft, command.to_party_id)
    whose = draft.complaint.acts_for(to_party_id, draft.occurred.day)
    return bool(whose) and waiting.issuperset(whose)


def _has_guests(complaint: Complaint) -> bool:
    return any(each.from_id and not each.has_left for each in complaint.parties.values())


def _tell_alone(draft: Draft, decision: Decision, command: SendResponse) -> None:
    """Tell the answer to people who are told of it alone, on their own points."""
    response = response_of(draft, command)
    people = draft.complaint.acts_for(response.to_party_id, draft.occurred.day)
    points = points_of(draft.complaint, response.to_party_id, draft.occurred.day)
    decided = {each.issue_id for each in decision.issues}
    theirs = [
        each
        for each in decision.remedies
        if is_for(draft.complaint, granted_to(decision, each), people)
    ]
    offer(draft, decision, theirs, command)
    update = {
        "decision_id": decision.decision_id,
        "issue_ids": tuple(each.issue_id for each in points if each.issue_id in decided),
        "remedy_ids": tuple(each.remedy_id for each in theirs),
        "is_for_party_alone": True,
    }
    draft.add(response.model_copy(update=update), of=command)


def _confirm(draft: Draft, command: SendResponse) -> None:
    complaint = draft.complaint
    if complaint.state != "ACCEPTED" and not _is_settled(complaint):
        raise NothingToConfirm(complaint=complaint.reference, state=complaint.state)
    draft.add(response_of(draft, command), of=command)


def _is_settled(complaint: Complaint) -> bool:
    """Whether it was closed by an agreement, which may have been told by word of mouth alone."""
    answer = complaint.answer
    return complaint.state == "CLOSED" and answer is not None and answer.kind == "agreement"


def response_of(draft: Draft, command: SendResponse) -> ResponseSent:
    """The response, whose ways stand open until the days that it names. RecourseTooShort."""
    complaint: Complaint = draft.complaint
    answer = complaint.answer
    response = ResponseSent(
        response_id=draft.new_id("response"),
        decision_id=answer.decision_id if answer else None,
        stage=complaint.stage,
        round=complaint.round,
        kind=command.kind,
        channel_code=command.channel_code or complaint.channel_code,
        language=command.language,
        responding_unit=command.responding_unit or draft.actor.unit,
        to_party_id=addressee(draft, command.to_party_id),
        issue_ids=answer.issue_ids if answer else (),
        remedy_ids=answer.remedy_ids if answer else (),
        recourse=command.recourse,
        document_id=command.document_id,
        text=command.text,
        settles_event_ids=command.settles_event_ids or None,
    )
    return response.model_copy(update={"recourse": ways_answered(draft, response)})


def _is_approval_waived(draft: Draft, decision: Decision) -> bool:
    """Whether the decision grants remedies, and all of kinds that need no approval."""
    waived = draft.context.policy.approval_waived_for
    kinds = {remedy.kind_code for remedy in decision.remedies}
    return bool(kinds) and kinds <= set(waived)


send_response = Decider(
    "send_response",
    SendResponse,
    _send_response,
    clause="7.8",
    summary="Send the decision to the complainant, with the recourse that remains",
    may=_may_respond,
)
"""Send the response with its remedies (7.8), or confirm what was accepted, or agreed and closed."""
