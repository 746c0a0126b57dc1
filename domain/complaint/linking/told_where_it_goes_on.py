"""4.9, 6.2 What is told of a complaint changes what is due by right where it goes on (7.3)."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from domain.complaint.acts import Act
from domain.complaint.corrections.corrected_fields import RECEIVED, when_text
from domain.complaint.deadlines.carry_over import of_the_whole
from domain.complaint.deadlines.events import AnewGround
from domain.complaint.draft import Draft
from domain.complaint.events import ComplainantJoined, DeadlineCancelled, RecordCorrected
from domain.complaint.linking.brought_matter import first_received
from domain.complaint.linking.by_right import due_now
from domain.complaint.linking.due_to_people import Before, owe_by_right
from domain.complaint.linking.merged_history import brings, history_of
from domain.complaint.linking.moved_deadlines import set_as_it_stands, set_by_right
from domain.complaint.linking.told_of_people import OfMerged
from domain.complaint.state import Complaint
from domain.event import DomainEvent
from domain.system_actors import SYSTEM
from domain.values import UNKNOWN


class OfClocks(OfMerged):
    """An act by which the clocks of all that the complaint is merged with stop, or go on."""

    NEEDS_HISTORIES: ClassVar[bool] = True


def tell_of_the_whole(draft: Draft, events: Iterable[DomainEvent], of: Act) -> None:
    """Tell what stops the clocks here, or lets them go on; of what came, since the merging."""
    cause, before = len(draft.facts), due_where_it_goes_on(draft)
    for event in events:
        draft.add(event, of=of)
    keep_right(draft, before, cause)


def due_where_it_goes_on(draft: Draft) -> Before | None:
    """What is due where the complaint goes on before more is told; None if it is by itself."""
    holder, way = _holder(draft), [source.complaint_id for source, _ in _on_the_way(draft)]
    if not way and not holder.absorbed_now:
        return None
    alone = {source_id: due_now(draft, source_id).right for source_id in way}
    return Before(due_now(draft, holder.complaint_id), alone)


def keep_right(
    draft: Draft, before: Before | None, cause: int, ground_code: AnewGround | None = None
) -> None:
    """Set what is due where the complaint goes on by what was just told of it (invariant 15).

    cause: what was told; before: what was due by right until then. ground_code: why, where the
    facts told again do not say it.
    """
    if before:
        for source, _target in _on_the_way(draft):
            owe_by_right(draft, source, before, cause, ground_code)
            if ground_code:
                _miss_no_more(draft, source, cause, ground_code)
        holder = _holder(draft).complaint_id
        set_by_right(draft, holder, before.whole, cause, ground_code=ground_code)


def tell_receipts(draft: Draft, corrected: RecordCorrected, cause: int) -> None:
    """The right receipt is told where the complaint goes on: age and figures count from it."""
    for source, target in _on_the_way(draft):
        came = target.absorbed[source.complaint_id]
        right = first_received(draft.other(source.complaint_id))
        history = history_of(draft, target.complaint_id)
        by = [one.event_id for one in history if brings(one, source)]
        if by and came.received and right not in (came.received, UNKNOWN):
            there = corrected.told_elsewhere(
                target_event_id=by[-1],
                field=RECEIVED,
                wrong=when_text(came.received),
                right=when_text(right),
                from_id=source.complaint_id,
            )
            draft.add(there, to=target.complaint_id, caused_by=cause)
        _tell_people(draft, corrected, source, target.complaint_id, cause)


def _tell_people(
    draft: Draft, corrected: RecordCorrected, source: Complaint, target_id: UUID, cause: int
) -> None:
    """Who came with the complaint is told of its right receipt, whatever else came with theirs."""
    own, joined = draft.complaint, dict[UUID, UUID]()
    for one in history_of(draft, target_id):
        if isinstance(one.event, ComplainantJoined):
            joined[one.event.party_id] = one.event_id
    for party in draft.other(target_id).parties.values():
        is_theirs = (party.from_id, party.reference) == (source.complaint_id, own.reference)
        is_right = party.received in (None, own.received) or own.received == UNKNOWN
        if is_theirs and not is_right and party.received and party.party_id in joined:
            there = corrected.told_elsewhere(
                target_event_id=joined[party.party_id],
                field=RECEIVED,
                party_id=party.party_id,
                wrong=when_text(party.received),
                right=when_text(own.received),
            )
            draft.add(there, to=target_id, caused_by=cause)


def _on_the_way(draft: Draft) -> list[tuple[Complaint, Complaint]]:
    """Each complaint that this one is part of, after the one that it came with."""
    here, way = draft.complaint, list[tuple[Complaint, Complaint]]()
    while here.merged_into is not None:
        target = draft.other(here.merged_into)
        way.append((here, target))
        here = target
    return way


def _holder(draft: Draft) -> Complaint:
    """The complaint in which this one is answered: itself, where it is not merged."""
    way = _on_the_way(draft)
    return way[-1][1] if way else draft.complaint


def _miss_no_more(draft: Draft, source: Complaint, cause: int, ground_code: AnewGround) -> None:
    """What a merged complaint missed by what was told wrong is due by right, until it was merged.

    So it has not failed where it is counted.
    """
    right = due_now(draft, source.complaint_id).right
    for due in of_the_whole(source):
        there = right.get(due.fact.kind)
        if there and there.due_at != due.due_at:
            field_values: dict[str, Any] = {
                "replaces": due.fact.deadline_id,
                "ground_code": ground_code,
            }
            again = set_as_it_stands(
                draft, there, to=source.complaint_id, cause=cause, **field_values
            )
            if there.status != "missed":
                merged = DeadlineCancelled(deadline_id=again.deadline_id, ground_code="merged")
                draft.add(merged, to=source.complaint_id, actor=SYSTEM, caused_by=cause)
