"""7.3 What goes back with a complaint that is merged no more: its issues, dates and people."""

from functools import partial
from uuid import UUID

from domain.complaint.acts import Act, OutsideAct
from domain.complaint.draft import Draft
from domain.complaint.events import (
    ComplainantLeft,
    ComplaintAcknowledged,
    ComplaintUnmerged,
    DuplicateReleased,
    RepresentationEnded,
)
from domain.complaint.linking.by_right import due_now, due_when_merged
from domain.complaint.linking.due_to_people import Before, owe_by_right
from domain.complaint.linking.merged_history import while_merged
from domain.complaint.linking.moved_assessment import judge_as_there
from domain.complaint.linking.moved_deadlines import set_by_right, take_back
from domain.complaint.linking.moved_exclusions import keep_excluded
from domain.complaint.linking.moved_holds import hold_both
from domain.complaint.linking.released_people import (
    authorise_as_there,
    correct_as_there,
    destroy_copies,
)
from domain.complaint.linking.told_of_people import who_is_who
from domain.complaint.linking.withdrawn_meanwhile import withdraw_as_there
from domain.complaint.state import Absorbed, Complaint, PartyState
from domain.values import When


def go_on_alone(
    draft: Draft,
    unmerged: ComplaintUnmerged,
    absorbed: Absorbed,
    *,
    of: Act | OutsideAct,
    target: Complaint,
) -> None:
    """A complaint goes on by itself, as it would stand by all that was told while it was merged.

    target: the complaint that it leaves, as it is before.
    """
    source_id, cause = absorbed.from_id, len(draft.facts)
    leave = partial(release, draft, target.complaint_id, absorbed, of=of)
    is_asked_there = source_id != draft.complaint.complaint_id
    # The first fact of a command is of the complaint that it is given to.
    if is_asked_there:
        leave(ground_code=unmerged.ground_code, cause=None)
    draft.add(unmerged, of=of, to=source_id, caused_by=cause if is_asked_there else None)
    _set_by_right(draft, source_id, cause)
    acknowledge_as_there(draft, source_id, target, of=of, cause=cause)
    judge_as_there(draft, draft.other(source_id), target, cause)
    if not is_asked_there:
        leave(ground_code=unmerged.ground_code, cause=cause)
    withdraw_as_there(draft, source_id, target, cause)


def _set_by_right(draft: Draft, source_id: UUID, cause: int) -> None:
    """What is due of the whole, and to each who came with a complaint that is part of it."""
    set_by_right(draft, source_id, due_when_merged(draft, source_id), cause)
    for one in draft.other(source_id).absorbed_now:
        before = due_when_merged(draft, one.from_id, merged_id=source_id)
        alone = Before(before, {one.from_id: before.right})
        owe_by_right(draft, draft.other(one.from_id), alone, cause, None)


def release(
    draft: Draft,
    target_id: UUID,
    absorbed: Absorbed,
    *,
    of: Act | OutsideAct,
    ground_code: str,
    cause: int | None,
) -> None:
    """Take out of a complaint what came with another one; what it had before holds again."""
    released = DuplicateReleased(
        from_id=absorbed.from_id, issue_ids=absorbed.issue_ids, ground_code=ground_code
    )
    before, due = draft.other(target_id), due_now(draft, target_id)
    index = len(draft.facts)
    draft.add(released, of=of, to=target_id, caused_by=cause)
    keep_excluded(draft, absorbed.from_id, before, index)
    hold_both(draft, absorbed.from_id, draft.other(target_id), index)
    leaving = _leaving(draft.other(target_id))
    authorise_as_there(draft, absorbed.from_id, draft.other(target_id), index)
    known_only_here = correct_as_there(draft, absorbed.from_id, draft.other(target_id), index)
    for party in leaving:
        _let_leave(draft, target_id, party, of=of, cause=index)
    gone = {each.party_id for each in leaving} - known_only_here
    destroy_copies(draft, target_id, gone, index)
    take_back(draft, target_id, absorbed.from_id, due, index)


def acknowledge_as_there(
    draft: Draft, source_id: UUID, target: Complaint, *, of: Act | OutsideAct, cause: int
) -> None:
    """Who was told in the target that the complaint is received need not be told again."""
    for party_id, at in _acknowledged_there(draft, draft.other(source_id), target).items():
        source = draft.other(source_id)
        party = source.parties.get(party_id) if party_id else None
        is_guest = party is not None and party.from_id is not None
        known = party.acknowledged if is_guest and party else source.is_acknowledged
        if known or not source.is_open:
            continue
        acknowledged = ComplaintAcknowledged(
            stage=source.stage,
            round=source.round,
            channel_code=source.channel_code,
            to_party_id=party_id,
            is_for_party_alone=True if is_guest else None,
            contact_point_code=draft.context.policy.contact_point_code,
        )
        draft.add(acknowledged, of=of, occurred=at, to=source_id, caused_by=cause)


def _acknowledged_there(
    draft: Draft, source: Complaint, target: Complaint
) -> dict[UUID | None, When]:
    """When each of the source's people was told while merged, by who they are in the source."""
    came = [each for each in target.parties.values() if each.from_id == source.complaint_id]
    absorbed = target.absorbed[source.complaint_id]
    own = {there: here for there, here in who_is_who(absorbed, target=target, source=source)}
    if own:
        came = [each for each in came if each.party_id in own]
    # A record of old does not say who is who: it is the last who came that was told.
    times = {own.get(each.party_id, source.party_id): each.acknowledged for each in came}
    if not came:
        times = {source.party_id: _told_of_both(draft, source, target)}
    return {party_id: at for party_id, at in times.items() if at is not None}


def _told_of_both(draft: Draft, source: Complaint, target: Complaint) -> When | None:
    """When one and the same complainant was told, while merged, that all of it is received."""
    for one in while_merged(draft, source, target):
        if isinstance(one.event, ComplaintAcknowledged) and not one.event.is_for_party_alone:
            return one.occurred
    return None


def _leaving(target: Complaint) -> list[PartyState]:
    """Those who came with a complaint that is in this one no more, and have no point left in it."""
    gone = {each.from_id for each in target.absorbed.values() if each.is_released}
    left = [each for each in target.issues.values() if each.status != "released"]
    staying = {party_id for each in left for party_id in each.told.party_ids or ()}
    return [
        each
        for each in target.parties.values()
        if each.from_id in gone and not each.has_left and each.party_id not in staying
    ]


def _let_leave(
    draft: Draft, target_id: UUID, party: PartyState, *, of: Act | OutsideAct, cause: int
) -> None:
    target = draft.other(target_id)
    for acting in target.representations:
        if acting.party_id == party.party_id and not acting.has_ended:
            ended = RepresentationEnded(
                party_id=party.party_id,
                ground_code="released",
                correspondence_to=party.party_id,
                representative_party_id=acting.representative_party_id,
            )
            draft.add(ended, of=of, to=target_id, caused_by=cause)
    left = ComplainantLeft(party_id=party.party_id, ground_code="released")
    draft.add(left, of=of, to=target_id, caused_by=cause)
