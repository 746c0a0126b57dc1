"""4.9, 6.2 What is corrected of a merged complaint counts where it goes on, and once unmerged."""

from uuid import UUID

from domain.complaint.deadlines.set_anew import set_anew
from domain.complaint.draft import Draft
from domain.complaint.events import ComplaintMerged, ComplaintUnmerged, RecordCorrected
from domain.complaint.linking.merged_history import history_of
from domain.complaint.linking.merged_people import People, carry_what_is_owed
from domain.complaint.linking.moved_deadlines import keep_the_earlier
from domain.complaint.linking.told_of_people import who_is_who
from domain.complaint.transition import Transition
from domain.policy.kinds import ACKNOWLEDGEMENT
from domain.recorded import Recorded
from domain.system_actors import SYSTEM


def set_by_what_is_right(draft: Draft, source_id: UUID, cause: int) -> None:
    """Set what is due again by what was corrected while the complaint was merged (6.2)."""
    for one in _corrected_meanwhile(draft, source_id):
        _set_by(draft, one, source_id, cause)


def keep_the_earlier_by_right(draft: Draft, cause: int) -> None:
    """What a correction makes due earlier in a merged complaint is so where it goes on.

    cause: the correction. It is reckoned as if the complaint went on by itself (invariant 15).
    """
    source = draft.complaint
    target = draft.other(source.merged_into) if source.merged_into else None
    if target is None or not target.is_open:
        return
    alone = Draft(draft.context, source, draft.occurred)
    alone.add(ComplaintUnmerged(from_id=target.complaint_id, ground_code="corrected"))
    corrected = draft.context.enveloped(draft.facts[cause], cause, source, kind=draft.KIND)
    for one in (*_corrected_meanwhile(draft, source.complaint_id), corrected):
        _set_by(alone, one, source.complaint_id, 0)
    came = any(each.from_id == source.complaint_id for each in target.parties.values())
    but = frozenset({ACKNOWLEDGEMENT}) if came else frozenset[str]()
    keep_the_earlier(draft, alone.complaint, target, cause, but=but)
    pairs = who_is_who(target.absorbed[source.complaint_id], target=target, source=source)
    people = People({own: there for there, own in pairs}, {}, {})
    carry_what_is_owed(draft, alone.complaint, draft.other(target.complaint_id), people, cause)


def _set_by(draft: Draft, one: Recorded, source_id: UUID, cause: int) -> None:
    source = draft.other(source_id)
    transition = Transition(source, source, one, draft.context)
    for event in list(set_anew(transition, lambda: draft.new_id("deadline"), ended=frozenset())):
        draft.add(event, to=source_id, actor=SYSTEM, caused_by=cause)


def _corrected_meanwhile(draft: Draft, source_id: UUID) -> list[Recorded]:
    history = history_of(draft, source_id)
    merged = [one.version for one in history if isinstance(one.event, ComplaintMerged)]
    return [
        one
        for one in history
        if merged and one.version > merged[-1] and isinstance(one.event, RecordCorrected)
    ]
