"""6.2, 7.4 What is due to one person alone, by what is told of the complaint that was theirs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from domain.complaint.deadlines.carry_over import CARRIED, as_work_goes_on, of_party, resumed_now
from domain.complaint.deadlines.events import AnewGround
from domain.complaint.deadlines.setting import OWED_TO_A_PERSON
from domain.complaint.draft import Draft
from domain.complaint.events import About
from domain.complaint.linking.by_right import Rights, Until, due_now
from domain.complaint.linking.moved_deadlines import judge_by, set_as_it_stands
from domain.complaint.linking.told_of_people import who_is_who
from domain.complaint.state import Complaint, DeadlineState


@dataclass(frozen=True, slots=True)
class Before:
    """What was due by right until more is told: of the whole, and of each that goes on in it."""

    whole: Until
    alone: Mapping[UUID, Rights]


def owe_by_right(
    draft: Draft, source: Complaint, before: Before, cause: int, ground_code: AnewGround | None
) -> None:
    """Set what is due to the person of a merged complaint, where its right due date changed.

    Earlier it always holds; later where they were due by what was right until now. What is done
    stays done, and is judged by it.
    """
    for person in _people_there(draft, source):
        _owe(draft, source, before, person, cause, ground_code)


def _owe(
    draft: Draft,
    source: Complaint,
    before: Before,
    person: UUID,
    cause: int,
    ground_code: AnewGround | None,
) -> None:
    holder = _where_it_goes_on(draft, source)
    right, was = due_now(draft, source.complaint_id).right, before.alone[source.complaint_id]
    for kind in OWED_TO_A_PERSON:
        # What is due in a later stage or round is not of the receipt.
        done_there = _done(holder, person, kind)
        open_there = [one for one in of_party(holder, person) if one.fact.kind == kind]
        there = open_there[0] if open_there and not done_there else None
        due = _changed(was.get(kind), right.get(kind), there or done_there)
        if due and done_there:
            said: dict[str, Any] = {
                "from_id": source.complaint_id,
                "ground_code": ground_code or CARRIED,
            }
            came = replace(due, fact=due.fact.model_copy(update=said))
            said["about"] = done_there.fact.about
            judge_by(draft, came, done_there, to=holder.complaint_id, cause=cause, **said)
        if due is None or done_there or not holder.is_open:
            continue
        goes_on = as_work_goes_on(due, holder, draft.now, draft.context)
        set_as_it_stands(
            draft,
            _as_theirs_stands(draft, goes_on, there),
            to=holder.complaint_id,
            cause=cause,
            about=About(kind="party", id=person),
            ground_code=ground_code or CARRIED,
            from_id=there.fact.from_id if there else source.complaint_id,
            replaces=there.fact.deadline_id if there else None,
        )


def _done(holder: Complaint, person: UUID, kind: str) -> DeadlineState | None:
    """What of this kind was due to the person alone, and is done."""
    about = About(kind="party", id=person)
    every = [one for one in holder.deadlines.values() if one.status == "met"]
    theirs = [one for one in every if (one.fact.kind, one.fact.about) == (kind, about)]
    return theirs[-1] if theirs else None


def _where_it_goes_on(draft: Draft, source: Complaint) -> Complaint:
    here = source
    while here.merged_into is not None:
        here = draft.other(here.merged_into)
    return here


def _people_there(draft: Draft, source: Complaint) -> list[UUID]:
    """Who the source's own complainants are where it is answered, of whom none is its own there."""
    here, people = source, [key for key, one in source.parties.items() if one.from_id is None]
    while here.merged_into is not None:
        target = draft.other(here.merged_into)
        pairs = who_is_who(target.absorbed[here.complaint_id], target=target, source=here)
        people = [there for there, own in pairs if own in people]
        here = target
    guests = {key for key, one in here.parties.items() if one.from_id and not one.has_left}
    return [each for each in dict.fromkeys(people) if each in guests]


def _changed(
    was: DeadlineState | None, right: DeadlineState | None, there: DeadlineState | None
) -> DeadlineState | None:
    """What is right, where that is another day now and theirs moves by it; else None."""
    if right is None or (was is not None and was.due_at == right.due_at):
        return None
    if there is None:
        return right if was is None else None
    is_by_right = was is not None and there.due_at == was.due_at
    return right if is_by_right or right.due_at < there.due_at else None


def _as_theirs_stands(
    draft: Draft, right: DeadlineState, there: DeadlineState | None
) -> DeadlineState:
    """It stands still where theirs does, by what was told in the complaint that it goes on in."""
    if there is None:
        return right
    if there.status == "paused":
        return replace(right, status="paused", pauses=there.pauses, stood=there.stood)
    return resumed_now(right, draft.context)
