"""7.9 Withdrawing: the complainant no longer pursues the complaint, which may go on internally."""

from collections.abc import Iterable, Mapping
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain.complaint.acts import OutsideAct
from domain.complaint.decider import Decider
from domain.complaint.draft import Draft
from domain.complaint.events import ComplaintWithdrawn
from domain.complaint.linking.brought_matter import points_told
from domain.complaint.linking.merged_withdrawal import (
    add_withdrawal,
    is_continued,
)
from domain.complaint.linking.split_family import merged_with
from domain.complaint.parties.access import party_meant
from domain.complaint.state import Complaint
from domain.errors import Refusal
from domain.roles import HANDLER, PARTY
from domain.values import Code


class NothingContinues(Refusal, code="NothingContinues"):
    """A withdrawn complaint would be continued by nothing that is recorded."""

    clause = "7.9"
    rule = "a withdrawn complaint continues internally only by an action or a linked complaint"
    instead = "plan an action or link the complaint first, or leave is_continued_internally out"


class Withdraw(OutsideAct):
    """The complainant withdraws the complaint."""

    NEEDS_HISTORIES: ClassVar[bool] = True
    NEEDS_KEYS_OF: ClassVar[bool] = True

    means_code: Annotated[Code, Field(description="How they said so, such as phone")]
    ground_code: Code = "complainant_wish"
    is_continued_internally: Annotated[
        bool, Field(description="Whether an action or a linked complaint goes on with it")
    ] = False

    def others(
        self, complaint: Complaint | None, known: Mapping[UUID, Complaint]
    ) -> Iterable[UUID]:
        """Those that it is merged with: each complainant ends only their own."""
        return merged_with(complaint, known)


def _withdraw(draft: Draft, command: Withdraw) -> None:
    if not _is_said_already(draft, fact := withdrawn(draft, command)):
        add_withdrawal(draft, fact, of=command)


def _is_said_already(draft: Draft, fact: ComplaintWithdrawn) -> bool:
    """Whether nothing is new of it: the only complainant withdrew before."""
    is_theirs = fact.lacks_authority is None and len(_remaining(draft.complaint)) <= 1
    is_anew = fact.is_continued_internally or draft.complaint.state != "WITHDRAWN"
    return is_theirs and not is_anew


def withdrawn(draft: Draft, command: Withdraw) -> ComplaintWithdrawn:
    """The fact that the complaint is withdrawn, by whom and for whom. Raises NothingContinues."""
    complaint = draft.complaint
    if command.is_continued_internally and not is_continued(complaint):
        raise NothingContinues(complaint=complaint.reference)
    party_id = party_meant(complaint, draft.actor, command.party_id)
    principals = complaint.acts_for(party_id, draft.occurred.day)
    has_authority = party_id is None or bool(principals)
    others_remain = has_authority and not _remaining(complaint) <= set(principals)
    return ComplaintWithdrawn(
        party_id=party_id,
        means_code=command.means_code,
        ground_code=command.ground_code,
        is_continued_internally=command.is_continued_internally,
        others_remain=True if others_remain else None,
        lacks_authority=None if has_authority else True,
    )


def _remaining(complaint: Complaint) -> set[UUID]:
    """Whose word ends the complaint: who came with a merged one goes on by themselves after it.

    But not who has the answer: theirs stays where it was answered.
    """
    present = [each for each in complaint.parties.values() if not each.has_left]
    own = {
        each.party_id for each in present if each.from_id is None or points_told(complaint, each)
    }
    return own or {each.party_id for each in present}


withdraw = Decider(
    "withdraw",
    Withdraw,
    _withdraw,
    clause="7.9",
    summary="Record that the complainant withdrew the complaint",
    roles=HANDLER | PARTY,
)
"""Record that the complainant withdrew, in any state (7.9).

Where others complain too, or nobody authorised whoever says so, it is recorded and awaits a
decision; said again by the only complainant it is nothing new. Who came with a merged complaint
leaves with their points, as do all its own people where others have the answer in it (7.3).
"""
