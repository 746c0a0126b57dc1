"""7.2 An issue that the complainant no longer pursues is withdrawn."""

from collections.abc import Iterable, Mapping
from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import EnteredAct
from domain.complaint.closing.withdrawing import Withdraw, withdrawn
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import IssueWithdrawn
from domain.complaint.issues.selecting import one_open_issue, open_issues
from domain.complaint.linking.merged_withdrawal import add_withdrawal
from domain.complaint.linking.split_family import merged_with
from domain.complaint.state import Complaint
from domain.errors import Refusal
from domain.values import Code


class NotForAll(Refusal, code="NotForAll"):
    """One of several complainants, or somebody without authority, would drop an issue."""

    clause = "4.9"
    rule = "an issue is dropped only by, or with authority for, every complainant"
    instead = "record what was said as a contact, and drop the issue once all have said so"


class WithdrawIssue(EnteredAct):
    """The complainant drops an issue; with the last open one, the complaint."""

    issue_id: Annotated[UUID | None, Field(description="The only open issue, unless told")] = None
    party_id: Annotated[
        UUID | None, Field(description="Who said so; the complainant, unless told")
    ] = None
    means_code: Annotated[Code, Field(description="How they said so, such as phone")]
    ground_code: Code = "complainant_wish"

    def others(
        self, complaint: Complaint | None, known: Mapping[UUID, Complaint]
    ) -> Iterable[UUID]:
        """Those that it is merged with, in case the complaint is withdrawn with its last issue."""
        return merged_with(complaint, known)


def _may_withdraw(draft: Draft) -> None:
    open_issues(draft.require_open())


def _withdraw_issue(draft: Draft, command: WithdrawIssue) -> None:
    complaint = draft.complaint
    issue = one_open_issue(complaint, command.issue_id)
    if len(complaint.open_issues) == 1:
        _withdraw_all(draft, command)
        return
    party_id = command.party_id or complaint.party_id
    _check_for_all(draft, party_id)
    dropped = IssueWithdrawn(
        issue_id=issue.issue_id,
        issue_no=issue.issue_no,
        party_id=party_id,
        means_code=command.means_code,
        ground_code=command.ground_code,
        settles_event_ids=command.settles_event_ids or None,
    )
    draft.add(dropped, of=command)


def _withdraw_all(draft: Draft, command: WithdrawIssue) -> None:
    """Who drops the last open issue withdraws the complaint, with all that follows from that."""
    whole = Withdraw(
        party_id=command.party_id,
        means_code=command.means_code,
        ground_code=command.ground_code,
        entered_from=command.entered_from,
    )
    settles = command.settles_event_ids or None
    event = withdrawn(draft, whole).model_copy(update={"settles_event_ids": settles})
    add_withdrawal(draft, event, of=whole)


def _check_for_all(draft: Draft, party_id: UUID | None) -> None:
    """Refuse to drop what another complainant pursues, or what nobody may drop for them."""
    complaint = draft.complaint
    if party_id is None:
        return
    remaining = {each.party_id for each in complaint.parties.values() if not each.has_left}
    if not remaining <= set(complaint.acts_for(party_id, draft.occurred.day)):
        raise NotForAll(complaint=complaint.reference, party_id=party_id)


withdraw_issue = Decider(
    "withdraw_issue",
    WithdrawIssue,
    _withdraw_issue,
    clause="7.9",
    summary="Record that the complainant dropped an issue",
    may=_may_withdraw,
)
"""Drop an issue; the last open one withdraws the complaint instead (7.9)."""
