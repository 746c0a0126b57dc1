"""7.9 What somebody says in a merged complaint of what is theirs counts where that is (7.3)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

from domain.complaint.acts import OutsideAct
from domain.complaint.draft import Draft
from domain.complaint.linking.brought_matter import points_told
from domain.complaint.linking.moved_issues import moved_here
from domain.complaint.linking.split_family import merged_with
from domain.complaint.linking.told_of_people import who_is_who
from domain.complaint.remedies.whose import is_for
from domain.complaint.state import Complaint, Referral, RemedyState
from domain.decision_context import NewEvent
from domain.errors import Refusal
from domain.event import DomainEvent
from domain.system_actors import SYSTEM


class DecidedThere(Refusal, code="DecidedThere"):
    """What takes a second person would be entered in a complaint that goes on in another one."""

    clause = "7.3"
    rule = "what takes a second person is entered where the complaint goes on"
    instead = "give the command in that complaint, for this party"


class Reply(OutsideAct):
    """What somebody says to the answer, or to what is theirs, there or where it goes on."""

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
        (own, *_) = _facts(draft, draft.complaint, _without_remedies(command), decide)
        said = [_as_said(draft, holder, person, command) for person in people]
        _add_both(draft, command, own.event, holder.complaint_id, said, decide)

    return decided


def counted_where_it_is(
    decide: Callable[[Draft, R], None],
    things: Callable[[Complaint, R], Iterable[RemedyState | Referral]],
) -> Callable[[Draft, R], None]:
    """The decision on what is somebody's, which is taken where that is.

    things: those that could be meant in a complaint.
    """

    def decided(draft: Draft, command: R) -> None:
        there, people = _where_it_is(draft, command, things)
        if there is draft.complaint:
            decide(draft, command)
            return
        said = [command.model_copy(update={"party_id": person}) for person in people]
        (fact, *_) = _facts(draft, there, said[0], decide)
        update = {"party_id": command.party_id or draft.complaint.party_id, "lacks_authority": None}
        known = type(fact.event).model_fields.keys() & update.keys()
        own = fact.event.model_copy(update={each: update[each] for each in known})
        _add_both(draft, command, own, there.complaint_id, said, decide)

    return decided


def possible_where_it_is(may: Callable[[Draft], None]) -> Callable[[Draft], None]:
    """The question whether it can be done at all, asked of each complaint that it goes on in."""

    def ask(draft: Draft) -> None:
        try:
            may(draft)
        except Refusal:
            if draft.complaint.merged_into is None:
                raise
            there = draft.other(draft.complaint.merged_into)
            context = replace(draft.context, complaint_id=there.complaint_id)
            ask(Draft(context, there, draft.occurred))

    return ask


def _add_both(
    draft: Draft,
    command: R,
    own: DomainEvent,
    there_id: UUID,
    said: Iterable[R],
    decide: Callable[[Draft, R], None],
) -> None:
    """Record it here, as what counts there, and there as it is said by each."""
    cause = len(draft.facts)
    draft.add(own.model_copy(update={"counts_in_id": there_id}), of=command)
    for each in said:
        for fact in _facts(draft, draft.other(there_id), each, decide):
            draft.add(fact.event, of=each, to=there_id, caused_by=cause)


def _where_answered(draft: Draft, command: Reply) -> tuple[Complaint, list[UUID]]:
    """Where the complaint goes on, and who of those who reply was told the answer there."""
    here, people = [(draft.complaint, ()), *_goes_on(draft, command)][-1]
    return here, [each for each in people if points_told(here, here.parties[each])]


def _where_it_is(
    draft: Draft,
    command: R,
    things: Callable[[Complaint, R], Iterable[RemedyState | Referral]],
) -> tuple[Complaint, list[UUID]]:
    """The first of the complaints that has what is meant, for whom of those who speak it is."""
    if not any(things(draft.complaint, command)):
        for there, people in _goes_on(draft, command):
            meant = list(things(there, command))
            whose = [
                one for one in people if any(is_for(there, each.whose, [one]) for each in meant)
            ]
            if whose:
                return there, whose
    return draft.complaint, []


def _goes_on(draft: Draft, command: Reply) -> Iterator[tuple[Complaint, tuple[UUID, ...]]]:
    """The complaints that it goes on in, each with whom those who speak are there."""
    here = draft.complaint
    people = here.acts_for(command.party_id or here.party_id, draft.occurred.day)
    while here.merged_into is not None:
        there = draft.other(here.merged_into)
        pairs = who_is_who(there.absorbed[here.complaint_id], target=there, source=here)
        people = tuple(dict.fromkeys(new for new, own in pairs if own in people))
        here = there
        yield here, tuple(each for each in people if each in here.parties)


def _facts(
    draft: Draft, complaint: Complaint, command: R, decide: Callable[[Draft, R], None]
) -> list[NewEvent]:
    """What the reply is in one of the complaints, but for what follows from it by the rules.

    Raises DecidedThere where staff say what takes a second person, who is asked there.
    """
    is_theirs = draft.actor.kind == "party" and command.party_id
    actor = draft.actor.model_copy(update={"id": command.party_id}) if is_theirs else draft.actor
    context = replace(draft.context, complaint_id=complaint.complaint_id, actor=actor)
    tried = Draft(context, complaint, draft.occurred)
    decide(tried, command)
    if tried.for_approval is not None:
        raise DecidedThere(goes_on_in=complaint.reference, party_id=command.party_id)
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
