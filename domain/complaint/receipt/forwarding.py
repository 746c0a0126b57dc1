"""7.2 Sending on: to the respondent, to another body, to a unit of one's own."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import Act
from domain.complaint.authority.approval_requests import ActForApproval
from domain.complaint.authority.approvals import approval_of
from domain.complaint.confidentiality.consenting import check_consent
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import ComplaintForwarded
from domain.complaint.issues.selecting import open_issues
from domain.complaint.lifecycle import BEFORE_DECISION
from domain.complaint.parts import Ids
from domain.errors import Refusal
from domain.values import Code


class NoBodyNamed(Refusal, code="NoBodyNamed"):
    """Sent to another body, but nobody knows to which."""

    clause = "7.2"
    rule = "what is sent to another body says which"
    instead = "give body_code"


class LastIssueDecided(Refusal, code="LastIssueDecided"):
    """The last open issue would go to another body after a decision was proposed."""

    clause = "7.2"
    rule = "the last open issue goes to another body only before a decision is proposed"
    instead = "return the decision first, or answer the complaint"


class Forward(Act):
    """Issues are sent on; what another body takes over is no longer open here."""

    to_kind: Literal["respondent", "other_body", "own_unit"]
    body_code: Code | None = None
    issue_ids: Annotated[Ids, Field(description="All open issues, unless told")] = ()
    ground_code: Code
    consent_id: Annotated[UUID | None, Field(description="The consent that it rests on")] = None


def _may_forward(draft: Draft) -> None:
    open_issues(draft.require_open())


def _forward(draft: Draft, command: Forward) -> None:
    complaint = draft.complaint
    issues = open_issues(complaint, command.issue_ids)
    check_consent(complaint, command.consent_id)
    if command.to_kind == "other_body":
        if command.body_code is None:
            raise NoBodyNamed
        if len(issues) == len(complaint.open_issues) and complaint.state not in BEFORE_DECISION:
            raise LastIssueDecided(state=complaint.state)
    # What another body takes is no longer open here, as if it were declined: that takes two, too.
    named = tuple(issue.issue_id for issue in issues)
    for_approval = ActForApproval(act=command.model_copy(update={"issue_ids": named}))
    approval = approval_of(draft, for_approval, is_needed=command.to_kind == "other_body")
    forwarded = ComplaintForwarded(
        to_kind=command.to_kind,
        body_code=command.body_code,
        issue_ids=named,
        ground_code=command.ground_code,
        consent_id=command.consent_id,
        settles_event_ids=command.settles_event_ids or None,
        **approval,
    )
    draft.add(forwarded, of=command)


forward = Decider(
    "forward",
    Forward,
    _forward,
    clause="7.2",
    summary="Send issues on to the respondent, another body or a unit",
    may=_may_forward,
)
"""Send issues on (7.2); to another body with an approval."""
