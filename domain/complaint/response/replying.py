"""7.9 What the complainant replies to the decision: accepted or rejected."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import (
    DecisionAccepted,
    DecisionRejected,
    RemedyAccepted,
)
from domain.complaint.issues.selecting import disputed_issues
from domain.complaint.linking.replied_elsewhere import Reply, counted_where_answered
from domain.complaint.parties.access import successor
from domain.complaint.parties.addressing import lacks_authority
from domain.complaint.parts import Ids
from domain.complaint.remedies.of_several import still_to_take
from domain.complaint.remedies.remedy_rules import remedy_named
from domain.complaint.remedies.whose import is_anothers
from domain.complaint.response.fold import accepted_by, is_awaited
from domain.complaint.state import Complaint, RemedyState
from domain.roles import HANDLER, PARTY
from domain.values import Code


class AcceptDecision(Reply):
    """The complainant accepts the answer, and with it the remedies that it offers."""

    decision_id: Annotated[
        UUID | None, Field(description="That of the latest answer, unless told")
    ] = None
    means_code: Annotated[Code, Field(description="How they said so, such as phone")]
    remedy_ids: Annotated[
        Ids | None, Field(description="The remedies they accept; all of the answer, unless told")
    ] = None


class RejectDecision(Reply):
    """The complainant rejects the answer; the complaint stays open."""

    decision_id: Annotated[
        UUID | None, Field(description="That of the latest answer, unless told")
    ] = None
    means_code: Annotated[Code, Field(description="How they said so, such as phone")]
    issue_ids: Annotated[
        Ids, Field(description="What they dispute; all that was answered, unless told")
    ] = ()


def _accept_decision(draft: Draft, command: AcceptDecision) -> None:
    complaint, day = draft.complaint, draft.occurred.day
    answer, lacking = complaint.answer, lacks_authority(draft, command)
    is_settling = _is_settling(draft, command)
    offered = answer.remedy_ids if answer and is_settling else ()
    wanted = offered if command.remedy_ids is None else command.remedy_ids
    remedies = [remedy_named(complaint, remedy_id) for remedy_id in wanted]
    accepted = DecisionAccepted(
        decision_id=command.decision_id or (answer.decision_id if answer else None),
        party_id=command.party_id or complaint.party_id,
        means_code=command.means_code,
        awaited_party_ids=_awaited(draft, command) or None,
        lacks_authority=lacking,
    )
    cause = len(draft.facts)
    draft.add(accepted, of=command)
    for remedy in remedies:
        is_not_theirs = is_anothers(complaint, remedy.whose, accepted.party_id, day)
        is_wanted = remedy.status == "offered" and _has_agreed(draft, command, remedy)
        if is_wanted or command.remedy_ids is not None:
            is_for_all = is_not_theirs and is_settling and is_wanted
            taken = RemedyAccepted(
                remedy_id=remedy.remedy_id,
                kind_code=remedy.kind_code,
                party_id=_holder(complaint, remedy) if is_for_all else accepted.party_id,
                awaited_party_ids=_still_to_take(draft, remedy, accepted, is_settling) or None,
                lacks_authority=lacking or ((is_not_theirs and not is_for_all) or None),
            )
            draft.add(taken, of=command, caused_by=cause)


def _still_to_take(
    draft: Draft, remedy: RemedyState, accepted: DecisionAccepted, is_settling: bool
) -> Ids:
    """Of whom it is still awaited: of nobody, where all accept the answer that offers it."""
    if is_settling and remedy.status == "offered":
        return ()
    people = draft.complaint.acts_for(accepted.party_id, draft.occurred.day)
    return still_to_take(draft.complaint, remedy, people)


def _holder(complaint: Complaint, remedy: RemedyState) -> UUID | None:
    return successor(complaint, remedy.party_id) if remedy.party_id else complaint.party_id


def _has_agreed(draft: Draft, command: AcceptDecision, remedy: RemedyState) -> bool:
    """Whether for whom it is has accepted the answer: not all have to."""
    if remedy.party_id is None:
        return True
    agreed = accepted_by(draft.complaint, command.party_id, draft.occurred.day)
    holder = agreed.parties.get(successor(agreed, remedy.party_id))
    return holder is not None and holder.has_accepted


def _is_effective(draft: Draft, command: AcceptDecision) -> bool:
    is_lacking = lacks_authority(draft, command)
    return not is_lacking and is_awaited(draft.complaint, command.decision_id)


def _awaited(draft: Draft, command: AcceptDecision) -> Ids:
    """The complainants who must still accept the answer once this acceptance counts."""
    if not _is_effective(draft, command):
        return ()
    return accepted_by(draft.complaint, command.party_id, draft.occurred.day).to_agree


def _is_settling(draft: Draft, command: AcceptDecision) -> bool:
    """Whether everybody who must has accepted, so that what the answer offers is taken too."""
    return _is_effective(draft, command) and not _awaited(draft, command)


def _reject_decision(draft: Draft, command: RejectDecision) -> None:
    complaint, answer = draft.complaint, draft.complaint.answer
    issues = disputed_issues(complaint, command.issue_ids)
    rejected = DecisionRejected(
        decision_id=command.decision_id or (answer.decision_id if answer else None),
        party_id=command.party_id or complaint.party_id,
        means_code=command.means_code,
        issue_ids=tuple(issue.issue_id for issue in issues),
        lacks_authority=lacks_authority(draft, command),
    )
    draft.add(rejected, of=command)


accept_decision = Decider(
    "accept_decision",
    AcceptDecision,
    counted_where_answered(_accept_decision),
    clause="7.9",
    summary="Record that the complainant accepted the answer",
    roles=HANDLER | PARTY,
)
"""Record that the complainant accepted the answer, in any state (7.9).

In a merged complaint it counts where the answer was told, as a rejection does.
"""

reject_decision = Decider(
    "reject_decision",
    RejectDecision,
    counted_where_answered(_reject_decision),
    clause="7.9",
    summary="Record that the complainant rejected the answer",
    roles=HANDLER | PARTY,
)
"""Record that the complainant rejected the answer, in any state (7.9)."""
