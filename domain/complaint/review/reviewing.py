"""7.9 Internal review: the next stage looks at a contested answer, or it stands (Annex G)."""

from typing import Annotated

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.attempt import next_round
from domain.complaint.authority.separation import check_reviewer, check_role, separation_of_reviewer
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import (
    InternalReviewDeclined,
    InternalReviewRequested,
    InternalReviewWithdrawn,
    Recourse,
)
from domain.complaint.issues.selecting import disputed_issues
from domain.complaint.lifecycle import REVIEWABLE
from domain.complaint.linking.replied_elsewhere import Reply, counted_where_answered
from domain.complaint.parties.access import party_meant, successor
from domain.complaint.parts import Ids
from domain.complaint.state import Complaint
from domain.errors import Refusal
from domain.roles import APPROVING, HANDLER, PARTY
from domain.values import Code, VisibleText


class NotUnderReview(Refusal, code="NotUnderReview"):
    """A review would be declined that nobody asked for, or that has decided already."""

    clause = "7.9"
    rule = "the complaint is not under review"
    instead = "see its state; what was decided in a review is returned first"


class RequestReview(Reply):
    """The complainant wants the next stage of the organisation to look at the answer."""

    issue_ids: Annotated[
        Ids, Field(description="What they dispute; all that was answered, unless told")
    ] = ()
    grounds: Annotated[VisibleText | None, Field(description="Why, in their words")] = None


class DeclineReview(Act):
    """The organisation lets its answer stand, and tells what remains open."""

    ground_code: Code
    recourse: Annotated[
        tuple[Recourse, ...], Field(min_length=1, description="The ways that remain open")
    ]


class WithdrawReview(Reply):
    """The complainant no longer wants the review."""

    ground_code: Code = "complainant_wish"


def _request_review(draft: Draft, command: RequestReview) -> None:
    complaint = draft.complaint
    named = disputed_issues(complaint, command.issue_ids)
    stage, round_ = complaint.stage, complaint.round
    is_beyond = complaint.state in REVIEWABLE and stage >= draft.context.policy.stages
    if complaint.state in REVIEWABLE and not is_beyond:
        stage, round_ = stage + 1, next_round(complaint.rounds, stage + 1)
    requested = InternalReviewRequested(
        stage=stage,
        round=round_,
        issue_ids=tuple(issue.issue_id for issue in named),
        party_id=party_meant(complaint, draft.actor, command.party_id),
        is_beyond_stages=True if is_beyond else None,
        grounds=command.grounds,
    )
    draft.add(requested, of=command)


def _may_decline(draft: Draft) -> None:
    complaint = draft.require_open()
    if complaint.state != "REVIEW":
        raise NotUnderReview(complaint=complaint.reference, state=complaint.state)
    check_role(draft, "reviewer", "approver")
    check_reviewer(draft)


def _decline_review(draft: Draft, command: DeclineReview) -> None:
    stage, round_ = _fallen_back(draft.complaint)
    declined = InternalReviewDeclined(
        stage=stage,
        round=round_,
        ground_code=command.ground_code,
        recourse=command.recourse,
        separation=separation_of_reviewer(draft),
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(declined, of=command)


def _withdraw_review(draft: Draft, command: WithdrawReview) -> None:
    complaint = draft.complaint
    is_theirs = _is_theirs(draft, command)
    stage, round_ = _fallen_back(complaint) if is_theirs else (complaint.stage, complaint.round)
    withdrawn = InternalReviewWithdrawn(
        stage=stage,
        round=round_,
        ground_code=command.ground_code,
        lacks_authority=None if is_theirs else True,
    )
    draft.add(withdrawn, of=command)


def _is_theirs(draft: Draft, command: WithdrawReview) -> bool:
    """Whether who drops the review acts for all who wanted it, as far as that was told."""
    complaint = draft.complaint
    contested = complaint.contested if complaint.state == "REVIEW" else None
    # Who took somebody's place wants what they wanted.
    askers = {successor(complaint, each) for each in (contested.asked_by if contested else ())}
    party_id = party_meant(complaint, draft.actor, command.party_id)
    return askers <= set(complaint.acts_for(party_id, draft.occurred.day)) or not askers


def _fallen_back(complaint: Complaint) -> tuple[int, int]:
    """The attempt in which the complaint is once the review is off."""
    contested = complaint.contested if complaint.state == "REVIEW" else None
    back = contested or complaint
    return back.stage, back.round


request_review = Decider(
    "request_review",
    RequestReview,
    counted_where_answered(_request_review),
    clause="7.9",
    summary="Record that the complainant wants the next stage to review the answer",
    roles=HANDLER | PARTY,
)
"""Record that the complainant wants a review, in any state (7.9).

Where the policy has no further stage none begins, and the wish awaits a decision.
"""

decline_review = Decider(
    "decline_review",
    DeclineReview,
    _decline_review,
    clause="7.9",
    summary="Let the contested answer stand",
    roles=APPROVING,
    may=_may_decline,
)
"""Let the answer stand that a review was asked for (7.9)."""

withdraw_review = Decider(
    "withdraw_review",
    WithdrawReview,
    counted_where_answered(_withdraw_review),
    clause="7.9",
    summary="Record that the complainant dropped the review",
    roles=HANDLER | PARTY,
)
"""Record that the complainant dropped the review, in any state (7.9)."""
