"""7.7 and 8.2: why it happened, so that it need not happen again."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from domain.codes import check_codes, version_of
from domain.complaint.acts import Act
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import RootCauseIdentified
from domain.complaint.investigation.investigators import check_inquirer
from domain.complaint.issues.selecting import one_issue
from domain.roles import INQUIRY
from domain.values import Code


class IdentifyRootCause(Act):
    """Why what an issue is about came to be; the answer may be out already."""

    issue_id: Annotated[UUID | None, Field(description="The only issue, unless told")] = None
    cause_code: Code
    method_code: Annotated[Code, Field(description="How it was found, such as five_whys")]
    suspected_scope: Literal["single_incident", "recurring", "systematic"]


def _identify(draft: Draft, command: IdentifyRootCause) -> None:
    policy = draft.context.policy
    issue = one_issue(draft.complaint, command.issue_id)
    check_codes(policy, "causes", [command.cause_code])
    identified = RootCauseIdentified(
        issue_id=issue.issue_id,
        issue_no=issue.issue_no,
        cause_code=command.cause_code,
        taxonomy_version=version_of(policy, "causes"),
        method_code=command.method_code,
        suspected_scope=command.suspected_scope,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(identified, of=command)


identify_root_cause = Decider(
    "identify_root_cause",
    IdentifyRootCause,
    _identify,
    clause="7.7",
    summary="Record why it happened",
    roles=INQUIRY,
    may=check_inquirer,
)
"""Record the root cause of an issue, in any state (7.7, 8.2)."""
