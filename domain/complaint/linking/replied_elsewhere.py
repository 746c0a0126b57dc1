"""7.9 What somebody replies in a merged complaint is their reply where it was answered (7.3)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

from domain.complaint.acts import OutsideAct
from domain.complaint.draft import Draft
from domain.complaint.linking.brought_matter import points_told
from domain.complaint.linking.moved_issues import moved_here
from domain.complaint.linking.split_family import merged_with
from domain.complaint.linking.told_of_people import who_is_who
from domain.complaint.state import Complaint
from domain.decision_context import NewEvent
from domain.system_actors import SYSTEM


class Reply(OutsideAct):
    """What somebody says to the answer, in the complaint that was theirs or where it goes on."""

    def others(
        self, complaint: Complaint | None, known: Mapping[UUID, Complaint]
    ) -> Iterable[UUID]:
        """Those that it is merged with: a reply counts where the answer was told."""
        return merged_with(complaint, known) if complaint and complaint.merged_into else ()


R = TypeVar("R", bound=Reply)


def counted_where_answered(decide: Callable[[Draft, R], None]) -> Callable[[Draft, R], None]:
    """The decision on a reply, which in a merged complaint is taken where it goes on too.

    There it is the reply of whoever was told the answer there; else it awaits a decision here.
    """

    def decided(draft: Draft, command: R) -> None:
        holder, people = _where_answered(draft, command)
        if not people:
            decide(draft, command)
            return
        cause = len(draft.facts)
        (own, *_) = _facts(draft, draft.complaint, _without_remedies(command), decide)
        counts = own.event.model_copy(update={"counts_in_id": holder.complaint_id})
        draft.add(counts, of=command)
        for person in people:
            there = draft.other(holder.complaint_id)
            for fact in _facts(draft, there, _as_said(draft, there, person, command), decide):
                draft.add(fact.event, of=command, to=there.complaint_id, caused_by=cause)

    return decided


def _where_answered(draft: Draft, command: Reply) -> tuple[Complaint, list[UUID]]:
    """Where the complaint goes on, and who of those who reply was told the answer there."""
    here = draft.complaint
    people = here.acts_for(command.party_id or here.party_id, draft.occurred.day)
    while here.merged_into is not None:
        there = draft.other(here.merged_into)
        pairs = who_is_who(there.absorbed[here.complaint_id], target=there, source=here)
        people = tuple(dict.fromkeys(new for new, own in pairs if own in people))
        here = there
    known = [here.parties[each] for each in people if each in here.parties]
    is_elsewhere = here is not draft.complaint
    return here, [each.party_id for each in known if is_elsewhere and points_told(here, each)]


def _facts(
    draft: Draft, complaint: Complaint, command: R, decide: Callable[[Draft, R], None]
) -> list[NewEvent]:
    """What the reply is in one of the complaints, but for what follows from it by the rules."""
    is_theirs = draft.actor.kind == "party" and command.party_id
    actor = draft.actor.model_copy(update={"id": command.party_id}) if is_theirs else draft.actor
    context = replace(draft.context, complaint_id=complaint.complaint_id, actor=actor)
    tried = Draft(context, complaint, draft.occurred)
    decide(tried, command)
    return [each for each in tried.facts if each.actor is not SYSTEM]


def _as_said(draft: Draft, holder: Complaint, person: UUID, command: R) -> R:
    """The same where it goes on: about the points that they named, else all of theirs."""
    update: dict[str, Any] = {"party_id": person}
    if hasattr(command, "issue_ids"):
        theirs = points_told(holder, holder.parties[person])
        here, named = draft.complaint, set(command.issue_ids)
        while here.merged_into is not None:
            there = draft.other(here.merged_into)
            named, here = moved_here(there, here, named), there
        update["issue_ids"] = tuple(named & theirs or theirs)
    return command.model_copy(update=update)


def _without_remedies(command: R) -> R:
    """What was offered, was offered where it goes on."""
    named = getattr(command, "remedy_ids", None)
    return command.model_copy(update={"remedy_ids": None}) if named else command
