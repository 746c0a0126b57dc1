"""7.7, 7.9 For whom of several a remedy is, or an outside body has the complaint (4.9)."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import TypeVar
from uuid import UUID

from domain.complaint.acts import OutsideAct
from domain.complaint.draft import Draft
from domain.complaint.parties.access import successor
from domain.complaint.state import Complaint, IssueState

A = TypeVar("A", bound=OutsideAct)


def person_meant(issues: Iterable[IssueState], principals: Collection[UUID] = ()) -> UUID | None:
    """The one person for whom something is: who is named, else whose points alone these are.

    None where there is no such person: it is for all of the complaint's own.
    """
    if len(principals) == 1:
        return next(iter(principals))
    owners = {issue.told.party_ids for issue in issues}
    alone = owners.pop() if len(owners) == 1 else None
    return alone[0] if alone and len(alone) == 1 else None


def offered_to(complaint: Complaint, supersedes: UUID | None) -> UUID | None:
    """For whom an offer is, unless told: as that in whose place it is, else by the open points."""
    replaced = complaint.remedies.get(supersedes) if supersedes else None
    return replaced.party_id if replaced else person_meant(complaint.open_issues)


def is_for(complaint: Complaint, whose: Collection[UUID], people: Collection[UUID]) -> bool:
    """Whether what is for these, else for all of the complaint's own, is for one of the people."""
    if whose:
        return any(successor(complaint, each) in people for each in whose)
    known = [complaint.parties[each] for each in people if each in complaint.parties]
    return any(each.from_id is None for each in known)


def is_anothers(
    complaint: Complaint, whose: Collection[UUID], party_id: UUID | None, day: date | None
) -> bool:
    """Whether a party acts only for complainants for whom something is not."""
    people = complaint.acts_for(party_id, day)
    return bool(people) and not is_for(complaint, whose, people)


def said_for(draft: Draft, command: A, holder: UUID | None) -> A:
    """What staff enter without saying who did it, as said by whom it is for."""
    if holder is None or command.party_id is not None or draft.actor.kind == "party":
        return command
    return command.model_copy(update={"party_id": successor(draft.complaint, holder)})
