"""7.9 Remedies: whoever they are for takes them up, or does not."""

from uuid import UUID

from domain.complaint.authority.approval_requests import ActForApproval
from domain.complaint.authority.approvals import approval_of
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import RemedyAccepted, RemedyDeclined
from domain.complaint.linking.replied_elsewhere import (
    Reply,
    counted_where_it_is,
    possible_where_it_is,
)
from domain.complaint.parties.addressing import lacks_authority
from domain.complaint.remedies.of_several import as_one_says
from domain.complaint.remedies.remedy_rules import (
    is_counted_on,
    is_others,
    remedy_named,
    some_remedy,
)
from domain.complaint.remedies.whose import said_for
from domain.complaint.state import Complaint, RemedyState
from domain.roles import HANDLER, PARTY
from domain.values import Code


class AcceptRemedy(Reply):
    """The complainant accepts a remedy: it is owed from now on."""

    remedy_id: UUID


class DeclineRemedy(Reply):
    """The complainant declines a remedy."""

    remedy_id: UUID
    ground_code: Code | None = None


def _may_answer(draft: Draft) -> None:
    some_remedy(draft.complaint)


def _meant(complaint: Complaint, command: AcceptRemedy | DeclineRemedy) -> list[RemedyState]:
    return [each for key, each in complaint.remedies.items() if key == command.remedy_id]


def _accept_remedy(draft: Draft, command: AcceptRemedy) -> None:
    complaint = draft.complaint
    remedy = remedy_named(complaint, command.remedy_id)
    command = said_for(draft, command, remedy.party_id)
    party_id = command.party_id or complaint.party_id
    word = RemedyAccepted(remedy_id=remedy.remedy_id, kind_code=remedy.kind_code, party_id=party_id)
    is_lacking, day = bool(lacks_authority(draft, command)), draft.occurred.day
    draft.add(as_one_says(complaint, remedy, word, day, is_lacking=is_lacking), of=command)


def _decline_remedy(draft: Draft, command: DeclineRemedy) -> None:
    complaint = draft.complaint
    remedy = remedy_named(complaint, command.remedy_id)
    command = said_for(draft, command, remedy.party_id)
    party_id = command.party_id or complaint.party_id
    # Nobody gives up what somebody else accepted; that they say so awaits a decision.
    day = draft.occurred.day
    is_others_own = is_others(complaint, remedy, party_id, day)
    is_lacking = is_others_own or bool(lacks_authority(draft, command))
    # What two revoke, one does not end by saying that the complainant gives it up.
    is_said_for_them = draft.actor.kind == "staff" and not is_lacking
    approval = approval_of(
        draft,
        ActForApproval(act=command, ground_code=command.ground_code or "not_told"),
        is_needed=is_said_for_them and is_counted_on(complaint, remedy),
    )
    declined = RemedyDeclined(
        remedy_id=remedy.remedy_id,
        kind_code=remedy.kind_code,
        party_id=party_id,
        ground_code=command.ground_code,
        **approval,
    )
    draft.add(as_one_says(complaint, remedy, declined, day, is_lacking=is_lacking), of=command)


accept_remedy = Decider(
    "accept_remedy",
    AcceptRemedy,
    counted_where_it_is(_accept_remedy, _meant),
    clause="7.9",
    summary="Record that the complainant accepted a remedy",
    roles=HANDLER | PARTY,
    may=possible_where_it_is(_may_answer),
)
"""Record that the complainant accepted a remedy, in any state (7.9).

In a merged complaint it counts where it was offered to them. Of several whose it
is each has to take it. From somebody for whom it is not it changes nothing, and awaits a decision.
"""

decline_remedy = Decider(
    "decline_remedy",
    DeclineRemedy,
    counted_where_it_is(_decline_remedy, _meant),
    clause="7.9",
    summary="Record that the complainant declined a remedy",
    roles=HANDLER | PARTY,
    may=possible_where_it_is(_may_answer),
)
"""Record that the complainant declined a remedy, in any state (7.9).

With an approval, where staff say so of one that is owed, or that they were never told of. What
somebody else accepted stays owed, what is for another stands, and it awaits a decision.
"""
